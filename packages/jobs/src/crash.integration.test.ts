import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, describe, expect, it } from 'vitest'
import { temporaryConfiguration } from '../test/databases.ts'
import { type DefaultPlatform, openDefault } from '../test/open-default.ts'
import { hasCompletedAt, isRunning, jobThat, submit } from '../test/submit.ts'
import type { Configuration } from './configuration.ts'
import { MAX_ATTEMPTS } from './lifecycle.ts'

const PROCESS = fileURLToPath(new URL('../test/platform-process.ts', import.meta.url))

describe('a platform that is killed', () => {
  const { configuration, remove } = temporaryConfiguration({ ZEROSEC_GRACE_SECONDS: '0' })
  afterAll(() => remove())

  const open = (
    changes: Partial<Configuration> = {},
    onInfo: (details: object) => void = () => {},
  ): Promise<DefaultPlatform> =>
    openDefault(
      { ...configuration, ...changes },
      {
        log: { info: onInfo, warn: () => {}, error: () => {} },
        taskEntry: new URL('../test/test-task.ts', import.meta.url),
        checkParameters: () => [],
      },
    )
  /** What `body` does with the platform, open for that long without a worker. */
  const withPlatform = async <Result>(body: (platform: DefaultPlatform) => Promise<Result>): Promise<Result> => {
    const platform = await open()
    try {
      return await body(platform)
    } finally {
      await platform.close()
    }
  }
  const startProcess = async (): Promise<ChildProcess> => {
    const child = fork(PROCESS, [configuration.dataFolder], {
      execArgv: [],
      stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    })
    await Promise.race([once(child, 'message'), once(child, 'exit')])
    return child
  }

  it('has its data folder to itself, until it is killed', async () => {
    const child = await startProcess()
    const refused = { code: 'data_folder_in_use', details: { folder: configuration.dataFolder, pid: child.pid } }
    await expect(open()).rejects.toMatchObject(refused)
    child.kill('SIGKILL')
    await (await open()).close()
  })

  it('runs the job again that it was running', async () => {
    // no other process can look into the database, so the analysis leaves a mark that it runs
    const mark = join(configuration.dataFolder, 'mark')
    const { jobId } = await withPlatform((platform) => submit(platform, 'forever once', { parameters: { mark } }))
    const child = await startProcess()
    await expect.poll(() => existsSync(mark), { timeout: 30_000 }).toBe(true)
    child.kill('SIGKILL')
    await withPlatform(async (platform) => {
      expect((await platform.jobs.get(jobId)).status).toBe('running')
      await platform.startWorker()
      expect((await jobThat(platform, jobId, hasCompletedAt)).status).toBe('completed')
    })
  })

  it('goes on where it was: what a killed worker had kept is not computed again, and goes when the job is done', async () => {
    const log = join(configuration.dataFolder, 'parts')
    const parameters = { parts: 5, stuckAfter: 3, once: true, log }
    const { jobId } = await withPlatform((platform) => submit(platform, 'parts', { parameters }))
    const child = await startProcess()
    const computed = (): string => (existsSync(log) ? readFileSync(log, 'utf8') : '')
    await expect.poll(computed, { timeout: 30_000 }).toBe('0\n1\n2\n')
    child.kill('SIGKILL')
    await withPlatform(async (platform) => {
      await platform.startWorker()
      expect((await jobThat(platform, jobId, hasCompletedAt)).status).toBe('completed')
      expect(computed()).toBe('0\n1\n2\n3\n4\n')
      const names = (await platform.jobs.artifacts(jobId)).map(({ fileName }) => fileName)
      expect(names).toEqual(['report.json'])
      const outputs = join(configuration.dataFolder, 'files', platform.files.outputBucket)
      await expect.poll(() => existsSync(join(outputs, 'checkpoints', jobId)), { timeout: 10_000 }).toBe(false)
      await expect.poll(() => existsSync(join(outputs, 'outputs', jobId, 'kept')), { timeout: 10_000 }).toBe(false)
    })
  })

  it(`gives up on a job that has killed it ${MAX_ATTEMPTS} times, and goes on with the others`, async () => {
    const { jobId } = await withPlatform((platform) => submit(platform, 'kills'))
    for (let attempt = 0; attempt < MAX_ATTEMPTS; attempt++) {
      const child = await startProcess()
      if (child.exitCode === null && child.signalCode === null) await once(child, 'exit')
    }
    await withPlatform(async (platform) => {
      await platform.startWorker()
      expect(await jobThat(platform, jobId, hasCompletedAt)).toMatchObject({
        status: 'failed',
        errorCode: 'job_worker_lost',
      })
      const next = await submit(platform, 'count')
      expect((await jobThat(platform, next.jobId, hasCompletedAt)).status).toBe('completed')
    })
  })

  it('gives a running job back when it is closed and the grace period is over', async () => {
    const jobId = await withPlatform(async (platform) => {
      await platform.startWorker()
      const job = await submit(platform, 'forever')
      await jobThat(platform, job.jobId, isRunning)
      return job.jobId
    })
    await withPlatform(async (platform) => {
      expect((await platform.jobs.get(jobId)).status).toBe('queued')
      await platform.jobs.cancel(jobId)
    })
  })

  it('lets a running job finish within the grace period', async () => {
    const platform = await open({ graceSeconds: 30 })
    await platform.startWorker()
    const { jobId } = await submit(platform, 'slow', { parameters: { milliseconds: 500 } })
    await jobThat(platform, jobId, isRunning)
    await platform.close()
    await withPlatform(async (reopened) => expect((await reopened.jobs.get(jobId)).status).toBe('completed'))
  })

  it('has its database back after the database process was killed', async () => {
    const pids: number[] = []
    const platform = await open({}, (details) => 'databasePid' in details && pids.push(details.databasePid as number))
    const { jobId } = await submit(platform, 'count')
    process.kill(pids[0]!, 'SIGKILL')
    const answer = (): Promise<string> =>
      platform.jobs.get(jobId).then(
        ({ status }) => status,
        ({ code }) => code,
      )
    await expect.poll(answer, { timeout: 30_000 }).toBe('service_unavailable')
    await expect.poll(() => platform.databaseConnected(), { timeout: 30_000 }).toBe(true)
    expect(pids).toHaveLength(2)
    expect((await platform.jobs.get(jobId)).status).toBe('queued')
    await platform.startWorker()
    expect((await jobThat(platform, jobId, hasCompletedAt)).status).toBe('completed')
    await platform.close()
  })
})
