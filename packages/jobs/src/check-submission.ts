import { CodedError } from '@zerosec/errors'
import { canonicalHash } from './canonical-hash.ts'
import type { FileStore } from './files/file-store.ts'
import { sha256OfFile } from './files/hash-file.ts'
import type { Uploads } from './files/uploads.ts'
import type { JobSubmission } from './job.ts'
import type { Submission } from './platform.ts'
import { findNamedFile } from './runner/named-file.ts'
import { refusalOf } from './store/insert-job.ts'
import type { JobStore } from './store/job-store.ts'
import { readerOf } from './store/workspace-reader.ts'

/** Of a batch; each may read a file. */
const CHECKS_AT_ONCE = 8

/** Refuses a submission before it is stored, or tells the files that its parameters name. */
export type CheckParameters = (
  jobType: string,
  parameters: Readonly<Record<string, unknown>>,
) => Promise<readonly string[]> | readonly string[]

export interface CheckServices {
  readonly store: JobStore
  readonly files: FileStore
  readonly uploads: Uploads
  readonly checkParameters: CheckParameters
  /** Largest input; S3's upload URLs bind no size where it was not known. */
  readonly uploadBytes: number
  readonly maxAttempts: number
  /** Of the analyses; undefined: no result is ever taken again. */
  readonly version: string | undefined
}

/** Whether each job can be run at all, and what only the server can say of it. The first of several that can't is named by its index. */
export async function checkSubmissions(
  submissions: readonly Submission[],
  workspaceId: string,
  services: CheckServices,
): Promise<readonly JobSubmission[]> {
  const hashes = new Map<string, Promise<string>>()
  const checked: JobSubmission[] = []
  while (checked.length < submissions.length) {
    const next = submissions.slice(checked.length, checked.length + CHECKS_AT_ONCE)
    const results = await Promise.allSettled(next.map((one) => check(one, workspaceId, services, hashes)))
    for (const result of results) {
      if (result.status === 'fulfilled') checked.push(result.value)
      else throw submissions.length === 1 ? result.reason : refusalOf(result.reason, checked.length)
    }
  }
  return checked
}

async function check(
  { reusesResult = true, ...submission }: Submission,
  workspaceId: string,
  { store, files, uploads, checkParameters, uploadBytes, maxAttempts, version }: CheckServices,
  hashes: Map<string, Promise<string>>,
): Promise<JobSubmission> {
  const { inputBucket, inputKey, jobType, parameters } = submission
  if (inputBucket !== files.inputBucket) throw new CodedError('bucket_unknown', { bucket: inputBucket })
  const named = await checkParameters(jobType, parameters)
  const reader = readerOf(store, workspaceId)
  const found = []
  for (const reference of named) found.push(await findNamedFile(reference, { store: reader, files, uploads }))
  await uploads.check(workspaceId, inputKey)
  const hashOf = (bucket: string, key: string): Promise<string> => {
    const hashed = hashes.get(key) ?? sha256OfFile(files, bucket, key, uploadBytes)
    hashes.set(key, hashed)
    return hashed
  }
  const inputSha256 = await hashOf(inputBucket, inputKey)
  const contents: string[] = []
  for (const { bucket, key, sha256 } of found) {
    contents.push(sha256 ?? (await hashOf(bucket, key)))
    if (sha256 === undefined) await uploads.pin(workspaceId, key, contents.at(-1)!)
  }
  const known = { maxAttempts, ...submission, inputSha256 }
  if (version === undefined || !reusesResult) return known
  return { ...known, resultKey: resultKeyOf(version, [inputSha256, ...contents], submission) }
}

/** A hash of all that the results of a job depend on: the bytes of its files, and what stands in its report of them, their names. */
function resultKeyOf(
  version: string,
  contents: readonly string[],
  { inputKey, jobType, parameters }: Submission,
): string {
  const fileName = inputKey.slice(inputKey.lastIndexOf('/') + 1)
  return canonicalHash([version, ...contents, fileName, jobType, parameters])
}
