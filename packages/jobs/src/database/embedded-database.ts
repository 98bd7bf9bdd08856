import { type ChildProcess, fork } from 'node:child_process'
import { chmodSync, mkdirSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import { CodedError } from '@zerosec/errors'
import { makeDataFolder } from '../data-folder.ts'
import type { Log } from '../log.ts'
import type { EmbeddedTask, FromEmbeddedProcess } from './embedded-messages.ts'
import type { FreshCluster } from './fresh-cluster.ts'

const ENTRY = fileURLToPath(new URL('./embedded-process.ts', import.meta.url))
/** sockaddr_un holds 104 bytes on macOS, 108 on Linux, the closing zero included. */
const LONGEST_SOCKET_PATH = 103
const SOCKET_NAME = '.s.PGSQL.5432'
const LONGEST_RESTART_DELAY_MS = 5000

export interface EmbeddedDatabase {
  /** What a PostgreSQL client takes as its host. */
  readonly socketFolder: string
  /** Ends the process once everything is written. */
  close(): Promise<void>
}

/**
 * Starts PostgreSQL (PGlite) in a child process that keeps its data in the folder `database` of the data folder and listens on
 * a unix socket that only this user can open. If the process dies it is started again; queries fail until it is back.
 * Nothing that was acknowledged is lost when a process is killed; PGlite never calls fsync, so a power cut may lose the latest.
 *
 * @param cluster  what it begins as where there is none; a `migrated` one may have no tables all the same
 * @throws CodedError data_folder_in_use naming the process that has it; configuration_invalid where this user may not write in it
 */
export async function startEmbeddedDatabase(
  dataFolder: string,
  log: Log,
  cluster: FreshCluster,
): Promise<EmbeddedDatabase> {
  makeDataFolder(dataFolder)
  const socketFolder = makeSocketFolder(dataFolder)
  const task: EmbeddedTask = { dataFolder, socketPath: join(socketFolder, SOCKET_NAME), owner: process.pid, cluster }
  const removeSocketFolder = (): void => rmSync(socketFolder, { recursive: true, force: true })

  const closing = new AbortController()
  let child = await startProcess(task, log).catch((error: unknown) => {
    if (!socketFolder.startsWith(dataFolder)) removeSocketFolder()
    throw error
  })
  const keepRunning = (): void => {
    child.once('exit', async (code, signal) => {
      if (closing.signal.aborted) return
      log.error({ code, signal }, 'the database process ended; starting it again')
      for (let delay = 100; !closing.signal.aborted; delay = Math.min(2 * delay, LONGEST_RESTART_DELAY_MS)) {
        try {
          child = await startProcess(task, log)
          if (closing.signal.aborted) child.send('close')
          return keepRunning()
        } catch (error) {
          log.error({ err: error }, 'the database process could not be started')
          await sleep(delay, undefined, { ref: false, signal: closing.signal }).catch(() => {})
        }
      }
    })
  }
  keepRunning()

  return {
    socketFolder,
    async close() {
      closing.abort()
      if (child.exitCode === null && child.signalCode === null && child.connected) {
        const exited = new Promise((resolve) => child.once('exit', resolve))
        child.send('close')
        await exited
      }
      removeSocketFolder()
    },
  }
}

/** Resolves once the process answers queries. */
function startProcess(task: EmbeddedTask, log: Log): Promise<ChildProcess> {
  const child = fork(ENTRY, [JSON.stringify(task)], { execArgv: [], stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
  return new Promise((resolve, reject) => {
    child.once('message', (message: FromEmbeddedProcess) => {
      if (message.kind === 'ready') {
        log.info({ databasePid: child.pid, folder: task.dataFolder }, 'the embedded database is up')
        return resolve(child)
      }
      if (message.kind === 'locked') {
        return reject(new CodedError('data_folder_in_use', { folder: task.dataFolder, pid: message.pid }))
      }
      reject(new Error(`the database process failed: ${message.problem}`))
    })
    child.once('error', reject)
    child.once('exit', (code, signal) => reject(new Error(`the database process ended at start (${signal ?? code})`)))
  })
}

function makeSocketFolder(dataFolder: string): string {
  const inside = join(dataFolder, 'socket')
  if (Buffer.byteLength(join(inside, SOCKET_NAME)) > LONGEST_SOCKET_PATH) return mkdtempSync(join(tmpdir(), 'zerosec-'))
  mkdirSync(inside, { recursive: true, mode: 0o700 })
  chmodSync(inside, 0o700)
  return inside
}
