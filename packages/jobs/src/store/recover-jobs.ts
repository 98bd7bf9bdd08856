import { errorText } from '@zerosec/errors'
import { type Selectable, sql } from 'kysely'
import type { JobsTable, Transaction } from '../database/schema.ts'
import { removeChildren } from '../fan-out/remove-children.ts'
import { MOVES, retryDelaySeconds } from '../lifecycle.ts'
import type { DueJob } from '../queue/job-queue.ts'
import { recordAttempt } from './attempt-records.ts'
import type { RecoverOptions } from './job-store.ts'
import { showKeptResults } from './kept-files.ts'
import { dueIn, NO_ATTEMPT, NOW } from './moments.ts'

/** Lost jobs that are looked after in one go; the others are next. */
const AT_ONCE = 500

/**
 * Moves the jobs whose worker was lost.
 *
 * @returns ids of all that were moved, and of those what is due again
 */
export async function recoverJobs(
  transaction: Transaction,
  { everyLease = false, except = [] }: RecoverOptions,
): Promise<{ moved: readonly string[]; due: readonly DueJob[] }> {
  const lapsed = everyLease
    ? sql<boolean>`true`
    : sql<boolean>`lease_expires_at < clock_timestamp() and job_id <> all(${[...except]}::text[])`
  const lost = await transaction
    .selectFrom('jobs')
    .selectAll()
    .where('status', 'in', MOVES.recover.from)
    .where(lapsed)
    .orderBy('lease_expires_at')
    .limit(AT_ONCE)
    .forUpdate()
    .skipLocked()
    .execute()
  const due: DueJob[] = []
  for (const row of lost) {
    const again = row.attempts < row.max_attempts
    const error = {
      code: 'job_worker_lost',
      message: errorText('job_worker_lost', { attempts: row.attempts }),
    } as const
    await recordAttempt(transaction, row, again ? 'lost' : 'failed', error)
    if (again) due.push({ jobId: row.job_id, dueAt: await queueAgain(transaction, row) })
    else await abandon(transaction, row, error)
  }
  return { moved: lost.map(({ job_id }) => job_id), due }
}

async function queueAgain(transaction: Transaction, row: Selectable<JobsTable>): Promise<Date> {
  const { due_at } = await transaction
    .updateTable('jobs')
    .set({
      status: MOVES.recover.to,
      status_message: 'Its worker stopped; waiting to run again',
      due_at: dueIn(retryDelaySeconds(row.attempts, 'worker lost')),
      updated_at: NOW,
      revision: sql`revision + 1`,
      ...NO_ATTEMPT,
    })
    .where('job_id', '=', row.job_id)
    .returning('due_at')
    .executeTakeFirstOrThrow()
  return due_at
}

async function abandon(
  transaction: Transaction,
  row: Selectable<JobsTable>,
  error: { code: 'job_worker_lost'; message: string },
): Promise<void> {
  await transaction
    .updateTable('jobs')
    .set({
      status: MOVES.abandon.to,
      status_message: 'Failed',
      error_code: error.code,
      error_message: error.message,
      completed_at: NOW,
      dead_at: NOW,
      updated_at: NOW,
      revision: sql`revision + 1`,
      ...NO_ATTEMPT,
    })
    .where('job_id', '=', row.job_id)
    .execute()
  await showKeptResults(transaction, row.job_id)
  await removeChildren(transaction, row.job_id)
}
