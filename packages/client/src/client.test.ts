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

  it('is tried again when the answer breaks off or does not come in time', async () => {
    const half = { headers: { 'content-length': '100' }, parts: ['{"job_id": '] }
    server = await scriptedServer(half, { hangs: true }, { body: status('running', 5) })
    const client = createClient({ origin: server.origin, backoffMs: [1, 1, 1], timeoutMs: 1000 })
    expect((await client.status(JOB)).status).toBe('running')
    expect(server.requests).toHaveLength(3)
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

  it('takes a job that its lost first try cancelled for cancelled by it', async () => {
    const late = failure(409, 'job_not_cancellable')
    const cancelled = { ...late, body: { ...(late.body as object), details: { job_id: JOB, status: 'cancelled' } } }
    const client = await clientOf({ hangUp: true }, cancelled, { body: { job_id: JOB, status: 'cancelled' } })
    expect(await client.cancel(JOB)).toEqual({ job_id: JOB, status: 'cancelled' })
    expect(server.requests.map(({ call }) => call.split(' ')[0])).toEqual(['POST', 'POST', 'GET'])
  })

  it.each([
    ['on its first try', []],
    ['when the job had completed meanwhile', [{ hangUp: true }]],
  ] as const)('still rejects with job_not_cancellable %s', async (_, before) => {
    const client = await clientOf(...before, failure(409, 'job_not_cancellable'))
    await expect(client.cancel(JOB)).rejects.toMatchObject({ code: 'job_not_cancellable' })
    expect(server.requests).toHaveLength(before.length + 1)
  })

  it('is sent under one idempotency key in all its tries, and under another when it is called again', async () => {
    const client = await clientOf({ hangUp: true }, failure(503, 'service_unavailable'), { body: {} })
    await client.submit({ file: FILE, jobType: 'linear_analysis' })
    await client.submit({ file: FILE, jobType: 'linear_analysis' })
    await client.submit({ file: FILE, jobType: 'linear_analysis' }, { idempotencyKey: 'mine' })
    const [first, second, third, again, mine] = server.requests.map(({ headers }) => headers['idempotency-key'])
    expect(first).toMatch(/^[0-9a-f]{32}$/)
    expect([second, third]).toEqual([first, first])
    expect(again).toMatch(/^[0-9a-f]{32}$/)
    expect(again).not.toBe(first)
    expect(mine).toBe('mine')
  })

  it('is not repeated at all where nothing tells the tries apart: a new project', async () => {
    const client = await clientOf(failure(503, 'service_unavailable'))
    await expect(client.projects.create({ name: 'a' })).rejects.toMatchObject({ status: 503 })
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

describe('submitAndWait', () => {
  const detail = (state: string) => ({
    body: { job_id: JOB, status: state, error_code: 'response_constant', error_message: 'it is constant' },
  })

  it('uploads, submits, follows and gives the completed job', async () => {
    const client = await clientOf()
    const { origin } = server
    server.say(
      { body: { job_id: JOB, bucket: 'in', key: FILE.key, url: `${origin}/files/x` } },
      {},
      { body: { job_id: JOB, status: 'queued' } },
      { parts: [event('completed', 100)], ends: true },
      detail('completed'),
    )
    const told: unknown[] = []
    const job = await client.submitAndWait(
      { name: 'a.csv', content: new Uint8Array([97, 98]) },
      'linear_analysis',
      { target_column: 'y' },
      { onUpload: (...bytes) => told.push(bytes), onStatus: ({ status: state }) => told.push(state) },
    )
    expect(job.status).toBe('completed')
    expect(server.requests.map(({ call }) => call.replace(JOB, 'id'))).toEqual([
      'POST /api/v1/presign/upload',
      'PUT /files/x',
      'POST /api/v1/jobs',
      'GET /api/v1/jobs/id/events',
      'GET /api/v1/jobs/id',
    ])
    expect(told).toEqual([[0, 2], [2, 2], [2, 2], 'completed'])
  })

  it.each([
    ['failed', { code: 'response_constant', message: 'it is constant', status: 422 }],
    ['cancelled', { code: 'job_cancelled', details: { job_id: JOB, status: 'cancelled' } }],
  ])('rejects with what a job that %s says', async (state, error) => {
    const client = await clientOf({ body: {} }, { parts: [event(state, 10)], ends: true }, detail(state))
    await expect(client.submitAndWait(FILE, 'x')).rejects.toMatchObject({ name: 'ApiError', ...error })
  })

  it('stops waiting at its timeout or abort, and leaves the job alone', async () => {
    const client = await clientOf({ body: {} }, { parts: [event('running', 10)], hangs: true })
    const late = client.submitAndWait(FILE, 'x', {}, { timeoutMs: 200 })
    await expect(late).rejects.toMatchObject({
      code: 'wait_timed_out',
      details: { job_id: JOB, status: 'running', seconds: 0.2 },
    })
    const abort = new AbortController()
    const reason = { not: 'even an error' }
    const onStatus = () => abort.abort(reason)
    server.say({ body: {} }, { parts: [event('running', 10)], hangs: true })
    await expect(client.submitAndWait(FILE, 'x', {}, { signal: abort.signal, onStatus })).rejects.toBe(reason)
    expect(server.requests.map(({ call }) => call)).not.toContain(`POST /api/v1/jobs/${JOB}/cancel`)
  })

  it('does nothing when its signal has aborted before', async () => {
    const client = await clientOf()
    const signal = AbortSignal.abort(new Error('never mind'))
    await expect(client.submitAndWait(FILE, 'x', {}, { signal })).rejects.toThrow('never mind')
    expect(server.requests).toEqual([])
  })
})
