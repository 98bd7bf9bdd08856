import * as gcp from '@pulumi/gcp'
import * as pulumi from '@pulumi/pulumi'
import type { Surroundings } from '../gcp/components/surroundings.ts'
import { type ExternalAccount, externalAccount } from './external-account.ts'

/** The role without the session that a caller chose a name for. */
const ROLE_OF_ARN =
  "assertion.arn.contains('assumed-role') ? " +
  "assertion.arn.extract('{account_arn}assumed-role/') + 'assumed-role/' + assertion.arn.extract('assumed-role/{role_name}/') : " +
  'assertion.arn'

export interface FederationArgs {
  readonly awsAccount: string
  readonly awsRole: string
  readonly account: gcp.serviceaccount.Account
}

/**
 * Lets one role of AWS be one account of Google's, without a key: whoever has the role signs a question to AWS who it is, Google asks it, and
 * gives a token for an hour.
 */
export function makeFederation(
  { awsAccount, awsRole, account }: FederationArgs,
  { options }: Surroundings,
): pulumi.Output<ExternalAccount> {
  const role = `arn:aws:sts::${awsAccount}:assumed-role/${awsRole}`
  const pool = new gcp.iam.WorkloadIdentityPool(
    'aws',
    { workloadIdentityPoolId: 'zerosec-aws', displayName: 'zerosec on AWS' },
    options,
  )
  const provider = new gcp.iam.WorkloadIdentityPoolProvider(
    'aws',
    {
      workloadIdentityPoolId: pool.workloadIdentityPoolId,
      workloadIdentityPoolProviderId: 'aws',
      aws: { accountId: awsAccount },
      attributeMapping: { 'google.subject': 'assertion.arn', 'attribute.aws_role': ROLE_OF_ARN },
      attributeCondition: `attribute.aws_role == '${role}'`,
    },
    options,
  )
  new gcp.serviceaccount.IAMMember(
    'analytics-aws',
    {
      serviceAccountId: account.name,
      role: 'roles/iam.workloadIdentityUser',
      member: pulumi.interpolate`principalSet://iam.googleapis.com/${pool.name}/attribute.aws_role/${role}`,
    },
    options,
  )
  return pulumi.all([provider.name, account.email]).apply(([name, email]) => externalAccount(name, email))
}
