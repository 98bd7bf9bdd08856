import { randomUUID } from 'node:crypto'
import { Readable } from 'node:stream'
import { buffer } from 'node:stream/consumers'
import { afterAll, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { type S3Server, startS3Server } from '../../../../test/s3-server.ts'
import { itKeepsFiles } from '../../test/file-store.conformance.ts'
import { readInput } from './read-input.ts'
import { S3Files } from './s3-files.ts'
import type { S3Settings } from './s3-settings.ts'

const PART = 8 * 2 ** 20

let server: S3Server
beforeAll(async () => {
  server = await startS3Server()
  for (const bucket of ['zerosec-in', 'zerosec-out']) server.createBucket(bucket)
})
beforeEach(() => server.inflict())
afterAll(() => server.stop())

const settings = (more: Partial<S3Settings> = {}): S3Settings => ({
  inputBucket: 'zerosec-in',
  outputBucket: 'zerosec-out',
  prefix: 'team/',
  endpoint: server.endpoint,
  credentials: { accessKeyId: 'key', secretAccessKey: 'secret' },
  ...more,
})
const freshKey = (): string => `inputs/${randomUUID()}/a.csv`
const unavailable = (problem: RegExp) =>
  expect.objectContaining({ code: 'service_unavailable', message: expect.stringMatching(problem) })

describe('S3Files', () => {
  itKeepsFiles(async () => ({ files: await S3Files.open(settings()), close: async () => {} }))
})

// The same against AWS, or whatever store the environment names; the credentials come from where AWS's tools look for them.
const { ZEROSEC_TEST_S3_BUCKET: bucket, ZEROSEC_TEST_S3_ENDPOINT: endpoint } = process.env
describe.skipIf(bucket === undefined)('S3Files in the bucket of ZEROSEC_TEST_S3_BUCKET', () => {
  itKeepsFiles(async () => {
    const own = { inputBucket: bucket!, outputBucket: bucket!, prefix: '', endpoint }
    const prefix = `zerosec-test-${randomUUID()}/`
    const close = async () => (await S3Files.open(own)).removeAll(bucket!, prefix)
    return { files: await S3Files.open({ ...own, prefix }), close }
  })
})

describe('S3Files at work', () => {
  const open = () => S3Files.open(settings())

  it('puts its prefix before every key, and removes nothing outside it', async () => {
    const files = await open()
    const others = await S3Files.open(settings({ prefix: 'other/' }))
    for (const each of [files, others])
      await each.write('zerosec-out', 'outputs/1/a.csv', Readable.from([Buffer.from('a')]), 9)
    await files.removeAll('zerosec-out', 'outputs/1/')
    expect(await others.size('zerosec-out', 'outputs/1/a.csv')).toBe(1)
  })

  it.each([
    ['exactly one part', [PART], 'PUT 1'],
    ['a byte more', [PART + 1], 'parts 2'],
    ['three parts in chunks that fit no part', [5_000_001, 5_000_001, 9_000_001, 1], 'parts 3'],
  ])('writes %s as it came, and by parts only beyond one', async (_, sizes, expected) => {
    const files = await open()
    const key = freshKey()
    const chunks = sizes.map((size, i) => Buffer.alloc(size, i + 1))
    const from = server.requests.length
    const bytes = sizes.reduce((sum, size) => sum + size)
    expect(await files.write('zerosec-in', key, Readable.from(chunks), bytes)).toEqual({ bytes })
    const sent = server.requests.slice(from)
    const parts = sent.filter((line) => line.includes('partNumber=')).length
    expect(parts > 0 ? `parts ${parts}` : `PUT ${sent.filter((line) => line.startsWith('PUT')).length}`).toBe(expected)
    expect(Buffer.concat(chunks).equals((await readInput(files, 'zerosec-in', key)).bytes)).toBe(true)
  })

  it('leaves nothing of a large upload that breaks off, neither the file nor its parts', async () => {
    const files = await open()
    const key = freshKey()
    const broken = (async function* () {
      yield Buffer.alloc(2 * PART)
      yield Buffer.alloc(PART)
      throw new Error('connection lost')
    })()
    const from = server.requests.length
    await expect(files.write('zerosec-in', key, broken, 2 ** 30)).rejects.toThrow('connection lost')
    expect(await files.size('zerosec-in', key)).toBeUndefined()
    expect(server.requests.slice(from).filter((line) => /^DELETE .*uploadId=/.test(line))).toHaveLength(1)
  })

  it('holds two parts in memory, whatever the size of the file', async () => {
    const files = await open()
    let ahead = 0
    const source = (async function* () {
      for (let i = 0; i < 4; i++) {
        const stored = server.requests.filter((line) => line.includes('partNumber=') && line.includes('ahead')).length
        ahead = Math.max(ahead, i - stored)
        yield Buffer.alloc(PART)
      }
    })()
    await files.write('zerosec-in', freshKey().replace('a.csv', 'ahead.csv'), source, 2 ** 30)
    expect(ahead).toBeLessThanOrEqual(2)
  })

  it.each([
    ['small', 10],
    ['large', PART + 10],
  ])(
    'takes its own write for done when the reply was lost and the repeated request meets it: a %s file',
    async (_, size) => {
      const files = await open()
      const key = freshKey()
      server.inflict({ kind: 'lost', matches: size > PART ? /^POST .*uploadId=/ : /^PUT /, times: 1 })
      expect(await files.write('zerosec-in', key, Readable.from([Buffer.alloc(size)]), size)).toEqual({ bytes: size })
      expect(await files.size('zerosec-in', key)).toBe(size)
    },
  )

  it('removes more files than one page lists', async () => {
    const files = await S3Files.open(settings({ pageFiles: 2 }))
    const keys = ['a', 'b', 'c/d', 'e', 'f'].map((name) => `outputs/many/${name}.csv`)
    for (const key of keys) await files.write('zerosec-out', key, Readable.from([Buffer.from('x')]), 9)
    await files.removeAll('zerosec-out', 'outputs/many/')
    for (const key of keys) expect(await files.size('zerosec-out', key)).toBeUndefined()
  })
})

describe('S3Files when the store fails', () => {
  const open = (more: Partial<S3Settings> = {}) => S3Files.open(settings({ tries: 2, ...more }))

  it('tries again after 500, 503 and a lost connection', async () => {
    const files = await open({ tries: 5 })
    const key = freshKey()
    server.inflict(
      { kind: 'error', status: 500, times: 1 },
      { kind: 'error', status: 503, code: 'SlowDown', times: 1 },
      { kind: 'lost', times: 1 },
    )
    expect(await files.write('zerosec-in', key, Readable.from([Buffer.from('a,b')]), 9)).toEqual({ bytes: 3 })
    expect(String(Buffer.from((await readInput(files, 'zerosec-in', key)).bytes))).toBe('a,b')
  })

  it.each([
    ['500', { kind: 'error', status: 500 }, /the store of files: it answered 500/],
    ['403', { kind: 'error', status: 403, code: 'AccessDenied' }, /access is denied/],
    ['a wrong key', { kind: 'error', status: 403, code: 'InvalidAccessKeyId' }, /access is denied/],
    ['a wrong clock', { kind: 'error', status: 403, code: 'RequestTimeTooSkewed' }, /access is denied/],
    ['a connection that ends', { kind: 'lost' }, /the connection to it broke/],
  ] as const)('says so in our words, and stores nothing as a whole file: %s', async (_, fault, problem) => {
    const files = await open()
    const key = freshKey()
    server.inflict(fault)
    await expect(files.size('zerosec-in', key)).rejects.toEqual(unavailable(problem))
    await expect(files.read('zerosec-in', key)).rejects.toEqual(unavailable(/./))
    await expect(files.removeAll('zerosec-in', 'outputs/1/')).rejects.toEqual(unavailable(/./))
    await expect(files.write('zerosec-in', key, Readable.from([Buffer.from('a')]), 9)).rejects.toEqual(unavailable(/./))
    server.inflict()
    expect(await files.size('zerosec-in', key)).toBeUndefined()
  })

  it('waits for a silent store no longer than it may', async () => {
    const files = await open({ timeoutMs: 2000, tries: 1 })
    server.inflict({ kind: 'silent' })
    await expect(files.size('zerosec-in', freshKey())).rejects.toEqual(unavailable(/does not answer in time/))
  })

  it('stores nothing of a file whose one request fails', async () => {
    const files = await open()
    const key = freshKey()
    server.inflict({ kind: 'error', status: 500, matches: /^PUT / })
    const writing = files.write('zerosec-in', key, Readable.from([Buffer.from('a')]), 9)
    await expect(writing).rejects.toEqual(unavailable(/answered 500/))
    expect(await files.size('zerosec-in', key)).toBeUndefined()
  })

  it('gives up a large file with its parts when one part can not be stored', async () => {
    const files = await open()
    const key = freshKey()
    server.inflict({ kind: 'error', status: 500, matches: /partNumber=2/ })
    const from = server.requests.length
    const content = Readable.from([Buffer.alloc(PART), Buffer.alloc(PART), Buffer.alloc(PART)])
    await expect(files.write('zerosec-in', key, content, 2 ** 30)).rejects.toEqual(unavailable(/answered 500/))
    expect(content.destroyed).toBe(true)
    expect(server.requests.slice(from).filter((line) => /^DELETE .*uploadId=/.test(line))).toHaveLength(1)
    expect(await files.size('zerosec-in', key)).toBeUndefined()
  })

  it('makes a read that breaks off an error, never a short file', async () => {
    const files = await open()
    const key = freshKey()
    await files.write('zerosec-in', key, Readable.from([Buffer.alloc(1_000_000, 'x')]), 2 ** 20)
    server.inflict({ kind: 'cut', matches: /^GET / })
    await expect(readInput(files, 'zerosec-in', key)).rejects.toEqual(
      unavailable(/broke off after \d+ of 1000000 bytes/),
    )
    const { stream } = await files.read('zerosec-in', key)
    await expect(buffer(stream)).rejects.toEqual(unavailable(/broke off/))
  })

  it('notices a write that arrives damaged', async () => {
    const files = await open()
    server.inflict({ kind: 'error', status: 400, code: 'BadDigest', matches: /^PUT/ })
    await expect(files.write('zerosec-in', freshKey(), Readable.from([Buffer.from('a')]), 9)).rejects.toEqual(
      unavailable(/answered 400/),
    )
  })
})

describe('S3Files at the start', () => {
  const invalid = (setting: string, problem: RegExp) =>
    expect.objectContaining({
      code: 'configuration_invalid',
      details: { setting, problem: expect.stringMatching(problem) },
    })

  it('refuses a bucket that is not there, by its setting', async () => {
    await expect(S3Files.open(settings({ outputBucket: 'nowhere' }))).rejects.toEqual(
      invalid('ZEROSEC_S3_OUTPUT_BUCKET', /the bucket nowhere: there is no such bucket/),
    )
  })

  it.each([
    ['is closed to us', { kind: 'error', status: 403, code: 'AccessDenied' }, /access is denied/],
    ['takes another key', { kind: 'error', status: 403, code: 'SignatureDoesNotMatch' }, /the secret key does not fit/],
    [
      'is in another region',
      { kind: 'error', status: 301, code: 'PermanentRedirect' },
      /another region.*ZEROSEC_S3_REGION/,
    ],
  ] as const)('refuses a bucket that %s', async (_, fault, problem) => {
    server.inflict(fault)
    await expect(S3Files.open(settings())).rejects.toEqual(invalid('ZEROSEC_S3_INPUT_BUCKET', problem))
  })

  it('tells a store that is away from one that is set up wrongly', async () => {
    await expect(S3Files.open(settings({ endpoint: 'http://127.0.0.1:1', tries: 1 }))).rejects.toEqual(
      unavailable(/nothing listens at its address/),
    )
  })
})
