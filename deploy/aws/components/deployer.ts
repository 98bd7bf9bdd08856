import * as aws from '@pulumi/aws'
import * as pulumi from '@pulumi/pulumi'
import { policyDocument, type Statement } from './policy-document.ts'
import type { Surroundings } from './surroundings.ts'

const ISSUER = 'token.actions.githubusercontent.com'

export interface DeployerArgs {
  /** `owner/name` on GitHub. */
  readonly repository: string
  readonly cluster: aws.ecs.Cluster
  readonly repositories: Readonly<Record<'api' | 'worker', aws.ecr.Repository>>
}

/**
 * The role that the deployment workflow takes with GitHub's token: no key of AWS is stored anywhere. Only runs for the environment of the same name
 * are let in, which GitHub lets nobody start who may not deploy there.
 */
export function makeDeployer(args: DeployerArgs, around: Surroundings): aws.iam.Role {
  const { options } = around
  const provider = new aws.iam.OpenIdConnectProvider(
    'github',
    { url: `https://${ISSUER}`, clientIdLists: ['sts.amazonaws.com'] },
    options,
  )
  const role = new aws.iam.Role(
    'deployer',
    {
      maxSessionDuration: 3600,
      assumeRolePolicy: pulumi.jsonStringify({
        Version: '2012-10-17',
        Statement: [
          {
            Effect: 'Allow',
            Principal: { Federated: provider.arn },
            Action: 'sts:AssumeRoleWithWebIdentity',
            Condition: {
              StringEquals: {
                [`${ISSUER}:aud`]: 'sts.amazonaws.com',
                [`${ISSUER}:sub`]: `repo:${args.repository}:environment:${around.stack}`,
              },
            },
          },
        ],
      }),
    },
    options,
  )
  new aws.iam.RolePolicy('deployer', { role: role.id, policy: policyDocument(...statements(args, around)) }, options)
  return role
}

function statements({ cluster, repositories }: DeployerArgs, { region, account }: Surroundings): Statement[] {
  const ecs = pulumi.interpolate`arn:aws:ecs:${region}:${account}`
  const inCluster = { ArnEquals: { 'ecs:cluster': cluster.arn } }
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
      Resource: Object.values(repositories).map(({ arn }) => arn),
    },
    // AWS knows no resources for these two.
    {
      Sid: 'Definitions',
      Effect: 'Allow',
      Action: ['ecs:RegisterTaskDefinition', 'ecs:DescribeTaskDefinition'],
      Resource: '*',
    },
    {
      Effect: 'Allow',
      Action: ['ecs:DescribeServices', 'ecs:UpdateService'],
      Resource: ['api', 'worker'].map((name) => pulumi.interpolate`${ecs}:service/${cluster.name}/zerosec-${name}`),
    },
    {
      Effect: 'Allow',
      Action: 'ecs:RunTask',
      Resource: pulumi.interpolate`${ecs}:task-definition/zerosec-api:*`,
      Condition: inCluster,
    },
    { Effect: 'Allow', Action: 'ecs:DescribeTasks', Resource: pulumi.interpolate`${ecs}:task/${cluster.name}/*` },
    {
      Sid: 'RolesOfTasks',
      Effect: 'Allow',
      Action: 'iam:PassRole',
      Resource: ['api-execution', 'api-task', 'worker-execution', 'worker-task'].map(
        (name) => pulumi.interpolate`arn:aws:iam::${account}:role/${name}-*`,
      ),
      Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    },
  ]
}
