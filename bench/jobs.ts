import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { fileURLToPath } from 'node:url'
import { makeWorkerUtils, run } from 'graphile-worker'
import { readConfiguration } from '../packages/jobs/src/configuration.ts'
import { DEFAULT_WORKSPACE } from '../packages/jobs/src/job.ts'
import { openPlatform } from '../packages/jobs/src/open-platform.ts'
import type { Platform, Submission } from '../packages/jobs/src/platform.ts'
import { TaskProcesses } from '../packages/jobs/src/runner/task-processes.ts'
import { type PostgresServer, startPostgresServer } from '../test/postgres-server.ts'
import type { BenchRow } from './bench.ts'
import { requestsPerSecond } from './jobs/requests-per-second.ts'

const JOBS = 1000
const SLOTS = 10
const PICKUPS = 100
const ROUNDS = 3
const NOTE =
  'Jobs on a PostgreSQL server with fsync on, in turns with the peer, the median of the rounds. Ours reads and checks the input file of every job; ' +
  `neither does anything with it. Both run ${SLOTS} jobs at once.`

/** What the queue itself costs: jobs that do nothing, a job that comes to an idle worker, and a client that asks for a status. */
export default async function jobs(): Promise<readonly BenchRow[]> {
  const server = await startPostgresServer()
  const restore = doNothing(() => {})
  try {
    return [await throughput(server), await pickup(server), ...(await statusRequests(server))]
  } finally {
    restore()
    await server.close()
  }
}

/** Replaces what runs analyses in processes of their own: their start is not the queue's cost. */
function doNothing(onRun: () => void): () => void {
  const original = Object.getOwnPropertyDescriptors(TaskProcesses.prototype)
  TaskProcesses.prototype.warm = () => {}
  TaskProcesses.prototype.run = async () => {
    onRun()
    return { headline: null, artifacts: [] }
  }
  return () => Object.defineProperties(TaskProcesses.prototype, original)
}

interface Opened {
  readonly platform: Platform
  readonly close: () => Promise<void>
}

async function open(databaseUrl: string, folder = mkdtempSync(join(tmpdir(), 'zerosec-bench-'))): Promise<Opened> {
  const environment = { ZEROSEC_DATA: folder, DATABASE_URL: databaseUrl, ZEROSEC_WORKERS: String(SLOTS) }
  const platform = await openPlatform(readConfiguration(environment), {
    checkParameters: () => [],
    types: ['nothing'],
  })
  const close = async (): Promise<void> => {
    await platform.close()
    rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
  }
  return { platform, close }
}

async function upload(platform: Platform): Promise<Submission> {
  const workspace = platform.within(DEFAULT_WORKSPACE)
  const terms = { fileName: 'a.csv', contentType: 'text/csv', maxBytes: 100, expiresSeconds: 600 }
  const { jobId, bucket, key } = await workspace.presignUpload(terms)
  await platform.files.write(bucket, key, Readable.from([Buffer.from('a,b\n1,2\n')]), 100)
  return { jobId, jobType: 'nothing', inputBucket: bucket, inputKey: key, parameters: {}, reusesResult: false }
}

async function throughput(server: PostgresServer): Promise<BenchRow> {
  const ours: number[] = []
  const peers: number[] = []
  for (let round = 0; round < ROUNDS; round++) {
    ours.push(await ourThroughput(await server.createDatabase()))
    peers.push(await peerThroughput(await server.createDatabase()))
  }
  return {
    question: `${JOBS} jobs that do nothing`,
    oursMs: median(ours),
    peer: 'graphile-worker',
    peerMs: median(peers),
    limit: { ratio: 1 },
    note: NOTE,
  }
}

/** Milliseconds from the start of the worker to the end of the last job. */
async function ourThroughput(databaseUrl: string): Promise<number> {
  const { platform, close } = await open(databaseUrl)
  const workspace = platform.within(DEFAULT_WORKSPACE)
  const submissions: Submission[] = []
  for (let i = 0; i < JOBS; i++) submissions.push(await upload(platform))
  for (let from = 0; from < JOBS; from += 500) await workspace.jobs.submitAll(submissions.slice(from, from + 500))
  const begun = performance.now()
  await platform.startWorker()
  while ((await workspace.jobs.list({ limit: 1, status: 'queued' })).jobs.length > 0) await pause(20)
  while ((await workspace.jobs.list({ limit: 1, status: 'running' })).jobs.length > 0) await pause(5)
  const milliseconds = performance.now() - begun
  await close()
  return milliseconds
}

async function peerThroughput(connectionString: string): Promise<number> {
  const utils = await makeWorkerUtils({ connectionString })
  await utils.migrate()
  await utils.addJobs(Array.from({ length: JOBS }, (_, i) => ({ identifier: 'nothing', payload: { i } })))
  await utils.release()
  let left = JOBS
  const { promise, resolve } = Promise.withResolvers<void>()
  const begun = performance.now()
  const runner = await run({
    connectionString,
    concurrency: SLOTS,
    noHandleSignals: true,
    logger: await quiet(),
    taskList: { nothing: () => void (--left === 0 && resolve()) },
  })
  await promise
  await runner.stop() // resolves when the last job is marked as done
  const milliseconds = performance.now() - begun
  return milliseconds
}

async function quiet() {
  const { Logger } = await import('graphile-worker')
  return new Logger(() => () => {})
}

/** From the answer to a submission, on another connection than the worker's, to the start of the job on an idle worker. */
async function pickup(server: PostgresServer): Promise<BenchRow> {
  const url = await server.createDatabase()
  const folder = mkdtempSync(join(tmpdir(), 'zerosec-bench-'))
  const [worker, submitter] = [await open(url, folder), await open(url, folder)]
  let started = (): void => {}
  const restore = doNothing(() => started())
  await worker.platform.startWorker()
  const waits: number[] = []
  for (let i = 0; i < PICKUPS; i++) {
    const submission = await upload(submitter.platform)
    const running = new Promise<number>((resolve) => (started = () => resolve(performance.now())))
    await submitter.platform.within(DEFAULT_WORKSPACE).jobs.submit(submission)
    const answered = performance.now()
    waits.push(Math.max(0, (await running) - answered))
    await pause(20)
  }
  restore()
  await submitter.close()
  await worker.close()
  const [p95 = Number.NaN] = waits.sort((a, b) => a - b).slice(Math.ceil(0.95 * PICKUPS) - 1)
  return {
    question: 'pickup of a job by an idle worker, p95',
    oursMs: p95,
    peer: '',
    peerMs: null,
    limit: { ms: 30 },
    note: NOTE,
  }
}

/** Time of a request for a job's status under 20 connections at once, beside a bare Fastify route that makes the same query. */
async function statusRequests(server: PostgresServer): Promise<readonly BenchRow[]> {
  const url = await server.createDatabase()
  const { platform, close } = await open(url)
  const { jobId } = await platform.within(DEFAULT_WORKSPACE).jobs.submit(await upload(platform))
  const api = fork(fileURLToPath(new URL('./jobs/status-process.ts', import.meta.url)), [url, jobId], { execArgv: [] })
  try {
    const [{ ours, bare }] = (await once(api, 'message')) as [{ ours: string; bare: string }]
    const [ourRates, bareRates]: [number[], number[]] = [[], []]
    for (let round = 0; round < ROUNDS; round++) {
      ourRates.push(await requestsPerSecond(ours))
      bareRates.push(await requestsPerSecond(bare))
    }
    return [
      {
        question: 'GET /jobs/{id}/status, 20 at once',
        oursMs: 1000 / median(ourRates),
        peer: 'bare Fastify route',
        peerMs: 1000 / median(bareRates),
        limit: { ratio: 1 / 0.7 },
        note: NOTE,
      },
    ]
  } finally {
    await end(api)
    await close()
  }
}

async function end(child: ChildProcess): Promise<void> {
  child.kill('SIGKILL')
  if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[Math.floor(values.length / 2)] ?? Number.NaN
}

function pause(milliseconds: number): Promise<void> {
  return new Promise((resolve) => setTimeout(resolve, milliseconds))
}
