import { randomBytes } from 'node:crypto'
import { request } from 'node:http'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { call, type RunningApi, startApi, upload } from '../../test/running-api.ts'

let api: RunningApi
beforeAll(async () => {
  api = await startApi({ settings: { uploadBytes: 100_000 } })
})
afterAll(() => api.stop())

async function presign(more: object = {}): Promise<{ url: string; key: string; bucket: string }> {
  return (await call(api, 'POST', '/api/v1/presign/upload', { filename: 'wear.csv', ...more })).body
}

async function stored({ bucket, key }: { bucket: string; key: string }): Promise<Buffer | undefined> {
  if ((await api.platform.files.size(bucket, key)) === undefined) return undefined
  const { stream } = await api.platform.files.read(bucket, key)
  return Buffer.from(await new Response(stream).arrayBuffer())
}

/** The type that a URL takes when none was asked for. */
const CSV = { 'content-type': 'text/csv' }
const put = (url: string, body: BodyInit, headers: Record<string, string> = CSV) =>
  fetch(url, { method: 'PUT', body, headers })

describe('an upload URL', () => {
  it.each([
    'text/csv',
    'application/json',
    'application/x-www-form-urlencoded',
    'multipart/form-data; boundary="a b"',
    'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet',
  ])('stores the bytes untouched, whatever type was asked for: %s', async (type) => {
    const bytes = randomBytes(5000)
    const target = await presign({ content_type: type })
    const reply = await put(target.url, bytes, { 'content-type': type })
    expect([reply.status, await reply.text()]).toEqual([200, ''])
    expect(await stored(target)).toEqual(bytes)
  })

  it.each(['text/html', 'text/csv; charset=shift_jis', 'application/json', 'csv', ';;', ''])(
    'refuses a Content-Type that was not asked for, and stores nothing: %s',
    async (type) => {
      const target = await presign()
      const reply = await put(target.url, 'a,b\n', { 'content-type': type })
      expect(reply.status).toBe(415)
      expect(await reply.json()).toMatchObject({
        code: 'upload_type_differs',
        details: { content_type: type, expected: 'text/csv' },
      })
      expect(await stored(target)).toBeUndefined()
      expect((await put(target.url, 'a,b\n')).status).toBe(200)
    },
  )

  it.each(['csv', '', 'text/csv\r\nx-evil: 1', 'text/強度', 'text/csv; charset', '/', `text/${'a'.repeat(251)}`])(
    'is not made for what is no Content-Type: %j',
    async (contentType) => {
      const { status, body } = await call(api, 'POST', '/api/v1/presign/upload', {
        filename: 'a.csv',
        content_type: contentType,
      })
      expect([status, body.code]).toEqual([422, 'request_invalid'])
    },
  )

  it.each<[string, (url: string, bytes: number) => Promise<unknown>]>([
    ['declared', async (url, bytes) => (await put(url, randomBytes(bytes))).json()],
    ['not declared', async (url, bytes) => (await putInChunks(url, bytes / 1000)).body],
  ])('takes exactly the size that was asked for, and stores nothing of another one: %s', async (_, send) => {
    const target = await presign({ size_bytes: 4000 })
    for (const bytes of [3000, 5000]) {
      expect(await send(target.url, bytes)).toMatchObject({
        code: 'upload_size_differs',
        details: { bytes, expected: 4000 },
      })
      expect(await stored(target)).toBeUndefined()
    }
    expect((await put(target.url, randomBytes(4000))).status).toBe(200)
  })

  it('is not made for a size above the limit', async () => {
    const request = { filename: 'a.csv', size_bytes: 100_001 }
    const { status, body } = await call(api, 'POST', '/api/v1/presign/upload', request)
    expect([status, body.code, body.details]).toEqual([413, 'upload_too_large', { limit: 100_000 }])
  })

  it('takes more than the limit of JSON bodies, and exactly as much as was signed', async () => {
    const target = await presign()
    expect((await put(target.url, randomBytes(100_000))).status).toBe(200)
    expect((await stored(target))?.length).toBe(100_000)
  })

  it('takes a body without length, as a pipe sends it', async () => {
    const target = await presign()
    expect(await putInChunks(target.url, 50)).toMatchObject({ status: 200 })
    expect((await stored(target))?.length).toBe(50_000)
  })

  it.each([
    ['declared', async (url: string) => (await put(url, randomBytes(100_001))).json()],
    ['not declared', async (url: string) => (await putInChunks(url, 150)).body],
  ])('refuses more bytes than were signed, tells why, and stores nothing: %s', async (_, send) => {
    const target = await presign()
    expect(await send(target.url)).toMatchObject({ code: 'upload_too_large', details: { limit: 100_000 } })
    expect(await stored(target)).toBeUndefined()
    expect((await put(target.url, 'a,b\n1,2\n')).status).toBe(200)
  })

  it('cuts off a client that goes on sending long after it was refused', async () => {
    const target = await presign()
    const sentAtMost = 50_000_000
    const sent = await new Promise<number>((resolve) => {
      let bytes = 0
      const sender = request(target.url, { method: 'PUT', headers: CSV }).on('error', () => resolve(bytes))
      const send = () => {
        bytes += 100_000
        if (bytes <= sentAtMost) sender.write(Buffer.alloc(100_000), send)
      }
      send()
    })
    expect(sent).toBeLessThan(sentAtMost)
    expect(await stored(target)).toBeUndefined()
  })

  it('works once: what was uploaded is not replaced', async () => {
    const target = await presign()
    await put(target.url, 'first')
    const second = await put(target.url, 'second')
    expect([second.status, (await second.json()).code]).toEqual([409, 'upload_exists'])
    expect(String(await stored(target))).toBe('first')
  })

  it('stores nothing of an upload that breaks off', async () => {
    const target = await presign()
    await new Promise<void>((resolve) => {
      const sender = request(target.url, { method: 'PUT', headers: { ...CSV, 'content-length': 5000 } })
      sender.on('error', () => resolve())
      sender.write('a,b\n', () => setTimeout(() => sender.destroy(), 100))
    })
    await new Promise((resolve) => setTimeout(resolve, 100))
    expect(await stored(target)).toBeUndefined()
    expect((await put(target.url, 'whole')).status).toBe(200)
  })

  it.each([
    ['another key', (url: URL) => void (url.pathname += '2')],
    ['a larger limit', (url: URL) => url.searchParams.set('max_bytes', '999999999')],
    ['another type', (url: URL) => url.searchParams.set('content_type', 'text/html')],
    ['no type', (url: URL) => url.searchParams.delete('content_type')],
    ['a later expiry', (url: URL) => url.searchParams.set('expires', '99999999999')],
    ['another signature', (url: URL) => url.searchParams.set('signature', 'AAAA')],
    ['no signature', (url: URL) => void (url.search = '')],
    ['a key outside its folder', (url: URL) => void (url.pathname = url.pathname.replace('inputs/', '..%2F'))],
  ])('that was tampered with is refused: %s', async (_, tamper) => {
    const target = await presign()
    const url = new URL(target.url)
    tamper(url)
    const reply = await put(url.href, 'a,b\n')
    expect([reply.status, (await reply.json()).code]).toEqual([403, 'url_signature_invalid'])
    expect(await stored(target)).toBeUndefined()
  })

  it('serves for PUT only', async () => {
    const target = await presign()
    await put(target.url, 'a,b\n')
    expect((await (await fetch(target.url)).json()).code).toBe('url_signature_invalid')
  })

  it('names the host that the request named, so that the client reaches it', async () => {
    const host = `localhost:${new URL(api.url).port}`
    const { body } = await call({ ...api, url: `http://${host}` }, 'POST', '/api/v1/presign/upload', {
      filename: 'a.csv',
    })
    expect(new URL(body.url).host).toBe(host)
  })

  it.each([
    ['a folder', 'data/a.csv', 'file_name_invalid'],
    ['a Windows folder', 'C:\\data\\a.csv', 'file_name_invalid'],
    ['the folder above', '..', 'file_name_invalid'],
    ['a control character', 'a\u0000.csv', 'file_name_invalid'],
    ['a type that is no table', 'a.exe', 'file_type_unsupported'],
    ['no type', 'data', 'file_type_unsupported'],
    ['nothing', '', 'request_invalid'],
    ['256 characters', `${'a'.repeat(252)}.csv`, 'request_invalid'],
  ])('is not made for a file name with %s', async (_, filename, code) => {
    expect((await call(api, 'POST', '/api/v1/presign/upload', { filename })).body.code).toBe(code)
  })

  it.each([
    'a.csv',
    'A.XLSX',
    'b.xls',
    'c.tsv',
    'd.txt',
    'e.parquet',
    'f.json',
    '強度 (第2回)#1%.csv',
    `${'あ'.repeat(251)}.csv`,
  ])('is made for %s', async (filename) => {
    const target = await upload(api, filename, 'a,b\n1,2\n')
    expect(target.key).toBe(`inputs/${target.job_id}/${filename}`)
  })

  it('writes a name from macOS in the form in which every other system writes it', async () => {
    const target = await upload(api, 'データ.csv'.normalize('NFD'), 'a,b\n1,2\n')
    expect(target.key.endsWith('/データ.csv'.normalize('NFC'))).toBe(true)
  })
})

describe('an expired URL', () => {
  it('is refused with the time at which it expired', async () => {
    const { files } = api.platform
    const url = await files.presignPut(files.inputBucket, 'inputs/x/a.csv', {
      contentType: 'text/csv',
      maxBytes: 10,
      expiresSeconds: -10,
    })
    const reply = await put(api.url + url, 'a,b\n')
    expect(reply.status).toBe(403)
    const { code, message } = await reply.json()
    expect(code).toBe('url_expired')
    expect(message).toMatch(/expired at \d{4}-\d\d-\d\dT.*Ask for a new one/)
  })
})

describe('a download URL', () => {
  it('gives the bytes with their name, type and length, and nothing to sniff or run', async () => {
    const target = await upload(api, 'data.csv', '強度\n1\n')
    const { files } = api.platform
    const terms = { fileName: '強度 一覧.csv', expiresSeconds: 60 }
    const reply = await fetch(api.url + (await files.presignGet(target.bucket, target.key, terms)))
    expect(await reply.text()).toBe('強度\n1\n')
    const { 'content-disposition': disposition, ...headers } = Object.fromEntries(reply.headers)
    expect(disposition).toBe(
      `attachment; filename="?? ??.csv"; filename*=UTF-8''${encodeURIComponent('強度 一覧.csv')}`,
    )
    expect(headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-length': '9',
      'x-content-type-options': 'nosniff',
      'cache-control': 'private, no-cache',
    })
    expect(headers['content-security-policy']).toContain("default-src 'none'")
  })

  it('does not serve for PUT, nor for HEAD', async () => {
    const target = await upload(api, 'data.csv', 'a\n1\n')
    const terms = { fileName: 'data.csv', expiresSeconds: 60 }
    const url = api.url + (await api.platform.files.presignGet(target.bucket, target.key, terms))
    expect((await (await put(url, 'b')).json()).code).toBe('url_signature_invalid')
    expect((await fetch(url, { method: 'HEAD' })).status).toBe(405)
  })
})

/** Sends `chunks` times 1000 bytes without saying how many will come. */
function putInChunks(url: string, chunks: number): Promise<{ status: number | undefined; body: unknown }> {
  return new Promise((resolve, reject) => {
    const sender = request(url, { method: 'PUT', headers: CSV }, (reply) => {
      let text = ''
      reply.on('data', (part) => (text += part))
      reply.on('end', () => resolve({ status: reply.statusCode, body: text === '' ? '' : JSON.parse(text) }))
      reply.on('error', reject)
    })
    sender.on('error', reject)
    const send = (left: number): void => {
      if (left === 0) return void sender.end()
      sender.write(Buffer.alloc(1000, 'x'), () => send(left - 1))
    }
    send(chunks)
  })
}
