import { setTimeout as sleep } from 'node:timers/promises'
import type { Log } from '../log.ts'
import { Backoff } from './backoff.ts'
import { MOST_BYTES, messageOf } from './job-message.ts'
import type { Outbox } from './outbox.ts'
import type { OutgoingMessage, SqsChannel } from './sqs-channel.ts'

/** SQS's own limit of one request. */
const AT_ONCE = 10
/** How soon is sent what another process has committed, should that not send it itself. */
const LOOK_MS = 1000
/** Rows that are due and that another relay is taking at this moment. */
const TAKEN_MS = 50

/** Sends the wake-ups of the outbox to SQS. Every process runs one; they share the rows. */
export class OutboxRelay {
  readonly #outbox: Outbox
  readonly #channel: SqsChannel
  readonly #log: Log
  readonly #closing = new AbortController()
  readonly #backoff: Backoff
  readonly #ended: Promise<void>
  #nudged = Promise.withResolvers<void>()

  constructor(outbox: Outbox, channel: SqsChannel, log: Log) {
    this.#outbox = outbox
    this.#channel = channel
    this.#log = log
    this.#backoff = new Backoff('wake-ups can not be sent; they wait in the outbox', log)
    this.#ended = this.#run()
  }

  get failing(): boolean {
    return this.#backoff.failing
  }

  /** Says that there may be more to send. */
  nudge(): void {
    this.#nudged.resolve()
  }

  /** What is being sent is sent; the rest is left to others. */
  async close(): Promise<void> {
    this.#closing.abort()
    this.nudge()
    await this.#ended
  }

  async #run(): Promise<void> {
    const { signal } = this.#closing
    while (!signal.aborted) {
      try {
        this.#nudged = Promise.withResolvers()
        const wait = await this.#outbox.untilNext()
        if (wait > 0) await this.#rest(Math.min(wait, LOOK_MS))
        else if (!(await this.#sendSome())) await this.#rest(TAKEN_MS)
        if (wait > this.#outbox.claimMs) this.#backoff.succeeded() // nothing waits, also not with another relay
      } catch (error) {
        await this.#backoff.failed(error, signal)
      }
    }
  }

  /** Until the time is over or there may be more to send. */
  async #rest(milliseconds: number): Promise<void> {
    const woken = new AbortController()
    const over = sleep(milliseconds, undefined, { signal: woken.signal, ref: false }).catch(() => {})
    await Promise.race([this.#nudged.promise, over])
    woken.abort()
  }

  /** @returns whether there was something to send */
  async #sendSome(): Promise<boolean> {
    const entries = await this.#outbox.claim(AT_ONCE)
    const messages: OutgoingMessage[] = []
    const unneeded: string[] = []
    for (const { outboxId, job } of entries) {
      if (job) messages.push({ id: outboxId, body: messageOf(job) })
      else unneeded.push(outboxId)
    }
    await this.#outbox.remove(unneeded)
    for (const batch of batchesOf(messages)) await this.#send(batch)
    return entries.length > 0
  }

  /** Those that are refused one by one are tried again when the claim has run out. */
  async #send(batch: readonly OutgoingMessage[]): Promise<void> {
    const ids = batch.map(({ id }) => id)
    try {
      const refused = new Map((await this.#channel.send(batch)).map(({ id, reason }) => [id, reason]))
      this.#backoff.succeeded()
      for (const [outboxId, reason] of refused) this.#log.error({ outboxId, reason }, 'SQS refuses a wake-up')
      await this.#outbox.remove(ids.filter((id) => !refused.has(id)))
    } catch (error) {
      await this.#outbox.putBack(ids)
      throw error
    }
  }
}

/** As few as the limit of bytes allows. */
export function batchesOf(messages: readonly OutgoingMessage[]): readonly (readonly OutgoingMessage[])[] {
  const batches: OutgoingMessage[][] = []
  let room = 0
  for (const message of messages) {
    const bytes = Buffer.byteLength(message.body)
    if (bytes > room || batches.length === 0) {
      batches.push([])
      room = MOST_BYTES
    }
    batches.at(-1)!.push(message)
    room -= bytes
  }
  return batches
}
