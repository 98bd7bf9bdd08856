import { CodedError } from '@zerosec/errors'
import { CompiledQuery, type Selectable } from 'kysely'
import type { Connection, JobsTable } from '../database/schema.ts'
import type { JobProgress } from '../job.ts'

type Row = Pick<
  Selectable<JobsTable>,
  'status' | 'progress_percent' | 'status_message' | 'updated_at' | 'error_message'
>

/** Written out, as building it anew costs a client's question more than the database takes to answer. */
const STATUS =
  'select status, progress_percent, status_message, updated_at, error_message from jobs where job_id = $1 and workspace_id = $2'

/** @throws CodedError job_unknown */
export async function readStatus(connection: Connection, workspaceId: string, jobId: string): Promise<JobProgress> {
  const { rows } = await connection.executeQuery<Row>(CompiledQuery.raw(STATUS, [jobId, workspaceId]))
  const [row] = rows
  if (!row) throw new CodedError('job_unknown', { job_id: jobId })
  return {
    jobId,
    status: row.status,
    progressPercent: row.progress_percent,
    statusMessage: row.status_message,
    updatedAt: row.updated_at,
    errorMessage: row.error_message,
  }
}
