import type { DuckDBConnection } from '@duckdb/node-api'
import { demoSettingsOf, makeDemo } from '../demo/make-demo.ts'
import { DAYS_OF_INSTANTS } from '../mapping/derived-columns.ts'
import { timeZoneOf, withTimesPinned, withTimeZone } from '../mapping/time-zone.ts'
import { openSnapshot } from '../snapshots/open-snapshot.ts'
import type { SnapshotPlace } from '../snapshots/place.ts'
import { type LoadProgress, type LoadResult, loadFiles } from './load-files.ts'

interface ZoneRequest {
  readonly timeZone: string
  /** How many snapshots are kept. */
  readonly keep?: number | undefined
  readonly onProgress?: (progress: Pick<LoadProgress, 'fraction' | 'words'>) => void
}

/**
 * Makes a snapshot of the same files, whose bytes are kept, on the days of another time zone: the same instants, and so other days where
 * the clocks differ. All of its days are then of that zone: an answer never mixes two.
 *
 * @throws CodedError time_zone_unknown, snapshot_none, load_running, and as `loadFiles`
 */
export async function changeTimeZone(place: SnapshotPlace, request: ZoneRequest): Promise<LoadResult> {
  const timeZone = timeZoneOf(request.timeZone)
  const { demo, id, known, madeBy, timed } = await servedBy(place)
  const { keep, onProgress } = request
  if (demo === undefined) {
    const mapping = known === timeZone ? madeBy : withTimeZone(withTimesPinned(madeBy, timed), timeZone)
    return loadFiles(place, { paths: [], mapping, keep, ...(onProgress ? { onProgress } : {}) })
  }
  const nothing = { files: [], tables: [], findings: [], facts: [], removed: [] }
  if (known === timeZone) return { snapshot: null, serves: id, ...nothing }
  const made = await makeDemo(place, {
    ...demo,
    timeZone,
    onProgress: (fraction, words) => onProgress?.({ fraction, words }),
  })
  return { ...nothing, snapshot: made.id, serves: made.id, facts: made.derived.findings, removed: made.removed }
}

async function servedBy(place: SnapshotPlace) {
  const { id, connection, close } = await openSnapshot(place)
  try {
    const rows = await connection.runAndReadAll('SELECT made_by, time_zone FROM snapshot_facts')
    const [[madeBy, known]] = rows.getRows() as [[string, string]]
    return { demo: demoSettingsOf(madeBy), id, known, madeBy, timed: await timedSources(connection) }
  } finally {
    close()
  }
}

/** Midnight by a store's clock is one time of UTC's, or two where clocks are changed, and three where the zone was once another. */
const TIMES_OF_MIDNIGHT = 3

/** The sources whose rows carry a time of day: those of days alone have their midnights only. */
async function timedSources(connection: DuckDBConnection): Promise<string[]> {
  const times = Object.entries(DAYS_OF_INSTANTS).map(
    ([table, { instant }]) =>
      `SELECT f.source, t.${instant}::TIME AS time FROM ${table} t JOIN files f USING (file_id) WHERE t.${instant} IS NOT NULL`,
  )
  const rows = await connection.runAndReadAll(
    `SELECT source FROM (${times.join(' UNION ALL ')}) GROUP BY source HAVING count(DISTINCT time) > ${TIMES_OF_MIDNIGHT} ORDER BY source`,
  )
  return rows.getRows().map(([source]) => String(source))
}
