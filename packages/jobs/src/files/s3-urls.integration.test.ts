import { randomUUID } from 'node:crypto'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { STRICT_S3_CREDENTIALS, type StrictS3Server, startStrictS3Server } from '../../../../test/strict-s3-server.ts'
import { readInput } from './read-input.ts'
import { S3Files } from './s3-files.ts'

let server: StrictS3Server
let files: S3Files
beforeAll(async () => {
  server = await startStrictS3Server(['zerosec-in', 'zerosec-out'])
  files = await open()
})
afterAll(() => server.stop())

const open = (more: { publicEndpoint?: string } = {}) =>
  S3Files.open({
    inputBucket: 'zerosec-in',
    outputBucket: 'zerosec-out',
    prefix: 'team/',
    endpoint: server.endpoint,
    credentials: STRICT_S3_CREDENTIALS,
    ...more,
  })
const freshKey = (): string => `inputs/${randomUUID()}/測定 100%+β.csv`
const terms = { contentType: 'text/csv', maxBytes: 1000, expiresSeconds: 60 }
const presign = (key: string, bytes?: number) =>
  files.presignPut('zerosec-in', key, bytes === undefined ? terms : { ...terms, bytes })
const put = async (url: string, body: string, type = 'text/csv', method = 'PUT') =>
  (await fetch(url, { method, body, headers: { 'content-type': type } })).status

describe('an upload URL of S3', () => {
  it('takes the bytes with the Content-Type that it was asked for', async () => {
    const key = freshKey()
    expect(await put(await presign(key), 'a,b\n1,2\n')).toBe(200)
    expect(new TextDecoder().decode((await readInput(files, 'zerosec-in', key)).bytes)).toBe('a,b\n1,2\n')
  })

  it('carries no checksum of a body that nobody knew when it was signed', async () => {
    expect(await presign(freshKey())).not.toMatch(/checksum/i)
  })

  it.each<[string, (url: string) => Promise<number>]>([
    ['another type', (url) => put(url, 'a', 'text/html')],
    ['another key', (url) => put(url.replace('inputs/', 'outputs/'), 'a')],
    ['another bucket', (url) => put(url.replace('zerosec-in', 'zerosec-out'), 'a')],
    ['another prefix', (url) => put(url.replace('/team/', '/other/'), 'a')],
    ['a later end', (url) => put(url.replace('X-Amz-Expires=60', 'X-Amz-Expires=6000'), 'a')],
    [
      'another signature',
      (url) =>
        put(
          url.replace(/Signature=./, (text) => `${text.slice(0, -1)}g`),
          'a',
        ),
    ],
    ['another method', async (url) => (await fetch(url)).status],
    ['a type left out of what is signed', (url) => put(url.replace('content-type%3B', ''), 'a', 'text/html')],
  ])('is refused with %s, and nothing is stored', async (_, send) => {
    const key = freshKey()
    expect(await send(await presign(key))).toBe(403)
    expect(await files.size('zerosec-in', key)).toBeUndefined()
  })

  it('takes exactly as many bytes as it was asked for, where the size was known', async () => {
    const key = freshKey()
    const url = await presign(key, 8)
    expect(await put(url, 'a,b\n1,2')).toBe(403)
    expect(await put(url, 'a,b\n1,2\n3,4\n')).toBe(403)
    expect(await files.size('zerosec-in', key)).toBeUndefined()
    expect(await put(url, 'a,b\n1,2\n')).toBe(200)
  })

  it('is refused after it expired', async () => {
    vi.useFakeTimers({ now: Date.now() - 61_000, toFake: ['Date'] })
    const key = freshKey()
    const url = await presign(key).finally(() => vi.useRealTimers())
    expect(await put(url, 'a')).toBe(403)
    expect(await files.size('zerosec-in', key)).toBeUndefined()
  })

  it('names the address at which clients reach the store', async () => {
    const outside = await open({ publicEndpoint: 'https://files.example' })
    expect(new URL(await outside.presignPut('zerosec-in', freshKey(), terms)).origin).toBe('https://files.example')
  })
})

describe('a download URL of S3', () => {
  it('gives the bytes with their name and type, as a file to save', async () => {
    const key = freshKey()
    await put(await presign(key), '強度\n1\n')
    const reply = await fetch(
      await files.presignGet('zerosec-in', key, { fileName: 'strength 1.csv', expiresSeconds: 60 }),
    )
    expect(await reply.text()).toBe('強度\n1\n')
    expect(reply.headers.get('content-type')).toBe('text/csv; charset=utf-8')
    expect(reply.headers.get('content-disposition')).toBe('attachment; filename="strength 1.csv"')
    expect(reply.headers.get('cache-control')).toBe('private, no-cache')
  })

  it('asks for a name in any script', async () => {
    // not fetched: this server signs an apostrophe otherwise than AWS
    const url = await files.presignGet('zerosec-in', 'a.csv', { fileName: '強度 一覧.csv', expiresSeconds: 60 })
    expect(new URL(url).searchParams.get('response-content-disposition')).toBe(
      `attachment; filename="?? ??.csv"; filename*=UTF-8''${encodeURIComponent('強度 一覧.csv')}`,
    )
  })

  it('serves for its file and for GET only', async () => {
    const key = freshKey()
    await put(await presign(key), 'a')
    const url = await files.presignGet('zerosec-in', key, { fileName: 'a.csv', expiresSeconds: 60 })
    expect(await put(url, 'b')).toBe(403)
    expect((await fetch(url.replace('/team/', '/other/'))).status).toBe(403)
  })
})

describe('S3Files with a wrong key', () => {
  it('does not open, and shows neither key nor secret', async () => {
    const credentials = { accessKeyId: 'S3RVER', secretAccessKey: 'very-secret' }
    const opening = S3Files.open({
      inputBucket: 'zerosec-in',
      outputBucket: 'zerosec-out',
      endpoint: server.endpoint,
      credentials,
    })
    await expect(opening).rejects.toMatchObject({
      code: 'configuration_invalid',
      message: expect.stringMatching(/ZEROSEC_S3_INPUT_BUCKET.*the secret key does not fit the access key/),
    })
    const error = await opening.catch((thrown: unknown) => thrown)
    expect(JSON.stringify(error, Object.getOwnPropertyNames(error))).not.toContain('very-secret')
  })
})
