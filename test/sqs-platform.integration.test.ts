import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { describeWithPostgres, ownDatabase } from './own-database.ts'
import { type S3Server, startS3Server } from './s3-server.ts'
import { type SqsServer, startSqsServer } from './sqs-server.ts'

const COMMAND = join(import.meta.dirname, '..', 'apps', 'cli', 'bin', 'zerosec.mjs')
const TABLE = `温度,圧力,強度\n${Array.from({ length: 30 }, (_, i) => `${i},${(i * 7) % 11},${2 * i + ((i * 13) % 5)}`).join('\n')}\n`

/** The parts of a deployment on AWS, each the real protocol: PostgreSQL, SQS, S3; `zerosec api` and `zerosec worker` as processes. */
describeWithPostgres('the platform on a PostgreSQL server, SQS and S3', () => {
  const folder = mkdtempSync(join(tmpdir(), 'zerosec-sqs-'))
  const children: ChildProcess[] = []
  let sqs: SqsServer
  let s3: S3Server
  let queue: string
  let url: string

  const start = async (command: string, ready: RegExp, environment: Record<string, string>): Promise<string> => {
    const stdio: ['ignore', 'pipe', 'pipe'] = ['ignore', 'pipe', 'pipe']
    const child = spawn(process.execPath, [COMMAND, command], { env: { ...process.env, ...environment }, stdio })
    children.push(child)
    let said = ''
    const { promise, resolve, reject } = Promise.withResolvers<string>()
    for (const stream of [child.stdout, child.stderr]) {
      stream.on('data', (part) => {
        said += part
        const found = ready.exec(said)
        if (found) resolve(found[1] ?? '')
      })
    }
    child.once('exit', () => reject(new Error(`zerosec ${command}: ${said}`)))
    return promise
  }

  beforeAll(async () => {
    ;[sqs, s3] = await Promise.all([startSqsServer(), startS3Server()])
    s3.createBucket('zerosec')
    queue = await sqs.createQueue('zerosec', await sqs.createQueue('zerosec-dead'))
    const environment = {
      DATABASE_URL: (await ownDatabase())!,
      ZEROSEC_QUEUE: 'sqs',
      ZEROSEC_SQS_URL: queue,
      ZEROSEC_SQS_ENDPOINT: sqs.endpoint,
      ZEROSEC_FILES: 's3',
      ZEROSEC_S3_INPUT_BUCKET: 'zerosec',
      ZEROSEC_S3_OUTPUT_BUCKET: 'zerosec',
      ZEROSEC_S3_ENDPOINT: s3.endpoint,
      AWS_ACCESS_KEY_ID: 'key',
      AWS_SECRET_ACCESS_KEY: 'secret',
      ZEROSEC_AUTH: 'off',
      ZEROSEC_LOG: 'info',
    }
    const own = (name: string) => ({ ...environment, ZEROSEC_DATA: join(folder, name), ZEROSEC_PORT: '0' })
    url = await start('api', /is ready at (\S+)/, own('api'))
    await start('worker', /taking jobs/, own('worker'))
  })
  afterAll(async () => {
    for (const child of children.filter(({ exitCode }) => exitCode === null)) {
      child.kill('SIGTERM')
      await once(child, 'exit')
    }
    await Promise.all([sqs.stop(), s3.stop()])
    rmSync(folder, { recursive: true, force: true })
  })

  const call = async (path: string, body?: object): Promise<Record<string, unknown>> => {
    const init = { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) }
    const reply = await fetch(`${url}/api/v1${path}`, body ? init : {})
    const answer = (await reply.json()) as Record<string, unknown>
    expect(reply.ok, JSON.stringify(answer)).toBe(true)
    return answer
  }
  const submit = async (): Promise<string> => {
    const upload = await call('/presign/upload', { filename: '強度.csv', content_type: 'text/csv' })
    const put = await fetch(upload['url'] as string, {
      method: 'PUT',
      body: TABLE,
      headers: { 'content-type': 'text/csv' },
    })
    expect(put.status).toBe(200)
    await call('/jobs', {
      job_id: upload['job_id'],
      job_type: 'linear_analysis',
      input_bucket: upload['bucket'],
      input_key: upload['key'],
      parameters: { target_column: '強度' },
    })
    return upload['job_id'] as string
  }
  const statusOf = async (jobId: string): Promise<unknown> => (await call(`/jobs/${jobId}/status`))['status']

  it('runs an analysis that the API takes in the worker that SQS wakes, and keeps what it made', async () => {
    const jobId = await submit()
    await expect.poll(() => statusOf(jobId), { timeout: 60_000 }).toBe('completed')
    const { artifacts } = (await call(`/jobs/${jobId}/artifacts`)) as { artifacts: Record<string, unknown>[] }
    const report = artifacts.find((artifact) => artifact['file_name'] === 'report.json')!
    const download = await call('/presign/download', { job_id: jobId, file_key: report['file_key'] })
    const content = await (await fetch(download['url'] as string)).text()
    expect(JSON.parse(content)).toMatchObject({ analysis: 'linear_analysis', table: { rows: 30 } })
    const bodies = sqs.requests
      .filter(({ action }) => action === 'SendMessageBatch')
      .flatMap(({ input }) => input.Entries!.map(({ MessageBody }) => JSON.parse(MessageBody)))
    expect(bodies[0]).toEqual({
      job_id: jobId,
      job_type: 'linear_analysis',
      input: { bucket: 'zerosec', key: `inputs/${jobId}/強度.csv` },
      output: { bucket: 'zerosec' },
      parameters: { target_column: '強度' },
    })
    const removed = (): boolean => sqs.requests.some(({ action }) => action === 'DeleteMessage')
    await expect.poll(removed, { timeout: 20_000 }).toBe(true)
  })

  it('runs jobs whose messages were purged, and jobs submitted while SQS is away', async () => {
    sqs.inflict({ kind: 'away', actions: ['ReceiveMessage'] })
    const purged = await submit()
    await sqs.call('PurgeQueue', { QueueUrl: queue })
    sqs.inflict({ kind: 'away' })
    const unsent = await submit()
    for (const jobId of [purged, unsent]) {
      await expect.poll(() => statusOf(jobId), { timeout: 60_000 }).toBe('completed')
    }
  })
})
