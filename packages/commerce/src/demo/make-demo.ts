import type { DuckDBConnection } from '@duckdb/node-api'
import { CodedError } from '@zerosec/errors'
import { DAYS_OF_INSTANTS } from '../mapping/derived-columns.ts'
import { currentSnapshot } from '../snapshots/current.ts'
import { type MadeSnapshot, makeSnapshot } from '../snapshots/make-snapshot.ts'
import { openSnapshot } from '../snapshots/open-snapshot.ts'
import type { SnapshotPlace } from '../snapshots/place.ts'
import { withWriterLock } from '../snapshots/writer-lock.ts'
import { literal } from '../sql/quote.ts'
import { DEMO_CURRENCY, DEMO_TIME_ZONE, type DemoSettings } from './demo-settings.ts'
import { fillDemoShop } from './demo-shop.ts'

export interface DemoRequest extends DemoSettings {
  /** Lets the demo shop serve instead of one that was loaded from files. */
  readonly replace?: boolean
  readonly onProgress?: (fraction: number, words: string) => void
}

/**
 * Makes the demo shop the snapshot that serves. It is of no files, so that loading a shop's own later does not mix them.
 *
 * @throws CodedError demo_over_files, load_running
 */
export async function makeDemo(place: SnapshotPlace, request: DemoRequest): Promise<MadeSnapshot> {
  const { orders, seed, until, timeZone = DEMO_TIME_ZONE, replace = false, onProgress } = request
  return withWriterLock(place, async () => {
    if (!replace && (await servesFiles(place))) throw new CodedError('demo_over_files', { workspace: place.workspace })
    return makeSnapshot(place, {
      settings: { currency: DEMO_CURRENCY, timeZone },
      madeBy: madeByDemo({ orders, seed, until, timeZone }),
      fill: async (connection) => {
        await fillDemoShop(connection, { orders, seed, until }, (done) => onProgress?.(0.5 * done, 'making a shop'))
        if (timeZone !== DEMO_TIME_ZONE) await countDaysIn(connection, timeZone)
      },
      onStage: (stage) =>
        stage === 'facts' ? onProgress?.(0.5, 'deriving facts') : onProgress?.(0.95, 'storing the snapshot'),
    })
  })
}

const MADE_BY_DEMO = 'demo: '

function madeByDemo({ timeZone, ...settings }: DemoSettings): string {
  const zone = timeZone === DEMO_TIME_ZONE ? {} : { timeZone }
  return MADE_BY_DEMO + JSON.stringify({ ...settings, ...zone })
}

/** What a demo shop was made of, by what its snapshot says; undefined for a shop of files. */
export function demoSettingsOf(madeBy: string): DemoSettings | undefined {
  if (!madeBy.startsWith(MADE_BY_DEMO)) return undefined
  return JSON.parse(madeBy.slice(MADE_BY_DEMO.length)) as DemoSettings
}

/** The same instants, on the days of another clock. */
async function countDaysIn(connection: DuckDBConnection, timeZone: string): Promise<void> {
  for (const [table, { day, instant }] of Object.entries(DAYS_OF_INSTANTS)) {
    await connection.run(
      `UPDATE ${table} SET ${day} = timezone(${literal(timeZone)}, timezone('UTC', ${instant}))::DATE WHERE ${instant} IS NOT NULL`,
    )
  }
}

async function servesFiles(place: SnapshotPlace): Promise<boolean> {
  if ((await currentSnapshot(place)) === undefined) return false
  const { connection, close } = await openSnapshot(place)
  try {
    const [[files]] = (await connection.runAndReadAll('SELECT count(*)::INTEGER FROM files')).getRows() as [[number]]
    return files > 0
  } finally {
    close()
  }
}
