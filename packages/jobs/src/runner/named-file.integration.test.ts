import { randomUUID } from 'node:crypto'
import { readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { temporaryConfiguration } from '../../test/databases.ts'
import { type DefaultPlatform, openDefault } from '../../test/open-default.ts'
import { hasCompletedAt, isRunning, jobThat, submit } from '../../test/submit.ts'
import type { Job } from '../job.ts'

const taskEntry = new URL('../../test/test-task.ts', import.meta.url)

describe('a file that a parameter of a job names', () => {
  const { configuration, remove } = temporaryConfiguration({ ZEROSEC_WORKERS: '2' })
  let platform: DefaultPlatform
  let done: Job
  let artifact: string
  /** What checking the parameters tells: the file they name, or none, so that the job is the first to look at it. */
  let named: readonly string[] = []
  beforeAll(async () => {
    platform = await openDefault(configuration, { taskEntry, checkParameters: () => named })
    await platform.startWorker()
    const { jobId } = await submit(platform, 'count')
    done = await jobThat(platform, jobId, hasCompletedAt)
    artifact = (await platform.jobs.artifacts(jobId))[0]!.fileKey
  })
  afterAll(async () => {
    await platform.close()
    remove()
  })
  const opened = async (model: string): Promise<Job> => {
    named = []
    const { jobId } = await submit(platform, 'opens', { parameters: { model } })
    return jobThat(platform, jobId, hasCompletedAt)
  }

  it('is an artifact of a completed job, or an upload', async () => {
    expect(await opened(artifact)).toMatchObject({ status: 'completed', headline: 'report.json has 31 bytes' })
    expect(await opened(done.inputKey)).toMatchObject({ status: 'completed', headline: '強度.csv has 8 bytes' })
  })

  const otherJob = randomUUID()
  it.each([
    ['file_reference_invalid', () => '/etc/passwd'],
    ['file_reference_invalid', () => '../../secret'],
    ['file_reference_invalid', () => `outputs/${done.jobId}/../${done.jobId}/report.json`],
    ['file_reference_invalid', () => `outputs/${done.jobId}`],
    ['file_reference_invalid', () => `checkpoints/${done.jobId}/part`],
    ['file_reference_invalid', () => `outputs\\${done.jobId}\\report.json`],
    ['file_reference_invalid', () => 'model.zsm'],
    ['job_unknown', () => artifact.replace(done.jobId, otherJob)],
    ['artifact_unknown', () => artifact.replace('report.json', 'kept/report.json')],
    [
      'artifact_unknown',
      () => artifact.toUpperCase().replace('OUTPUTS', 'outputs').replace(done.jobId.toUpperCase(), done.jobId),
    ],
    ['input_not_uploaded', () => done.inputKey.replace(done.jobId, otherJob)],
    ['input_not_uploaded', () => artifact.replace('outputs', 'inputs')],
  ])('is refused with %s, when it is submitted and when it is read', async (code, reference) => {
    expect(await opened(reference())).toMatchObject({ status: 'failed', errorCode: code })
    named = [reference()]
    await expect(submit(platform, 'opens', { parameters: { model: reference() } })).rejects.toMatchObject({ code })
  })

  it('is refused while the job that makes it runs', async () => {
    named = []
    const { jobId } = await submit(platform, 'slow', { parameters: { milliseconds: 3000 } })
    await jobThat(platform, jobId, isRunning)
    named = [`outputs/${jobId}/abc/report.json`]
    await expect(submit(platform, 'opens')).rejects.toMatchObject({ code: 'job_not_completed' })
    await platform.jobs.cancel(jobId)
    await expect(submit(platform, 'opens')).rejects.toMatchObject({ code: 'job_not_completed' })
  })

  it('is not used when it is not what the job wrote', async () => {
    const folder = join(configuration.dataFolder, 'files', platform.files.outputBucket)
    const path = readdirSync(folder, { recursive: true, encoding: 'utf8' }).find((each) =>
      each.endsWith('report.json'),
    )!
    writeFileSync(join(folder, path), 'x'.repeat(31))
    expect(await opened(artifact)).toMatchObject({ status: 'failed', errorCode: 'internal' })
  })
})
