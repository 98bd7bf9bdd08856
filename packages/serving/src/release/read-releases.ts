import type { Selectable, Transaction } from 'kysely'
import type { ModelReleasesTable, ServingConnection, ServingSchema } from '../tables.ts'
import type { ModelRelease, ReleaseTerms } from './release.ts'
import { addCounts, type ReleaseCounts } from './release-counts.ts'

type Reader = ServingConnection | Transaction<ServingSchema>

export async function runningRelease(
  connection: Reader,
  workspaceId: string,
  name: string,
): Promise<ReleaseTerms | undefined> {
  const row = await connection
    .selectFrom('model_releases')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('name', '=', name)
    .where('state', '=', 'running')
    .executeTakeFirst()
  return row && termsOf(row)
}

/** Newest first, with the counts of all processes. */
export async function readReleases(
  connection: Reader,
  workspaceId: string,
  name: string,
  limit: number,
): Promise<readonly ModelRelease[]> {
  const rows = await connection
    .selectFrom('model_releases')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .where('name', '=', name)
    .orderBy('started_at', 'desc')
    .orderBy('release_id')
    .limit(limit)
    .execute()
  const releases: ModelRelease[] = []
  for (const row of rows) releases.push(releaseOf(row, await countsOf(connection, row.release_id)))
  return releases
}

/** Of all processes together. */
export async function countsOf(connection: Reader, releaseId: string): Promise<ReleaseCounts> {
  const rows = await connection
    .selectFrom('model_release_counts')
    .select('counts')
    .where('release_id', '=', releaseId)
    .execute()
  return addCounts(rows.map(({ counts }) => counts))
}

function termsOf(row: Selectable<ModelReleasesTable>): ReleaseTerms {
  return {
    releaseId: row.release_id,
    mode: row.mode,
    version: row.version,
    productionVersion: row.production_version,
    share: row.share,
    limits: row.limits,
  }
}

function releaseOf(row: Selectable<ModelReleasesTable>, counts: ReleaseCounts): ModelRelease {
  return {
    ...termsOf(row),
    name: row.name,
    state: row.state,
    startedAt: row.started_at,
    startedBy: row.started_by,
    endedAt: row.ended_at,
    reason: row.reason,
    counts,
  }
}
