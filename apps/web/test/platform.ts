import { type ChildProcess, execFile, spawn } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { promisify } from 'node:util'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const COMMAND = join(ROOT, 'apps', 'cli', 'bin', 'zerosec.mjs')
const PAGE = join(ROOT, 'apps', 'web', 'out', 'index.html')
const READY = /is ready at (\S+)/
const READY_TO_SIGN_IN = /is ready at (\S+)[^]*?(http\S+#token=\S+)\n/
/** Two seconds on a machine that has nothing else to do. */
const START_MS = 180_000

export interface RunningPlatform {
  /** Of the page and the API. */
  readonly url: string
  /** What it prints for a browser, where it asks who comes. */
  readonly signInLink: string | undefined
  readonly dataFolder: string
  /** Calls `zerosec …` on its data folder; answers the JSON that it prints. */
  command<T>(...args: string[]): Promise<T>
  stop(): Promise<void>
}

export interface PlatformOptions {
  /** Off unless told: everyone may do everything. */
  readonly authentication?: 'on' | 'off'
  /** More of them, as in the environment. */
  readonly settings?: Readonly<Record<string, string>>
}

/** Starts the product as a user does, `zerosec start`, on a free port and a data folder of its own. */
export async function startPlatform(options: PlatformOptions = {}): Promise<RunningPlatform> {
  const { authentication = 'off', settings = {} } = options
  if (!existsSync(PAGE)) throw new Error('The page is not built: run npm run build first.')
  const folder = await mkdtemp(join(tmpdir(), 'zerosec-page-'))
  const environment = { ...process.env, ZEROSEC_DATA: folder, ZEROSEC_PORT: '0', ...settings }
  const platform = spawn(process.execPath, [COMMAND, 'start', ...(authentication === 'off' ? ['--no-auth'] : [])], {
    cwd: ROOT,
    env: environment,
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [url, signInLink] = await untilReady(platform, authentication === 'off' ? READY : READY_TO_SIGN_IN)
  return {
    url,
    signInLink,
    dataFolder: folder,
    async command(...args) {
      const run = promisify(execFile)
      return JSON.parse((await run(process.execPath, [COMMAND, ...args], { cwd: ROOT, env: environment })).stdout)
    },
    async stop() {
      const ended = new Promise((resolve) => platform.once('exit', resolve))
      platform.kill('SIGTERM')
      await ended
      await rm(folder, { recursive: true, force: true })
    },
  }
}

function untilReady(platform: ChildProcess, ready: RegExp): Promise<[url: string, signInLink: string | undefined]> {
  const { promise, resolve, reject } = Promise.withResolvers<[string, string | undefined]>()
  let said = ''
  const listen = (chunk: Buffer) => {
    said += chunk.toString()
    const [, url, link] = ready.exec(said) ?? []
    if (url !== undefined) resolve([url, link])
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
