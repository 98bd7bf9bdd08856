import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATABASES, temporaryConfiguration } from '../../test/databases.ts'
import { type DefaultPlatform, openDefault } from '../../test/open-default.ts'
import { hasCompletedAt, isRunning, jobThat, submit, upload } from '../../test/submit.ts'
import { openDatabase } from '../database/database.ts'
import { missingMigrations } from '../database/migrations.ts'
import { SILENT } from '../log.ts'
import type { AttemptEnd } from '../observer.ts'
import { insertJobs } from '../store/insert-job.ts'
import { redriveJob } from '../store/redrive.ts'
import { readLive } from './read-statistics.ts'
import { backlogPerWorker } from './statistics.ts'
import { WorkerRegistry } from './worker-registry.ts'

const TEST_TASKS = {
  taskEntry: new URL('../../test/test-task.ts', import.meta.url),
  checkParameters: () => [],
}

describe.each(DATABASES)('on %s, the statistics', (_, environment) => {
  const { configuration, remove } = temporaryConfiguration({ ...environment, ZEROSEC_WORKERS: '2' })
  const ended: (readonly [string, AttemptEnd])[] = []
  let platform: DefaultPlatform
  beforeAll(async () => {
    const attemptEnded = ({ jobType }: { jobType: string }, end: AttemptEnd) => void ended.push([jobType, end])
    const observer = { attemptStarted: () => {}, attemptEnded, leasesExpired: () => {} }
    platform = await openDefault(configuration, { ...TEST_TASKS, observer })
  })
  afterAll(async () => {
    await platform.close()
    remove()
  })

  it('tell what waits, what will, and for how long', async () => {
    await submit(platform, 'counts')
    const delayed = await upload(platform, 'counts')
    await platform.jobs.submit({ ...delayed, dueAt: new Date(Date.now() + 3_600_000) })
    const statistics = await platform.statistics()
    expect(statistics?.queue).toMatchObject({ due: 1, delayed: 1, expiredLeases: 0 })
    expect(statistics?.queue.oldestDueSeconds).toBeLessThan(5)
    expect(statistics?.jobs).toEqual([{ jobType: 'counts', status: 'queued', count: 2 }])
    expect(statistics?.workers).toEqual([])
    expect(statistics && backlogPerWorker(statistics)).toBe(1)
    expect(platform.load()).toMatchObject({ slots: 0, running: 0 })
  })

  it('know the worker and what it does, and the load of this process with them', async () => {
    await platform.startWorker()
    const { jobId } = await submit(platform, 'forever')
    await jobThat(platform, jobId, isRunning)
    expect(platform.load()).toMatchObject({ slots: 2 })
    expect(platform.load().running).toBeGreaterThan(0)
    expect(platform.load().pool.total).toBeGreaterThan(0)
    await expect
      .poll(() => platform.statistics())
      .toMatchObject({ workers: [{ slots: 2, version: expect.any(String) }] })
    const statistics = await platform.statistics()
    expect(statistics?.workers[0]?.heartbeatAgeSeconds).toBeLessThan(20)
    expect(statistics?.jobs).toContainEqual({ jobType: 'forever', status: 'running', count: 1 })
    await platform.jobs.cancel(jobId)
  })

  it('count what ended, and tell the observer how each attempt did', async () => {
    const refused = await submit(platform, 'refuses')
    await jobThat(platform, refused.jobId, hasCompletedAt)
    await expect.poll(() => ended, { timeout: 10_000 }).toContainEqual(['refuses', 'failed'])
    await expect.poll(() => ended, { timeout: 10_000 }).toContainEqual(['counts', 'completed'])
    await expect.poll(() => ended, { timeout: 10_000 }).toContainEqual(['forever', 'stopped'])
    // what was counted is up to a second old
    const counted = expect.arrayContaining([
      { jobType: 'refuses', status: 'failed', count: 1 },
      { jobType: 'forever', status: 'cancelled', count: 1 },
    ])
    const recentAttempts = [
      { outcome: 'cancelled', count: 1 },
      { outcome: 'failed', count: 1 },
    ]
    await expect.poll(() => platform.statistics(), { timeout: 10_000 }).toMatchObject({ jobs: counted, recentAttempts })
  })

  it('find everything ready', async () => {
    await expect.poll(() => platform.readiness(), { timeout: 10_000 }).toMatchObject({ ready: true })
    const { dependencies } = await platform.readiness()
    expect(dependencies.map(({ name }) => name)).toEqual(['database', 'migrations', 'files'])
  })
})

describe('beside the platform', () => {
  it('a dead letter counts until it is sent again, and does so anew when that job fails too', async () => {
    const { configuration, remove } = temporaryConfiguration(DATABASES.at(-1)?.[1])
    const database = await openDatabase(configuration, SILENT)
    const { connection } = database
    const deadLetters = async () => (await readLive(connection)).deadLetters
    const die = (jobId: string) =>
      connection
        .updateTable('jobs')
        .set({ status: 'failed', dead_at: new Date(), completed_at: new Date(), error_code: 'internal' })
        .where('job_id', '=', jobId)
        .execute()
    const [first, second] = [randomUUID(), randomUUID()]
    const before = await deadLetters()
    await connection.transaction().execute((transaction) =>
      insertJobs(
        transaction,
        'default',
        [
          {
            jobId: first,
            jobType: 'counts',
            inputBucket: 'in',
            inputKey: 'a.csv',
            parameters: {},
            priority: 0,
            maxAttempts: 1,
          },
        ],
        'out',
      ),
    )
    await die(first)
    expect(await deadLetters()).toBe(before + 1)
    await connection.transaction().execute((transaction) => redriveJob(transaction, 'default', first, second))
    expect(await deadLetters()).toBe(before)
    await die(second)
    expect(await deadLetters()).toBe(before + 2)
    await database.close()
    remove()
  })

  it('a worker stands in the list while it runs, and those that were killed are forgotten; a missing migration is named', async () => {
    const { configuration, remove } = temporaryConfiguration(DATABASES.at(-1)?.[1])
    const database = await openDatabase(configuration, SILENT)
    const { connection } = database
    let running = 0
    const worker = { workerId: 'one', slots: 3, running: () => running }
    await connection.deleteFrom('workers').execute()
    await sql`insert into workers (worker_id, host, pid, version, slots, running, heartbeat_at) values
      ('killed', 'h', 1, '1', 1, 1, now() - interval '1 minute'), ('forgotten', 'h', 1, '1', 1, 1, now() - interval '11 minutes')`.execute(
      connection,
    )
    const registry = new WorkerRegistry(connection, worker, SILENT)
    await registry.start()
    running = 2
    const listed = await readLive(connection)
    expect(listed.workers).toMatchObject([{ workerId: 'one', slots: 3, running: 0 }, { workerId: 'killed' }])
    expect(listed.workers[1]?.heartbeatAgeSeconds).toBeGreaterThan(59)
    const rows = await connection.selectFrom('workers').select('worker_id').orderBy('worker_id').execute()
    expect(rows).toEqual([{ worker_id: 'killed' }, { worker_id: 'one' }])
    await registry.close()
    expect((await readLive(connection)).workers).toMatchObject([{ workerId: 'killed' }])

    expect(await missingMigrations(connection)).toEqual([])
    await sql`delete from kysely_migration where name = '0007_workers'`.execute(connection)
    expect(await missingMigrations(connection)).toEqual(['0007_workers'])
    await database.close()
    remove()
  })
})
