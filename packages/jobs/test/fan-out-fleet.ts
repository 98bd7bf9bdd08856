import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { fileURLToPath } from 'node:url'
import { sql } from 'kysely'
import type { Configuration } from '../src/configuration.ts'
import type { Connection } from '../src/database/schema.ts'
import type { DefaultPlatform } from './open-default.ts'

const WORKER = fileURLToPath(new URL('./fan-out-worker.ts', import.meta.url))

/** Workers of one thread and one slot each, in processes of their own. */
export class Fleet {
  readonly #environment: Record<string, string>
  readonly #workers: ChildProcess[] = []

  constructor({ dataFolder, databaseUrl }: Configuration, environment: Record<string, string> = {}) {
    this.#environment = {
      ZEROSEC_DATA: dataFolder,
      DATABASE_URL: databaseUrl!,
      ZEROSEC_WORKERS: '1',
      ZEROSEC_THREADS: '1',
      ZEROSEC_LEASE_SECONDS: '3',
      ZEROSEC_FAN_OUT_SECONDS: '0',
      ...environment,
    }
  }

  async start(count: number): Promise<void> {
    const started = Array.from({ length: count }, async () => {
      const worker = fork(WORKER, [], {
        execArgv: [],
        env: { ...process.env, ...this.#environment },
        stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
      })
      this.#workers.push(worker)
      await Promise.race([once(worker, 'message'), once(worker, 'exit')])
    })
    await Promise.all(started)
  }

  /** kill -9 of the worker that runs the job. */
  kill(workerId: string): void {
    const pid = Number(/-(\d+)-[0-9a-f]+$/.exec(workerId)![1])
    this.#workers.find((worker) => worker.pid === pid)!.kill('SIGKILL')
  }

  async close(): Promise<void> {
    const left = this.#workers.splice(0).filter(isAlive)
    for (const worker of left) worker.kill('SIGKILL')
    await Promise.all(left.map((worker) => once(worker, 'exit')))
  }
}

function isAlive({ exitCode, signalCode }: ChildProcess): boolean {
  return exitCode === null && signalCode === null
}

export interface Helping {
  readonly owner: string | null
  readonly helpers: readonly string[]
  readonly children: number
  readonly kept: number
  /** Parts that a child has at the moment. */
  readonly held: number
}

/** Who computes a job now. */
export async function helpingWith(connection: Connection, jobId: string): Promise<Helping> {
  const { rows } = await sql<Helping>`select
    (select worker_id from jobs where job_id = ${jobId} and status = 'running') as owner,
    (select coalesce(array_agg(worker_id), '{}') from jobs where parent_id = ${jobId} and status = 'running') as helpers,
    (select count(*) from jobs where parent_id = ${jobId})::int as children,
    (select count(*) from job_kept_files where job_id = ${jobId} and kind = 'checkpoint')::int as kept,
    (select count(*) from job_parts join jobs on jobs.attempt_token = claimed_by where job_parts.job_id = ${jobId}
      and parent_id = ${jobId})::int as held`.execute(connection)
  return rows[0]!
}

/** The bytes of all that a job gave that does not tell of time, by name. */
export async function resultOf(platform: DefaultPlatform, jobId: string): Promise<Record<string, string>> {
  const files = await platform.jobs.artifacts(jobId)
  const result: Record<string, string> = {}
  for (const { fileKey, fileName, fileType, sha256 } of files) {
    if (fileName === 'report.json') result[fileName] = lasting(await read(platform, fileKey))
    else if (fileType !== 'xlsx' && fileName !== 'environment.json') result[fileName] = sha256
  }
  return result
}

async function read({ files }: DefaultPlatform, key: string): Promise<string> {
  const { stream } = await files.read(files.outputBucket, key)
  return new Response(stream).text()
}

function lasting(report: string): string {
  return JSON.stringify(JSON.parse(report, (key, value) => (key === 'duration_s' ? undefined : value)))
}
