import type { JobStatus, Objective } from '@zerosec/contract'
import type { ErrorCode } from '@zerosec/errors'
import type { Generated, JSONColumnType, Kysely, Transaction as KyselyTransaction } from 'kysely'

/** The tables as `migrations.ts` makes them, typed for kysely. */
export interface Schema {
  jobs: JobsTable
  job_artifacts: JobArtifactsTable
  job_kept_files: JobKeptFilesTable
  job_parts: JobPartsTable
  job_sources: JobSourcesTable
  projects: ProjectsTable
  project_jobs: ProjectJobsTable
  project_facts: ProjectFactsTable
  job_attempts: JobAttemptsTable
  uploads: UploadsTable
  outbox: OutboxTable
  idempotency_keys: IdempotencyKeysTable
  schedules: SchedulesTable
  file_removals: FileRemovalsTable
  workers: WorkersTable
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
  workspace_id: Generated<string>
  /** Within its workspace; higher goes first. */
  priority: Generated<number>
  /** Not taken before. */
  due_at: Generated<Date>
  max_attempts: Generated<number>
  /** Of the last attempt. */
  claimed_at: Date | null
  worker_id: string | null
  /** One more with each change that a client can see. */
  revision: Generated<number>
  batch_id: string | null
  parent_id: string | null
  redriven_from: string | null
  /** Jobs with the same one have the same results; null: not known to be reusable. */
  result_key: string | null
  reused_from: string | null
  /** Since when it stands in the list of dead letters. */
  dead_at: Date | null
  request_id: string | null
  traceparent: string | null
}

/** How attempts ended that did not complete their job. */
interface JobAttemptsTable {
  attempt_token: string
  job_id: string
  number: number
  worker_id: string | null
  /** Null where a worker of a version that didn't tell had begun it. */
  started_at: Date | null
  ended_at: Generated<Date>
  outcome: AttemptOutcome
  error_code: ErrorCode | null
  error_message: string | null
}

export type AttemptOutcome = 'failed' | 'retried' | 'released' | 'lost' | 'cancelled'

/** To whom an uploaded file belongs. Uploads from before this table are the default workspace's. */
interface UploadsTable {
  job_id: string
  workspace_id: string
  file_key: string
  created_at: Generated<Date>
  /** When a job first took it, or a schedule. */
  used_at: Generated<Date | null>
  /** Since when no job may take it any more, as it is being deleted. */
  removed_at: Generated<Date | null>
  /** Of its bytes when a job's parameters first named it. */
  sha256: Generated<string | null>
}

/** Files that are to be deleted once nothing needs them: written down with whatever made them unneeded. */
interface FileRemovalsTable {
  removal_id: Generated<string>
  area: 'inputs' | 'outputs'
  /** The job or upload whose folder it is. */
  job_id: string
  /** Of an upload. */
  file_key: string | null
  requested_at: Generated<Date>
}

export interface SchedulesTable {
  schedule_id: string
  workspace_id: string
  name: string
  cron: string
  time_zone: string
  job_type: string
  input_bucket: string
  input_key: string
  parameters: Record<string, unknown>
  priority: Generated<number>
  paused: Generated<boolean>
  /** The uploads that its jobs read. */
  upload_keys: string[]
  /** When it fires; null: never again. */
  next_at: Date | null
  last_at: Date | null
  last_job_id: string | null
  /** Why it submitted nothing at `last_at`. */
  last_error: string | null
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

/** Wake-ups that a queue outside of the database has still to be sent. */
interface OutboxTable {
  outbox_id: Generated<string>
  job_id: string
  due_at: Generated<Date>
}

/** Who takes jobs, for those who watch: no job depends on it. */
interface WorkersTable {
  worker_id: string
  host: string
  pid: number
  version: string
  slots: number
  running: number
  started_at: Generated<Date>
  heartbeat_at: Generated<Date>
}

interface IdempotencyKeysTable {
  workspace_id: string
  idempotency_key: string
  request_hash: string
  job_id: string
  created_at: Generated<Date>
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

/** What a job has offered to other workers. */
interface JobPartsTable {
  job_id: string
  /** The key of the checkpoint that it is to become. */
  name: string
  /** The token of the attempt that has it, as long as that one holds its lease. */
  claimed_by: string | null
  offered_at: Generated<Date>
}

export type KeptKind = 'checkpoint' | 'result'

/** The files that a job's parameters name. They outlive both jobs: a lineage says that one was deleted, it doesn't break. */
interface JobSourcesTable {
  workspace_id: Generated<string>
  job_id: string
  reference: string
  parameter: string
  /** The job that made the file; null: it was uploaded. */
  source_job_id: string | null
}

export interface ProjectsTable {
  project_id: string
  workspace_id: Generated<string>
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
