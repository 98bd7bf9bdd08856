import { afterEach, describe, expect, it } from 'vitest'
import { type ScriptedReply, type ScriptedServer, scriptedServer } from '../test/scripted-server.ts'
import { type Client, createClient } from './client.ts'

const JOB = '2f1c1c5e-7f0e-4b6a-9d7e-0d5c8a1b2c3d'
const FILE = { jobId: JOB, bucket: 'in', key: `inputs/${JOB}/a.csv`, fileName: 'a.csv' }

let server: ScriptedServer
afterEach(() => server.stop())

async function clientOf(...script: ScriptedReply[]): Promise<Client> {
  server = await scriptedServer(...script)
  return createClient({ origin: server.origin, backoffMs: [1, 1, 1] })
}

const failure = (status: number, code: string): ScriptedReply => ({
  status,
  body: { error: 'X', code, message: `it is ${code}`, details: { job_id: JOB }, timestamp: '' },
})
const status = (state: string, percent: number) => ({
  job_id: JOB,
  status: state,
  progress_percent: percent,
  status_message: state,
  updated_at: '2026-01-02T03:04:05.678Z',
  error_message: null,
})
const event = (state: string, percent: number) =>
  `id: 1\nevent: status\ndata: ${JSON.stringify(status(state, percent))}\n\n`

describe('a failed call', () => {
  it('rejects with what the API answered', async () => {
    const client = await clientOf(failure(404, 'job_unknown'))
    await expect(client.status(JOB)).rejects.toMatchObject({
      name: 'ApiError',
      code: 'job_unknown',
      status: 404,
      message: 'it is job_unknown',
      details: { job_id: JOB },
    })
    expect(server.requests).toHaveLength(1)
  })

  it.each([429, 500, 502, 503, 504])('is tried again after %i', async (code) => {
    const client = await clientOf(failure(code, 'service_unavailable'), { body: status('running', 5) })
    expect((await client.status(JOB)).progress_percent).toBe(5)
    expect(server.requests).toHaveLength(2)
  })

  it('is tried again when the connection breaks', async () => {
    const client = await clientOf({ hangUp: true }, { body: status('running', 5) })
    expect((await client.status(JOB)).status).toBe('running')
  })

  it('is given up after its tries, with the last failure', async () => {
    const client = await clientOf(failure(503, 'service_unavailable'))
    await expect(client.status(JOB)).rejects.toMatchObject({ status: 503 })
    expect(server.requests).toHaveLength(4)
  })

  it.each([400, 403, 404, 409, 413, 422])('is not tried again after %i', async (code) => {
    const client = await clientOf(failure(code, 'request_invalid'))
    await expect(client.status(JOB)).rejects.toMatchObject({ status: code })
    expect(server.requests).toHaveLength(1)
  })

  it('waits as long as the reply asks before the next try', async () => {
    const client = await clientOf({ ...failure(429, 'rate_limited'), headers: { 'retry-after': '1' } }, { body: {} })
    const started = performance.now()
    await client.status(JOB)
    expect(performance.now() - started).toBeGreaterThan(950)
  })

  it('whose reply is no JSON of ours says where it came from', async () => {
    const client = await clientOf({ status: 404, body: '<h1>nginx</h1>' })
    await expect(client.status(JOB)).rejects.toMatchObject({ code: 'service_unavailable', status: 404 })
  })

  it('that nobody answers says that there is no connection', async () => {
    server = await scriptedServer()
    await server.stop()
    const client = createClient({ origin: server.origin, backoffMs: [] })
    await expect(client.status(JOB)).rejects.toMatchObject({ code: 'service_unavailable', status: 0 })
  })

  it('stops at once when its signal aborts, also between two tries', async () => {
    server = await scriptedServer(failure(503, 'service_unavailable'))
    const client = createClient({ origin: server.origin, backoffMs: [60_000] })
    const abort = new AbortController()
    const call = client.status(JOB, { signal: abort.signal })
    setTimeout(() => abort.abort(new Error('enough')), 50)
    await expect(call).rejects.toThrow('enough')
  })
})

describe('a call that must not happen twice', () => {
  it('takes job_exists for success when only the answer of its first try was lost', async () => {
    const client = await clientOf({ hangUp: true }, failure(409, 'job_exists'))
    expect(await client.submit({ file: FILE, jobType: 'linear_analysis' })).toMatchObject({
      job_id: JOB,
      status: 'queued',
    })
  })

  it('still rejects with job_exists on its first try', async () => {
    const client = await clientOf(failure(409, 'job_exists'))
    await expect(client.submit({ file: FILE, jobType: 'linear_analysis' })).rejects.toMatchObject({
      code: 'job_exists',
    })
  })

  it('is not repeated at all where the second answer would mean something else: cancel', async () => {
    const client = await clientOf(failure(503, 'service_unavailable'))
    await expect(client.cancel(JOB)).rejects.toMatchObject({ status: 503 })
    expect(server.requests).toHaveLength(1)
  })
})

describe('what is sent', () => {
  it('is the contract’s JSON', async () => {
    const client = await clientOf({ body: {} })
    await client.submit({ file: FILE, jobType: 'linear_analysis', parameters: { target_column: '強度' } })
    expect(server.requests[0]?.call).toBe('POST /api/v1/jobs')
    expect(JSON.parse(server.requests[0]?.body ?? '')).toEqual({
      job_id: JOB,
      job_type: 'linear_analysis',
      input_bucket: 'in',
      input_key: FILE.key,
      parameters: { target_column: '強度' },
    })
    await client.jobs({ limit: 5, cursor: 'a&b', jobType: 'x' })
    expect(server.requests[1]?.call).toBe('GET /api/v1/jobs?limit=5&cursor=a%26b&job_type=x')
    await client.inspect(FILE, { sheet: '結果' })
    expect(JSON.parse(server.requests[2]?.body ?? '')).toEqual({ bucket: 'in', key: FILE.key, sheet: '結果' })
  })

  it('carries a key only when there is one, and never to a signed URL', async () => {
    server = await scriptedServer({ body: {} })
    await createClient({ origin: server.origin }).health()
    await createClient({ origin: server.origin, key: 'k' }).health()
    const { origin } = server
    const keyed = await scriptedServer({ body: { job_id: JOB, bucket: 'in', key: 'k', url: `${origin}/files/x` } })
    await createClient({ origin: keyed.origin, key: 'k' }).uploadFile('a.csv', new Uint8Array([97]))
    await keyed.stop()
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual([undefined, 'Bearer k', undefined])
    expect(server.requests[2]).toMatchObject({ call: 'PUT /files/x', body: 'a' })
  })
})

describe('watching a job', () => {
  it('reports each event, however the stream is cut into pieces, and resolves with the last', async () => {
    const whole = `: hello\n\n${event('running', 10)}${event('running', 10)}${event('completed', 100).replaceAll('\n', '\r\n')}`
    const parts = whole.match(/[\s\S]{1,7}/g) ?? []
    const client = await clientOf({ parts, ends: true })
    const seen: number[] = []
    const last = await client.watch(JOB, ({ progress_percent }) => seen.push(progress_percent))
    expect([last.status, seen]).toEqual(['completed', [10, 100]])
    expect(server.requests).toHaveLength(1)
  })

  it.each([
    ['the stream breaks off', { parts: [event('running', 10)] }],
    ['the stream ends early', { parts: [event('running', 10)], ends: true }],
    ['there is no stream', { status: 502, body: 'bad gateway' }],
  ])('asks for the status when %s', async (_, first) => {
    const client = await clientOf(first, { body: status('completed', 100) })
    const last = await client.watch(JOB, () => {})
    expect(last.status).toBe('completed')
    expect(server.requests.map(({ call }) => call.split('/').at(-1))).toEqual(['events', 'status'])
  })

  it('rejects when there is no such job, and when its signal aborts', async () => {
    const client = await clientOf(
      failure(404, 'job_unknown'),
      { parts: [event('running', 10)] },
      { body: status('running', 10) },
    )
    await expect(client.watch(JOB, () => {})).rejects.toMatchObject({ code: 'job_unknown' })
    const abort = new AbortController()
    const watching = client.watch(JOB, () => abort.abort(new Error('left')), { signal: abort.signal })
    await expect(watching).rejects.toThrow('left')
  })
})
