import * as gcp from '@pulumi/gcp'
import * as pulumi from '@pulumi/pulumi'
import { grantOnProject, makeAccount } from './accounts.ts'
import type { Surroundings } from './surroundings.ts'

const ISSUER = 'https://token.actions.githubusercontent.com'

export interface DeployerArgs {
  /** `owner/name` on GitHub, or `owner@1/name@2`: as its tokens name it; undefined where Cloud Build deploys. */
  readonly repository: string | undefined
  readonly images: gcp.artifactregistry.Repository
  readonly services: Readonly<Record<string, gcp.cloudrunv2.Service>>
  readonly job: gcp.cloudrunv2.Job
  /** Those that services run as. */
  readonly accounts: Readonly<Record<string, gcp.serviceaccount.Account>>
}

/** Who deploys: may push images, change these services and this job, and write a log of it. */
export function makeDeployer(args: DeployerArgs, around: Surroundings): Record<string, pulumi.Output<string>> {
  const account = makeAccount('deployer', 'Deployments', around)
  grantOnProject(account, 'deployer', ['roles/logging.logWriter'], around)
  allowDeployments(account, args, around)
  if (args.repository === undefined) return { deployAccount: account.email }
  return { deployAccount: account.email, identityProvider: letGitHubIn(args.repository, account, around) }
}

/**
 * Lets the deployment workflow be the account: tokens of GitHub are taken if they are of a run in the repository's environment of the stack's
 * name, which GitHub lets nobody start who may not deploy there.
 *
 * @returns for the workflow: GCP_IDENTITY_PROVIDER
 */
function letGitHubIn(
  repository: string,
  account: gcp.serviceaccount.Account,
  { environment, options }: Surroundings,
): pulumi.Output<string> {
  const pool = new gcp.iam.WorkloadIdentityPool(
    'github',
    { workloadIdentityPoolId: 'zerosec-github', displayName: 'Deployments' },
    options,
  )
  const subject = `repo:${repository}:environment:${environment}`
  const provider = new gcp.iam.WorkloadIdentityPoolProvider(
    'github',
    {
      workloadIdentityPoolId: pool.workloadIdentityPoolId,
      workloadIdentityPoolProviderId: 'github',
      oidc: { issuerUri: ISSUER },
      attributeMapping: { 'google.subject': 'assertion.sub', 'attribute.repository': 'assertion.repository' },
      attributeCondition: `assertion.sub == '${subject}'`,
    },
    options,
  )
  new gcp.serviceaccount.IAMMember(
    'deployer-github',
    {
      serviceAccountId: account.name,
      role: 'roles/iam.workloadIdentityUser',
      member: pulumi.interpolate`principal://iam.googleapis.com/${pool.name}/subject/${subject}`,
    },
    options,
  )
  return provider.name
}

function allowDeployments(
  { member }: gcp.serviceaccount.Account,
  { images, services, job, accounts }: DeployerArgs,
  { region, options }: Surroundings,
): void {
  const role = 'roles/run.developer'
  new gcp.artifactregistry.RepositoryIamMember(
    'deployer-images',
    { repository: images.repositoryId, location: region, role: 'roles/artifactregistry.writer', member },
    options,
  )
  for (const [name, service] of Object.entries(services))
    new gcp.cloudrunv2.ServiceIamMember(
      `deployer-${name}`,
      { name: service.name, location: region, role, member },
      options,
    )
  new gcp.cloudrunv2.JobIamMember('deployer-migrate', { name: job.name, location: region, role, member }, options)
  for (const [name, account] of Object.entries(accounts))
    new gcp.serviceaccount.IAMMember(
      `deployer-as-${name}`,
      { serviceAccountId: account.name, role: 'roles/iam.serviceAccountUser', member },
      options,
    )
}
