import { once } from 'node:events'
import { Writable } from 'node:stream'
import { setImmediate as turn } from 'node:timers/promises'
import { describe, expect, it } from 'vitest'
import { EventStreams, StateStream } from './event-streams.ts'

/** A client that takes a piece when it is told to. */
class SlowClient extends Writable {
  readonly taken: string[] = []
  #next: (() => void) | undefined

  constructor() {
    super({ highWaterMark: 1, decodeStrings: false })
  }

  override _write(piece: string | Buffer, _: BufferEncoding, done: () => void): void {
    this.taken.push(String(piece))
    this.#next = done
  }

  async take(): Promise<void> {
    this.#next?.()
    await turn()
    await turn()
  }
}

describe('a stream of states', () => {
  it('tells each one to a client that reads', async () => {
    const stream = new StateStream()
    const seen: string[] = []
    stream.on('data', (piece) => seen.push(String(piece)))
    for (const state of ['a', 'b', 'c']) {
      stream.tell(state)
      await turn()
    }
    stream.finish()
    await once(stream, 'end')
    expect(seen).toEqual(['a', 'b', 'c'])
  })

  it('tells a client that did not read the latest only, and holds no more meanwhile', async () => {
    const client = new SlowClient()
    const stream = new StateStream()
    stream.pipe(client)
    for (let i = 0; i < 10_000; i++) {
      stream.tell(`state ${i}`)
      stream.beat()
      if (i < 3) await turn()
    }
    expect(stream.readableLength + client.writableLength).toBeLessThan(100)
    const before = client.taken.length
    await client.take()
    await client.take()
    expect(client.taken.slice(before)).toContain('state 9999')
    expect(client.taken.length - before).toBeLessThanOrEqual(2)
  })

  it('ends after the last state, for a slow client too, and is told nothing after it', async () => {
    const client = new SlowClient()
    const stream = new StateStream()
    stream.pipe(client)
    for (const state of ['a', 'b', 'c', 'last']) {
      stream.tell(state)
      await turn()
    }
    stream.finish()
    stream.tell('too late')
    for (let i = 0; i < 5; i++) await client.take()
    expect(client.taken.at(-1)).toBe('last')
    expect(client.writableFinished).toBe(true)
  })
})

describe('the open streams', () => {
  const limits = { most: 3, mostOfOne: 2, heartbeatMs: 10_000 }

  it('are bounded for each client and in all, and a closed one makes room', async () => {
    const streams = new EventStreams(limits)
    const first = streams.open('a', '')
    streams.open('a', '')
    const full = (of: string, limit: number) =>
      expect.objectContaining({ code: 'event_streams_full', details: { of, limit } })
    expect(() => streams.open('a', '')).toThrow(full('of this client', 2))
    streams.open('b', '')
    expect(() => streams.open('c', '')).toThrow(full('in all', 3))
    first.destroy()
    await once(first, 'close')
    expect(streams.open('a', '')).toBeInstanceOf(StateStream)
  })

  it('get heartbeats while they are silent, and end together', async () => {
    const streams = new EventStreams({ ...limits, heartbeatMs: 5 })
    const stream = streams.open('a', 'retry: 1\n\n')
    const seen: string[] = []
    stream.on('data', (piece) => seen.push(String(piece)))
    await expect.poll(() => seen.length).toBeGreaterThan(2)
    expect(seen.slice(0, 3)).toEqual(['retry: 1\n\n', ': still here\n\n', ': still here\n\n'])
    streams.close()
    await once(stream, 'end')
  })
})
