import { CodedError } from '@zerosec/errors'

export interface Fault {
  readonly problem: string
  /** Whether a setting is wrong, rather than that the store is out of reach for a while. */
  readonly lasts: boolean
}

const BY_NAME: Readonly<Record<string, Fault>> = {
  CredentialsProviderError: {
    problem:
      'there are no credentials for it; set AWS_ACCESS_KEY_ID and AWS_SECRET_ACCESS_KEY, or give the machine a role',
    lasts: true,
  },
  NoSuchBucket: { problem: 'there is no such bucket', lasts: true },
  InvalidAccessKeyId: { problem: 'the access key is unknown to it', lasts: true },
  SignatureDoesNotMatch: { problem: 'the secret key does not fit the access key', lasts: true },
  ExpiredToken: { problem: 'the credentials have expired', lasts: true },
  RequestTimeTooSkewed: { problem: 'the clock of this machine is wrong', lasts: true },
  TimeoutError: { problem: 'it does not answer in time', lasts: false },
  ECONNREFUSED: { problem: 'nothing listens at its address', lasts: false },
  ECONNRESET: { problem: 'the connection to it broke', lasts: false },
  ENOTFOUND: { problem: 'its host name is unknown', lasts: false },
}

/**
 * What an error of the S3 client means to whoever asked for a file. Always service_unavailable: while it runs even a lost permission is
 * the operator's to repair, and the jobs wait for it.
 */
export function storeFault(error: unknown): CodedError {
  if (error instanceof CodedError) return error
  return new CodedError(
    'service_unavailable',
    { problem: `the store of files: ${faultOf(error).problem}` },
    { cause: error },
  )
}

/** The same at the start, where what will not mend by itself is configuration_invalid, and names the setting. */
export function settingFault(error: unknown, setting: string, bucket: string): CodedError {
  const { problem, lasts } = faultOf(error)
  if (!lasts) return storeFault(error)
  return new CodedError(
    'configuration_invalid',
    { setting, problem: `the bucket ${bucket}: ${problem}` },
    { cause: error },
  )
}

/** The HTTP status of an error reply; undefined when there was none. */
export function statusOf(error: unknown): number | undefined {
  return (error as { $metadata?: { httpStatusCode?: number } }).$metadata?.httpStatusCode
}

/** By the words of S3's protocol, which its SDK makes the error's name; a reply to HEAD has no body, and so no words. */
export function faultOf(error: unknown): Fault {
  const { name = '', code = '' } = error as { name?: string; code?: string }
  // the code first: to the SDK a broken connection is a time-out too
  const known = BY_NAME[code] ?? BY_NAME[name]
  if (known) return known
  const status = statusOf(error)
  if (status === 301 || status === 307) {
    const region = (error as { $response?: { headers?: Record<string, string> } }).$response?.headers?.[
      'x-amz-bucket-region'
    ]
    return { problem: `it is in another region${region ? `: ${region}` : ''}; set ZEROSEC_S3_REGION`, lasts: true }
  }
  if (status === 401 || status === 403) return { problem: 'access is denied', lasts: true }
  if (status === 404) return { problem: 'there is no such bucket', lasts: true }
  if (status !== undefined) return { problem: `it answered ${status}`, lasts: status < 500 && status !== 429 }
  return { problem: 'it could not be reached', lasts: false }
}
