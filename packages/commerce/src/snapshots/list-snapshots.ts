import { stat } from 'node:fs/promises'
import { currentSnapshot, snapshotIds } from './current.ts'
import { openSnapshot } from './open-snapshot.ts'
import { type SnapshotPlace, snapshotPath } from './place.ts'

export interface SnapshotSummary {
  readonly id: string
  /** ISO 8601, UTC */
  readonly madeAt: string
  /** Whether it is the one that serves. */
  readonly serves: boolean
  readonly currency: string
  readonly timeZone: string
  readonly firstDate: string | null
  readonly lastDate: string | null
  readonly files: number
  readonly orders: number
  readonly bytes: number
}

const SUMMARY = `SELECT strftime(made_at, '%Y-%m-%dT%H:%M:%SZ') AS made_at, currency, time_zone, first_date::VARCHAR AS first_date,
  last_date::VARCHAR AS last_date, (SELECT count(*) FROM files)::INTEGER AS files, (SELECT count(*) FROM orders)::DOUBLE AS orders
  FROM snapshot_facts`

type SummaryRow = [string, string, string, string | null, string | null, number, number]

/** The snapshots that are kept, the newest first. */
export async function listSnapshots(place: SnapshotPlace): Promise<SnapshotSummary[]> {
  const current = await currentSnapshot(place)
  const summaries: SnapshotSummary[] = []
  for (const id of (await snapshotIds(place)).toReversed()) {
    const snapshot = await openSnapshot(place, id)
    try {
      const rows = await snapshot.connection.runAndReadAll(SUMMARY)
      const [made, currency, zone, first, last, files, orders] = rows.getRows()[0] as SummaryRow
      summaries.push({
        id,
        madeAt: made,
        serves: id === current?.id,
        currency,
        timeZone: zone,
        firstDate: first,
        lastDate: last,
        files,
        orders,
        bytes: (await stat(snapshotPath(place, id))).size,
      })
    } finally {
      snapshot.close()
    }
  }
  return summaries
}
