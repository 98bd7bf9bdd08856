import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Connection } from '../src/database/schema.ts'
import type { JobQueue } from '../src/queue/job-queue.ts'

interface Opened {
  readonly queue: JobQueue
  readonly connection: Connection
  close(): Promise<void>
}

/** How much sooner than by its own look a receiver is woken. */
const SOON_MS = 400

/** What every `JobQueue` owes. `open` gives a queue that nobody else receives from. */
export function itWakesWorkers(open: () => Promise<Opened>): void {
  let opened: Opened
  beforeAll(async () => void (opened = await open()))
  afterAll(() => opened.close())

  const send = async (): Promise<void> => {
    const jobs = [{ jobId: randomUUID(), dueAt: new Date() }]
    await opened.connection.transaction().execute((transaction) => opened.queue.send(jobs, transaction))
    opened.queue.nudge()
  }

  it('wakes who waits once a transaction has committed, much sooner than who waits is back by itself', async () => {
    await expect.poll(() => opened.queue.connected(), { timeout: 10_000 }).toBe(true)
    const waits: number[] = []
    for (let round = 0; round < 5; round++) {
      const begun = performance.now()
      const woken = opened.queue.receive(AbortSignal.timeout(20_000))
      await send()
      await (await woken)?.acknowledge()
      waits.push(performance.now() - begun)
    }
    expect(Math.min(...waits)).toBeLessThan(SOON_MS)
  })

  it('comes back by itself when nothing was sent', async () => {
    expect(await opened.queue.receive(AbortSignal.timeout(30_000))).toBeDefined()
  })

  it('ends a wait when the signal aborts, and one that was asked for afterwards', async () => {
    const stop = new AbortController()
    const waiting = opened.queue.receive(stop.signal)
    await sleep(10)
    stop.abort()
    expect([await waiting, await opened.queue.receive(stop.signal)]).toEqual([undefined, undefined])
  })
}
