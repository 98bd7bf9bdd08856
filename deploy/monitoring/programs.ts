import { type ChildProcess, spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { existsSync } from 'node:fs'
import { type AddressInfo, createServer } from 'node:net'
import { join } from 'node:path'
import { ROOT } from '../../tools/root.ts'

/** Where .ci/run unpacks Debian's package. */
const UNPACKED = join(ROOT, '.build', 'promtool', 'usr', 'bin')

/** A program of Debian's package prometheus, of the PATH or unpacked; undefined where there is none. */
export function prometheusProgram(name: 'prometheus' | 'promtool'): string | undefined {
  if (spawnSync(name, ['--version']).status === 0) return name
  const unpacked = join(UNPACKED, name)
  return existsSync(unpacked) ? unpacked : undefined
}

export interface RunningPrometheus {
  /** Of its HTTP API. */
  get(path: string): Promise<unknown>
  log(): string
  stop(): Promise<void>
}

/** Starts a Prometheus that keeps its data in `folder`. @throws Error with its log when it ends before it is ready */
export async function startPrometheus(
  program: string,
  configuration: string,
  folder: string,
): Promise<RunningPrometheus> {
  const port = await freePort()
  const child: ChildProcess = spawn(
    program,
    [
      `--config.file=${configuration}`,
      `--storage.tsdb.path=${folder}`,
      `--web.listen-address=127.0.0.1:${port}`,
      '--log.level=warn',
    ],
    { stdio: ['ignore', 'ignore', 'pipe'] },
  )
  let log = ''
  child.stderr?.on('data', (chunk) => (log += String(chunk)))
  const url = `http://127.0.0.1:${port}`
  for (;;) {
    if (child.exitCode !== null) throw new Error(`Prometheus does not start:\n${log}`)
    const reply = await fetch(`${url}/-/ready`).catch(() => undefined)
    if (reply?.ok) break
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
  return {
    get: async (path) => (await fetch(url + path)).json(),
    log: () => log,
    async stop() {
      child.kill('SIGTERM')
      if (child.exitCode === null) await once(child, 'exit')
    },
  }
}

async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}
