import { randomUUID } from 'node:crypto'
import { JOB_STATUSES, type JobStatus } from '@zerosec/contract'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { DEFAULT_WORKSPACE, type JobSubmission } from '../src/job.ts'
import { MAX_ATTEMPTS, MOVES, type Move } from '../src/lifecycle.ts'
import type { Attempt, JobStore, KeptFile } from '../src/store/job-store.ts'

interface Opened {
  readonly store: JobStore
  close(): Promise<void>
}

const HOME = DEFAULT_WORKSPACE
const WORKER = 'worker-1'
const LEASE = 60
/** A lease that has run out as soon as it is given. */
const LAPSED = -1
const ARTIFACT = { fileKey: 'outputs/強度/report.json', fileName: 'report.json', fileType: 'json', sizeBytes: 2 ** 40 }
const OUTCOME = { headline: 'Pressure explains most.', artifacts: [{ ...ARTIFACT, sha256: 'ab'.repeat(32) }] }
const ERROR = { code: 'response_constant', message: 'The response is constant.' } as const

/** What every `JobStore` owes. `open` gives an empty store. */
// size: the body of a describe
export function itKeepsJobs(open: () => Promise<Opened>): void {
  let opened: Opened
  let store: JobStore
  beforeAll(async () => {
    opened = await open()
    store = opened.store
  })
  afterAll(() => opened.close())

  const submit = async (changes: Partial<JobSubmission> = {}): Promise<string> =>
    (await store.submit(HOME, submissionOf(changes), 'zerosec-outputs')).jobId
  /** Each job has a type of its own unless a test says otherwise, so that a claim of the type is a claim of the job. */
  const tryToClaim = async (jobId: string, leaseSeconds = LEASE): Promise<Attempt | undefined> => {
    const { jobType } = await store.get(HOME, jobId)
    const attempts = await store.claim({ types: [jobType], limit: 1, leaseSeconds, workerId: WORKER })
    return attempts[0]
  }
  const claim = async (jobId: string, leaseSeconds = LEASE): Promise<Attempt> => {
    const attempt = await tryToClaim(jobId, leaseSeconds)
    if (!attempt) throw new Error(`${jobId} could not be claimed`)
    return attempt
  }
  const claimWhenDue = (jobId: string, leaseSeconds: number): Promise<Attempt> =>
    vi.waitFor(() => claim(jobId, leaseSeconds), { timeout: 10_000, interval: 50 })
  const statusOf = async (jobId: string): Promise<JobStatus> => (await store.get(HOME, jobId)).status

  describe('submitting', () => {
    it('stores the job as it was submitted', async () => {
      const submission = submissionOf({
        parameters: { target_column: '圧縮強度', bounds: { 温度: [20, 80] }, none: null },
      })
      const job = await store.submit(HOME, submission, 'zerosec-outputs')
      expect(await store.get(HOME, job.jobId)).toEqual(job)
      expect(job).toMatchObject({
        ...submission,
        status: 'queued',
        progressPercent: 0,
        outputBucket: 'zerosec-outputs',
      })
      expect(job).toMatchObject({ errorCode: null, errorMessage: null, headline: null, completedAt: null })
    })

    it('makes one job of 20 submissions of one id at the same time', async () => {
      const submission = submissionOf({})
      const results = await Promise.allSettled(
        Array.from({ length: 20 }, () => store.submit(HOME, submission, 'zerosec-outputs')),
      )
      const refused = results.filter((result) => result.status === 'rejected').map(({ reason }) => reason.code)
      expect(refused).toEqual(Array.from({ length: 19 }, () => 'job_exists'))
    })

    it.each([
      ['a NUL in a parameter', { parameters: { target_column: 'a\u0000b' } }],
      ['half a surrogate pair in a parameter', { parameters: { target_column: '\ud800' } }],
      ['a job type that is too long', { jobType: 'x'.repeat(51) }],
    ])('refuses %s', async (_, changes) => {
      await expect(submit(changes)).rejects.toMatchObject({ code: 'request_invalid' })
    })

    it('does not know a job that was not submitted', async () => {
      const jobId = randomUUID()
      for (const call of [
        () => store.get(HOME, jobId),
        () => store.artifacts(HOME, jobId),
        () => store.cancel(HOME, jobId),
      ]) {
        await expect(call()).rejects.toMatchObject({ code: 'job_unknown' })
      }
    })
  })

  describe('moving', () => {
    /** A job in the state, and its attempt: the current one, or one that would be if the state had one. */
    const jobIn = async (status: JobStatus): Promise<Attempt> => {
      const job = await store.get(HOME, await submit())
      if (status === 'queued') return { job, token: randomUUID(), number: 1, workerId: WORKER, startedAt: new Date() }
      const attempt = await claim(job.jobId, LAPSED)
      if (status === 'uploading_outputs' || status === 'completed') await store.upload(attempt)
      if (status === 'completed') await store.complete(attempt, OUTCOME)
      if (status === 'failed') await store.fail(attempt, ERROR)
      if (status === 'cancelled') await store.cancel(HOME, job.jobId)
      return attempt
    }
    const make: Record<Exclude<Move, 'abandon'>, (attempt: Attempt) => Promise<unknown>> = {
      claim: ({ job }) => tryToClaim(job.jobId),
      upload: (attempt) => store.upload(attempt),
      complete: (attempt) => store.complete(attempt, OUTCOME),
      fail: (attempt) => store.fail(attempt, ERROR),
      release: (attempt) => store.release(attempt),
      retry: (attempt) => store.fail(attempt, ERROR, { retries: true }),
      cancel: ({ job }) => store.cancel(HOME, job.jobId).catch((error: { code: string }) => error.code),
      recover: () => store.recover(),
    }
    const cases = Object.keys(make).flatMap((move) =>
      JOB_STATUSES.map((status) => [move as keyof typeof make, status] as const),
    )

    it.each(cases)('%s of a job that is %s follows the table of moves', async (move, status) => {
      const attempt = await jobIn(status)
      expect(await statusOf(attempt.job.jobId)).toBe(status)
      await make[move](attempt)
      const allowed = (MOVES[move].from as readonly JobStatus[]).includes(status)
      expect(await statusOf(attempt.job.jobId)).toBe(allowed ? MOVES[move].to : status)
    })

    it.each(['completed', 'failed', 'cancelled'] as const)('refuses to cancel a job that is %s', async (status) => {
      const { job } = await jobIn(status)
      const expected = { code: 'job_not_cancellable', details: { job_id: job.jobId, status } }
      await expect(store.cancel(HOME, job.jobId)).rejects.toMatchObject(expected)
    })

    it('gives a queued job to one of several workers', async () => {
      const jobId = await submit()
      const attempts = await Promise.all(Array.from({ length: 8 }, () => tryToClaim(jobId)))
      expect(attempts.filter(Boolean)).toHaveLength(1)
    })

    it('tells why a job failed', async () => {
      const { job } = await jobIn('failed')
      const failed = await store.get(HOME, job.jobId)
      expect(failed).toMatchObject({ errorCode: ERROR.code, errorMessage: ERROR.message })
      expect(failed.completedAt).toBeInstanceOf(Date)
    })
  })

  describe('an attempt', () => {
    it.each([
      ['was cancelled', (attempt: Attempt) => store.cancel(HOME, attempt.job.jobId)],
      ['lost its lease to another one', async ({ job }: Attempt) => (await store.recover(), claim(job.jobId))],
    ])('writes nothing any more once it %s', async (_, lose) => {
      const attempt = await claim(await submit(), LAPSED)
      await lose(attempt)
      const before = await store.get(HOME, attempt.job.jobId)
      expect(await store.renew(attempt, LEASE, { percent: 50, message: 'half way' })).toBe(false)
      expect(await store.upload(attempt)).toBe(false)
      expect(await store.complete(attempt, OUTCOME)).toBe(false)
      expect(await store.fail(attempt, ERROR)).toBe(false)
      expect(await store.release(attempt)).toBe(false)
      const file = { kind: 'result', name: 'a', fileType: 'json', sizeBytes: 1, sha256: 'ab'.repeat(32) } as const
      expect(await store.keep(attempt, { ...file, fileKey: 'a' })).toBe(false)
      expect(await store.kept(attempt.job.jobId)).toEqual([])
      expect(await store.get(HOME, attempt.job.jobId)).toEqual(before)
      expect(await store.artifacts(HOME, attempt.job.jobId)).toEqual([])
    })

    it('reports progress that never goes back', async () => {
      const attempt = await claim(await submit())
      await store.renew(attempt, LEASE, { percent: 40.4, message: 'fold 2' })
      expect(await store.get(HOME, attempt.job.jobId)).toMatchObject({ progressPercent: 40, statusMessage: 'fold 2' })
      await store.renew(attempt, LEASE, { percent: 10, message: 'fold 3' })
      expect(await store.get(HOME, attempt.job.jobId)).toMatchObject({ progressPercent: 40, statusMessage: 'fold 3' })
    })

    it('shows its artifacts when, and only when, the job is completed', async () => {
      const attempt = await claim(await submit())
      await store.upload(attempt)
      expect(await store.artifacts(HOME, attempt.job.jobId)).toEqual([])
      await store.complete(attempt, OUTCOME)
      const [artifact, ...others] = await store.artifacts(HOME, attempt.job.jobId)
      expect(others).toEqual([])
      expect(artifact).toMatchObject({ jobId: attempt.job.jobId, ...OUTCOME.artifacts[0] })
      expect(await store.get(HOME, attempt.job.jobId)).toMatchObject({
        progressPercent: 100,
        headline: OUTCOME.headline,
      })
    })

    it('is queued again, and not counted, when it is given back', async () => {
      const jobId = await submit()
      for (let round = 0; round <= MAX_ATTEMPTS; round++) {
        const attempt = await claim(jobId)
        expect(attempt.number).toBe(1)
        await store.release(attempt)
      }
    })
  })

  describe('what an attempt keeps', () => {
    it('is there for the next one, each name once, in the order of keeping', async () => {
      const jobId = await submit()
      const attempt = await claim(jobId, LAPSED)
      const [first, part, second] = [keptFile(), keptFile('checkpoint'), keptFile()]
      expect(await store.keep(attempt, first)).toEqual({ replaced: undefined })
      expect(await store.keep(attempt, part)).toEqual({ replaced: undefined })
      expect(await store.keep(attempt, second)).toEqual({ replaced: first.fileKey })
      await store.recover()
      expect(await store.kept(jobId)).toEqual([part, second])
      expect(await store.keep(await claim(jobId), first)).toEqual({ replaced: second.fileKey })
    })

    const endings: [string, (attempt: Attempt) => Promise<unknown>][] = [
      ['is cancelled', ({ job }) => store.cancel(HOME, job.jobId)],
      ['fails', (attempt) => store.fail(attempt, ERROR)],
      [
        'has lost its last worker',
        async ({ job }) => {
          for (let number = 1; number <= MAX_ATTEMPTS; number++) {
            if (number > 1) await claimWhenDue(job.jobId, LAPSED)
            await store.recover()
          }
        },
      ],
    ]
    it.each(endings)('is shown, results alone, once the job %s', async (_, end) => {
      const attempt = await claim(await submit(), LAPSED)
      const { kind, name, ...file } = keptFile()
      await store.keep(attempt, { kind, name, ...file })
      await store.keep(attempt, keptFile('checkpoint'))
      expect(await store.artifacts(HOME, attempt.job.jobId)).toEqual([])
      await end(attempt)
      const artifacts = await store.artifacts(HOME, attempt.job.jobId)
      expect(artifacts).toEqual([
        { ...file, jobId: attempt.job.jobId, fileName: '強度.json', createdAt: expect.any(Date) },
      ])
    })

    it('is not shown beside what the job completes with, and can be forgotten only then', async () => {
      const attempt = await claim(await submit())
      const { jobId } = attempt.job
      await store.keep(attempt, keptFile())
      await store.forgetKept(jobId)
      expect(await store.kept(jobId)).toHaveLength(1)
      expect((await store.endedWithKept()).map((job) => job.jobId)).not.toContain(jobId)
      await store.upload(attempt)
      await store.complete(attempt, OUTCOME)
      expect((await store.artifacts(HOME, jobId)).map(({ fileKey }) => fileKey)).toEqual([ARTIFACT.fileKey])
      expect((await store.endedWithKept()).map((job) => job.jobId)).toContain(jobId)
      await store.forgetKept(jobId)
      expect(await store.kept(jobId)).toEqual([])
      expect((await store.endedWithKept()).map((job) => job.jobId)).not.toContain(jobId)
    })
  })

  describe('recovery', () => {
    it('queues a job again whose lease ran out, and fails it after the last attempt', async () => {
      const jobId = await submit()
      for (let number = 1; number <= MAX_ATTEMPTS; number++) {
        expect((await claimWhenDue(jobId, LAPSED)).number).toBe(number)
        expect(await store.recover()).toContain(jobId)
      }
      expect(await store.get(HOME, jobId)).toMatchObject({ status: 'failed', errorCode: 'job_worker_lost' })
      expect(await store.recover()).not.toContain(jobId)
    })

    it('leaves a job alone whose lease is held', async () => {
      const attempt = await claim(await submit(), LAPSED)
      await store.renew(attempt, LEASE)
      expect(await store.recover()).not.toContain(attempt.job.jobId)
      expect(await statusOf(attempt.job.jobId)).toBe('running')
    })

    it('leaves the jobs alone that the caller runs', async () => {
      const { jobId } = (await claim(await submit(), LAPSED)).job
      expect(await store.recover({ except: [jobId] })).not.toContain(jobId)
      expect(await store.recover({ except: [randomUUID()] })).toContain(jobId)
    })

    it('takes every lease for lapsed when there is no other process', async () => {
      const running = (await claim(await submit())).job.jobId
      expect(await store.recover({ everyLease: true })).toContain(running)
      expect(await statusOf(running)).toBe('queued')
    })
  })

  describe('the list', () => {
    it('pages newest first, without a gap or repetition while jobs are added', async () => {
      const jobType = `list-${randomUUID().slice(0, 8)}`
      const jobIds: string[] = []
      for (let i = 0; i < 7; i++) jobIds.unshift(await submit({ jobType }))
      const listed: string[] = []
      let cursor: string | null = null
      do {
        const page = await store.list(HOME, { limit: 3, jobType, ...(cursor === null ? {} : { cursor }) })
        listed.push(...page.jobs.map(({ jobId }) => jobId))
        cursor = page.next
        await submit({ jobType })
      } while (cursor !== null)
      expect([...listed].sort()).toEqual([...jobIds].sort())
      const created = await Promise.all(listed.map(async (jobId) => (await store.get(HOME, jobId)).createdAt.getTime()))
      expect(created).toEqual([...created].sort((a, b) => b - a))
    })

    it('holds the jobs of one status', async () => {
      const jobType = `list-${randomUUID().slice(0, 8)}`
      await submit({ jobType })
      const cancelled = await submit({ jobType })
      await store.cancel(HOME, cancelled)
      const { jobs, next } = await store.list(HOME, { limit: 10, jobType, status: 'cancelled' })
      expect([jobs.map(({ jobId }) => jobId), next]).toEqual([[cancelled], null])
    })

    it.each(['nonsense', '', Buffer.from('2026-13-99T00:00:00Z x').toString('base64url')])(
      'refuses the cursor "%s"',
      async (cursor) => {
        await expect(store.list(HOME, { limit: 1, cursor })).rejects.toMatchObject({ code: 'request_invalid' })
      },
    )
  })
}

function submissionOf(changes: Partial<JobSubmission>): JobSubmission {
  const jobId = randomUUID()
  const input = { inputBucket: 'zerosec-inputs', inputKey: `inputs/${jobId}/強度.csv` }
  return { jobId, jobType: `type-${jobId}`, ...input, parameters: {}, ...changes }
}

function keptFile(kind: KeptFile['kind'] = 'result'): KeptFile {
  const fileKey = `outputs/kept/${randomUUID()}`
  return { kind, name: 'モデル/強度.json', fileKey, fileType: 'json', sizeBytes: 2 ** 40, sha256: 'cd'.repeat(32) }
}
