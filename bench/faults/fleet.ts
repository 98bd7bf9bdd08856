import { type ChildProcess, fork } from 'node:child_process'
import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import pg from 'pg'
import { readConfiguration } from '../../packages/jobs/src/configuration.ts'
import type { Job } from '../../packages/jobs/src/job.ts'
import { DEFAULT_WORKSPACE } from '../../packages/jobs/src/job.ts'
import { openPlatform } from '../../packages/jobs/src/open-platform.ts'
import type { Platform, Submission } from '../../packages/jobs/src/platform.ts'
import type { WorkerOrder } from './worker-order.ts'

const PROCESS = fileURLToPath(new URL('./worker-process.ts', import.meta.url))

/** Of a lease in experiments: short, so that what waits for it to run out doesn't take long. */
export const LEASE_SECONDS = 2

/** Of the servers of this machine that stand for S3 and SQS, whatever this process has. */
const SERVICE_KEYS = { AWS_ACCESS_KEY_ID: 'key', AWS_SECRET_ACCESS_KEY: 'secret', AWS_SESSION_TOKEN: '' }

/** A platform that submits, and workers in processes of their own, on one database and one data folder. */
export class Fleet {
  readonly platform: Platform
  readonly environment: Readonly<Record<string, string>>
  readonly #folder: string
  readonly #workers = new Set<ChildProcess>()

  private constructor(platform: Platform, environment: Readonly<Record<string, string>>, folder: string) {
    this.platform = platform
    this.environment = environment
    this.#folder = folder
  }

  /** @param settings  beside or instead of those that every experiment has */
  static async open(databaseUrl: string, settings: Readonly<Record<string, string>> = {}): Promise<Fleet> {
    const folder = mkdtempSync(join(tmpdir(), 'zerosec-faults-'))
    const environment = {
      PATH: process.env['PATH'] ?? '',
      ZEROSEC_DATA: folder,
      DATABASE_URL: databaseUrl,
      ZEROSEC_WORKERS: '4',
      ZEROSEC_LEASE_SECONDS: String(LEASE_SECONDS),
      ZEROSEC_MAX_ATTEMPTS: '50',
      ZEROSEC_GRACE_SECONDS: '2',
      ...settings,
    }
    writeFileSync(join(folder, 'ledger'), '')
    Object.assign(process.env, SERVICE_KEYS)
    const platform = await openPlatform(readConfiguration(environment), { checkParameters: () => [] })
    return new Fleet(platform, environment, folder)
  }

  get #ledgerPath(): string {
    return join(this.#folder, 'ledger')
  }

  /** Lines that workers wrote: what happened, to which job, in which process. */
  ledger(): readonly { readonly what: string; readonly jobId: string; readonly pid: number }[] {
    const lines = readFileSync(this.#ledgerPath, 'utf8').split('\n').filter(Boolean)
    return lines.map((line) => {
      const [what = '', jobId = '', pid = ''] = line.split(' ')
      return { what, jobId, pid: Number(pid) }
    })
  }

  /** Resolves once it takes jobs, or has died before. */
  async startWorker(order: Partial<Omit<WorkerOrder, 'ledger'>> = {}): Promise<ChildProcess> {
    const { environment = {}, ...rest } = order
    const full: WorkerOrder = {
      quick: true,
      ...rest,
      environment: { ...this.environment, ...environment },
      ledger: this.#ledgerPath,
    }
    return this.start(PROCESS, [JSON.stringify(full)])
  }

  /** Workers, in the short form one: starting a process is most of what that takes. */
  async startWorkers({ short }: { readonly short: boolean }): Promise<readonly ChildProcess[]> {
    return Promise.all(Array.from({ length: short ? 1 : 2 }, () => this.startWorker()))
  }

  /** Starts a process of this fleet; resolves once it says something, or has died before. */
  async start(module: string, args: readonly string[] = [], environment = {}): Promise<ChildProcess> {
    const child = fork(module, args, {
      // Amazon's client looks for its keys nowhere else
      env: { ...process.env, ...SERVICE_KEYS, ...environment },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    this.#workers.add(child)
    child.once('exit', () => this.#workers.delete(child))
    await Promise.race([once(child, 'message'), once(child, 'exit')])
    return child
  }

  /** Submits jobs on files of their own. @returns their ids */
  async submit(
    count: number,
    options: { jobType?: string; workspaceId?: string; parameters?: Record<string, unknown> } = {},
  ): Promise<string[]> {
    const { jobType = 'count', workspaceId = DEFAULT_WORKSPACE, parameters = {} } = options
    const { jobs } = this.platform.within(workspaceId)
    const ids: string[] = []
    const submissions: Submission[] = []
    for (let i = 0; i < count; i++) submissions.push(await this.upload(workspaceId, jobType, parameters))
    for (let from = 0; from < count; from += 100) {
      for (const job of await jobs.submitAll(submissions.slice(from, from + 100))) ids.push(job.jobId)
    }
    return ids
  }

  async upload(workspaceId: string, jobType: string, parameters: Record<string, unknown>): Promise<Submission> {
    const { files } = this.platform
    const terms = { fileName: 'a.csv', contentType: 'text/csv', maxBytes: 100, expiresSeconds: 60 }
    const { jobId, bucket, key } = await this.platform.within(workspaceId).presignUpload(terms)
    await files.write(bucket, key, Readable.from([Buffer.from('a,b\n1,2\n')]), 100)
    return { jobId, jobType, inputBucket: bucket, inputKey: key, parameters: { ...parameters, of: randomUUID() } }
  }

  /** Asks the database itself. */
  async query<Row extends object>(text: string, values: readonly unknown[]): Promise<readonly Row[]> {
    const client = new pg.Client({ connectionString: this.environment['DATABASE_URL'] })
    await client.connect()
    try {
      return (await client.query<Row>(text, [...values])).rows
    } finally {
      await client.end()
    }
  }

  job(jobId: string, workspaceId = DEFAULT_WORKSPACE): Promise<Job> {
    return this.platform.within(workspaceId).jobs.get(jobId)
  }

  async close(): Promise<void> {
    for (const worker of this.#workers) worker.kill('SIGKILL')
    await this.platform.close()
    rmSync(this.#folder, { recursive: true, force: true, maxRetries: 3 })
  }
}
