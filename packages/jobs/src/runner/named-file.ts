import { createHash } from 'node:crypto'
import type { NamedFile } from '@zerosec/analyses'
import { CodedError } from '@zerosec/errors'
import type { FileStore } from '../files/file-store.ts'
import { canonicalKey } from '../files/keys.ts'
import { readInput } from '../files/read-input.ts'
import type { Uploads } from '../files/uploads.ts'
import type { Job } from '../job.ts'
import type { WorkspaceReader } from '../store/workspace-reader.ts'

const KEY = /^(inputs|outputs)\/([0-9A-Fa-f-]{36})\/./
/** What a task's process can take in one message with room to spare; a model of 10,000 rows has some 100 MB. */
const MAX_BYTES = 2 ** 30

export interface NamedFileServices {
  readonly store: WorkspaceReader
  readonly files: FileStore
  /** Whether an upload belongs to the workspace. */
  readonly uploads: Uploads
}

interface FoundFile {
  readonly bucket: string
  readonly key: string
  /** Undefined for an upload. */
  readonly sha256: string | undefined
}

/**
 * Finds what a parameter of a job names: `outputs/<job_id>/…`, an artifact of a completed job, or `inputs/<job_id>/<name>`, an upload.
 * The key is whatever somebody sent: an artifact is found among those that the store has of the job, never by its path.
 *
 * @throws CodedError file_reference_invalid, job_unknown, job_not_completed, artifact_unknown, input_not_uploaded, file_too_large
 */
export async function findNamedFile(
  reference: string,
  { store, files, uploads }: NamedFileServices,
  mostBytes = MAX_BYTES,
): Promise<FoundFile> {
  const { key, area, jobId } = readKey(reference)
  if (area === 'inputs') await uploads.check(store.workspaceId, key)
  const found: FoundFile =
    area === 'inputs' ? { bucket: files.inputBucket, key, sha256: undefined } : await findArtifact(key, jobId, store)
  const bytes = await files.size(found.bucket, key)
  if (bytes === undefined) throw new CodedError('input_not_uploaded', { key })
  if (bytes > mostBytes) throw new CodedError('file_too_large', { bytes, limit: mostBytes })
  return found
}

/**
 * The same with its content.
 *
 * @throws CodedError as `findNamedFile`; input_changed for an upload that is not what it was when a job first named it; Error for an
 *   artifact that is not what the job wrote
 */
export async function openNamedFile(
  reference: string,
  services: NamedFileServices,
  mostBytes?: number,
): Promise<NamedFile> {
  const { bucket, key, sha256 } = await findNamedFile(reference, services, mostBytes)
  const pinned = sha256 === undefined ? await services.uploads.pinned(key) : null
  const file = await readInput(services.files, bucket, key, { sha256: pinned })
  const isWhole = sha256 === undefined || createHash('sha256').update(file.bytes).digest('hex') === sha256
  if (!isWhole) throw new Error(`${key} is not what the job wrote`)
  return file
}

function readKey(reference: string): { key: string; area: string; jobId: string } {
  const problem = 'a job reads files of this workspace by their key, outputs/<job_id>/… or inputs/<job_id>/…'
  try {
    const key = canonicalKey(reference)
    const [, area, jobId] = KEY.exec(key) ?? []
    if (area !== undefined && jobId !== undefined) return { key, area, jobId }
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
  }
  throw new CodedError('file_reference_invalid', { reference: reference.slice(0, 200), problem })
}

/** Results that a later job took over keep the key of the job that made them, also when that one was deleted. */
async function findArtifact(key: string, makerId: string, store: NamedFileServices['store']): Promise<FoundFile> {
  const { jobId, status, outputBucket: bucket } = await jobOrHeir(makerId, store)
  if (status !== 'completed') throw new CodedError('job_not_completed', { job_id: jobId, status })
  const artifact = (await store.artifacts(jobId)).find(({ fileKey }) => fileKey === key)
  if (!artifact) throw new CodedError('artifact_unknown', { job_id: jobId, file_key: key })
  return { bucket, key, sha256: artifact.sha256 }
}

async function jobOrHeir(jobId: string, store: NamedFileServices['store']): Promise<Job> {
  try {
    return await store.get(jobId)
  } catch (error) {
    const heir = error instanceof CodedError && error.code === 'job_unknown' ? await store.heir(jobId) : undefined
    if (heir === undefined) throw error
    return store.get(heir)
  }
}
