import { readdirSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { setTimeout as sleep, setImmediate as turn } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { ReadAhead } from './read-ahead.ts'

const PIECES = Array.from({ length: 50 }, (_, i) => new Uint8Array(5000 + i).fill(i))
const ALL = Buffer.concat(PIECES)
const files = (): string[] => readdirSync(tmpdir()).filter((name) => name.startsWith('zerosec-predict-'))

/** `sent` pieces have gone; after them it fails, where it is to. */
function client(fault?: Error) {
  const told = { sent: 0, isEnded: false }
  const source = (async function* () {
    try {
      for (const piece of PIECES) {
        told.sent++
        yield piece
      }
      if (fault) throw fault
    } finally {
      told.isEnded = true
    }
  })()
  return { told, source }
}

it('takes no more than its reader until it begins', async () => {
  const { told, source } = client()
  const ahead = new ReadAhead(source, 1e9)
  const bytes = ahead.bytes()
  await bytes.next()
  await turn()
  expect(told.sent).toBe(1)
  ahead.begin()
  await expect.poll(() => told.isEnded).toBe(true)
  await ahead.close()
})

it.each([0, 1, 20, 50])(
  'gives what was sent in its order, begun after %d pieces, and leaves no file',
  async (after) => {
    const before = files()
    const ahead = new ReadAhead(client().source, 1e9)
    const got: Uint8Array[] = []
    if (after === 0) ahead.begin()
    for await (const piece of ahead.bytes()) {
      got.push(piece)
      if (got.length === after) ahead.begin()
    }
    expect(Buffer.concat(got).equals(ALL)).toBe(true)
    await ahead.close()
    expect(files().filter((name) => !before.includes(name))).toEqual([])
  },
)

it('gives what came before a fault, and then the fault', async () => {
  const fault = new Error('aborted')
  const ahead = new ReadAhead(client(fault).source, 1e9)
  ahead.begin()
  const got: Uint8Array[] = []
  const read = async () => {
    for await (const piece of ahead.bytes()) got.push(piece)
  }
  await expect(read()).rejects.toBe(fault)
  expect(Buffer.concat(got).equals(ALL)).toBe(true)
  await ahead.close()
})

it('lets whoever sends go on to the end when nobody reads any more', async () => {
  const { told, source } = client()
  const ahead = new ReadAhead(source, 1e9)
  for await (const _ of ahead.bytes()) break
  expect(told).toEqual({ sent: 1, isEnded: false })
  await ahead.close()
  expect(told).toEqual({ sent: 50, isEnded: true })
})

it.each([false, true])('refuses more than its limit, begun: %s', async (isBegun) => {
  const { told, source } = client()
  const ahead = new ReadAhead(source, 20_000)
  if (isBegun) ahead.begin()
  const read = async () => {
    for await (const _ of ahead.bytes());
  }
  await expect(read()).rejects.toMatchObject({ code: 'upload_too_large' })
  await ahead.close()
  expect(told.sent).toBeLessThan(10)
})

it('reads ahead no more than may wait, gives all the same, and leaves room to those after it', async () => {
  for (let i = 0; i < 3; i++) {
    const { told, source } = client()
    const ahead = new ReadAhead(source, 1e9, 20_000)
    ahead.begin()
    await expect.poll(() => told.sent).toBe(5)
    await sleep(20)
    expect(told.sent).toBe(5)
    const got: Uint8Array[] = []
    for await (const piece of ahead.bytes()) got.push(piece)
    expect(Buffer.concat(got).equals(ALL)).toBe(true)
    await ahead.close()
  }
})

it('drops what waits for room when nobody reads any more', async () => {
  const { told, source } = client()
  const ahead = new ReadAhead(source, 1e9, 20_000)
  ahead.begin()
  await expect.poll(() => told.sent).toBe(5)
  await ahead.close()
  expect(told).toEqual({ sent: 50, isEnded: true })
})

it('makes no file for a reader who waits for what comes', async () => {
  const before = files()
  const ahead = new ReadAhead(
    (async function* () {
      for (const piece of PIECES) {
        await turn()
        yield piece
      }
    })(),
    1e9,
  )
  ahead.begin()
  const got: Uint8Array[] = []
  for await (const piece of ahead.bytes()) {
    got.push(piece)
    expect(files().filter((name) => !before.includes(name))).toEqual([])
  }
  expect(Buffer.concat(got).equals(ALL)).toBe(true)
  await ahead.close()
})
