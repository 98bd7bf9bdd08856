import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATABASES, temporaryConfiguration } from '../../test/databases.ts'
import { type Database, openDatabase } from '../database/database.ts'
import type { FileStore } from '../files/file-store.ts'
import { openFiles } from '../files/open-files.ts'
import { Uploads } from '../files/uploads.ts'
import { DEFAULT_WORKSPACE, type Job, type JobSubmission } from '../job.ts'
import { SILENT } from '../log.ts'
import { PostgresJobQueue } from '../queue/postgres-job-queue.ts'
import { findNamedFile } from '../runner/named-file.ts'
import { PostgresSchedules } from '../schedules/postgres-schedules.ts'
import { PostgresJobStore } from '../store/postgres-job-store.ts'
import { readerOf } from '../store/workspace-reader.ts'
import { Housekeeping } from './housekeeping.ts'

const HOME = DEFAULT_WORKSPACE

// size: the body of a describe
describe.each(DATABASES)('on %s', (_, environment) => {
  const { configuration, remove } = temporaryConfiguration(environment)
  let database: Database
  let queue: PostgresJobQueue
  let store: PostgresJobStore
  let files: FileStore
  let uploads: Uploads
  beforeAll(async () => {
    database = await openDatabase(configuration, SILENT)
    queue = new PostgresJobQueue(database)
    store = new PostgresJobStore(database.connection, queue)
    files = await openFiles(configuration)
    uploads = new Uploads(database.connection)
  })
  afterAll(async () => {
    await queue.close()
    await database.close()
    remove()
  })

  const housekeeping = (retentionDays = 0, store_: FileStore = files) =>
    new Housekeeping({ connection: database.connection, store, files: store_, retentionDays, log: SILENT })
  const uploadFile = async (): Promise<string> => {
    const { key } = await uploads.add(HOME, '強度.csv')
    await files.write(files.inputBucket, key, Readable.from([Buffer.from('x\n1\n')]), 100)
    return key
  }
  const submissionOf = (inputKey: string, changes: Partial<JobSubmission> = {}): JobSubmission => {
    const job = { jobId: randomUUID(), jobType: `type-${randomUUID()}`, inputBucket: files.inputBucket }
    return { ...job, inputKey, parameters: {}, ...changes }
  }
  /** A completed job with a file, or with those of an earlier one. */
  const completed = async (inputKey: string, resultKey?: string): Promise<Job> => {
    const submission = submissionOf(inputKey, resultKey === undefined ? {} : { resultKey })
    const job = await store.submit(HOME, submission, files.outputBucket)
    const [attempt] = await store.claim({ types: [job.jobType], limit: 1, leaseSeconds: 60, workerId: 'w' })
    const fileKey = `outputs/${job.jobId}/1/report.json`
    const earlier = await store.reusable(job)
    if (!earlier) await files.write(files.outputBucket, fileKey, Readable.from([Buffer.from('{}')]), 100)
    const artifact = { fileKey, fileName: 'report.json', fileType: 'json', sizeBytes: 2, sha256: 'ab'.repeat(32) }
    await store.complete(attempt!, earlier ?? { headline: null, artifacts: [artifact] })
    return store.get(HOME, job.jobId)
  }
  const outputOf = async ({ jobId }: Job): Promise<string> => (await store.artifacts(HOME, jobId))[0]!.fileKey
  const isThere = async (key: string): Promise<boolean> =>
    (await files.size(key.startsWith('inputs/') ? files.inputBucket : files.outputBucket, key)) !== undefined
  const age = (table: 'jobs' | 'uploads', column: string, id: string, days: number) =>
    sql`update ${sql.table(table)} set ${sql.ref(column)} = clock_timestamp() - ${days} * interval '1 day'
      where job_id = ${id}`.execute(database.connection)
  const removals = async (): Promise<number> =>
    (await database.connection.selectFrom('file_removals').selectAll().execute()).length

  it('what a deleted job leaves is removed by whoever comes next, after a store that was away too', async () => {
    const job = await completed(await uploadFile())
    const output = await outputOf(job)
    await store.remove(HOME, [job.jobId])
    const away = Object.assign(Object.create(files) as FileStore, {
      removeAll: () => Promise.reject(new Error('the store is away')),
    })
    await expect(housekeeping(0, away).sweep()).rejects.toThrow('away')
    expect([await isThere(job.inputKey), await isThere(output)]).toEqual([true, true])
    await Promise.all([housekeeping().sweep(), housekeeping().sweep()])
    expect([await isThere(job.inputKey), await isThere(output), await removals()]).toEqual([false, false, 0])
  })

  it('results that others took over stay, and can be named, until the last of them is deleted', async () => {
    const resultKey = 'ab'.repeat(32)
    const first = await completed(await uploadFile(), resultKey)
    const second = await completed(await uploadFile(), resultKey)
    const third = await completed(await uploadFile(), resultKey)
    expect([second.reusedFrom, third.reusedFrom]).toEqual([first.jobId, first.jobId])
    const output = await outputOf(first)
    for (const job of [first, third]) {
      await store.remove(HOME, [job.jobId])
      await housekeeping().sweep()
      expect(await isThere(output)).toBe(true)
      expect(await outputOf(second)).toBe(output)
      expect((await findNamedFile(output, { store: readerOf(store, HOME), files, uploads })).key).toBe(output)
    }
    await store.remove(HOME, [second.jobId])
    await housekeeping().sweep()
    expect([await isThere(output), await removals()]).toEqual([false, 0])
    const named = findNamedFile(output, { store: readerOf(store, HOME), files, uploads })
    await expect(named).rejects.toMatchObject({ code: 'job_unknown', details: { job_id: first.jobId } })
  })

  it('results are not taken over from a job that is deleted meanwhile', async () => {
    const resultKey = 'cd'.repeat(32)
    const first = await completed(await uploadFile(), resultKey)
    const job = await store.submit(HOME, submissionOf(await uploadFile(), { resultKey }), files.outputBucket)
    const [attempt] = await store.claim({ types: [job.jobType], limit: 1, leaseSeconds: 60, workerId: 'w' })
    const earlier = await store.reusable(job)
    await store.remove(HOME, [first.jobId])
    expect(await store.complete(attempt!, earlier!)).toBe(false)
    expect(await store.get(HOME, job.jobId)).toMatchObject({ status: 'running', reusedFrom: null })
    expect(await store.complete(attempt!, { headline: null, artifacts: [] })).toBe(true)
  })

  it('an upload goes a day after it came, unless a job or a schedule has taken it', async () => {
    const [unused, young, used, scheduled] = [
      await uploadFile(),
      await uploadFile(),
      await uploadFile(),
      await uploadFile(),
    ]
    await store.submit(HOME, submissionOf(used), files.outputBucket)
    const schedules = new PostgresSchedules(database.connection, HOME, async () => {})
    const { scheduleId } = await schedules.create({
      name: 'a',
      cron: '0 0 1 1 *',
      timeZone: 'UTC',
      ...submissionOf(scheduled),
      priority: 0,
      paused: true,
    })
    for (const key of [unused, used, scheduled]) await age('uploads', 'created_at', key.split('/')[1]!, 1.1)
    await housekeeping().sweep()
    expect(await Promise.all([unused, young, used, scheduled].map(isThere))).toEqual([false, true, true, true])
    const late = store.submit(HOME, submissionOf(unused), files.outputBucket)
    await expect(late).rejects.toMatchObject({ code: 'input_not_uploaded' })
    await schedules.remove(scheduleId)
    await housekeeping().sweep()
    expect(await isThere(scheduled)).toBe(false)
  })

  it('jobs go with their files after the days of retention, and only if that is set', async () => {
    const [old, recent] = [await completed(await uploadFile()), await completed(await uploadFile())]
    const output = await outputOf(old)
    await age('jobs', 'completed_at', old.jobId, 31)
    await age('jobs', 'completed_at', recent.jobId, 29)
    await housekeeping(0).sweep()
    expect(await store.get(HOME, old.jobId)).toMatchObject({ status: 'completed' })
    await Promise.all([housekeeping(30).sweep(), housekeeping(30).sweep()])
    await expect(store.get(HOME, old.jobId)).rejects.toMatchObject({ code: 'job_unknown' })
    expect([await isThere(old.inputKey), await isThere(output)]).toEqual([false, false])
    expect(await isThere(recent.inputKey)).toBe(true)
    expect(await store.get(HOME, recent.jobId)).toMatchObject({ status: 'completed' })
  })

  it('idempotency keys go after a week', async () => {
    const idempotency = { key: 'k', requestHash: 'ab'.repeat(32) }
    await store.submit(HOME, submissionOf(await uploadFile(), { idempotency }), files.outputBucket)
    await sql`update idempotency_keys set created_at = clock_timestamp() - interval '8 days'`.execute(
      database.connection,
    )
    await housekeeping().sweep()
    expect(await store.submitted(HOME, idempotency)).toBeUndefined()
  })
})
