import * as gcp from '@pulumi/gcp'
import * as pulumi from '@pulumi/pulumi'
import { makeAccount } from './accounts.ts'
import type { Surroundings } from './surroundings.ts'

const ISSUER = 'https://token.actions.githubusercontent.com'

export interface DeployerArgs {
  /** `owner/name` on GitHub. */
  readonly repository: string
  readonly images: gcp.artifactregistry.Repository
  readonly services: Readonly<Record<string, gcp.cloudrunv2.Service>>
  readonly job: gcp.cloudrunv2.Job
  /** Those that services run as. */
  readonly accounts: Readonly<Record<string, gcp.serviceaccount.Account>>
}

export interface Deployer {
  readonly account: gcp.serviceaccount.Account
  /** For the workflow: GCP_IDENTITY_PROVIDER. */
  readonly provider: pulumi.Output<string>
}

/**
 * Who the deployment workflow is here: tokens of GitHub are taken for this account if they are of a run in the repository's environment of the
 * stack's name, which GitHub lets nobody start who may not deploy there. It may push images, and change these services and this job.
 */
export function makeDeployer(args: DeployerArgs, around: Surroundings): Deployer {
  const { environment, options } = around
  const pool = new gcp.iam.WorkloadIdentityPool(
    'github',
    { workloadIdentityPoolId: 'zerosec-github', displayName: 'Deployments' },
    options,
  )
  const subject = `repo:${args.repository}:environment:${environment}`
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
  const account = makeAccount('deployer', 'Deployments from GitHub', around)
  new gcp.serviceaccount.IAMMember(
    'deployer-github',
    {
      serviceAccountId: account.name,
      role: 'roles/iam.workloadIdentityUser',
      member: pulumi.interpolate`principal://iam.googleapis.com/${pool.name}/subject/${subject}`,
    },
    options,
  )
  allowDeployments(account, args, around)
  return { account, provider: provider.name }
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
