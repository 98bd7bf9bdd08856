import { DEFAULT_WORKSPACE } from '@zerosec/jobs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, ended, poll, type RunningApi, startApi, submission, TEST_JOBS, upload } from '../../test/running-api.ts'

const NOBODY = '11111111-1111-1111-1111-111111111111'

let api: RunningApi
beforeAll(async () => {
  // a fault makes a dead letter at once
  const environment = { ZEROSEC_WORKERS: '2', ZEROSEC_MAX_ATTEMPTS: '1' }
  api = await startApi({ platform: { ...TEST_JOBS, version: '1' }, environment })
})
afterAll(() => api.stop())

const get = (path: string) => call(api, 'GET', `/api/v1${path}`)
const post = (path: string, body?: unknown) => call(api, 'POST', `/api/v1${path}`, body)
const remove = (path: string) => call(api, 'DELETE', `/api/v1${path}`)
const codeOf = ({ status, body }: { status: number; body: { code?: string } }) => [status, body.code]
/** On a file that no other job has, so that no result is taken over, unless the content is given. */
const submissionFor = async (
  jobType: string,
  parameters: Record<string, unknown> = {},
  content = `x\n${Math.random()}\n`,
) => submission(await upload(api, '強度.csv', content), jobType, parameters)
const run = async (jobType: string, changes: Record<string, unknown> = {}): Promise<string> => {
  const body = { ...(await submissionFor(jobType)), ...changes }
  expect(codeOf(await post('/jobs', body))).toEqual([200, undefined])
  await poll(api, body.job_id, ended)
  return body.job_id
}
const sizeOf = (key: string) => {
  const { files } = api.platform
  return files.size(key.startsWith('inputs/') ? files.inputBucket : files.outputBucket, key)
}
const filesOf = async (jobId: string): Promise<string[]> => [
  (await get(`/jobs/${jobId}`)).body.input_key,
  ...(await get(`/jobs/${jobId}/artifacts`)).body.artifacts.map(({ file_key }: { file_key: string }) => file_key),
]

describe('a submission', () => {
  it('with an idempotency key is done once and answered the same again, whatever its order of members', async () => {
    const body = await submissionFor('counts')
    const send = async (text: string, key = 'täst'.replace('ä', 'a')) => {
      const headers = { 'content-type': 'application/json', 'idempotency-key': key }
      const reply = await fetch(`${api.url}/api/v1/jobs`, { method: 'POST', headers, body: text })
      return { status: reply.status, body: await reply.json() }
    }
    const text = JSON.stringify(body)
    const turned = JSON.stringify(Object.fromEntries(Object.entries(body).toReversed()))
    const replies = await Promise.all([text, turned, text].map((one) => send(one)))
    await poll(api, body.job_id, ended)
    replies.push(await send(text))
    for (const reply of replies) expect(reply).toEqual(replies[0])
    expect(replies[0]).toMatchObject({ status: 200, body: { job_id: body.job_id, status: 'queued' } })
    expect(codeOf(await send(JSON.stringify({ ...body, priority: 1 })))).toEqual([409, 'idempotency_conflict'])
    expect(codeOf(await send(text, 'another'))).toEqual([409, 'job_exists'])
    for (const key of ['', 'x'.repeat(256), 'a\tb', 'é']) {
      expect([key, ...codeOf(await send(text, key))]).toEqual([key, 422, 'request_invalid'])
    }
  })

  it('says when it may run and how urgent it is, and the job shows it', async () => {
    const body = await submissionFor('counts')
    const later = { ...body, run_at: '2126-01-02T03:04:05+09:00', priority: -7 }
    expect((await post('/jobs', later)).status).toBe(200)
    const { body: job } = await get(`/jobs/${body.job_id}`)
    expect(job).toMatchObject({ status: 'queued', run_at: '2126-01-01T18:04:05.000Z', priority: -7, attempts: [] })
    await post(`/jobs/${body.job_id}/cancel`)
  })

  it.each([
    ['priority', 101],
    ['priority', 0.5],
    ['run_at', 'tomorrow'],
    ['run_at', '2026-02-30T00:00:00Z'],
    ['reuse_result', 'yes'],
  ])('with a wrong %s is refused: %j', async (field, value) => {
    const reply = await post('/jobs', { ...(await submissionFor('counts')), [field]: value })
    expect([...codeOf(reply), reply.body.details.fields]).toEqual([422, 'request_invalid', [field]])
  })

  it('takes the results of an earlier equal job, unless it is told to run', async () => {
    const content = 'x\n987\n'
    const [first, second, third] = [0, 1, 2].map(() => submissionFor('counts', {}, content))
    for (const one of [first!, second!]) {
      const body = await one
      await post('/jobs', body)
      await poll(api, body.job_id, ended)
    }
    const body = { ...(await third!), reuse_result: false }
    await post('/jobs', body)
    await poll(api, body.job_id, ended)
    const { job_id: origin } = await first!
    expect((await get(`/jobs/${(await second!).job_id}`)).body.reused_from).toBe(origin)
    expect((await get(`/jobs/${body.job_id}`)).body.reused_from).toBeNull()
  })
})

describe('a batch', () => {
  it('is submitted in one, followed in one and done when all its jobs are', async () => {
    const submissions = await Promise.all(['counts', 'counts', 'refuses'].map((type) => submissionFor(type)))
    const { status, body } = await post('/batches', { submissions })
    expect([status, body.jobs, body.by_status.completed + body.by_status.queued <= 3]).toEqual([200, 3, true])
    await Promise.all(submissions.map(({ job_id }) => poll(api, job_id, ended)))
    const batch = await get(`/batches/${body.batch_id}`)
    const by_status = { queued: 0, running: 0, uploading_outputs: 0, completed: 2, failed: 1, cancelled: 0 }
    expect(batch.body).toMatchObject({ by_status, percent: 100, done: true })
    const listed = (await get(`/jobs?batch_id=${body.batch_id}`)).body.jobs
    expect(new Set(listed.map((job: { job_id: string }) => job.job_id))).toEqual(
      new Set(submissions.map(({ job_id }) => job_id)),
    )
  })

  it('is all or nothing: the error names the first submission that is refused', async () => {
    const good = await submissionFor('counts')
    const late = (await post('/presign/upload', { filename: 'late.csv' })).body
    const reply = await post('/batches', { submissions: [good, submission(late, 'counts'), good] })
    expect(codeOf(reply)).toEqual([422, 'submission_refused'])
    expect(reply.body.details).toMatchObject({ index: 1, code: 'input_not_uploaded' })
    expect(reply.body.message).toContain('index 1')
    const twice = await post('/batches', { submissions: [good, good] })
    expect(twice.body.details).toMatchObject({ index: 1, code: 'job_exists' })
    expect((await get(`/jobs/${good.job_id}`)).status).toBe(404)
  })

  it('can be cancelled as a whole, what has ended stays', async () => {
    const done = await submissionFor('counts')
    const waiting = await Promise.all([1, 2, 3].map(() => submissionFor('counts')))
    const run_at = '2126-01-01T00:00:00Z'
    const submissions = [done, ...waiting.map((one) => ({ ...one, run_at }))]
    const { batch_id } = (await post('/batches', { submissions })).body
    await poll(api, done.job_id, ended)
    const { body } = await post(`/batches/${batch_id}/cancel`)
    expect(body).toMatchObject({ by_status: { completed: 1, cancelled: 3 }, done: true, percent: 100 })
  })

  it('of a thousand is taken, of none or more refused', async () => {
    const one = await submissionFor('counts')
    const run_at = '2126-01-01T00:00:00Z'
    const many = Array.from({ length: 1001 }, () => ({ ...one, job_id: crypto.randomUUID(), run_at }))
    const { status, body } = await post('/batches', { submissions: many.slice(1) })
    expect([status, body.jobs]).toEqual([200, 1000])
    expect(codeOf(await post('/batches', { submissions: many }))).toEqual([422, 'request_invalid'])
    expect(codeOf(await post('/batches', { submissions: [] }))).toEqual([422, 'request_invalid'])
    const cancelled = await post(`/batches/${body.batch_id}/cancel`)
    expect(cancelled.body.by_status.cancelled).toBe(1000)
    expect(codeOf(await get(`/batches/${NOBODY}`))).toEqual([404, 'batch_unknown'])
    expect(codeOf(await post(`/batches/${NOBODY}/cancel`))).toEqual([404, 'batch_unknown'])
  }, 60_000)
})

describe('a dead letter', () => {
  it('tells its reasons and can be sent again, once at a time', async () => {
    const { project_id } = (await post('/projects', { name: '強度' })).body
    const dead = await run('crashes', { priority: 3, project_id })
    const { body: job } = await get(`/jobs/${dead}`)
    expect(job).toMatchObject({ status: 'failed', error_code: 'internal', dead_at: expect.any(String) })
    expect(job.attempts).toMatchObject([{ number: 1, outcome: 'failed', error_code: 'internal' }])
    expect(JSON.stringify(job.attempts)).not.toMatch(/worker_id|TypeError/)
    const list = async () => (await get('/jobs?dead=true')).body.jobs.map((one: { job_id: string }) => one.job_id)
    expect(await list()).toContain(dead)

    const replies = await Promise.all([1, 2].map(() => post(`/jobs/${dead}/redrive`)))
    const again = replies[0]!.body.job_id
    expect(replies.map(({ status, body }) => [status, body.job_id])).toEqual([
      [200, again],
      [200, again],
    ])
    await poll(api, again, ended)
    expect((await get(`/jobs/${again}`)).body).toMatchObject({
      redriven_from: dead,
      job_type: 'crashes',
      priority: 3,
      input_key: job.input_key,
    })
    const { body: project } = await get(`/projects/${project_id}`)
    const [round] = project.campaign
    expect(round.jobs.map((one: { job_id: string }) => one.job_id)).toEqual([dead, again])
    const lineage = (await get(`/jobs/${again}/lineage`)).body.jobs
    expect(lineage).toMatchObject([
      { job_id: again, side: 'itself', redriven_from: dead },
      { job_id: dead, side: 'ancestor', redriven_from: null },
    ])
    expect((await get(`/jobs/${dead}/lineage`)).body.jobs[1]).toMatchObject({ job_id: again, side: 'descendant' })
    // the new one is a dead letter itself now, so both can be sent again
    expect(await list()).toEqual(expect.arrayContaining([again, dead]))
    const third = (await post(`/jobs/${again}/redrive`)).body.job_id
    expect(third).not.toBe(again)
    await poll(api, third, ended)
  })

  it('is no job that the data have ended, nor one that is unknown', async () => {
    expect(codeOf(await post(`/jobs/${await run('refuses')}/redrive`))).toEqual([409, 'job_not_dead_letter'])
    expect(codeOf(await post(`/jobs/${NOBODY}/redrive`))).toEqual([404, 'job_unknown'])
  })
})

describe('deleting a job', () => {
  it('takes its files along, and its place in the list', async () => {
    const jobId = await run('counts')
    const keys = await filesOf(jobId)
    expect(keys).toHaveLength(2)
    expect((await remove(`/jobs/${jobId}`)).body).toEqual({ job_id: jobId, deleted: true })
    expect(await Promise.all(keys.map(sizeOf))).toEqual([undefined, undefined])
    for (const path of ['', '/status', '/artifacts', '/report', '/events']) {
      expect(codeOf(await get(`/jobs/${jobId}${path}`))).toEqual([404, 'job_unknown'])
    }
    expect(codeOf(await remove(`/jobs/${jobId}`))).toEqual([404, 'job_unknown'])
  })

  it('is refused while it has not ended', async () => {
    const body = { ...(await submissionFor('counts')), run_at: '2126-01-01T00:00:00Z' }
    await post('/jobs', body)
    const reply = await remove(`/jobs/${body.job_id}`)
    expect([...codeOf(reply), reply.body.details.status]).toEqual([409, 'job_not_ended', 'queued'])
    await post(`/jobs/${body.job_id}/cancel`)
    expect((await remove(`/jobs/${body.job_id}`)).status).toBe(200)
  })

  it('leaves the results that another job took over, and an input that another one read, until that goes too', async () => {
    const body = await submissionFor('counts', {}, 'x\n123454321\n')
    const other = { ...body, job_id: crypto.randomUUID() }
    for (const one of [body, other]) {
      await post('/jobs', one)
      await poll(api, one.job_id, ended)
    }
    const keys = await filesOf(other.job_id)
    expect((await get(`/jobs/${other.job_id}`)).body.reused_from).toBe(body.job_id)
    await remove(`/jobs/${body.job_id}`)
    expect(await Promise.all(keys.map(sizeOf))).toEqual([12, expect.any(Number)])
    expect((await get(`/jobs/${other.job_id}/report`)).status).toBe(200)
    await remove(`/jobs/${other.job_id}`)
    expect(await Promise.all(keys.map(sizeOf))).toEqual([undefined, undefined])
    expect(codeOf(await post('/jobs', { ...body, job_id: crypto.randomUUID() }))).toEqual([409, 'input_not_uploaded'])
  })
})

describe('a schedule', () => {
  const textFor = async (changes: object = {}) => {
    const { input_bucket, input_key } = await submissionFor('counts')
    return { name: '毎朝', cron: '30 6 * * MON-FRI', job_type: 'counts', input_bucket, input_key, ...changes }
  }

  it('is made, shown, changed, paused and deleted', async () => {
    const text = await textFor({ time_zone: 'Asia/Tokyo', priority: 5 })
    const made = await post('/schedules', text)
    expect(made.body).toMatchObject({ ...text, parameters: {}, paused: false, last_at: null, last_error: null })
    expect(made.body.next_at).toMatch(/T21:30:00\.000Z$/)
    const path = `/schedules/${made.body.schedule_id}`
    const change = (body: object) => call(api, 'PATCH', `/api/v1${path}`, body)
    expect((await change({ cron: '0 7 * * *' })).body.next_at).toMatch(/T22:00:00\.000Z$/)
    expect((await change({ paused: true })).body).toMatchObject({ paused: true, next_at: null, name: '毎朝' })
    expect((await get(path)).body.paused).toBe(true)
    expect((await get('/schedules')).body.schedules.map((one: { name: string }) => one.name)).toContain('毎朝')
    expect((await remove(path)).body).toEqual({ schedule_id: made.body.schedule_id, deleted: true })
    for (const reply of [await get(path), await change({ paused: false }), await remove(path)]) {
      expect(codeOf(reply)).toEqual([404, 'schedule_unknown'])
    }
  })

  it.each([
    ['schedule_invalid', { cron: '61 * * * *' }],
    ['schedule_invalid', { cron: '* * * * * *' }],
    ['schedule_invalid', { cron: '@daily' }],
    ['schedule_invalid', { cron: '0 0 31 2 *' }],
    ['schedule_invalid', { time_zone: 'Mars/Base' }],
    ['bucket_unknown', { input_bucket: 'elsewhere' }],
    ['input_not_uploaded', { input_key: `inputs/${NOBODY}/a.csv` }],
    ['request_invalid', { name: ' ' }],
    ['request_invalid', { priority: 1000 }],
  ])('is refused with %s for %j, also as a change', async (code, changes) => {
    const text = await textFor()
    expect((await post('/schedules', { ...text, ...changes })).body.code).toBe(code)
    const { schedule_id } = (await post('/schedules', text)).body
    expect((await call(api, 'PATCH', `/api/v1/schedules/${schedule_id}`, changes)).body.code).toBe(code)
    await remove(`/schedules/${schedule_id}`)
  })

  it('belongs to its workspace', async () => {
    const made = (await post('/schedules', await textFor())).body
    const { schedules } = api.platform.within('other')
    expect(await schedules.list()).toEqual([])
    const absent = { code: 'schedule_unknown' }
    await expect(schedules.get(made.schedule_id)).rejects.toMatchObject(absent)
    await expect(schedules.change(made.schedule_id, { paused: true })).rejects.toMatchObject(absent)
    await expect(schedules.remove(made.schedule_id)).rejects.toMatchObject(absent)
    expect(await api.platform.within(DEFAULT_WORKSPACE).schedules.list()).toHaveLength(1)
  })
})
