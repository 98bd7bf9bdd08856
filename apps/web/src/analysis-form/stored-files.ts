import type { Artifact, JobSummary } from '@zerosec/contract'
import type { FileUse } from './field.ts'

/** A file of a completed job that a parameter can name. */
export interface StoredFile {
  readonly key: string
  readonly name: string
  /** What it was made of and when, to tell it from others. */
  readonly origin: string
}

const TYPES: Readonly<Record<FileUse, readonly string[]>> = { model: ['zsm'], table: ['csv', 'xlsx'] }

/** The files of a job that serve, as the page offers them. */
export function storedFiles(job: JobSummary, artifacts: readonly Artifact[], use: FileUse): StoredFile[] {
  const when = (job.completed_at ?? job.created_at).slice(0, 16).replace('T', ' ')
  return artifacts
    .filter(({ file_type: type }) => TYPES[use].includes(type))
    .map(({ file_key: key, file_name: name }) => ({ key, name, origin: `${job.file_name}, ${when} UTC` }))
}
