import { rmSync } from 'node:fs'
import { join } from 'node:path'
import { setFlagsFromString } from 'node:v8'
import { PGlite } from '@electric-sql/pglite'
import { PGLiteSocketServer } from '@electric-sql/pglite-socket'
import { lockDataFolder } from './data-folder-lock.ts'
import type { EmbeddedTask, FromEmbeddedProcess, ToEmbeddedProcess } from './embedded-messages.ts'
import { beginAsFreshCluster } from './fresh-cluster.ts'

/**
 * How many bytes of a function of the database have to run before V8 optimises it. By its own, 13 MB, hundreds of functions are taken for
 * hot while the database starts, and its end waits until all of them are compiled: with this a start takes 0.85 s and a stop 0.1 s,
 * instead of 1.2 s and 0.8 s, and a query is as fast after some four thousand.
 */
const TIERING_BUDGET = 100_000_000
setFlagsFromString(`--wasm-tiering-budget=${TIERING_BUDGET}`)

/**
 * Entry of the child process that holds the embedded PostgreSQL: PGlite blocks the thread it runs on, so it has its own.
 * Closes the database and ends when told to, and when the parent is gone. A terminal's Ctrl-C reaches this process too;
 * it goes on, so that the parent can finish its jobs.
 */
async function main(task: EmbeddedTask): Promise<void> {
  process.on('SIGINT', () => {})
  process.on('SIGTERM', () => {})

  const lock = await lockDataFolder(task.dataFolder, task.owner)
  if ('heldBy' in lock) return tell({ kind: 'locked', pid: lock.heldBy })

  const dataDir = join(task.dataFolder, 'database')
  beginAsFreshCluster(dataDir, task.cluster)
  const database = await PGlite.create({ dataDir })
  rmSync(task.socketPath, { force: true })
  // Room for a connection that replaces a broken one; `openDatabase` uses one at a time.
  const server = new PGLiteSocketServer({ db: database, path: task.socketPath, maxConnections: 4 })
  await server.start()

  const close = async (): Promise<void> => {
    await server.stop()
    await database.close()
    lock.release()
    process.exit(0)
  }
  process.on('message', (message: ToEmbeddedProcess) => message === 'close' && void close())
  process.on('disconnect', () => void close())
  if (!process.connected) return close()
  tell({ kind: 'ready' })
}

function tell(message: FromEmbeddedProcess): void {
  process.send?.(message, undefined, undefined, () => message.kind !== 'ready' && process.exit(1))
}

main(JSON.parse(process.argv[2] ?? '{}')).catch((error: unknown) => {
  tell({ kind: 'failed', problem: error instanceof Error ? (error.stack ?? error.message) : String(error) })
})
