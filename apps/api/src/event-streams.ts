import { Readable } from 'node:stream'
import { CodedError } from '@zerosec/errors'

export interface EventStreamLimits {
  /** Streams that may be open, of all clients together and of one. */
  readonly most: number
  readonly mostOfOne: number
  /** Between two comments that keep a stream open. */
  readonly heartbeatMs: number
}

/** A client comes back with its last event id, and is asked again who it is. */
const LONGEST_MS = 30 * 60_000

/** The event streams that this process holds open: how many there may be, their heartbeats, and their end. */
export class EventStreams {
  readonly #limits: EventStreamLimits
  readonly #open = new Map<StateStream, string>()
  readonly #ofClient = new Map<string, number>()
  #heart: NodeJS.Timeout | undefined

  constructor(limits: EventStreamLimits) {
    this.#limits = limits
  }

  /**
   * @param beginning  sent at once, so that the client knows that the stream stands
   * @throws CodedError event_streams_full
   */
  open(client: string, beginning: string): StateStream {
    const { most, mostOfOne } = this.#limits
    const own = this.#ofClient.get(client) ?? 0
    if (own >= mostOfOne) throw new CodedError('event_streams_full', { limit: mostOfOne, of: 'of this client' })
    if (this.#open.size >= most) throw new CodedError('event_streams_full', { limit: most, of: 'in all' })
    const stream = new StateStream(beginning)
    this.#open.set(stream, client)
    this.#ofClient.set(client, own + 1)
    this.#heart ??= setInterval(() => this.#beat(), this.#limits.heartbeatMs).unref()
    stream.once('close', () => this.#closed(stream, client))
    return stream
  }

  /** Ends every stream; its clients come back to another process. */
  close(): void {
    for (const stream of this.#open.keys()) stream.finish()
  }

  #beat(): void {
    const now = Date.now()
    for (const stream of this.#open.keys()) {
      if (now - stream.openedAt > LONGEST_MS) stream.finish()
      else stream.beat()
    }
  }

  #closed(stream: StateStream, client: string): void {
    this.#open.delete(stream)
    const left = (this.#ofClient.get(client) ?? 1) - 1
    if (left > 0) this.#ofClient.set(client, left)
    else this.#ofClient.delete(client)
    if (this.#open.size > 0) return
    clearInterval(this.#heart)
    this.#heart = undefined
  }
}

/**
 * Server-sent events of which only the latest matters. It holds at most one, so a client that does not read costs no more than
 * one that does, and is told the present state when it reads again, not all that it missed.
 */
export class StateStream extends Readable {
  readonly openedAt = Date.now()
  #beginning: string
  #latest: string | undefined
  #isWanted = false
  #isFinished = false

  constructor(beginning = '') {
    // 0: asked for more only when the socket takes more
    super({ highWaterMark: 0 })
    this.#beginning = beginning
  }

  /** Takes the place of what was not sent yet. */
  tell(event: string): void {
    if (this.#isFinished) return
    this.#latest = event
    this.#send()
  }

  /** A comment, unless the client is behind anyway. */
  beat(): void {
    if (!this.#isWanted) return
    this.#isWanted = false
    this.push(': still here\n\n')
  }

  /** Ends the stream after what was told last. */
  finish(): void {
    this.#isFinished = true
    this.#send()
  }

  override _read(): void {
    this.#isWanted = true
    this.#send()
  }

  #send(): void {
    if (!this.#isWanted || this.destroyed) return
    const event = this.#beginning + (this.#latest ?? '')
    if (event !== '') {
      this.#beginning = ''
      this.#latest = undefined
      this.#isWanted = false
      this.push(event)
    } else if (this.#isFinished) {
      this.#isWanted = false
      this.push(null)
    }
  }
}
