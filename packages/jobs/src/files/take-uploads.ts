import { sql } from 'kysely'
import type { Transaction } from '../database/schema.ts'
import { referencesOf } from '../projects/references.ts'

const UPLOAD = /^inputs\/([^/]{1,36})\//

/** The keys of the uploads that a job with this input and these parameters reads. */
export function uploadsOf({ inputKey, parameters }: Reads): string[] {
  const named = referencesOf(parameters).flatMap(({ reference, sourceJobId }) =>
    sourceJobId === null ? reference : [],
  )
  return [...new Set([inputKey, ...named])]
}

interface Reads {
  readonly inputKey: string
  readonly parameters: Readonly<Record<string, unknown>>
}

/**
 * Says that uploads are in use, in the transaction that stores what reads them: whoever deletes unused ones waits for it, or was there
 * before. All in one go and in one order, so that two transactions never wait for each other.
 *
 * @returns the keys of those that are being deleted, which nobody can take any more
 */
export async function takeUploads(
  transaction: Transaction,
  workspaceId: string,
  reads: readonly Reads[],
): Promise<ReadonlySet<string>> {
  const keys = new Set(reads.flatMap(uploadsOf))
  const ids = [...keys].flatMap((key) => UPLOAD.exec(key)?.[1] ?? [])
  const taken = await transaction
    .selectFrom('uploads')
    .select(['job_id', 'file_key', 'used_at', 'removed_at'])
    .where(sql<boolean>`job_id = any(${ids}::text[])`)
    .where('workspace_id', '=', workspaceId)
    .orderBy('job_id')
    .forNoKeyUpdate()
    .execute()
  const fresh = taken.filter(({ used_at }) => used_at === null).map(({ job_id }) => job_id)
  if (fresh.length > 0) {
    await transaction
      .updateTable('uploads')
      .set({ used_at: sql<Date>`clock_timestamp()` })
      .where(sql<boolean>`job_id = any(${fresh}::text[])`)
      .execute()
  }
  return new Set(taken.filter(({ removed_at }) => removed_at !== null).map(({ file_key }) => file_key))
}
