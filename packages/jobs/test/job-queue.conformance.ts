import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Connection } from '../src/database/schema.ts'
import type { JobQueue, WakeUp } from '../src/queue/job-queue.ts'
import { queueJob } from './queued-job.ts'

interface Opened {
  readonly queue: JobQueue
  readonly connection: Connection
  /** The same one as another process has it open; none where no other process can. */
  readonly elsewhere?: JobQueue
  /** When a receiver is back by itself; left out: LOOK_MS. */
  readonly lookMs?: number
  close(): Promise<void>
}

const LOOK_MS = 500
/** By this part of the time after which a receiver is back by itself he is woken. */
const SOON = 0.8
const ROUNDS = 4
/** How long is waited for a wake-up that may not come: longer than any queue here hides one that was not acknowledged. */
const PATIENCE_MS = 1500

/** What every `JobQueue` owes. `open` gives a queue that nobody else receives from. */
// size: the body of a describe
export function itWakesWorkers(open: () => Promise<Opened>): void {
  let opened: Opened
  const lookMs = (): number => opened.lookMs ?? LOOK_MS
  beforeAll(async () => void (opened = await open()))
  afterAll(() => opened.close())

  const send = async (): Promise<string> => {
    const jobId = await queueJob(opened.connection, opened.queue)
    opened.queue.nudge()
    return jobId
  }

  /** How long it took to be woken, the shortest of some times. */
  const shortestWait = async (receiver: JobQueue): Promise<number> => {
    await expect.poll(() => receiver.connected(), { timeout: 10_000 }).toBe(true)
    const waits: number[] = []
    for (let round = 0; round < ROUNDS; round++) {
      await drain(receiver)
      const woken = receiver.receive(AbortSignal.timeout(20_000))
      const begun = performance.now()
      await send()
      await (await woken)?.acknowledge()
      waits.push(performance.now() - begun)
    }
    return Math.min(...waits)
  }

  it('wakes who waits once a transaction has committed, much sooner than who waits is back by itself', async () => {
    expect(await shortestWait(opened.queue)).toBeLessThan(SOON * lookMs())
  })

  it('wakes who waits in another process as soon', async ({ skip }) => {
    if (!opened.elsewhere) return skip()
    expect(await shortestWait(opened.elsewhere)).toBeLessThan(SOON * lookMs())
  })

  it('wakes again for a job whose wake-up was not acknowledged, where it is told of a job', async ({ skip }) => {
    const { elsewhere } = opened
    if (!elsewhere) return skip()
    await drain(elsewhere)
    const jobId = await send()
    if (!(await toldOf(jobId, elsewhere))) return skip()
    const again = await toldOf(jobId, elsewhere)
    expect(again).toBeDefined()
    await again?.acknowledge()
    expect(await toldOf(jobId, elsewhere)).toBeUndefined()
  })

  it('comes back by itself when nothing was sent', async () => {
    expect(await opened.queue.receive(AbortSignal.timeout(20 * lookMs()))).toBeDefined()
  })

  it('ends a wait when the signal aborts, and one that was asked for afterwards', async () => {
    const stop = new AbortController()
    const waiting = opened.queue.receive(stop.signal)
    await sleep(10)
    stop.abort()
    expect([await waiting, await opened.queue.receive(stop.signal)]).toEqual([undefined, undefined])
  })
}

/** The next wake-up for the job; undefined when none comes. */
async function toldOf(jobId: string, queue: JobQueue): Promise<WakeUp | undefined> {
  const patience = AbortSignal.timeout(PATIENCE_MS)
  while (!patience.aborted) {
    const wakeUp = await queue.receive(patience)
    if (wakeUp?.jobId === jobId) return wakeUp
  }
  return undefined
}

/** Takes the wake-ups that are left from before. */
async function drain(queue: JobQueue): Promise<void> {
  for (;;) {
    const left = await queue.receive(AbortSignal.timeout(100))
    if (left?.jobId === undefined) return
    await left.acknowledge()
  }
}
