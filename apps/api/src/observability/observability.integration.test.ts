import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { Writable } from 'node:stream'
import { setTimeout as sleep } from 'node:timers/promises'
import { openTelemetry, type Telemetry } from '@zerosec/telemetry'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type OtlpReceiver, startOtlpReceiver } from '../../../../packages/telemetry/test/otlp-receiver.ts'
import { checkMetrics, HAS_PROMTOOL } from '../../../../test/promtool.ts'
import { call, ended, poll, type RunningApi, startApi, submission, TEST_JOBS, upload } from '../../test/running-api.ts'

const SECRET = 's3cr3t-Va1ue_0'
const TRACE = '0af7651916cd43dd8448eb211c80319c'

let receiver: OtlpReceiver
let telemetry: Telemetry
let api: RunningApi
const lines: string[] = []
const logged = () => lines.map((line) => JSON.parse(line))

beforeAll(async () => {
  receiver = await startOtlpReceiver()
  const destination = new Writable({ write: (chunk, _, done) => (lines.push(String(chunk)), done()) })
  const settings = { name: 'api', version: '1.2.3', logLevel: 'info', tracesEndpoint: receiver.url } as const
  telemetry = await openTelemetry({ ...settings, destination })
  api = await startApi({ platform: TEST_JOBS, telemetry })
})
afterAll(async () => {
  await api.stop()
  await telemetry.close()
  await receiver.close()
})

async function scrape(): Promise<string> {
  const reply = await fetch(`${api.url}/metrics`)
  expect(reply.headers.get('content-type')).toBe('text/plain; version=0.0.4; charset=utf-8')
  return reply.text()
}

function valueIn(text: string, sample: string): number {
  const line = text.split('\n').find((one) => one.startsWith(`${sample} `))
  return Number(line?.slice(sample.length + 1))
}

describe('the id of a request', () => {
  it('is the one that the caller gave, where it is well-formed', async () => {
    const reply = await fetch(`${api.url}/api/v1/analyses`, { headers: { 'x-request-id': 'caller-7f3a:1' } })
    expect(reply.headers.get('x-request-id')).toBe('caller-7f3a:1')
    await expect.poll(() => logged().filter(({ requestId }) => requestId === 'caller-7f3a:1')).toHaveLength(2)
  })

  it.each(['short', 'with spaces in it', '{"forged":"line"}', 'x'.repeat(129)])(
    'is a new one instead of %s',
    async (id) => {
      const reply = await fetch(`${api.url}/api/v1/none`, { headers: { 'x-request-id': id } })
      expect(reply.headers.get('x-request-id')).toMatch(/^[0-9a-f-]{36}$/)
    },
  )
})

describe('a job', () => {
  it('is found in the log by the request that submitted it, with its workspace and attempt, and in its trace', async () => {
    const uploaded = await upload(api, 'a.csv', 'a,b\n1,2\n')
    const submitted = await fetch(`${api.url}/api/v1/jobs`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-request-id': 'submit-0001',
        traceparent: `00-${TRACE}-b7ad6b7169203331-01`,
      },
      body: JSON.stringify(submission(uploaded, 'counts')),
    })
    expect(submitted.status).toBe(200)
    expect(await poll(api, uploaded.job_id, ended)).toMatchObject({ status: 'completed' })

    const ours = () =>
      logged().filter(({ requestId, jobId }) => requestId === 'submit-0001' && jobId === uploaded.job_id)
    await expect.poll(ours).toMatchObject([
      { msg: 'an attempt has begun', workspaceId: 'default', attempt: 1, jobType: 'counts' },
      {
        msg: 'an attempt has ended',
        workspaceId: 'default',
        attempt: 1,
        outcome: 'completed',
        seconds: expect.any(Number),
      },
    ])

    await expect.poll(() => receiver.spans().map(({ name }) => name), { timeout: 10_000 }).toContain('run counts')
    const request = receiver.spans().find(({ traceId, kind }) => traceId === TRACE && kind === 2)
    expect(request).toMatchObject({ name: 'POST /api/v1/jobs', parentSpanId: 'b7ad6b7169203331' })
    expect(request?.attributes).toMatchObject({ 'http.response.status_code': 200, 'zerosec.request_id': 'submit-0001' })
    const attempt = receiver.spans().find(({ name }) => name === 'run counts')
    expect(attempt).toMatchObject({ traceId: TRACE, parentSpanId: request?.spanId })
    expect(attempt?.attributes).toMatchObject({ 'zerosec.job_id': uploaded.job_id, 'zerosec.outcome': 'completed' })
  })

  it('that fails on a fault of ours marks its span, and is counted with its outcome', async () => {
    const uploaded = await upload(api, 'a.csv', 'a,b\n1,2\n')
    await call(api, 'POST', '/api/v1/jobs', submission(uploaded, 'crashes'))
    await expect
      .poll(() => receiver.spans().find(({ name }) => name === 'run crashes'), { timeout: 20_000 })
      .toMatchObject({
        status: { code: 2, message: 'the attempt retried' },
        attributes: { 'zerosec.outcome': 'retried' },
      })
    const text = await scrape()
    expect(valueIn(text, 'zerosec_attempts_started_total{job_type="unknown"}')).toBeGreaterThanOrEqual(2)
    expect(valueIn(text, 'zerosec_attempt_duration_seconds_count{job_type="unknown",outcome="retried"}')).toBe(1)
    await call(api, 'POST', `/api/v1/jobs/${uploaded.job_id}/cancel`)
  })
})

describe('what is logged', () => {
  it('holds no credential that a request carried, whatever became of it', async () => {
    const headers = { authorization: `Bearer ${SECRET}`, cookie: `zerosec-8000=${SECRET}` }
    await fetch(`${api.url}/api/v1/jobs/${crypto.randomUUID()}`, { headers })
    await fetch(`${api.url}/files/zerosec-inputs/inputs/a.csv?method=GET&expires=1&signature=${SECRET}`, { headers })
    await fetch(`${api.url}/nowhere?token=${SECRET}`, { headers })
    await fetch(`${api.url}/api/v1/jobs?cursor=x&signature=${SECRET}`, { headers })
    await fetch(`${api.url}/api/v1/jobs`, { method: 'POST', headers, body: `{"token":"${SECRET}"` })
    await sleep(100)
    expect(lines.length).toBeGreaterThan(5)
    expect(lines.join('')).not.toContain(SECRET)
  })
})

describe('/metrics', () => {
  it('counts requests by the template of their route, so that no client makes series', async () => {
    for (let i = 0; i < 5; i++) await call(api, 'GET', `/api/v1/jobs/${crypto.randomUUID()}/status`)
    for (let i = 0; i < 5; i++) await fetch(`${api.url}/made/up/${i}`, { method: i % 2 ? 'PUT' : 'DELETE' })
    const text = await scrape()
    const routes = new Set([...text.matchAll(/route="([^"]*)"/g)].map(([, route]) => route))
    expect([...routes].filter((route) => /[0-9a-f]{8}-|made/.test(route ?? ''))).toEqual([])
    const count = (labels: string) => valueIn(text, `zerosec_http_request_duration_seconds_count{${labels}}`)
    expect(count('method="GET",route="/api/v1/jobs/:job_id/status",status="404"')).toBe(5)
    expect(count('method="DELETE",route="unmatched",status="404"')).toBe(3)
  })

  it('counts a request whose client left as aborted', async () => {
    const uploaded = await call(api, 'POST', '/api/v1/presign/upload', { filename: 'a.csv' })
    const leave = new AbortController()
    const body = new ReadableStream({ start: (stream) => stream.enqueue(new TextEncoder().encode('a,b\n')) })
    const headers = { 'content-type': 'text/csv' }
    const sent = fetch(uploaded.body.url, {
      method: 'PUT',
      headers,
      body,
      duplex: 'half',
      signal: leave.signal,
    } as RequestInit)
    await expect.poll(async () => valueIn(await scrape(), 'zerosec_http_requests_in_flight')).toBe(2)
    leave.abort()
    await expect(sent).rejects.toThrow('aborted')
    const aborted = 'zerosec_http_request_duration_seconds_count{method="PUT",route="/files/*",status="aborted"}'
    await expect.poll(async () => valueIn(await scrape(), aborted)).toBe(1)
    expect(valueIn(await scrape(), 'zerosec_http_requests_in_flight')).toBe(1)
  })

  it('knows how many event streams are open', async () => {
    const uploaded = await upload(api, 'a.csv', 'a,b\n1,2\n')
    await call(api, 'POST', '/api/v1/jobs', submission(uploaded, 'slow', { milliseconds: 60_000 }))
    const leave = new AbortController()
    const stream = await fetch(`${api.url}/api/v1/jobs/${uploaded.job_id}/events`, { signal: leave.signal })
    expect(stream.status).toBe(200)
    expect(valueIn(await scrape(), 'zerosec_event_streams_open')).toBe(1)
    leave.abort()
    await expect.poll(async () => valueIn(await scrape(), 'zerosec_event_streams_open')).toBe(0)
    expect(valueIn(await scrape(), 'zerosec_http_requests_in_flight')).toBe(1)
    await call(api, 'POST', `/api/v1/jobs/${uploaded.job_id}/cancel`)
  })

  it('knows the disk of the data folder, and how old the numbers of shops are', async () => {
    const before = await scrape()
    expect(valueIn(before, 'zerosec_data_disk_bytes{state="free"}')).toBeGreaterThan(2 ** 20)
    expect(valueIn(before, 'zerosec_snapshots_serving')).toBe(0)
    expect(before).not.toContain('zerosec_oldest_snapshot_age_seconds ')
    const shop = join(api.dataFolder, 'commerce', 'default')
    await mkdir(shop, { recursive: true })
    const snapshot = '20260101T000000000Z-0123abcd'
    await writeFile(join(shop, 'current.json'), JSON.stringify({ format: 'zerosec.current/1', snapshot }))
    const text = await scrape()
    expect(valueIn(text, 'zerosec_snapshots_serving')).toBe(1)
    const age = (Date.now() - Date.UTC(2026, 0, 1)) / 1000
    expect(Math.abs(valueIn(text, 'zerosec_oldest_snapshot_age_seconds') - age)).toBeLessThan(60)
  })

  it.skipIf(!HAS_PROMTOOL)('passes promtool check metrics (skipped where promtool is not installed)', async () => {
    expect(checkMetrics(await scrape())).toEqual({ status: 0, words: '' })
  })

  it('says the same as /api/v1/statistics', async () => {
    const { status, body } = await call(api, 'GET', '/api/v1/statistics')
    expect(status).toBe(200)
    expect(body.workers).toMatchObject([{ live: true, slots: expect.any(Number) }])
    expect(body.jobs).toContainEqual({ job_type: 'counts', status: 'completed', count: 1 })
    expect(valueIn(await scrape(), 'zerosec_jobs{job_type="unknown",status="completed"}')).toBe(1)
  })
})

describe('while the database hangs', () => {
  let pid: number
  beforeAll(() => {
    pid = logged().find(({ databasePid }) => databasePid !== undefined).databasePid
    process.kill(pid, 'SIGSTOP')
  })
  afterAll(() => process.kill(pid, 'SIGCONT'))

  it('/health answers at once, and soon says so', async () => {
    const started = performance.now()
    const { status, body } = await call(api, 'GET', '/health')
    expect(performance.now() - started).toBeLessThan(1500)
    expect(status).toBe(200)
    expect(Object.keys(body).sort()).toEqual(['database_connected', 'status', 'timestamp', 'version'])
    await expect
      .poll(async () => (await call(api, 'GET', '/health')).body, { timeout: 10_000 })
      .toMatchObject({ status: 'unhealthy', database_connected: false })
  })

  it('/health/ready refuses with the reasons', async () => {
    const { status, body } = await call(api, 'GET', '/health/ready')
    expect(status).toBe(503)
    expect(body).toMatchObject({
      code: 'service_unavailable',
      details: { database: 'it does not answer', migrations: expect.any(String), files: null },
    })
    expect(body.details.reasons).toContain('database: it does not answer')
  })

  it('/metrics answers without the numbers of jobs, and /api/v1/statistics with 503', async () => {
    await sleep(1000)
    const text = await scrape()
    expect(valueIn(text, 'zerosec_database_up')).toBe(0)
    expect(text).not.toContain('zerosec_queue_due_jobs')
    expect(text).toContain('zerosec_process_uptime_seconds')
    expect(await call(api, 'GET', '/api/v1/statistics')).toMatchObject({
      status: 503,
      body: { code: 'service_unavailable' },
    })
  })

  it('and all is well again once it answers', async () => {
    process.kill(pid, 'SIGCONT')
    await expect.poll(async () => (await call(api, 'GET', '/health/ready')).status, { timeout: 20_000 }).toBe(200)
    expect(valueIn(await scrape(), 'zerosec_database_up')).toBe(1)
  })
})
