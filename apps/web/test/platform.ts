import { type ChildProcess, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const COMMAND = join(ROOT, 'apps', 'cli', 'bin', 'zerosec.mjs')
const PAGE = join(ROOT, 'apps', 'web', 'out', 'index.html')
const READY = /is ready at (\S+)/
/** The first start creates the database. */
const START_MS = 60_000

export interface RunningPlatform {
  /** Of the page and the API. */
  readonly url: string
  stop(): Promise<void>
}

/** Starts the product as a user does, `zerosec start --no-auth`, on a free port and a data folder of its own. */
export async function startPlatform(): Promise<RunningPlatform> {
  if (!existsSync(PAGE)) throw new Error('The page is not built: run npm run build first.')
  const folder = await mkdtemp(join(tmpdir(), 'zerosec-page-'))
  const platform = spawn(process.execPath, [COMMAND, 'start', '--no-auth'], {
    cwd: ROOT,
    env: { ...process.env, ZEROSEC_DATA: folder, ZEROSEC_PORT: '0' },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const url = await untilReady(platform)
  return {
    url,
    async stop() {
      const ended = new Promise((resolve) => platform.once('exit', resolve))
      platform.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function untilReady(platform: ChildProcess): Promise<string> {
  const { promise, resolve, reject } = Promise.withResolvers<string>()
  let said = ''
  const listen = (chunk: Buffer) => {
    said += chunk.toString()
    const url = READY.exec(said)?.[1]
    if (url) resolve(url)
  }
  platform.stdout?.on('data', listen)
  platform.stderr?.on('data', listen)
  platform.once('exit', (code) => reject(new Error(`zerosec start ended with ${code}:\n${said}`)))
  const late = setTimeout(() => {
    platform.kill('SIGKILL')
    reject(new Error(`zerosec start was not ready after ${START_MS} ms:\n${said}`))
  }, START_MS)
  return promise.finally(() => clearTimeout(late))
}
