import { CodedError } from '@zerosec/errors'
import { currentSnapshot } from '../snapshots/current.ts'
import { type MadeSnapshot, makeSnapshot } from '../snapshots/make-snapshot.ts'
import { openSnapshot } from '../snapshots/open-snapshot.ts'
import type { SnapshotPlace } from '../snapshots/place.ts'
import { withWriterLock } from '../snapshots/writer-lock.ts'
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
  const { orders, seed, until, replace = false, onProgress } = request
  return withWriterLock(place, async () => {
    if (!replace && (await servesFiles(place))) throw new CodedError('demo_over_files', { workspace: place.workspace })
    return makeSnapshot(place, {
      settings: { currency: DEMO_CURRENCY, timeZone: DEMO_TIME_ZONE },
      madeBy: `demo: ${JSON.stringify({ orders, seed, until })}`,
      fill: (connection) =>
        fillDemoShop(connection, { orders, seed, until }, (done) => onProgress?.(0.5 * done, 'making a shop')),
      onStage: (stage) =>
        stage === 'facts' ? onProgress?.(0.5, 'deriving facts') : onProgress?.(0.95, 'storing the snapshot'),
    })
  })
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
