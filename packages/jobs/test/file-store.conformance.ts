import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { FileStore } from '../src/files/file-store.ts'
import { readInput } from '../src/files/read-input.ts'

interface Opened {
  readonly files: FileStore
  close(): Promise<void>
}

/** What every `FileStore` owes, apart from its signed URLs. `open` gives an empty one. */
// size: the body of a describe
export function itKeepsFiles(open: () => Promise<Opened>): void {
  let files: FileStore
  let opened: Opened
  beforeAll(async () => {
    opened = await open()
    files = opened.files
  })
  afterAll(() => opened.close())

  const freshKey = (name = '測定 100%+β.csv'): string => `inputs/${randomUUID()}/${name}`
  const write = (key: string, content: string | AsyncIterable<Uint8Array>, maxBytes = 1000) =>
    files.write(files.inputBucket, key, typeof content === 'string' ? chunksOf(content) : content, maxBytes)
  const textOf = async (key: string): Promise<string> =>
    new TextDecoder().decode((await readInput(files, files.inputBucket, key)).bytes)

  it('gives back what was written, by chunks, with its size', async () => {
    const key = freshKey()
    expect(await files.size(files.inputBucket, key)).toBeUndefined()
    expect(await write(key, 'a,b\n1,2\n')).toEqual({ bytes: 8 })
    expect(await files.size(files.inputBucket, key)).toBe(8)
    expect(await textOf(key)).toBe('a,b\n1,2\n')
    expect((await readInput(files, files.inputBucket, key)).name).toBe('測定 100%+β.csv')
  })

  it('keeps an empty file', async () => {
    const key = freshKey()
    await write(key, '')
    expect(await files.size(files.inputBucket, key)).toBe(0)
    expect(await textOf(key)).toBe('')
  })

  it('never replaces what is stored', async () => {
    const key = freshKey()
    await write(key, 'first')
    await expect(write(key, 'second')).rejects.toMatchObject({ code: 'upload_exists', details: { key } })
    expect(await textOf(key)).toBe('first')
  })

  it('lets exactly one of several writers at once succeed', async () => {
    const key = freshKey()
    const results = await Promise.allSettled(Array.from({ length: 8 }, (_, i) => write(key, `writer ${i}`)))
    expect(results.filter(({ status }) => status === 'fulfilled')).toHaveLength(1)
    const winner = results.findIndex(({ status }) => status === 'fulfilled')
    expect(await textOf(key)).toBe(`writer ${winner}`)
  })

  it('stops reading at the size limit, stores nothing, and takes a smaller file then', async () => {
    const key = freshKey()
    let read = 0
    const endless = (async function* () {
      for (;;) {
        read += 100
        yield new Uint8Array(100)
      }
    })()
    await expect(write(key, endless, 1000)).rejects.toMatchObject({
      code: 'upload_too_large',
      details: { limit: 1000 },
    })
    expect(read).toBe(1100)
    expect(await files.size(files.inputBucket, key)).toBeUndefined()
    expect(await write(key, 'x'.repeat(1000), 1000)).toEqual({ bytes: 1000 })
  })

  it('stores nothing of an upload that breaks off', async () => {
    const key = freshKey()
    const broken = (async function* () {
      yield new Uint8Array(10)
      throw new Error('connection lost')
    })()
    await expect(write(key, broken)).rejects.toThrow('connection lost')
    expect(await files.size(files.inputBucket, key)).toBeUndefined()
  })

  it('takes names that a file system could not hold', async () => {
    const key = freshKey(`${'強'.repeat(251)}.csv`)
    await write(key, 'long')
    expect(await textOf(key)).toBe('long')
    expect(await files.size(files.inputBucket, freshKey(`${'強'.repeat(250)}度.csv`))).toBeUndefined()
  })

  it('takes the two Unicode forms of a name for one', async () => {
    const key = freshKey('データ.csv')
    await write(key.normalize('NFD'), 'from a Mac')
    expect(await textOf(key.normalize('NFC'))).toBe('from a Mac')
  })

  it.each([
    '../secret',
    'a/../../secret',
    '/etc/passwd',
    'a//b',
    '.',
    'a/.',
    '',
    'a\\..\\b',
    'a\0b',
    'a\nb',
    '\ud800',
    'x'.repeat(1025),
  ])('refuses the key %j everywhere', async (key) => {
    const refused = { code: 'request_invalid' }
    const terms = { contentType: 'text/csv', maxBytes: 1, expiresSeconds: 60 }
    await expect(write(key, 'x')).rejects.toMatchObject(refused)
    await expect(files.read(files.inputBucket, key)).rejects.toMatchObject(refused)
    await expect(files.size(files.inputBucket, key)).rejects.toMatchObject(refused)
    await expect(files.presignPut(files.inputBucket, key, terms)).rejects.toMatchObject(refused)
    await expect(files.removeAll(files.inputBucket, `${key}/`)).rejects.toMatchObject(refused)
  })

  it.each(['other', '..', '', '.unfinished'])('refuses the bucket "%s"', async (bucket) => {
    const refused = { code: 'bucket_unknown', details: { bucket } }
    await expect(files.size(bucket, 'a.csv')).rejects.toMatchObject(refused)
    await expect(files.write(bucket, 'a.csv', chunksOf('x'), 10)).rejects.toMatchObject(refused)
  })

  it('says when there is nothing to read', async () => {
    const key = freshKey()
    await expect(files.read(files.inputBucket, key)).rejects.toMatchObject({ code: 'input_not_uploaded' })
    await expect(files.read(files.inputBucket, key.slice(0, key.indexOf('/')))).rejects.toMatchObject({
      code: 'input_not_uploaded',
    })
  })

  it('removes what lies under a prefix and nothing beside it', async () => {
    await write('outputs/1/ab/report.json', '{}')
    await write('outputs/1/abc/report.json', '{}')
    await files.removeAll(files.inputBucket, 'outputs/1/ab/')
    await files.removeAll(files.inputBucket, 'outputs/never/')
    expect(await files.size(files.inputBucket, 'outputs/1/ab/report.json')).toBeUndefined()
    expect(await files.size(files.inputBucket, 'outputs/1/abc/report.json')).toBe(2)
  })
}

function chunksOf(text: string): AsyncIterable<Uint8Array> {
  const bytes = new TextEncoder().encode(text)
  return Readable.from([bytes.subarray(0, 3), bytes.subarray(3)].filter((chunk) => chunk.length > 0))
}
