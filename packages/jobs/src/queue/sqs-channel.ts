import {
  ChangeMessageVisibilityCommand,
  DeleteMessageCommand,
  GetQueueAttributesCommand,
  ReceiveMessageCommand,
  SendMessageBatchCommand,
  SQSClient,
  type SQSClientConfig,
} from '@aws-sdk/client-sqs'
import type { Log } from '../log.ts'
import { queueFault, queueSettingFault } from './sqs-faults.ts'

export interface SqsSettings {
  readonly url: string
  /** Left out: what AWS's own settings say. */
  readonly region?: string | undefined
  /** Of the service; left out: the host of the queue's URL. */
  readonly endpoint?: string | undefined
  /** Left out: AWS's chain of environment, profile, container and machine role. */
  readonly credentials?: { readonly accessKeyId: string; readonly secretAccessKey: string }
  /** How long a request for messages waits for one; SQS allows 20. */
  readonly waitSeconds?: number
  /** How long a message that was received is hidden from others, the first time. */
  readonly hiddenSeconds?: number
  /** How soon a receiver is back by itself. */
  readonly lookMs?: number
  /** How long a relay may take over a batch before another one takes it over. */
  readonly claimSeconds?: number
}

export interface SqsMessage {
  readonly id: string
  readonly receipt: string
  readonly body: string
  /** How many times it was received, this one included; approximate. */
  readonly receives: number
}

/** A message that is sent; `id` tells it from the others of its batch. */
export interface OutgoingMessage {
  readonly id: string
  readonly body: string
}

export interface RefusedMessage {
  readonly id: string
  readonly reason: string
}

const WAIT_SECONDS = 20
const HIDDEN_SECONDS = 5
const CONNECT_MS = 3000
/** Of any request but that for messages, with its repetitions. */
const REQUEST_MS = 10_000
const TRIES = 3
/** For which servers that are not AWS's are asked, if any. */
const OTHER_REGION = 'us-east-1'

/** The requests to one queue. All of them reject with service_unavailable. */
export class SqsChannel {
  readonly #url: string
  readonly #waitSeconds: number
  readonly #hiddenSeconds: number
  readonly #client: SQSClient

  constructor(settings: SqsSettings) {
    this.#url = settings.url
    this.#waitSeconds = settings.waitSeconds ?? WAIT_SECONDS
    this.#hiddenSeconds = settings.hiddenSeconds ?? HIDDEN_SECONDS
    this.#client = clientOf(settings, this.#waitSeconds)
  }

  /** For how long `receive` hides a message. */
  get hiddenSeconds(): number {
    return this.#hiddenSeconds
  }

  /** @throws CodedError configuration_invalid when the queue isn't there or not ours to use; logs that it can't be reached */
  async check(setting: string, log: Log): Promise<void> {
    const command = new GetQueueAttributesCommand({ QueueUrl: this.#url, AttributeNames: ['RedrivePolicy'] })
    try {
      const { Attributes } = await this.#client.send(command, within(REQUEST_MS))
      if (Attributes?.['RedrivePolicy'] === undefined) {
        log.warn({}, 'the queue has no dead-letter queue: what is not ours in it comes again until it expires')
      }
    } catch (error) {
      const fault = queueSettingFault(error, setting)
      if (fault) throw fault
      log.warn({ err: queueFault(error) }, 'wake-ups do not travel yet; jobs run later, none is lost')
    }
  }

  /** Up to ten messages in one request. @returns those that were not taken */
  async send(messages: readonly OutgoingMessage[]): Promise<readonly RefusedMessage[]> {
    const Entries = messages.map(({ id, body }) => ({ Id: id, MessageBody: body }))
    const command = new SendMessageBatchCommand({ QueueUrl: this.#url, Entries })
    const { Successful = [], Failed = [] } = await this.#client.send(command, within(REQUEST_MS)).catch(fail)
    const taken = new Set(Successful.map(({ Id }) => Id))
    const reasons = new Map(Failed.map(({ Id, Code, Message }) => [Id, `${Code}: ${Message}`]))
    return messages
      .filter(({ id }) => !taken.has(id))
      .map(({ id }) => ({ id, reason: reasons.get(id) ?? 'it was not acknowledged' }))
  }

  /** The next message, hidden from others for `hiddenSeconds`; undefined when none came in time. */
  async receive(signal: AbortSignal): Promise<SqsMessage | undefined> {
    const command = new ReceiveMessageCommand({
      QueueUrl: this.#url,
      MaxNumberOfMessages: 1,
      WaitTimeSeconds: this.#waitSeconds,
      VisibilityTimeout: this.#hiddenSeconds,
      MessageSystemAttributeNames: ['ApproximateReceiveCount'],
    })
    const { Messages } = await this.#client.send(command, { abortSignal: signal }).catch(fail)
    const [message] = Messages ?? []
    if (message === undefined) return undefined
    return {
      id: message.MessageId ?? '',
      receipt: message.ReceiptHandle ?? '',
      body: message.Body ?? '',
      receives: Number(message.Attributes?.['ApproximateReceiveCount'] ?? 1),
    }
  }

  async remove({ receipt }: SqsMessage): Promise<void> {
    const command = new DeleteMessageCommand({ QueueUrl: this.#url, ReceiptHandle: receipt })
    await this.#client.send(command, within(REQUEST_MS)).catch(fail)
  }

  /** From now on; 0 shows it to others at once. */
  async hide({ receipt }: SqsMessage, seconds: number): Promise<void> {
    const command = new ChangeMessageVisibilityCommand({
      QueueUrl: this.#url,
      ReceiptHandle: receipt,
      VisibilityTimeout: seconds,
    })
    await this.#client.send(command, within(REQUEST_MS)).catch(fail)
  }

  close(): void {
    this.#client.destroy()
  }
}

function clientOf(settings: SqsSettings, waitSeconds: number): SQSClient {
  const { endpoint = new URL(settings.url).origin } = settings
  const region = settings.region ?? (settings.endpoint === undefined ? undefined : OTHER_REGION)
  const options: SQSClientConfig = {
    maxAttempts: TRIES,
    retryMode: 'standard',
    endpoint,
    requestHandler: {
      connectionTimeout: CONNECT_MS,
      requestTimeout: waitSeconds * 1000 + REQUEST_MS,
      throwOnRequestTimeout: true,
    },
  }
  if (region !== undefined) options.region = region
  if (settings.credentials) options.credentials = settings.credentials
  return new SQSClient(options)
}

function within(milliseconds: number): { abortSignal: AbortSignal } {
  return { abortSignal: AbortSignal.timeout(milliseconds) }
}

function fail(error: unknown): never {
  throw queueFault(error)
}
