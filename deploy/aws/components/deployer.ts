import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { policyDocument, type Statement } from './policy-document.ts'
import type { Surroundings } from './surroundings.ts'

const ISSUER = 'token.actions.githubusercontent.com'

export interface Workflow {
  /** `owner/name` on GitHub, or `owner@1/name@2`: as its tokens name it. */
  readonly repository: string
  /** ARN of the account's provider of GitHub's tokens, where it has one: AWS allows no second. */
  readonly githubProvider: string | undefined
}

/**
 * The role that the deployment workflow takes with GitHub's token: no key of AWS is stored anywhere. Only runs for the environment of this
 * name are let in, and of these the rules of the environment let in whom they say (docs/releases.md).
 */
export function makeDeployer(
  { repository, githubProvider }: Workflow,
  statements: readonly Statement[],
  around: Surroundings,
): aws.iam.Role {
  const { options } = around
  const role = new aws.iam.Role(
    'deployer',
    {
      maxSessionDuration: 3600,
      assumeRolePolicy: pulumi.jsonStringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Federated: githubProvider ?? makeProvider(around) },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                [`${ISSUER}:aud`]: 'sts.amazonaws.com',
                [`${ISSUER}:sub`]: `repo:${repository}:environment:${around.environment}`,
              },
            },
          },
        ],
      }),
    },
    options,
  )
  new aws.iam.RolePolicy('deployer', { role: role.id, policy: policyDocument(...statements) }, options)
  return role
}

function makeProvider({ options }: Surroundings): pulumi.Output<string> {
  const args = { url: `https://${ISSUER}`, clientIdLists: ['sts.amazonaws.com'] }
  return new aws.iam.OpenIdConnectProvider('github', args, options).arn
}

/** Pushing images by digest and moving the tags of those that run. */
export function pushing(...repositories: readonly aws.ecr.Repository[]): readonly Statement[] {
  return [
    { Sid: 'Login', Effect: 'Allow', Action: 'ecr:GetAuthorizationToken', Resource: '*' },
    {
      Effect: 'Allow',
      Action: [
        'ecr:BatchCheckLayerAvailability',
        'ecr:BatchGetImage',
        'ecr:GetDownloadUrlForLayer',
        'ecr:InitiateLayerUpload',
        'ecr:UploadLayerPart',
        'ecr:CompleteLayerUpload',
        'ecr:PutImage',
      ],
      Resource: repositories.map(({ arn }) => arn),
    },
  ]
}
