import { existsSync, mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { dirname, join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, ended, poll, type RunningApi, startApi, submission, TEST_JOBS, upload } from '../../test/running-api.ts'

const CSV = 'x,y\n1,2\n2,4\n3,6\n'

let api: RunningApi
beforeAll(async () => {
  api = await startApi({ platform: TEST_JOBS, environment: { ZEROSEC_WORKERS: '1' } })
})
afterAll(() => api.stop())

/** A job of the test thread: `counts` ends at once, `slow` takes its milliseconds, `forever` never ends. */
async function submit(jobType: string, parameters: Record<string, unknown> = {}): Promise<string> {
  const uploaded = await upload(api, '強度.csv', CSV)
  const { status, body } = await call(api, 'POST', '/api/v1/jobs', submission(uploaded, jobType, parameters))
  expect([status, body.status]).toEqual([200, 'queued'])
  return uploaded.job_id
}

const get = (path: string) => call(api, 'GET', `/api/v1${path}`)
const post = (path: string, body?: unknown) => call(api, 'POST', `/api/v1${path}`, body)

describe('submitting', () => {
  it('the same job twice is refused, and the first one goes on as it was', async () => {
    const uploaded = await upload(api, 'a.csv', CSV)
    const first = submission(uploaded, 'counts')
    const replies = await Promise.all([post('/jobs', first), post('/jobs', first)])
    expect(new Set(replies.map(({ status }) => status))).toEqual(new Set([200, 409]))
    expect(replies.find(({ status }) => status === 409)?.body.code).toBe('job_exists')
    expect((await poll(api, uploaded.job_id, ended)).status).toBe('completed')
    const again = await post('/jobs', { ...first, job_type: 'crashes' })
    expect(again.body).toMatchObject({ code: 'job_exists', details: { job_id: uploaded.job_id, status: 'completed' } })
    expect((await get(`/jobs/${uploaded.job_id}`)).body).toMatchObject({ job_type: 'counts', status: 'completed' })
  })

  it('a job without its file is refused until the file is there', async () => {
    const { body } = await post('/presign/upload', { filename: 'late.csv' })
    const late = submission(body, 'counts')
    const early = await post('/jobs', late)
    expect([early.status, early.body.code]).toEqual([409, 'input_not_uploaded'])
    await fetch(body.url, { method: 'PUT', headers: { 'content-type': 'text/csv' }, body: CSV })
    expect((await post('/jobs', late)).status).toBe(200)
  })

  it('a file of another bucket is refused', async () => {
    const uploaded = await upload(api, 'a.csv', CSV)
    const reply = await post('/jobs', { ...submission(uploaded, 'counts'), input_bucket: 'elsewhere' })
    expect([reply.status, reply.body.code]).toEqual([422, 'bucket_unknown'])
  })

  it.each([
    ['job_id', 'no uuid'],
    ['job_id', undefined],
    ['job_type', 7],
    ['job_type', 'x'.repeat(51)],
    ['input_bucket', ''],
    ['input_key', null],
    ['parameters', 'target_column=y'],
    ['parameters', ['y']],
  ])('a wrong %s is refused by its name: %j', async (field, value) => {
    const uploaded = { job_id: crypto.randomUUID(), bucket: 'zerosec-inputs', key: 'inputs/a.csv', url: '' }
    const reply = await post('/jobs', { ...submission(uploaded, 'counts'), [field]: value })
    expect(reply.status).toBe(422)
    expect(reply.body).toMatchObject({ code: 'request_invalid', error: 'RequestInvalid', details: { fields: [field] } })
    expect(reply.body.message).toContain(field)
    expect(new Date(reply.body.timestamp).toISOString()).toBe(reply.body.timestamp)
  })

  it.each([
    ['cut off', '{"job_id": ', 'application/json', 400, 'body_malformed'],
    ['no object', '[]', 'application/json', 422, 'request_invalid'],
    ['empty', '', 'application/json', 422, 'request_invalid'],
    ['a form', 'job_id=1', 'application/x-www-form-urlencoded', 415, 'content_type_unsupported'],
    ['over 1 MB', JSON.stringify({ x: 'x'.repeat(1 << 20) }), 'application/json', 413, 'body_too_large'],
  ])('a body that is %s is refused in the shape of every error', async (_, body, type, status, code) => {
    const reply = await fetch(`${api.url}/api/v1/jobs`, { method: 'POST', body, headers: { 'content-type': type } })
    expect(reply.status).toBe(status)
    const error = await reply.json()
    expect(Object.keys(error).sort()).toEqual(['code', 'details', 'error', 'message', 'timestamp'])
    expect(error.code).toBe(code)
    expect(error.message).not.toContain('{')
  })
})

describe('a job', () => {
  it('has an id: an unknown one is 404, one that is no UUID is 422, everywhere', async () => {
    const nobody = '11111111-1111-1111-1111-111111111111'
    for (const path of ['', '/status', '/artifacts', '/report', '/events']) {
      const unknown = await get(`/jobs/${nobody}${path}`)
      expect({ path, ...unknown }).toMatchObject({
        status: 404,
        body: { code: 'job_unknown', details: { job_id: nobody } },
      })
      const wrong = await get(`/jobs/1${path}`)
      expect({ path, ...wrong }).toMatchObject({
        status: 422,
        body: { code: 'request_invalid', details: { fields: ['job_id'] } },
      })
    }
    expect((await post(`/jobs/${nobody}/cancel`)).body.code).toBe('job_unknown')
    expect((await post('/presign/download', { job_id: nobody, file_key: 'x' })).body.code).toBe('job_unknown')
  })

  it('shows its results once it is completed, and tells before that it is not', async () => {
    const jobId = await submit('slow', { milliseconds: 500 })
    expect((await get(`/jobs/${jobId}/artifacts`)).body).toEqual({ job_id: jobId, artifacts: [] })
    const early = await get(`/jobs/${jobId}/report`)
    expect([early.status, early.body.code]).toEqual([409, 'job_not_completed'])
    const tooEarly = await post('/presign/download', { job_id: jobId, file_key: 'x' })
    expect([tooEarly.status, tooEarly.body.code]).toEqual([409, 'job_not_completed'])

    await poll(api, jobId, ended)
    const report = await get(`/jobs/${jobId}/report`)
    expect(report.body).toEqual({ bytes: CSV.length, name: '強度.csv' })
    expect(report.headers.get('content-type')).toBe('application/json; charset=utf-8')
    const missing = await post('/presign/download', { job_id: jobId, file_key: 'outputs/x' })
    expect([missing.status, missing.body.code]).toEqual([404, 'artifact_unknown'])
  })

  it('that is cancelled lists what it had found so far, which can be downloaded', async () => {
    const log = join(mkdtempSync(join(tmpdir(), 'zerosec-api-')), 'parts')
    const jobId = await submit('parts', { parts: 3, stuckAfter: 1, log })
    await expect.poll(() => existsSync(log), { timeout: 20_000 }).toBe(true)
    expect((await get(`/jobs/${jobId}/artifacts`)).body.artifacts).toEqual([])
    await post(`/jobs/${jobId}/cancel`)
    const { artifacts } = (await get(`/jobs/${jobId}/artifacts`)).body
    expect(artifacts).toMatchObject([{ file_name: 'parts.json', file_type: 'json', size_bytes: 24 }])
    const { body } = await post('/presign/download', { job_id: jobId, file_key: artifacts[0].file_key })
    expect(await (await fetch(body.url)).json()).toEqual({ parts: 1, computed: 1 })
    const unknown = await post('/presign/download', { job_id: jobId, file_key: 'x' })
    expect([unknown.status, unknown.body.code]).toEqual([404, 'artifact_unknown'])
    rmSync(dirname(log), { recursive: true })
  })

  it('that fails says why, by code and in words', async () => {
    const jobId = await submit('refuses')
    const { status, error_message } = await poll(api, jobId, ended)
    expect([status, error_message]).toEqual(['failed', expect.stringContaining('強度')])
    expect((await get(`/jobs/${jobId}`)).body).toMatchObject({ error_code: 'response_constant', headline: null })
  })

  it('that fails by a fault of ours says so without its insides', async () => {
    const { status, error_message } = await poll(api, await submit('crashes'), ended)
    expect(status).toBe('failed')
    expect(error_message).toMatch(/went wrong on our side/)
    expect(error_message).not.toMatch(/TypeError|a fault of ours|\.ts/)
  })

  it('can be cancelled while it runs and while it waits, and only then', async () => {
    const [running, waiting] = [await submit('forever'), await submit('counts')]
    await poll(api, running, (status) => status === 'running')
    expect((await post(`/jobs/${waiting}/cancel`)).body).toMatchObject({ job_id: waiting, status: 'cancelled' })
    expect((await post(`/jobs/${running}/cancel`)).body).toMatchObject({ status: 'cancelled', job_type: 'forever' })
    const again = await post(`/jobs/${running}/cancel`)
    expect([again.status, again.body.code]).toEqual([409, 'job_not_cancellable'])
    expect((await poll(api, await submit('counts'), ended)).status).toBe('completed')
  })
})

describe('the list of jobs', () => {
  it('comes newest first, a page at a time, and can be narrowed', async () => {
    const ids = [await submit('counts'), await submit('counts'), await submit('refuses')]
    for (const id of ids) await poll(api, id, ended)
    const first = (await get('/jobs?limit=2')).body
    const second = (await get(`/jobs?limit=2&cursor=${encodeURIComponent(first.next)}`)).body
    expect([...first.jobs, ...second.jobs].map((job) => job.job_id).slice(0, 3)).toEqual(ids.toReversed())
    expect((await get('/jobs?status=failed')).body.jobs[0].job_id).toBe(ids[2])
    expect(
      (await get('/jobs?job_type=refuses&limit=1')).body.jobs.map((job: { job_type: string }) => job.job_type),
    ).toEqual(['refuses'])
    expect(Object.keys(first.jobs[0]).sort()).toEqual([
      'completed_at',
      'created_at',
      'error_code',
      'error_message',
      'file_name',
      'headline',
      'job_id',
      'job_type',
      'progress_percent',
      'status',
      'status_message',
      'updated_at',
    ])
    expect(first.jobs[0].file_name).toBe('強度.csv')
  })

  it.each(['limit=0', 'limit=201', 'limit=many', 'status=done', 'cursor=nonsense'])('refuses %s', async (query) => {
    const reply = await get(`/jobs?${query}`)
    expect([reply.status, reply.body.code]).toEqual([422, 'request_invalid'])
  })
})
