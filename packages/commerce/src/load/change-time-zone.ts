import { demoSettingsOf, makeDemo } from '../demo/make-demo.ts'
import { timeZoneOf } from '../mapping/time-zone.ts'
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
 * Makes a snapshot of the same files, whose bytes are kept, on the days of another time zone. All of its days are then of that zone: an
 * answer never mixes two.
 *
 * @throws CodedError time_zone_unknown, snapshot_none, load_running, and as `loadFiles`
 */
export async function changeTimeZone(place: SnapshotPlace, request: ZoneRequest): Promise<LoadResult> {
  const timeZone = timeZoneOf(request.timeZone)
  const { demo, id, known } = await servedBy(place)
  const { keep, onProgress } = request
  if (demo === undefined) {
    return loadFiles(place, { paths: [], timeZone, keep, ...(onProgress ? { onProgress } : {}) })
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
    return { demo: demoSettingsOf(madeBy), id, known }
  } finally {
    close()
  }
}
