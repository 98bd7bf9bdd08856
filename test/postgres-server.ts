import { type ChildProcess, spawn } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { chownSync, closeSync, mkdtempSync, openSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { findPostgres, type ServerUser, serverUser } from './postgres-programs.ts'

/**
 * Ends the server and removes its folder once standard input closes, which is when its owner ends, however that ends. It is told
 * the server's pid, or 0 for none, a line each. An immediate shutdown gives its backends 5 s before it kills them; that it is over
 * shows in the file, as where nothing buries orphans their pids stay. A server that was killed leaves its file, which names the
 * 56 bytes of shared memory that it leaves in the kernel.
 */
const GUARD = `
while read -r line; do pid=$line; done
if [ "\${pid:-0}" != 0 ]; then
  kill -QUIT "$pid"
  for i in $(seq 100); do [ -e "$1/data/postmaster.pid" ] || break; sleep 0.1; done
  kill -KILL "$pid"
fi
[ ! -e "$1/data/postmaster.pid" ] || ipcrm -m "$(sed -n '7s/.* //p' "$1/data/postmaster.pid")"
for i in $(seq 20); do rm -rf -- "$1" && sleep 0.1 && [ ! -e "$1" ] && break; done`

const SIGNALS = { smart: 'SIGTERM', fast: 'SIGINT', immediate: 'SIGQUIT' } as const
const START_MS = 60_000
/** As a server in use is set, but for the file of shared memory, which after a kill -9 would stay in /dev/shm. */
const SETTINGS = {
  listen_addresses: '',
  fsync: 'on',
  max_connections: '200',
  dynamic_shared_memory_type: 'mmap',
}

export interface PostgresServer {
  /** What a PostgreSQL client takes as its host. */
  readonly socketFolder: string
  /** Of a database, for DATABASE_URL; psql takes it too. */
  url(database: string): string
  /** An empty database; resolves with its URL. */
  createDatabase(name?: string): Promise<string>
  /**
   * Resolves when the server's process has ended. `smart` waits for clients to leave, `fast` (default) ends their sessions,
   * `immediate` leaves the recovery to the next start.
   */
  stop(mode?: keyof typeof SIGNALS): Promise<void>
  /** Resolves when it takes connections, with the data it had. */
  start(): Promise<void>
  /** Kills the server without a word, as does the kernel when memory runs out. */
  kill9(): Promise<void>
  /** What the server has logged. */
  log(): string
  /** Ends it and removes what it has stored. */
  close(): Promise<void>
}

/**
 * Starts a PostgreSQL server of its own, on a unix socket in a temporary folder, with fsync on. It never outlives this process
 * for long nor keeps it from ending. Takes about 1.5 s, most of it to create the first database.
 *
 * @param settings of postgresql.conf, beside ours
 * @throws Error when there are no programs (see `findPostgres`) or the server does not start; its log is in the message
 */
export async function startPostgresServer(settings: Readonly<Record<string, string>> = {}): Promise<PostgresServer> {
  const programs = findPostgres()
  if (programs === undefined) throw new Error("PostgreSQL's programs were not found: install Debian's postgresql")
  const server = new Server(programs, serverUser(), settings)
  try {
    await server.initialize()
    await server.start()
  } catch (error) {
    await server.close()
    throw error
  }
  return server
}

class Server implements PostgresServer {
  readonly socketFolder: string
  readonly #programs: string
  readonly #user: ServerUser
  readonly #settings: Readonly<Record<string, string>>
  readonly #guard: ChildProcess
  #process: ChildProcess | undefined

  constructor(programs: string, user: ServerUser, settings: Readonly<Record<string, string>>) {
    this.#programs = programs
    this.#user = user
    // root's own folder for temporary files may be closed to the server's user
    this.socketFolder = mkdtempSync(join(user.uid === undefined ? tmpdir() : '/tmp', 'zerosec-postgres-'))
    if (user.uid !== undefined) chownSync(this.socketFolder, user.uid, user.gid!)
    this.#settings = { ...SETTINGS, unix_socket_directories: this.socketFolder, ...settings }
    // detached: what ends a whole group of processes, such as Ctrl-C, must not end the guard
    this.#guard = spawn('/bin/sh', ['-c', GUARD, 'guard', this.socketFolder], {
      ...user,
      cwd: '/',
      detached: true,
      stdio: ['pipe', 'ignore', 'ignore'],
    })
    this.#guard.stdin!.on('error', () => {}) // it was killed
    this.#guard.unref()
  }

  get #data(): string {
    return join(this.socketFolder, 'data')
  }

  async initialize(): Promise<void> {
    const options = ['--username=postgres', '--auth=trust', '--encoding=UTF8', '--locale=C', '--no-sync']
    const code = await ended(this.#launch('initdb', [`--pgdata=${this.#data}`, ...options]))
    if (code !== 0) throw new Error(`initdb failed (${code}):\n${this.log()}`)
  }

  url(database: string): string {
    return `postgresql:///${encodeURIComponent(database)}?host=${encodeURIComponent(this.socketFolder)}&user=postgres`
  }

  async createDatabase(name = `test_${randomUUID().replaceAll('-', '')}`): Promise<string> {
    await onServer(this.url('postgres'), `create database ${pg.escapeIdentifier(name)}`)
    return this.url(name)
  }

  async start(): Promise<void> {
    if (this.#process) return
    const settings = Object.entries(this.#settings).flatMap(([name, value]) => ['-c', `${name}=${value}`])
    for (const deadline = Date.now() + START_MS; ; await sleep(20)) {
      const seen = this.log().length
      const child = this.#launch('postgres', ['-D', this.#data, ...settings])
      if (await this.#ready(child, deadline)) return void (this.#process = child)
      const said = this.log().slice(seen)
      // the backends of a server that was killed end a moment after it
      const isTaken = said.includes('still in use') || said.includes('lock file')
      if (!isTaken || Date.now() > deadline) throw new Error(`PostgreSQL does not start:\n${said}`)
    }
  }

  async stop(mode: keyof typeof SIGNALS = 'fast'): Promise<void> {
    await this.#end(SIGNALS[mode])
  }

  async kill9(): Promise<void> {
    await this.#end('SIGKILL')
  }

  log(): string {
    try {
      return readFileSync(join(this.socketFolder, 'log'), 'utf8')
    } catch {
      return ''
    }
  }

  async close(): Promise<void> {
    await this.stop('immediate')
    if (this.#guard.exitCode === null && this.#guard.signalCode === null) {
      const gone = ended(this.#guard)
      this.#guard.stdin!.end()
      await gone
    }
    rmSync(this.socketFolder, { recursive: true, force: true })
  }

  async #end(signal: NodeJS.Signals): Promise<void> {
    const child = this.#process
    if (!child) return
    child.kill(signal)
    await ended(child)
    if (this.#process === child) this.#process = undefined
  }

  #launch(program: string, options: readonly string[]): ChildProcess {
    const log = openSync(join(this.socketFolder, 'log'), 'a', 0o644)
    const child = spawn(join(this.#programs, program), options, {
      ...this.#user,
      cwd: this.socketFolder,
      env: { PATH: process.env['PATH'], LC_ALL: 'C', NODE_ENV: 'test' }, // none of PGDATA, PGPORT …; Next's types want the last
      stdio: ['ignore', log, log],
    })
    closeSync(log)
    this.#guard.stdin!.write(`${child.pid ?? 0}\n`)
    child.once('exit', () => this.#guard.stdin!.write('0\n'))
    child.unref()
    return child
  }

  async #ready(child: ChildProcess, deadline: number): Promise<boolean> {
    while (child.exitCode === null && child.signalCode === null) {
      if (this.#status(child.pid) === 'ready') return true
      if (Date.now() > deadline) {
        child.kill('SIGKILL')
        return false
      }
      await sleep(5)
    }
    return false
  }

  /** As the server writes it into the file that pg_ctl reads. */
  #status(pid: number | undefined): string | undefined {
    try {
      const lines = readFileSync(join(this.#data, 'postmaster.pid'), 'utf8').split('\n')
      return lines[0] === String(pid) ? lines[7]?.trim() : undefined
    } catch {
      return undefined
    }
  }
}

/** Runs one statement on a connection of its own. */
export async function onServer(url: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: url })
  client.on('error', () => {})
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}

/** The exit code, or the signal. Holds this process until then, though the child is let go. */
function ended(child: ChildProcess): Promise<number | string | null> {
  if (child.exitCode !== null || child.signalCode !== null) return Promise.resolve(child.exitCode ?? child.signalCode)
  child.ref()
  return new Promise((resolve, reject) => {
    child.once('error', reject)
    child.once('exit', (code, signal) => resolve(code ?? signal))
  })
}
