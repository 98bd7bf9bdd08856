import { S3Client, type S3ClientConfig } from '@aws-sdk/client-s3'

export interface S3Settings {
  readonly inputBucket: string
  readonly outputBucket: string
  /** Before every key, so that a bucket can be shared: `zerosec/`, or empty. */
  readonly prefix?: string
  /** Left out: what AWS's own settings say. */
  readonly region?: string | undefined
  /** Of another store than AWS's. */
  readonly endpoint?: string | undefined
  /** The same store as clients reach it, for the URLs that are handed out. */
  readonly publicEndpoint?: string | undefined
  /** `<endpoint>/<bucket>/<key>`, as most other stores want it, instead of `<bucket>.<endpoint>/<key>`. */
  readonly pathStyle?: boolean | undefined
  /** Left out: AWS's chain of environment, profile, container and machine role. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** Of one request until its reply begins, and of silence in between. */
  readonly timeoutMs?: number
  readonly tries?: number
  /** Of files in one page of a list and in one deletion; S3 allows 1000. */
  readonly pageFiles?: number
}

const TIMEOUT_MS = 60_000
const CONNECT_MS = 5000
/** With the SDK's back-off a store that is away is told of after some three seconds. */
const TRIES = 5

/** A client that tries again with back-off on 429, 5xx, time-outs and lost connections. */
export function s3Client(settings: S3Settings, endpoint = settings.endpoint): S3Client {
  const timeout = settings.timeoutMs ?? TIMEOUT_MS
  const region = settings.region ?? (endpoint === undefined ? undefined : 'us-east-1')
  const options: S3ClientConfig = {
    maxAttempts: settings.tries ?? TRIES,
    retryMode: 'standard',
    // an upload URL would carry the checksum of an empty body; our own writes give theirs
    requestChecksumCalculation: 'WHEN_REQUIRED',
    requestHandler: {
      connectionTimeout: Math.min(CONNECT_MS, timeout),
      requestTimeout: timeout,
      throwOnRequestTimeout: true,
      socketTimeout: timeout,
    },
  }
  if (region !== undefined) options.region = region
  if (endpoint !== undefined) options.endpoint = endpoint
  if (settings.pathStyle ?? endpoint !== undefined) options.forcePathStyle = true
  if (settings.credentials) options.credentials = settings.credentials
  return new S3Client(options)
}
