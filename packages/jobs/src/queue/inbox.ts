import type { Log } from '../log.ts'
import { Backoff } from './backoff.ts'
import { jobIdOf } from './job-message.ts'
import type { WakeUp } from './job-queue.ts'
import type { SqsChannel, SqsMessage } from './sqs-channel.ts'

/** How soon a receiver looks without being woken: after a wake-up was lost, or while SQS is away. */
const LOOK_MS = 5000
const LONGEST_HIDDEN_SECONDS = 900
/** A message that nobody has asked for is given to a later receiver only while it is his for at least so long. */
const MARGIN_MS = 1000
/** Of messages that are not ours, so that each is told of once. */
const MOST_REMEMBERED = 1000

const FROM_NOBODY: WakeUp = { acknowledge: async () => {} }

type Settle = (wakeUp: WakeUp | undefined) => void

/**
 * Gives the messages of SQS to who waits for them, one request at a time and only while somebody waits.
 *
 * A message is hidden from others for a few seconds, and each time that it comes again for twice as long: one that nobody can answer
 * yet is soon with another worker and doesn't go round without end. What is no message of ours is treated alike and never removed,
 * so that the queue's redrive policy takes it to the dead-letter queue.
 */
export class Inbox {
  readonly #channel: SqsChannel
  readonly #log: Log
  readonly #lookMs: number
  readonly #closing = new AbortController()
  readonly #backoff: Backoff
  readonly #waiting = new Set<Settle>()
  readonly #foreign = new Set<string>()
  #held: { readonly message: SqsMessage; readonly until: number } | undefined
  #polling: Promise<void> | undefined

  constructor(channel: SqsChannel, log: Log, lookMs = LOOK_MS) {
    this.#channel = channel
    this.#lookMs = lookMs
    this.#log = log
    this.#backoff = new Backoff('wake-ups can not be received; workers look for themselves', log)
  }

  get failing(): boolean {
    return this.#backoff.failing
  }

  /** Settles with the next message, when woken, at the abort, at the latest after `lookMs`. */
  receive(signal: AbortSignal): Promise<WakeUp | undefined> {
    if (signal.aborted || this.#closing.signal.aborted) return Promise.resolve(undefined)
    const held = this.#held
    this.#held = undefined
    if (held && performance.now() < held.until) return Promise.resolve(this.#wakeUpOf(held.message))
    return new Promise((resolve) => {
      const settle: Settle = (wakeUp) => {
        clearTimeout(timer)
        signal.removeEventListener('abort', onAbort)
        this.#waiting.delete(settle)
        resolve(wakeUp)
      }
      const onAbort = (): void => settle(undefined)
      const timer = setTimeout(() => settle(FROM_NOBODY), this.#lookMs)
      signal.addEventListener('abort', onAbort)
      this.#waiting.add(settle)
      this.#polling ??= this.#poll()
    })
  }

  wake(): void {
    for (const settle of this.#waiting) settle(FROM_NOBODY)
  }

  async close(): Promise<void> {
    this.#closing.abort()
    for (const settle of this.#waiting) settle(undefined)
    await this.#polling
    if (this.#held) await this.#hide(this.#held.message, 0)
  }

  /** The request goes on while its receiver is away for a look into the store: he is back at once. */
  async #poll(): Promise<void> {
    const { signal } = this.#closing
    while (this.#waiting.size > 0 && !signal.aborted) {
      try {
        const message = await this.#channel.receive(signal)
        this.#backoff.succeeded()
        if (message) this.#arrived(message)
      } catch (error) {
        await this.#backoff.failed(error, signal)
      }
    }
    this.#polling = undefined
  }

  #arrived(message: SqsMessage): void {
    const seconds = Math.min(LONGEST_HIDDEN_SECONDS, this.#channel.hiddenSeconds * 2 ** (message.receives - 1))
    if (message.receives > 1) void this.#hide(message, seconds)
    if (jobIdOf(message.body) === undefined) return this.#tellOfForeign(message)
    const [settle] = this.#waiting
    if (settle) settle(this.#wakeUpOf(message))
    else this.#held = { message, until: performance.now() + seconds * 1000 - MARGIN_MS }
  }

  #wakeUpOf(message: SqsMessage): WakeUp {
    return { jobId: jobIdOf(message.body)!, acknowledge: () => this.#channel.remove(message) }
  }

  /** What can't be done comes again sooner, no more. */
  async #hide(message: SqsMessage, seconds: number): Promise<void> {
    await this.#channel.hide(message, seconds).catch((error: unknown) => {
      this.#log.warn({ err: error, messageId: message.id }, 'a wake-up will come again sooner than it need')
    })
  }

  /** Without its text, which may be anything. */
  #tellOfForeign({ id, body }: SqsMessage): void {
    if (this.#foreign.has(id)) return
    if (this.#foreign.size === MOST_REMEMBERED) this.#foreign.delete([...this.#foreign][0]!)
    this.#foreign.add(id)
    const details = { messageId: id, bytes: Buffer.byteLength(body) }
    this.#log.warn(details, 'a message in the queue is not ours; its redrive policy takes it out')
  }
}
