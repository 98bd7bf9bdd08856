import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { DATABASES, temporaryConfiguration } from '../../test/databases.ts'
import { type Database, openDatabase } from '../database/database.ts'
import { DEFAULT_WORKSPACE as HOME } from '../job.ts'
import { SILENT } from '../log.ts'
import { PostgresJobQueue } from '../queue/postgres-job-queue.ts'
import type { Attempt, KeptFile } from '../store/job-store.ts'
import { PostgresJobStore } from '../store/postgres-job-store.ts'
import { keepPart } from './keep-part.ts'
import { offerParts } from './offer-parts.ts'
import { takePart } from './part-claims.ts'

const KEYS = ['a', 'b', 'c']

describe.each(DATABASES)('the parts of a job, in %s', (_, environment) => {
  const { configuration, remove } = temporaryConfiguration(environment)
  let database: Database
  let queue: PostgresJobQueue
  let store: PostgresJobStore
  beforeAll(async () => {
    database = await openDatabase(configuration, SILENT)
    queue = new PostgresJobQueue(database)
    store = new PostgresJobStore(database.connection, queue)
    const worker = { worker_id: 'other', host: 'b', pid: 2, version: '1', slots: 2, running: 0 }
    await database.connection.insertInto('workers').values(worker).execute()
  })
  afterAll(async () => {
    await queue.close()
    await database.close()
    remove()
  })

  const claim = async (jobType: string, limit = 1): Promise<readonly Attempt[]> =>
    store.claim({ types: [jobType], limit, leaseSeconds: 60, workerId: 'mine' })
  const start = async (): Promise<Attempt> => {
    const jobId = randomUUID()
    const input = { inputBucket: 'in', inputKey: `inputs/${jobId}/a.csv` }
    await store.submit(HOME, { jobId, jobType: jobId, ...input, parameters: { x: 1 } }, 'out')
    return (await claim(jobId))[0]!
  }
  const offer = (attempt: Attempt, keys = KEYS, most = 9) =>
    store.queued((transaction) => offerParts(transaction, attempt, keys, most))
  const take = (attempt: Attempt, keys = KEYS, takesOver = false) =>
    takePart(database.connection, attempt, keys, takesOver)
  const part = (name: string): KeptFile => ({
    kind: 'checkpoint',
    name,
    fileKey: randomUUID(),
    fileType: 'part',
    sizeBytes: 1,
    sha256: '0'.repeat(64),
  })
  const keep = (child: Attempt, name: string) => keepPart(database.connection, child, part(name))
  const withChild = async (): Promise<{ owner: Attempt; child: Attempt }> => {
    const owner = await start()
    await offer(owner)
    return { owner, child: (await claim(owner.job.jobType))[0]! }
  }

  it('are offered with as many children as there are slots elsewhere, once', async () => {
    const owner = await start()
    const children = await offer(owner)
    expect(children.map(({ row }) => [row.parent_id, row.parameters, row.input_key])).toEqual(
      Array.from({ length: 2 }, () => [owner.job.jobId, { x: 1 }, owner.job.inputKey]),
    )
    expect(await offer(owner)).toEqual([])
    expect(await offer(await start(), KEYS, 1)).toHaveLength(1)
    expect(await offer(await start(), ['a'])).toHaveLength(1)
    expect(await offer({ ...owner, token: randomUUID() })).toEqual([])
  })

  it('are each with one attempt, however many ask at once', async () => {
    const { owner, child } = await withChild()
    const taken = await Promise.all([owner, child, owner, child].map((each) => take(each)))
    expect(taken.map(({ mine }) => mine ?? '').sort()).toEqual(['', 'a', 'b', 'c'])
  })

  it('are given to a helper only when they were offered', async () => {
    const { owner, child } = await withChild()
    expect(await take(child, ['x'])).toEqual({ mine: undefined, kept: [] })
    expect(await take(owner, ['x'])).toEqual({ mine: 'x', kept: [] })
  })

  it('are free again once the attempt that has them is lost, or taken over by a job that is impatient', async () => {
    const { owner, child } = await withChild()
    expect((await take(child)).mine).toBe('a')
    expect((await take(owner, ['a'])).mine).toBeUndefined()
    expect((await take(owner, ['a'], true)).mine).toBe('a')
    expect((await take(child)).mine).toBe('b')
    await sql`update jobs set lease_expires_at = now() - interval '1 s' where job_id = ${child.job.jobId}`.execute(
      database.connection,
    )
    expect((await take(owner, ['b'])).mine).toBe('b')
  })

  it('are kept for the job by a child, of two the first, and never again once the job has ended', async () => {
    const { owner, child } = await withChild()
    expect(await keep(child, 'a')).toEqual({ replaced: undefined })
    expect(await keep(child, 'a')).toBe(false)
    expect(await take(owner)).toEqual({ mine: 'b', kept: ['a'] })
    expect((await store.kept(owner.job.jobId)).map(({ name }) => name)).toEqual(['a'])
    expect(await keep({ ...child, token: randomUUID() }, 'b')).toBe(false)
    await store.cancel(HOME, owner.job.jobId)
    expect(await keep(child, 'b')).toBe(false)
    expect(await take(child)).toEqual({ mine: undefined, kept: [] })
    expect(await store.renew(child, 60)).toBe(false)
  })

  it('have no children left when the job fails or is abandoned', async () => {
    const failed = await withChild()
    await store.fail(failed.owner, { code: 'internal', message: 'x' })
    const lost = await withChild()
    await sql`update jobs set lease_expires_at = now() - interval '1 s', attempts = max_attempts
      where job_id = ${lost.owner.job.jobId}`.execute(database.connection)
    await store.recover()
    for (const { owner, child } of [failed, lost]) {
      expect((await store.get(HOME, owner.job.jobId)).status).toBe('failed')
      await expect(store.get(HOME, child.job.jobId)).rejects.toMatchObject({ code: 'job_unknown' })
    }
  })
})
