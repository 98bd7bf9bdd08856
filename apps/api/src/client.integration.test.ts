import { createHash } from 'node:crypto'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { type Client, createClient } from '@zerosec/client'
import { fileFrom, fileInto } from '@zerosec/client/file'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { type RunningApi, startApi, TEST_JOBS } from '../test/running-api.ts'
import { wearCsv } from '../test/wear.ts'

let api: RunningApi
let client: Client
beforeAll(async () => {
  api = await startApi()
  client = createClient({ origin: api.url })
})
afterAll(() => api.stop())

describe('the TypeScript client', () => {
  it('takes a file from the upload to its report', async () => {
    expect((await client.health()).status).toBe('healthy')
    const analyses = await client.analyses()
    expect(analyses.map(({ name }) => name)).toContain('linear_analysis')

    const file = await client.uploadFile('摩耗.csv', new Blob([wearCsv()]))
    expect((await client.inspect(file)).rows).toBe(60)
    await client.submit({ file, jobType: 'linear_analysis', parameters: { target_column: '強度' } })

    const seen: string[] = []
    const last = await client.watch(file.jobId, ({ status }) => seen.push(status))
    expect(last).toMatchObject({ status: 'completed', progress_percent: 100 })
    expect(seen.at(-1)).toBe('completed')

    const job = await client.job(file.jobId)
    const report = await client.report(file.jobId)
    expect(report).toMatchObject({ analysis: 'linear_analysis', table: { name: '摩耗.csv', rows: 60 } })
    expect(job).toMatchObject({
      headline: report.headline,
      file_name: '摩耗.csv',
      parameters: { target_column: '強度' },
    })
    expect((await client.jobs({ limit: 1 })).jobs[0]?.job_id).toBe(file.jobId)

    const workbook = (await client.artifacts(file.jobId)).find(({ file_type }) => file_type === 'xlsx')
    const { url, file_name } = await client.downloadUrl(file.jobId, workbook?.file_key ?? '')
    const bytes = await (await fetch(url)).arrayBuffer()
    expect([file_name, bytes.byteLength]).toEqual([workbook?.file_name, workbook?.size_bytes])
  })

  it('rejects with the code of the error table', async () => {
    const jobId = crypto.randomUUID()
    await expect(client.status(jobId)).rejects.toMatchObject({ name: 'ApiError', code: 'job_unknown', status: 404 })
    await expect(client.watch(jobId, () => {})).rejects.toMatchObject({ code: 'job_unknown' })
    const file = await client.uploadFile('a.csv', new TextEncoder().encode('a,b\n1,2\n'))
    const submission = client.submit({ file, jobType: 'linear_analysis', parameters: { nonsense: 1 } })
    await expect(submission).rejects.toMatchObject({ code: 'parameter_unknown' })
  })
})

describe('the TypeScript client, of jobs that do as they are told,', () => {
  let quick: RunningApi
  let folder: string
  beforeAll(async () => {
    folder = mkdtempSync(join(tmpdir(), 'zerosec-client-'))
    quick = await startApi({ platform: TEST_JOBS, environment: { ZEROSEC_WORKERS: '1' } })
    client = createClient({ origin: quick.url })
  })
  afterAll(async () => {
    await quick.stop()
    rmSync(folder, { recursive: true })
  })

  it('waits for a job from a file on the disk, and brings home what it made, checked', async () => {
    const path = join(folder, '大きな表.csv')
    writeFileSync(path, 'x,y\n1,2\n'.repeat(500_000))
    const sent: number[] = []
    const onUpload = (bytes: number) => sent.push(bytes)
    const job = await client.submitAndWait(await fileFrom(path), 'counts', {}, { onUpload })
    expect(job).toMatchObject({ status: 'completed', headline: '大きな表.csv has 4000000 bytes' })
    expect([sent.at(-1), sent.length > 10]).toEqual([4_000_000, true])

    const [artifact] = await client.artifacts(job.job_id)
    if (!artifact) throw new Error('the job made nothing')
    await client.download(job.job_id, artifact, fileInto(join(folder, 'report.json')))
    const report = readFileSync(join(folder, 'report.json'))
    expect(JSON.parse(String(report))).toEqual({ bytes: 4_000_000, name: '大きな表.csv' })
    const sha256 = createHash('sha256').update(report).digest('hex')
    expect(await client.checksums(job.job_id)).toEqual([
      { file_key: artifact.file_key, size_bytes: report.length, sha256 },
    ])
  })

  it('rejects with the code of a job that failed, and with a timeout leaves the job alone', async () => {
    const csv = { name: 'a.csv', content: new Blob(['x,y\n1,2\n']) }
    await expect(client.submitAndWait(csv, 'refuses')).rejects.toMatchObject({
      name: 'ApiError',
      code: 'response_constant',
      message: expect.stringContaining('強度'),
    })
    const seen: string[] = []
    const onStatus = ({ job_id }: { job_id: string }) => seen.push(job_id)
    const waiting = client.submitAndWait(csv, 'forever', {}, { timeoutMs: 3000, onStatus })
    await expect(waiting).rejects.toMatchObject({ code: 'wait_timed_out', details: { seconds: 3 } })
    await expect(waiting).rejects.toMatchObject({ details: { job_id: seen[0] } })
    expect((await client.cancel(seen[0] ?? '')).status).toBe('cancelled')
    await expect(client.cancel(seen[0] ?? '')).rejects.toMatchObject({ code: 'job_not_cancellable' })
  })

  it('makes one job under one idempotency key, and another request under it is refused', async () => {
    const file = await client.uploadFile('a.csv', new Blob(['x,y\n1,2\n']))
    const submit = (jobType: string) => client.submit({ file, jobType }, { idempotencyKey: 'mine' })
    const replies = await Promise.all(Array.from({ length: 10 }, () => submit('counts')))
    expect(new Set(replies.map(({ job_id, status }) => `${job_id} ${status}`))).toEqual(
      new Set([`${file.jobId} queued`]),
    )
    await expect(submit('slow')).rejects.toMatchObject({ code: 'idempotency_conflict', status: 409 })
  })
  it('submits a batch, all of it or nothing, and follows and cancels it as one', async () => {
    const upload = () => client.uploadFile('a.csv', new Blob(['x,y\n1,2\n']))
    const files = [await upload(), await upload(), await upload()]
    const submissions = files.map((file) => ({ file, jobType: 'counts' }))
    const nowhere = { ...files[0]!, key: files[0]!.key.replace('a.csv', 'b.csv') }
    await expect(client.batches.submit([...submissions, { file: nowhere, jobType: 'counts' }])).rejects.toMatchObject({
      code: 'submission_refused',
      details: { index: 3 },
    })
    const batch = await client.batches.submit(submissions, { idempotencyKey: 'these three' })
    expect(await client.batches.submit(submissions, { idempotencyKey: 'these three' })).toMatchObject({
      batch_id: batch.batch_id,
      jobs: 3,
    })
    await expect
      .poll(() => client.batches.get(batch.batch_id), { timeout: 20_000 })
      .toMatchObject({
        done: true,
        by_status: { completed: 3 },
      })
    const { jobs } = await client.jobs({ batchId: batch.batch_id })
    expect(jobs.map(({ job_id }) => job_id).sort()).toEqual(files.map(({ jobId }) => jobId).sort())

    const runAt = new Date(Date.now() + 3_600_000)
    const later = await client.batches.submit([{ file: await upload(), jobType: 'counts', runAt }])
    expect(await client.batches.cancel(later.batch_id)).toMatchObject({ done: true, by_status: { cancelled: 1 } })
  })

  it('says when a job runs and which goes first', async () => {
    const runAt = new Date(Date.now() + 1500)
    const submit = async (name: string, order: { runAt?: Date; priority?: number }) => {
      const file = await client.uploadFile(name, new Blob(['x,y\n1,2\n']))
      await client.submit({ file, jobType: 'counts', reuseResult: false, ...order })
      return file.jobId
    }
    const first = await submit('a.csv', { runAt, priority: -7 })
    const second = await submit('b.csv', { runAt, priority: 7 })
    const jobs = []
    for (const jobId of [first, second]) {
      await client.watch(jobId, () => {})
      jobs.push(await client.job(jobId))
    }
    expect(jobs).toMatchObject([
      { priority: -7, run_at: runAt.toISOString() },
      { priority: 7, run_at: runAt.toISOString() },
    ])
    const [low, high] = jobs.map(({ completed_at }) => Date.parse(completed_at ?? ''))
    expect(high).toBeGreaterThanOrEqual(runAt.getTime())
    expect(low).toBeGreaterThanOrEqual(high ?? Number.NaN) // one worker
  })

  it('makes, changes, pauses and removes a schedule', async () => {
    const file = await client.uploadFile('a.csv', new Blob(['x,y\n1,2\n']))
    const yearly = {
      name: 'yearly',
      cron: '0 0 1 1 *',
      timeZone: 'Europe/Berlin',
      jobType: 'counts',
      file,
      priority: 3,
    }
    await expect(client.schedules.create({ ...yearly, cron: '99 * * * *' })).rejects.toMatchObject({
      code: 'schedule_invalid',
    })
    const made = await client.schedules.create(yearly)
    expect(made).toMatchObject({ cron: '0 0 1 1 *', time_zone: 'Europe/Berlin', priority: 3, input_key: file.key })
    expect(made.next_at).toMatch(/-12-31T23:00:00/)
    const paused = await client.schedules.change(made.schedule_id, { name: 'in peace', paused: true })
    expect(paused).toMatchObject({ name: 'in peace', cron: '0 0 1 1 *', paused: true, next_at: null })
    expect(await client.schedules.list()).toEqual([await client.schedules.get(made.schedule_id)])
    await client.schedules.remove(made.schedule_id)
    await expect(client.schedules.get(made.schedule_id)).rejects.toMatchObject({ code: 'schedule_unknown' })
  })
})
