import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import type { JobSubmission } from '../src/job.ts'
import { MAX_ATTEMPTS } from '../src/lifecycle.ts'
import type { Attempt, JobStore } from '../src/store/job-store.ts'

interface Opened {
  readonly store: JobStore
  close(): Promise<void>
}

const LEASE = 60
const FAULT = { code: 'internal', message: 'Something went wrong.' } as const
const ARTIFACT = { fileKey: 'outputs/a/report.json', fileName: 'report.json', fileType: 'json', sizeBytes: 1 }
const OUTCOME = { headline: 'Pressure explains most.', artifacts: [{ ...ARTIFACT, sha256: 'ab'.repeat(32) }] }

/** What every `JobStore` owes about who is served next, and about submissions that are repeated. `open` gives a store. */
// size: the body of a describe
export function itServesWorkspaces(open: () => Promise<Opened>): void {
  let opened: Opened
  let store: JobStore
  beforeAll(async () => {
    opened = await open()
    store = opened.store
  })
  afterAll(() => opened.close())

  /** Each test has workspaces and a job type of its own. */
  const fresh = (name: string): string => `${name}-${randomUUID().slice(0, 8)}`
  const submit = async (workspaceId: string, changes: Partial<JobSubmission> = {}): Promise<string> =>
    (await store.submit(workspaceId, submissionOf(changes), 'zerosec-outputs')).jobId
  const fill = (workspaceId: string, jobType: string, count: number) =>
    store.submitAll(
      workspaceId,
      Array.from({ length: count }, () => submissionOf({ jobType })),
      'zerosec-outputs',
    )
  const claim = (jobType: string, limit = 1): Promise<readonly Attempt[]> =>
    store.claim({ types: [jobType], limit, leaseSeconds: LEASE, workerId: 'worker-1' })
  const takeOne = async (jobType: string): Promise<Attempt> => {
    const [attempt] = await claim(jobType)
    if (!attempt) throw new Error(`nothing of ${jobType} is due`)
    return attempt
  }
  const takeWhenDue = (jobType: string): Promise<Attempt> =>
    vi.waitFor(() => takeOne(jobType), { timeout: 20_000, interval: 50 })

  // size: the body of a describe
  describe('a claim', () => {
    it('serves the workspace with the fewest running jobs, and of equals the one that waited longest', async () => {
      const [big, small, jobType] = [fresh('a-big'), fresh('b-small'), fresh('fair')]
      await fill(big, jobType, 20)
      await fill(small, jobType, 3)
      const served: string[] = []
      for (let i = 0; i < 8; i++) served.push((await takeOne(jobType)).job.workspaceId)
      expect(served).toEqual([big, small, big, small, big, small, big, big])
    })

    it('turns to whoever was served longest ago when all that ran has ended', async () => {
      const [one, other, jobType] = [fresh('a'), fresh('b'), fresh('turns')]
      await fill(one, jobType, 3)
      await fill(other, jobType, 3)
      const served: string[] = []
      for (let i = 0; i < 6; i++) {
        const attempt = await takeOne(jobType)
        served.push(attempt.job.workspaceId)
        await store.complete(attempt, { headline: null, artifacts: [] })
      }
      expect(served).toEqual([one, other, one, other, one, other])
    })

    it('lets one that comes with a few jobs go first, of equals, until it has had as many of late', async () => {
      const [big, small, jobType] = [fresh('a-big'), fresh('b-small'), fresh('few')]
      await fill(big, jobType, 12)
      const end = (attempt: Attempt) => store.complete(attempt, { headline: null, artifacts: [] })
      for (let i = 0; i < 4; i++) await end(await takeOne(jobType))
      await fill(small, jobType, 6)
      const served: string[] = []
      for (let i = 0; i < 8; i++) {
        const attempt = await takeOne(jobType)
        served.push(attempt.job.workspaceId)
        await end(attempt)
      }
      expect(served).toEqual([small, small, small, small, big, small, big, small])
    })

    it('of many jobs at once evens out what is running', async () => {
      const [big, small, jobType] = [fresh('a-big'), fresh('b-small'), fresh('even')]
      await fill(big, jobType, 20)
      for (let i = 0; i < 3; i++) await takeOne(jobType)
      await fill(small, jobType, 20)
      const taken = (await claim(jobType, 7)).map(({ job }) => job.workspaceId)
      expect(taken.filter((id) => id === small)).toHaveLength(5)
      expect(taken).toHaveLength(7)
    })

    it('by many workers at once takes every job once, and leaves none while a worker is free', async () => {
      const [workspaces, jobType] = [Array.from({ length: 12 }, (_, i) => fresh(`w${i}`)), fresh('once')]
      for (const workspaceId of workspaces) await fill(workspaceId, jobType, 4)
      const taken: string[] = []
      const work = async (limit: number): Promise<void> => {
        for (;;) {
          const attempts = await claim(jobType, limit)
          taken.push(...attempts.map(({ job }) => job.jobId))
          if (attempts.length < limit) return
        }
      }
      await Promise.all([1, 1, 1, 1, 2, 3, 5].map(work))
      expect(new Set(taken).size).toBe(48)
      expect(taken).toHaveLength(48)
    })

    it('takes within a workspace by priority, then by due time', async () => {
      const [workspaceId, jobType] = [fresh('w'), fresh('order')]
      const ago = (seconds: number) => new Date(Date.now() - seconds * 1000)
      const normal = await submit(workspaceId, { jobType })
      const urgent = await submit(workspaceId, { jobType, priority: 100 })
      const idle = await submit(workspaceId, { jobType, priority: -100 })
      const early = await submit(workspaceId, { jobType, dueAt: ago(60) })
      const taken = []
      for (let i = 0; i < 4; i++) taken.push((await takeOne(jobType)).job.jobId)
      expect(taken).toEqual([urgent, early, normal, idle])
    })

    it('leaves a job alone until it is due, whatever its priority', async () => {
      const [workspaceId, jobType] = [fresh('w'), fresh('delayed')]
      const dueAt = new Date(Date.now() + 1500)
      const later = await submit(workspaceId, { jobType, dueAt, priority: 100 })
      const now = await submit(workspaceId, { jobType })
      expect((await claim(jobType, 5)).map(({ job }) => job.jobId)).toEqual([now])
      expect((await takeWhenDue(jobType)).job).toMatchObject({ jobId: later, dueAt })
    })

    it('leaves jobs of other types alone, also where they stand first', async () => {
      const [workspaceId, known, unknown] = [fresh('w'), fresh('known'), fresh('unknown')]
      const foreign = await submit(workspaceId, { jobType: unknown, priority: 100 })
      const own = await submit(workspaceId, { jobType: known })
      expect((await claim(known, 5)).map(({ job }) => job.jobId)).toEqual([own])
      expect(await store.isQueued(foreign)).toBe(true)
    })
  })

  describe('an attempt that failed on a fault', () => {
    it('is followed by the next after a while, and the last makes a dead letter with all reasons', async () => {
      const [workspaceId, jobType] = [fresh('w'), fresh('dead')]
      const jobId = await submit(workspaceId, { jobType })
      const waits: number[] = []
      for (let number = 1; number <= MAX_ATTEMPTS; number++) {
        const attempt = await takeWhenDue(jobType)
        expect(attempt.number).toBe(number)
        if (number === 2) await store.recover({ everyLease: true })
        else await store.fail(attempt, { ...FAULT, message: `fault ${number}` }, { retries: true })
        const { status, dueAt, updatedAt } = await store.get(workspaceId, jobId)
        if (status === 'queued') waits.push(Math.round((dueAt.getTime() - updatedAt.getTime()) / 1000))
      }
      expect(waits).toEqual([2, 2])
      const job = await store.get(workspaceId, jobId)
      expect(job).toMatchObject({ status: 'failed', errorCode: 'internal', errorMessage: 'fault 3' })
      expect(job.deadAt).toBeInstanceOf(Date)
      const records = await store.attempts(workspaceId, jobId)
      expect(records.map(({ number, outcome, errorMessage }) => [number, outcome, errorMessage])).toEqual([
        [1, 'retried', 'fault 1'],
        [2, 'lost', expect.stringContaining('worker stopped')],
        [3, 'failed', 'fault 3'],
      ])
      expect(records[0]).toMatchObject({ workerId: 'worker-1', startedAt: expect.any(Date), endedAt: expect.any(Date) })
      const dead = await store.list(workspaceId, { limit: 10, dead: true })
      expect(dead.jobs.map((one) => one.jobId)).toEqual([jobId])
    }, 30_000)

    it('ends the job at once, and makes no dead letter, where the data are to blame', async () => {
      const [workspaceId, jobType] = [fresh('w'), fresh('blame')]
      const jobId = await submit(workspaceId, { jobType })
      await store.fail(await takeOne(jobType), { code: 'response_constant', message: 'It is constant.' })
      expect(await store.get(workspaceId, jobId)).toMatchObject({ status: 'failed', deadAt: null })
      expect((await store.list(workspaceId, { limit: 10, dead: true })).jobs).toEqual([])
    })
  })

  describe('many completions at the same time', () => {
    const artifact = (name: string) => ({
      ...OUTCOME.artifacts[0]!,
      fileName: name,
      fileKey: `outputs/${randomUUID()}/${name}`,
    })
    const outcome = (headline: string) => ({ headline, artifacts: [artifact('b.json'), artifact('a.json')] })

    it('give each job its own headline and its artifacts in order, but for the one that was taken away', async () => {
      const [workspaceId, jobType] = [fresh('many'), fresh('many')]
      await fill(workspaceId, jobType, 30)
      const attempts = await claim(jobType, 30)
      const outcomes = attempts.map((_, i) => outcome(`headline ${i}`))
      await store.cancel(workspaceId, attempts[7]!.job.jobId)
      const done = await Promise.all(attempts.map((attempt, i) => store.complete(attempt, outcomes[i]!)))
      expect(done).toEqual(attempts.map((_, i) => i !== 7))
      for (const [i, { job }] of attempts.entries()) {
        const stored = await store.get(workspaceId, job.jobId)
        const artifacts = await store.artifacts(workspaceId, job.jobId)
        const shown = [stored.status, stored.headline, artifacts.map(({ fileKey }) => fileKey)]
        const keys = outcomes[i]!.artifacts.map(({ fileKey }) => fileKey)
        expect(shown).toEqual(i === 7 ? ['cancelled', null, []] : ['completed', `headline ${i}`, keys])
      }
    })

    it('are not held up by one that can not be stored', async () => {
      const [workspaceId, jobType] = [fresh('refused'), fresh('refused')]
      await fill(workspaceId, jobType, 5)
      const attempts = await claim(jobType, 5)
      const done = attempts.map((attempt, i) => store.complete(attempt, outcome(i === 2 ? 'no \u0000 text' : 'fine')))
      const ends = await Promise.allSettled(done)
      expect(ends.map(({ status }) => status)).toEqual(['fulfilled', 'fulfilled', 'rejected', 'fulfilled', 'fulfilled'])
      const states = await Promise.all(
        attempts.map(async ({ job }) => (await store.get(workspaceId, job.jobId)).status),
      )
      expect(states).toEqual(['completed', 'completed', 'running', 'completed', 'completed'])
    })
  })

  describe('another workspace', () => {
    it('gets the same answers for a job of somebody else as for none', async () => {
      const [owner, stranger, jobType] = [fresh('owner'), fresh('stranger'), fresh('foreign')]
      const foreign = await submit(owner, { jobType })
      await store.complete(await takeOne(jobType), OUTCOME)
      const absent = randomUUID()
      const calls: ((jobId: string) => Promise<unknown>)[] = [
        (jobId) => store.get(stranger, jobId),
        (jobId) => store.artifacts(stranger, jobId),
        (jobId) => store.attempts(stranger, jobId),
        (jobId) => store.cancel(stranger, jobId),
        (jobId) => store.redrive(stranger, jobId, randomUUID()),
        (jobId) => store.remove(stranger, [jobId]),
      ]
      for (const call of calls) {
        const answer = (jobId: string) =>
          call(jobId).then(
            () => 'done',
            ({ code, details, message }) => JSON.stringify([code, details, message]).replaceAll(jobId, '<job>'),
          )
        expect(await answer(foreign)).toBe(await answer(absent))
        expect(await answer(foreign)).toContain('job_unknown')
      }
      expect((await store.list(stranger, { limit: 10 })).jobs).toEqual([])
      expect(await store.get(owner, foreign)).toMatchObject({ status: 'completed' })
    })

    it('can not take an id that is taken, nor learn whose it is', async () => {
      const [owner, stranger] = [fresh('owner'), fresh('stranger')]
      const submission = submissionOf({})
      await store.submit(owner, submission, 'zerosec-outputs')
      const refused = store.submit(stranger, submission, 'zerosec-outputs')
      await expect(refused).rejects.toMatchObject({ code: 'input_not_uploaded' })
    })

    it('has idempotency keys and results of its own', async () => {
      const [one, other, jobType] = [fresh('one'), fresh('other'), fresh('own')]
      const idempotency = { key: 'the same', requestHash: 'ab'.repeat(32) }
      const resultKey = randomUUID().replaceAll('-', '').repeat(2)
      const first = await submit(one, { jobType, idempotency, resultKey })
      await store.complete(await takeOne(jobType), OUTCOME)
      const second = await submit(other, { jobType, idempotency, resultKey })
      expect(second).not.toBe(first)
      expect(await store.reusable(await store.get(other, second))).toBeUndefined()
      const third = await store.get(one, await submit(one, { jobType, resultKey }))
      expect(await store.reusable(third)).toMatchObject({ ...OUTCOME, reusedFrom: first })
    })
  })

  describe('submissions with an idempotency key', () => {
    it('make one job of 100 equal ones at the same time', async () => {
      const [workspaceId, jobType] = [fresh('w'), fresh('repeat')]
      const idempotency = { key: 'once', requestHash: 'ab'.repeat(32) }
      const all = Array.from({ length: 100 }, () => submit(workspaceId, { jobType, idempotency }))
      expect(new Set(await Promise.all(all)).size).toBe(1)
      expect((await store.list(workspaceId, { limit: 10 })).jobs).toHaveLength(1)
      expect(await claim(jobType, 5)).toHaveLength(1)
    })

    it('are refused for another request', async () => {
      const workspaceId = fresh('w')
      await submit(workspaceId, { idempotency: { key: 'k', requestHash: 'ab'.repeat(32) } })
      const other = submit(workspaceId, { idempotency: { key: 'k', requestHash: 'cd'.repeat(32) } })
      await expect(other).rejects.toMatchObject({ code: 'idempotency_conflict' })
      expect((await store.list(workspaceId, { limit: 10 })).jobs).toHaveLength(1)
    })
  })

  describe('many submissions in one', () => {
    it('are all stored, in the order given, and belong together', async () => {
      const [workspaceId, batchId] = [fresh('w'), randomUUID()]
      const submissions = Array.from({ length: 300 }, () => submissionOf({ batchId }))
      const jobs = await store.submitAll(workspaceId, submissions, 'zerosec-outputs')
      expect(jobs.map(({ jobId }) => jobId)).toEqual(submissions.map(({ jobId }) => jobId))
      expect(await store.batch(workspaceId, batchId)).toMatchObject({ jobs: 300, byStatus: { queued: 300 } })
      await expect(store.batch(fresh('other'), batchId)).rejects.toMatchObject({ code: 'batch_unknown' })
    })

    it('are none where one is refused, which is named by its index', async () => {
      const [workspaceId, taken] = [fresh('w'), submissionOf({})]
      await store.submit(workspaceId, taken, 'zerosec-outputs')
      const refused = store.submitAll(workspaceId, [submissionOf({}), submissionOf({}), taken], 'zerosec-outputs')
      await expect(refused).rejects.toMatchObject({
        code: 'submission_refused',
        details: { index: 2, code: 'job_exists' },
      })
      expect((await store.list(workspaceId, { limit: 10 })).jobs).toHaveLength(1)
    })
  })
}

function submissionOf(changes: Partial<JobSubmission>): JobSubmission {
  const jobId = randomUUID()
  const input = { inputBucket: 'zerosec-inputs', inputKey: `inputs/${jobId}/強度.csv` }
  return { jobId, jobType: `type-${jobId}`, ...input, parameters: {}, ...changes }
}
