import { expect, it } from 'vitest'
import { readEvents } from './server-sent-events.ts'

/** The text as a stream of pieces of so many bytes. */
function stream(text: string, pieceBytes: number): ReadableStream<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  let at = 0
  return new ReadableStream({
    pull(controller) {
      if (at >= bytes.length) return controller.close()
      controller.enqueue(bytes.slice(at, (at += pieceBytes)))
    },
  })
}

const LINES = [
  ': hello',
  '',
  'id: 1',
  'event: status',
  'data: {"強度":',
  'data:1}',
  'retry: 5',
  '',
  'data',
  '',
  'event: lost',
]
const EVENTS = [
  { event: 'status', data: '{"強度":\n1}', id: '1' },
  { event: 'message', data: '', id: '1' },
]

it.each([
  ['\n', 1],
  ['\n', 1000],
  ['\r\n', 1],
  ['\r\n', 2],
  ['\r\n', 1000],
  ['\r', 1],
  ['\r', 1000],
])('reads events whose lines end with %j in pieces of %i bytes, and drops what is not finished', async (end, bytes) => {
  const text = LINES.map((line) => line + end).join('')
  const events = []
  for await (const event of readEvents(stream(text, bytes))) events.push(event)
  expect(events).toEqual(EVENTS)
})

it('lets go of the stream when its reader stops early', async () => {
  let cancelled = false
  const endless = new ReadableStream<Uint8Array>({
    pull: (controller) => controller.enqueue(new TextEncoder().encode('data: x\n\n')),
    cancel: () => {
      cancelled = true
    },
  })
  for await (const event of readEvents(endless)) {
    expect(event.data).toBe('x')
    break
  }
  expect(cancelled).toBe(true)
})
