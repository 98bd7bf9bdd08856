import type { Connection, Transaction } from '../database/schema.ts'
import type { Log } from '../log.ts'
import { Inbox } from './inbox.ts'
import type { DueJob, JobQueue, WakeUp } from './job-queue.ts'
import { Outbox } from './outbox.ts'
import { OutboxRelay } from './outbox-relay.ts'
import { SqsChannel, type SqsSettings } from './sqs-channel.ts'

const CLAIM_SECONDS = 30

/**
 * Wake-ups through Amazon SQS, in the format of the contract. What is sent is first a row of the outbox, in the transaction that queues
 * the job; a relay brings it to SQS when the job is due (`Outbox`, `OutboxRelay`). What comes is given to who waits (`Inbox`).
 */
export class SqsJobQueue implements JobQueue {
  readonly #channel: SqsChannel
  readonly #outbox: Outbox
  readonly #relay: OutboxRelay
  readonly #inbox: Inbox

  private constructor(connection: Connection, channel: SqsChannel, settings: SqsSettings, log: Log) {
    this.#channel = channel
    this.#outbox = new Outbox(connection, settings.claimSeconds ?? CLAIM_SECONDS)
    this.#relay = new OutboxRelay(this.#outbox, channel, log)
    this.#inbox = new Inbox(channel, log, settings.lookMs)
  }

  /** Starts whether or not SQS answers. @throws CodedError configuration_invalid when the queue isn't there or not ours to use */
  static async open(connection: Connection, settings: SqsSettings, log: Log): Promise<SqsJobQueue> {
    const channel = new SqsChannel(settings)
    await channel.check('ZEROSEC_SQS_URL', log)
    return new SqsJobQueue(connection, channel, settings, log)
  }

  send(jobs: readonly DueJob[], transaction: Transaction): Promise<void> {
    return this.#outbox.add(jobs, transaction)
  }

  receive(signal: AbortSignal): Promise<WakeUp | undefined> {
    return this.#inbox.receive(signal)
  }

  nudge(): void {
    this.#relay.nudge()
    this.#inbox.wake()
  }

  connected(): boolean {
    return !this.#relay.failing && !this.#inbox.failing
  }

  async close(): Promise<void> {
    await Promise.all([this.#relay.close(), this.#inbox.close()])
    this.#channel.close()
  }
}
