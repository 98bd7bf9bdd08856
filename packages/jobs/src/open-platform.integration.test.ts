import { createHash, randomUUID } from 'node:crypto'
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATABASES, temporaryConfiguration } from '../test/databases.ts'
import { type DefaultPlatform, openDefault } from '../test/open-default.ts'
import { hasCompletedAt, isRunning, jobThat, submit, upload } from '../test/submit.ts'
import { readConfiguration } from './configuration.ts'
import type { Job } from './job.ts'
import type { Log } from './log.ts'

const taskEntry = new URL('../test/test-task.ts', import.meta.url)
const checkParameters = (): string[] => []

it('says which setting is wrong when the data folder can not be made', async () => {
  const configuration = { ...readConfiguration({}), dataFolder: '/dev/null/data' }
  const refused = { code: 'configuration_invalid', details: { setting: 'ZEROSEC_DATA' } }
  await expect(openDefault(configuration)).rejects.toMatchObject(refused)
})

describe('the platform with the analyses of the catalogue', () => {
  const { configuration, remove } = temporaryConfiguration()
  let platform: DefaultPlatform
  beforeAll(async () => {
    platform = await openDefault(configuration)
    await platform.startWorker()
  })
  afterAll(async () => {
    await platform.close()
    remove()
  })
  const content = `温度,圧力,強度\n${Array.from({ length: 30 }, (_, i) => `${i},${(i * 7) % 11},${2 * i + ((i * 7) % 11) + ((i * 13) % 5)}`).join('\n')}\n`

  it('makes a report, a workbook and charts of a table', async () => {
    const { jobId } = await submit(platform, 'linear_analysis', { content, parameters: { target_column: '強度' } })
    const job = await jobThat(platform, jobId, hasCompletedAt)
    expect(job).toMatchObject({ status: 'completed', errorMessage: null, headline: expect.stringContaining('強度') })
    const artifacts = await platform.jobs.artifacts(jobId)
    expect(artifacts.map(({ fileName }) => fileName)).toEqual(expect.arrayContaining(['report.json', 'report.xlsx']))
    expect(artifacts.filter(({ fileType }) => fileType === 'png').length).toBeGreaterThanOrEqual(5)
    for (const { fileKey, sizeBytes } of artifacts) {
      expect(await platform.files.size(platform.files.outputBucket, fileKey)).toBe(sizeBytes)
    }
  })

  it.each([
    ['analysis_unknown', 'astrology', { target_column: '強度' }],
    ['parameter_unknown', 'linear_analysis', { target_column: '強度', colour: 'red' }],
    ['parameter_invalid', 'linear_analysis', { target_column: 3 }],
  ])('refuses with %s before anything is stored', async (code, jobType, parameters) => {
    const submission = await upload(platform, jobType, { content, parameters })
    await expect(platform.jobs.submit(submission)).rejects.toMatchObject({ code })
    await expect(platform.jobs.get(submission.jobId)).rejects.toMatchObject({ code: 'job_unknown' })
  })

  it('fails a job whose table has no such column, by name', async () => {
    const { jobId } = await submit(platform, 'linear_analysis', { content, parameters: { target_column: '硬度' } })
    const job = await jobThat(platform, jobId, hasCompletedAt)
    expect(job).toMatchObject({
      status: 'failed',
      errorCode: 'column_unknown',
      errorMessage: expect.stringContaining('硬度'),
    })
  })

  it('inspects a file before anything is run', async () => {
    const { inputBucket: bucket, inputKey: key } = await upload(platform, 'linear_analysis', { content })
    const profile = await platform.inspect({ bucket, key })
    expect(profile).toMatchObject({ name: '強度.csv', rows: 30 })
    expect(profile.columns.map(({ name }) => name)).toEqual(['温度', '圧力', '強度'])
  })
})

describe.each(DATABASES)('the platform on %s', (_, environment) => {
  const limits = {
    ZEROSEC_JOB_SECONDS: '5',
    ZEROSEC_MAX_ATTEMPTS: '1',
    ZEROSEC_JOB_MEMORY_MB: '128',
    ZEROSEC_WORKERS: '2',
  }
  const { configuration, remove } = temporaryConfiguration({ ...environment, ...limits })
  const faults: object[] = []
  const log: Log = { info: () => {}, warn: () => {}, error: (details) => faults.push(details) }
  let platform: DefaultPlatform
  beforeAll(async () => {
    platform = await openDefault(configuration, { log, taskEntry, checkParameters })
    await platform.startWorker()
  })
  afterAll(async () => {
    await platform.close()
    remove()
  })
  const ended = (jobId: string): Promise<Job> => jobThat(platform, jobId, hasCompletedAt)

  it('runs a submitted job, and what it made can be read as its artifacts say', async () => {
    const { jobId } = await submit(platform, 'count')
    expect(await ended(jobId)).toMatchObject({
      status: 'completed',
      progressPercent: 100,
      headline: '強度.csv has 8 bytes',
    })
    const [artifact] = await platform.jobs.artifacts(jobId)
    const { bytes, stream } = await platform.files.read(platform.files.outputBucket, artifact!.fileKey)
    const content = Buffer.from(await new Response(stream).arrayBuffer())
    expect(content.toString()).toBe('{"bytes":8,"name":"強度.csv"}')
    expect(artifact).toMatchObject({ fileName: 'report.json', fileType: 'json', sizeBytes: bytes })
    expect(artifact!.sha256).toBe(createHash('sha256').update(content).digest('hex'))
    expect(artifact!.fileKey).toMatch(new RegExp(`^outputs/${jobId}/`))
  })

  it('shows a watcher each state in order, up to the end', async () => {
    const { jobId } = await submit(platform, 'slow', { parameters: { milliseconds: 700 } })
    const seen: Job[] = []
    await new Promise<void>((resolve) => {
      platform.jobs.watch(jobId, (job) => {
        seen.push(job)
        if (job.completedAt) resolve()
      })
    })
    const order = ['queued', 'running', 'uploading_outputs', 'completed']
    const places = seen.map(({ status }) => order.indexOf(status))
    expect(places).toEqual([...places].sort((a, b) => a - b))
    expect(seen.some(({ statusMessage }) => statusMessage === 'half way')).toBe(true)
    const percents = seen.map(({ progressPercent }) => progressPercent)
    expect(percents).toEqual([...percents].sort((a, b) => a - b))
  })

  it('runs every one of many jobs that come at the same time', async () => {
    const jobs = await Promise.all(Array.from({ length: 12 }, () => submit(platform, 'count')))
    const ends = await Promise.all(jobs.map(({ jobId }) => ended(jobId)))
    expect(ends.every(({ status }) => status === 'completed')).toBe(true)
  })

  describe('refuses', () => {
    it('a job that was submitted before, and leaves that one alone', async () => {
      const submission = await upload(platform, 'count')
      const results = await Promise.allSettled(Array.from({ length: 20 }, () => platform.jobs.submit(submission)))
      expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
      expect((await ended(submission.jobId)).status).toBe('completed')
      const expected = { code: 'job_exists', details: { job_id: submission.jobId, status: 'completed' } }
      await expect(platform.jobs.submit(submission)).rejects.toMatchObject(expected)
      expect((await platform.jobs.get(submission.jobId)).status).toBe('completed')
    })

    it.each([
      ['input_not_uploaded', { inputKey: 'inputs/none/a.csv' }],
      ['bucket_unknown', { inputBucket: 'zerosec-outputs' }],
      ['request_invalid', { inputKey: '../signing-secret' }],
    ])('a submission with %s, and stores nothing', async (code, changes) => {
      const submission = { ...(await upload(platform, 'count')), ...changes }
      await expect(platform.jobs.submit(submission)).rejects.toMatchObject({ code })
      await expect(platform.jobs.get(submission.jobId)).rejects.toMatchObject({ code: 'job_unknown' })
    })
  })

  describe('cancels', () => {
    it('a running job, whose process ends and whose outputs never appear', async () => {
      const { jobId } = await submit(platform, 'forever')
      await jobThat(platform, jobId, isRunning)
      expect((await platform.jobs.cancel(jobId)).status).toBe('cancelled')
      // its slots are free again: with two processes that never end, nothing else could run
      const others = await Promise.all([submit(platform, 'count'), submit(platform, 'count')])
      for (const other of others) expect((await ended(other.jobId)).status).toBe('completed')
      expect((await platform.jobs.get(jobId)).status).toBe('cancelled')
      expect(await platform.jobs.artifacts(jobId)).toEqual([])
    })

    it('a queued job, which is never started', async () => {
      const busy = await Promise.all([submit(platform, 'forever'), submit(platform, 'forever')])
      await Promise.all(busy.map(({ jobId }) => jobThat(platform, jobId, isRunning)))
      const { jobId } = await submit(platform, 'count')
      await platform.jobs.cancel(jobId)
      for (const job of busy) await platform.jobs.cancel(job.jobId)
      const after = await submit(platform, 'count')
      await ended(after.jobId)
      expect((await platform.jobs.get(jobId)).status).toBe('cancelled')
      await expect(platform.jobs.cancel(jobId)).rejects.toMatchObject({ code: 'job_not_cancellable' })
    })
  })

  describe('keeps what a job has found so far', () => {
    const found = async (jobId: string): Promise<unknown[]> => {
      const artifacts = await platform.jobs.artifacts(jobId)
      return Promise.all(
        artifacts.map(async ({ fileKey, fileName, sha256 }) => {
          const { stream } = await platform.files.read(platform.files.outputBucket, fileKey)
          const content = Buffer.from(await new Response(stream).arrayBuffer())
          expect(sha256).toBe(createHash('sha256').update(content).digest('hex'))
          return [fileName, content.toString()]
        }),
      )
    }
    const stuck = (): { parameters: { parts: number; stuckAfter: number; log: string } } => ({
      parameters: { parts: 5, stuckAfter: 2, log: join(configuration.dataFolder, randomUUID()) },
    })
    const filesOf = (jobId: string): string[] =>
      readdirSync(join(configuration.dataFolder, 'files', platform.files.outputBucket), { recursive: true })
        .map(String)
        .filter((path) => path.includes(jobId) && /parts.json|part$/.test(path))

    it('when it is cancelled', async () => {
      const job = stuck()
      const { jobId } = await submit(platform, 'parts', job)
      await expect.poll(() => existsSync(job.parameters.log) && readFileSync(job.parameters.log, 'utf8')).toBe('0\n1\n')
      expect((await platform.jobs.cancel(jobId)).status).toBe('cancelled')
      expect(await found(jobId)).toEqual([['parts.json', '{"parts":2,"computed":2}']])
      await expect.poll(() => filesOf(jobId).length, { timeout: 15_000 }).toBe(1)
    })

    it('when it runs into the time limit', async () => {
      const { jobId } = await submit(platform, 'parts', stuck())
      expect(await ended(jobId)).toMatchObject({ status: 'failed', errorCode: 'job_time_limit' })
      expect(await found(jobId)).toEqual([['parts.json', '{"parts":2,"computed":2}']])
      await expect.poll(() => filesOf(jobId).length, { timeout: 15_000 }).toBe(1)
    })
  })

  it.each([
    ['refuses', 'response_constant', 'The response "強度" is 3 in every usable row'],
    ['forever', 'job_time_limit', 'after 5 s'],
    ['arrays', 'job_memory_limit', '128 MB'],
  ])('fails a job that %s with %s and says why', async (jobType, errorCode, part) => {
    const job = await ended((await submit(platform, jobType)).jobId)
    expect(job).toMatchObject({ status: 'failed', errorCode, errorMessage: expect.stringContaining(part) })
    expect(existsSync(join(configuration.dataFolder, 'files', platform.files.outputBucket, 'outputs', job.jobId))).toBe(
      false,
    )
  })

  it('fails a job on a fault of ours with a reference that stands in the log, and tells nothing else', async () => {
    const job = await ended((await submit(platform, 'crashes')).jobId)
    expect(job.errorCode).toBe('internal')
    const fault = faults.find((details) => 'jobId' in details && details.jobId === job.jobId) as {
      reference: string
      err: Error
    }
    expect(job.errorMessage).toContain(fault.reference)
    expect(job.errorMessage).not.toContain('a fault of ours')
    expect(fault.err.message).toContain('TypeError: a fault of ours')
  })

  it('passes on why a file can not be inspected', async () => {
    const { inputBucket: bucket, inputKey: key } = await upload(platform, 'count')
    await expect(platform.inspect({ bucket, key })).rejects.toMatchObject({ code: 'file_empty' })
    await expect(platform.inspect({ bucket, key: `${key}x` })).rejects.toMatchObject({ code: 'input_not_uploaded' })
  })

  it('inspects nothing that a job has made, whose key tells no workspace', async () => {
    const { jobId } = await submit(platform, 'count')
    const { outputBucket: bucket } = await jobThat(platform, jobId, hasCompletedAt)
    const [artifact] = await platform.jobs.artifacts(jobId)
    await expect(platform.inspect({ bucket, key: artifact!.fileKey })).rejects.toMatchObject({ code: 'bucket_unknown' })
  })

  it('stops watching a job that does not exist', async () => {
    const seen: Job[] = []
    platform.jobs.watch(randomUUID(), (job) => seen.push(job))()
    expect(seen).toEqual([])
  })

  it('leaves no unfinished file behind', () => {
    expect(readdirSync(join(configuration.dataFolder, 'files', '.unfinished'))).toEqual([])
  })
})
