import type { Configuration } from '../configuration.ts'
import { s3SettingsOf } from './settings.ts'

/** What a look at the store of S3's files found. */
export interface FilesCheck {
  readonly buckets: readonly string[]
  /** False: it knows no conditional writes, so of two writers of a key at once both may succeed. */
  readonly keepsFirst: boolean
}

/**
 * Writes, lists and removes a file in each bucket, for `zerosec doctor`.
 *
 * @throws CodedError configuration_invalid, service_unavailable
 */
export async function checkS3Files(configuration: Configuration): Promise<FilesCheck> {
  const { S3Files } = await import('./s3-files.ts')
  const files = await S3Files.open(s3SettingsOf(configuration))
  const buckets = [...new Set([files.inputBucket, files.outputBucket])]
  let keepsFirst = true
  for (const bucket of buckets) keepsFirst &&= await files.keepsFirst(bucket)
  return { buckets, keepsFirst }
}
