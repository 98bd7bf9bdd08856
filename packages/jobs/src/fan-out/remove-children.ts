import type { Connection, Transaction } from '../database/schema.ts'

/**
 * Ends the help with a job. Children go without a trace: they have no results, and their workers notice at their next heartbeat. In the
 * transaction that ends the job, as nothing offers its parts any more then.
 */
export async function removeChildren(connection: Connection | Transaction, jobId: string): Promise<void> {
  await connection.deleteFrom('jobs').where('parent_id', '=', jobId).execute()
  await connection.deleteFrom('job_parts').where('job_id', '=', jobId).execute()
}
