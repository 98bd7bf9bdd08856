import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATABASES, temporaryConfiguration } from '../../test/databases.ts'
import { upload } from '../../test/submit.ts'
import { checkSubmissions } from '../check-submission.ts'
import { type Database, openDatabase } from '../database/database.ts'
import { openFiles } from '../files/open-files.ts'
import { Uploads } from '../files/uploads.ts'
import { DEFAULT_WORKSPACE } from '../job.ts'
import { SILENT } from '../log.ts'
import { PostgresJobQueue } from '../queue/postgres-job-queue.ts'
import { PostgresJobStore } from '../store/postgres-job-store.ts'
import { PostgresSchedules } from './postgres-schedules.ts'
import type { Schedule, ScheduleText } from './schedule.ts'
import { Scheduler } from './scheduler.ts'

describe.each(DATABASES)('on %s', (_, environment) => {
  const { configuration, remove } = temporaryConfiguration(environment)
  let database: Database
  let queue: PostgresJobQueue
  let store: PostgresJobStore
  let schedules: PostgresSchedules
  let scheduler: () => Scheduler
  let textOf: (changes?: Partial<ScheduleText>) => Promise<ScheduleText>
  let removeInput: (schedule: Schedule) => Promise<void>
  beforeAll(async () => {
    database = await openDatabase(configuration, SILENT)
    queue = new PostgresJobQueue(database)
    const { connection } = database
    store = new PostgresJobStore(connection, queue)
    const files = await openFiles(configuration)
    const uploads = new Uploads(connection)
    const checks = { store, files, uploads, checkParameters: () => [], uploadBytes: 1e6, maxAttempts: 3, version: '1' }
    schedules = new PostgresSchedules(connection, DEFAULT_WORKSPACE, async () => {})
    scheduler = () =>
      new Scheduler({
        connection,
        queued: (insert) => store.queued(insert),
        check: async (submission, workspaceId) => (await checkSubmissions([submission], workspaceId, checks))[0]!,
        outputBucket: files.outputBucket,
        log: SILENT,
      })
    textOf = async (changes = {}) => {
      const { inputBucket, inputKey, parameters } = await upload({ files }, 'scheduled')
      const job = { jobType: 'scheduled', inputBucket, inputKey, parameters }
      return { name: '毎朝', cron: '0 0 1 1 *', timeZone: 'UTC', ...job, priority: 0, paused: false, ...changes }
    }
    removeInput = ({ inputKey }) => files.removeAll(files.inputBucket, inputKey.replace(/[^/]*$/, ''))
  })
  afterAll(async () => {
    await queue.close()
    await database.close()
    remove()
  })

  /** As if the clock had come there. */
  const setNext = ({ scheduleId }: Schedule, ago: string) =>
    sql`update schedules set next_at = date_trunc('second', clock_timestamp()) - ${ago}::interval
      where schedule_id = ${scheduleId}`.execute(database.connection)
  const jobsOf = async ({ inputKey }: Schedule) =>
    (await store.list(DEFAULT_WORKSPACE, { limit: 200, jobType: 'scheduled' })).jobs.filter(
      (job) => job.inputKey === inputKey,
    )

  it('a tick is fired once by several schedulers at the same time', async () => {
    const all: Schedule[] = []
    for (let i = 0; i < 5; i++) all.push(await schedules.create(await textOf({ priority: i })))
    for (const schedule of all) await setNext(schedule, '1 second')
    const submitted = await Promise.all([1, 2, 3, 4].map(() => scheduler().look()))
    expect(submitted.reduce((sum, jobs) => sum + jobs, 0)).toBe(5)
    for (const schedule of all) {
      const [job, ...others] = await jobsOf(schedule)
      expect(others).toEqual([])
      expect(job).toMatchObject({ status: 'queued', priority: schedule.priority, resultKey: null })
      const now = await schedules.get(schedule.scheduleId)
      expect(now).toMatchObject({ lastJobId: job!.jobId, lastError: null })
      expect(now.nextAt?.getTime()).toBeGreaterThan(Date.now())
    }
    expect(await scheduler().look()).toBe(0)
  })

  it('a tick whose job was stored fires no second one, even if the schedule were to be put back', async () => {
    const schedule = await schedules.create(await textOf())
    await setNext(schedule, '1 second')
    const { nextAt } = await schedules.get(schedule.scheduleId)
    await scheduler().look()
    await sql`update schedules set next_at = ${nextAt} where schedule_id = ${schedule.scheduleId}`.execute(
      database.connection,
    )
    expect(await scheduler().look()).toBe(0)
    const [job, ...others] = await jobsOf(schedule)
    expect([others, (await schedules.get(schedule.scheduleId)).lastJobId]).toEqual([[], job?.jobId])
  })

  it('ticks that passed while nothing ran are made up for by one', async () => {
    const schedule = await schedules.create(await textOf({ cron: '*/5 * * * *' }))
    await setNext(schedule, '3 hours')
    expect(await scheduler().look()).toBe(1)
    expect(await scheduler().look()).toBe(0)
    expect(await jobsOf(schedule)).toHaveLength(1)
    await schedules.remove(schedule.scheduleId)
  })

  it('one that is paused does not fire, and goes on from the time at which it is resumed', async () => {
    const schedule = await schedules.create(await textOf({ paused: true }))
    await setNext(schedule, '1 day')
    expect(await scheduler().look()).toBe(0)
    const resumed = await schedules.change(schedule.scheduleId, { paused: false })
    expect(resumed.nextAt?.getTime()).toBeGreaterThan(Date.now())
    expect(await scheduler().look()).toBe(0)
  })

  it('one whose job is refused says why, and goes on to its next tick', async () => {
    const schedule = await schedules.create(await textOf())
    await removeInput(schedule)
    await setNext(schedule, '1 second')
    expect(await scheduler().look()).toBe(0)
    const now = await schedules.get(schedule.scheduleId)
    expect(now).toMatchObject({ lastJobId: null, lastError: expect.stringContaining(schedule.inputKey) })
    expect(now.nextAt?.getTime()).toBeGreaterThan(Date.now())
    expect(await jobsOf(schedule)).toEqual([])
  })
})
