/** What GOOGLE_APPLICATION_CREDENTIALS names: where a token is to be had, and no secret. */
export interface ExternalAccount {
  readonly type: 'external_account'
  readonly audience: string
  readonly subject_token_type: string
  readonly token_url: string
  readonly service_account_impersonation_url: string
  readonly credential_source: Readonly<Record<string, string>>
}

const MACHINE = 'http://169.254.169.254/latest'

/**
 * The credentials of a Google account for whoever has a role of AWS. Google's client takes the role's keys from AWS_ACCESS_KEY_ID and so on, or
 * from the machine; in a container of ECS neither is there, and `with-aws-role.ts` sets them.
 *
 * @param provider  `projects/…/locations/global/workloadIdentityPools/…/providers/…`
 * @param email     of the service account
 */
export function externalAccount(provider: string, email: string): ExternalAccount {
  return {
    type: 'external_account',
    audience: `//iam.googleapis.com/${provider}`,
    subject_token_type: 'urn:ietf:params:aws:token-type:aws4_request',
    token_url: 'https://sts.googleapis.com/v1/token',
    service_account_impersonation_url: `https://iamcredentials.googleapis.com/v1/projects/-/serviceAccounts/${email}:generateAccessToken`,
    credential_source: {
      environment_id: 'aws1',
      region_url: `${MACHINE}/meta-data/placement/availability-zone`,
      url: `${MACHINE}/meta-data/iam/security-credentials`,
      imdsv2_session_token_url: `${MACHINE}/api/token`,
      regional_cred_verification_url: 'https://sts.{region}.amazonaws.com?Action=GetCallerIdentity&Version=2011-06-15',
    },
  }
}
