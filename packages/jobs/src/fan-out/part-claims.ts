import type { TakenPart } from '@zerosec/analyses'
import { sql } from 'kysely'
import type { Connection, Transaction } from '../database/schema.ts'
import type { Attempt } from '../store/job-store.ts'

/** The job that the attempt computes parts of. */
export function ownerOf({ job }: Attempt): string {
  return job.parentId ?? job.jobId
}

/** Whether a part is with an attempt that still holds its lease: that of the job itself, or of a child. */
export function isHeld(owner: string) {
  return sql<boolean>`exists (select from jobs holder where (holder.job_id = ${owner} or holder.parent_id = ${owner})
    and holder.attempt_token = parts.claimed_by and holder.lease_expires_at > clock_timestamp())`
}

export function isKept(owner: string) {
  return sql<boolean>`exists (select from job_kept_files kept where kept.job_id = ${owner} and kept.kind = 'checkpoint'
    and kept.name = wanted.name)`
}

interface PartState {
  readonly name: string
  readonly kept: boolean
  readonly offered: boolean
  readonly held: boolean
}

/**
 * `SharedParts.take`. Those who take parts of one job do it one after the other. A claim holds as long as the lease of whoever made it: it
 * needs no clock of its own, and ends with the attempt.
 */
export async function takePart(
  connection: Connection,
  attempt: Attempt,
  keys: readonly string[],
  takesOver: boolean,
): Promise<TakenPart> {
  const owner = ownerOf(attempt)
  const isHelper = attempt.job.parentId !== null
  return connection.transaction().execute(async (transaction) => {
    await sql`select from job_parts where job_id = ${owner} order by name for update`.execute(transaction)
    const parts = await statesOf(transaction, attempt, keys)
    const open = parts.filter(({ kept, offered }) => !kept && (offered || !isHelper))
    const mine = open.find(({ held }) => !held) ?? (takesOver ? open[0] : undefined)
    if (mine?.offered) {
      await transaction
        .updateTable('job_parts')
        .set({ claimed_by: attempt.token })
        .where('job_id', '=', owner)
        .where('name', '=', mine.name)
        .execute()
    }
    return { mine: mine?.name, kept: parts.filter(({ kept }) => kept).map(({ name }) => name) }
  })
}

/** In the order of the keys; none when the attempt has lost its job. */
async function statesOf(
  transaction: Transaction,
  attempt: Attempt,
  keys: readonly string[],
): Promise<readonly PartState[]> {
  const owner = ownerOf(attempt)
  const { rows } = await sql<PartState>`
    select wanted.name, ${isKept(owner)} as kept, parts.name is not null as offered, ${isHeld(owner)} as held
    from unnest(${[...keys]}::text[]) with ordinality wanted (name, place)
    left join job_parts parts on parts.job_id = ${owner} and parts.name = wanted.name
    where exists (select from jobs where job_id = ${attempt.job.jobId} and attempt_token = ${attempt.token})
    order by wanted.place`.execute(transaction)
  return rows
}
