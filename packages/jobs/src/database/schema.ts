import type { JobStatus, Objective } from '@zerosec/contract'
import type { ErrorCode } from '@zerosec/errors'
import type { Generated, JSONColumnType, Kysely, Transaction as KyselyTransaction } from 'kysely'

/** The tables as `migrations.ts` makes them, typed for kysely. */
export interface Schema {
  jobs: JobsTable
  job_artifacts: JobArtifactsTable
  job_kept_files: JobKeptFilesTable
  job_sources: JobSourcesTable
  projects: ProjectsTable
  project_jobs: ProjectJobsTable
  project_facts: ProjectFactsTable
}

export type Connection = Kysely<Schema>
export type Transaction = KyselyTransaction<Schema>

export interface JobsTable {
  job_id: string
  job_type: string
  status: JobStatus
  progress_percent: Generated<number>
  status_message: string | null
  error_message: string | null
  input_bucket: string
  input_key: string
  output_bucket: string
  parameters: Record<string, unknown>
  created_at: Generated<Date>
  updated_at: Generated<Date>
  completed_at: Date | null
  // ours
  error_code: ErrorCode | null
  headline: string | null
  /** Attempts that were started and not given back. */
  attempts: Generated<number>
  /** Of the attempt that may write; null when none may. */
  attempt_token: string | null
  lease_expires_at: Date | null
  /** Of the bytes of its table; null of jobs that are older than this column. */
  input_sha256: Generated<string | null>
}

interface JobArtifactsTable {
  artifact_id: Generated<number>
  job_id: string
  file_key: string
  file_name: string
  file_type: string
  /** bigint: pg gives it as text. */
  size_bytes: string
  sha256: string
  created_at: Generated<Date>
}

/** What an attempt kept for the next one, or to be shown should none complete. */
interface JobKeptFilesTable {
  kept_id: Generated<number>
  job_id: string
  kind: KeptKind
  /** Of a checkpoint its key, of a result so far its path. */
  name: string
  file_key: string
  file_type: string
  size_bytes: string
  sha256: string
}

export type KeptKind = 'checkpoint' | 'result'

/** The files that a job's parameters name. They outlive both jobs: a lineage says that one was deleted, it doesn't break. */
interface JobSourcesTable {
  job_id: string
  reference: string
  parameter: string
  /** The job that made the file; null: it was uploaded. */
  source_job_id: string | null
}

export interface ProjectsTable {
  project_id: string
  name: string
  description: string
  objectives: JSONColumnType<Objective[]>
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

/** A job is in one project at most. Its place outlives it. */
interface ProjectJobsTable {
  job_id: string
  project_id: string
  round: number
  added_at: Generated<Date>
}

/** What was read of tables and reports; the key is a hash of everything that the value depends on, so it can't be out of date. */
interface ProjectFactsTable {
  fact_key: string
  value: JSONColumnType<object>
  made_at: Generated<Date>
}
