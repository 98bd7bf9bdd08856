import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Connection } from '../src/database/schema.ts'
import type { Delivery, JobQueue } from '../src/queue/job-queue.ts'

interface Opened {
  readonly queue: JobQueue
  readonly connection: Connection
  close(): Promise<void>
}

/** What every `JobQueue` owes. `open` gives an empty queue that redelivers within a few seconds. */
export function itCarriesJobIds(open: () => Promise<Opened>): void {
  let opened: Opened
  beforeAll(async () => void (opened = await open()))
  afterAll(() => opened.close())

  const send = (...jobIds: string[]): Promise<void> =>
    opened.connection.transaction().execute(async (transaction) => {
      for (const jobId of jobIds) await opened.queue.send(jobId, transaction)
    })
  const receive = async (): Promise<Delivery> => {
    const delivery = await opened.queue.receive(AbortSignal.timeout(20_000))
    if (!delivery) throw new Error('nothing was delivered in 20 s')
    return delivery
  }

  it('delivers what was committed, in order, and nothing of a transaction that was rolled back', async () => {
    const jobIds = [randomUUID(), randomUUID(), randomUUID()]
    await send(jobIds[0]!, jobIds[1]!)
    const failing = opened.connection.transaction().execute(async (transaction) => {
      await opened.queue.send(randomUUID(), transaction)
      throw new Error('rolled back')
    })
    await expect(failing).rejects.toThrow('rolled back')
    await send(jobIds[2]!)
    for (const jobId of jobIds) {
      const delivery = await receive()
      expect(delivery.jobId).toBe(jobId)
      await delivery.acknowledge()
    }
  })

  it('gives each delivery to one of several receivers', async () => {
    const jobIds = Array.from({ length: 12 }, () => randomUUID())
    await send(...jobIds)
    const deliveries = await Promise.all(jobIds.map(receive))
    expect(deliveries.map(({ jobId }) => jobId).sort()).toEqual([...jobIds].sort())
    await Promise.all(deliveries.map((delivery) => delivery.acknowledge()))
  })

  it('delivers again what was not acknowledged, and not what was', async () => {
    const [kept, lost] = [randomUUID(), randomUUID()]
    await send(kept, lost)
    await (await receive()).acknowledge()
    expect((await receive()).jobId).toBe(lost)
    const again = await receive()
    expect(again.jobId).toBe(lost)
    await again.acknowledge()
  })

  it('ends a wait when the signal aborts', async () => {
    const stop = new AbortController()
    const waiting = opened.queue.receive(stop.signal)
    stop.abort()
    expect(await waiting).toBeUndefined()
  })
}
