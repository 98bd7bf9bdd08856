import { createHash } from 'node:crypto'
import { mkdtempSync, readdirSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { basename, dirname, join } from 'node:path'
import { Readable } from 'node:stream'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { type ScriptedReply, type ScriptedServer, scriptedServer } from '../test/scripted-server.ts'
import { type Client, createClient } from './client.ts'
import type { Content } from './content.ts'
import { contentFrom, fileFrom, fileInto } from './file.ts'

const JOB = '2f1c1c5e-7f0e-4b6a-9d7e-0d5c8a1b2c3d'
const BYTES = new TextEncoder().encode('列,値\n1,2\n'.repeat(20_000))

let server: ScriptedServer
let client: Client
let folder: string
beforeEach(async () => {
  folder = mkdtempSync(join(tmpdir(), 'zerosec-client-'))
  server = await scriptedServer()
  client = createClient({ origin: server.origin, backoffMs: [1, 1], key: 'k' })
})
afterEach(async () => {
  await server.stop()
  rmSync(folder, { recursive: true })
})

const failure = (status: number, code: string): ScriptedReply => ({
  status,
  body: { error: 'X', code, message: code, details: {}, timestamp: '' },
})

describe('an upload', () => {
  const signed = (): ScriptedReply => ({
    body: { job_id: JOB, bucket: 'in', key: `inputs/${JOB}/a.csv`, url: `${server.origin}/files/x` },
  })

  const contents: [string, () => Content | Promise<Content>][] = [
    ['bytes', () => BYTES],
    ['a blob', () => new Blob([BYTES])],
    ['a file', async () => (await fileFrom(path('table.csv', BYTES))).content],
    ['a Node stream', () => contentFrom(Readable.from([BYTES.subarray(0, 9), BYTES.subarray(9)]), BYTES.length)],
  ]

  it.each(contents)('of %s sends its length, its bytes and no key, and tells how far it is', async (_, content) => {
    server.say(signed(), {})
    const told: [number, number][] = []
    const onProgress = (...bytes: [number, number]) => told.push(bytes)
    await client.uploadFile('a.csv', await content(), { contentType: 'text/csv', onProgress })
    const { headers, body } = server.requests[1] ?? { headers: {}, body: '' }
    expect(headers).toMatchObject({ 'content-length': String(BYTES.length), 'content-type': 'text/csv' })
    expect([headers['transfer-encoding'], headers.authorization]).toEqual([undefined, undefined])
    expect(body === new TextDecoder().decode(BYTES)).toBe(true)
    expect([told[0], told.at(-1)]).toEqual([
      [0, BYTES.length],
      [BYTES.length, BYTES.length],
    ])
    expect(told.map(([sent]) => sent)).toEqual(told.map(([sent]) => sent).toSorted((a, b) => a - b))
  })

  it('begins again from the start after a failure, and counts as done when a lost try had stored it', async () => {
    server.say(signed(), { hangUp: true }, failure(503, 'service_unavailable'), failure(409, 'upload_exists'))
    const starts: number[] = []
    const onProgress = (sent: number) => sent === 0 && starts.push(sent)
    expect((await client.uploadFile('a.csv', new Blob([BYTES]), { onProgress })).jobId).toBe(JOB)
    expect(server.requests.slice(1).map(({ body }) => body.length)).toEqual(
      Array(3).fill(new TextDecoder().decode(BYTES).length),
    )
    expect(starts).toHaveLength(3)
  })

  it('of a stream that can be read once is not tried again', async () => {
    server.say(signed(), failure(503, 'service_unavailable'))
    const upload = client.uploadFile('a.csv', contentFrom(Readable.from([BYTES]), BYTES.length))
    await expect(upload).rejects.toMatchObject({ status: 503 })
    expect(server.requests).toHaveLength(2)
  })

  it.each([
    ['less', 1, /has 180000 bytes and promised 180001/],
    ['more', -1, /has more than 179999 bytes/],
  ])('of %s bytes than were promised fails, and says so', async (_, off, problem) => {
    server.say(signed(), {})
    const content = contentFrom(Readable.from([new Uint8Array(180_000)]), 180_000 + off)
    await expect(client.uploadFile('a.csv', content)).rejects.toThrow(problem)
  })

  it('rejects with what reading the file says, and with the reason of its signal', async () => {
    server.say(signed(), {})
    const broken = contentFrom(
      new Readable({
        read() {
          this.destroy(new Error('the disk has gone'))
        },
      }),
      9,
    )
    await expect(client.uploadFile('a.csv', broken)).rejects.toThrow('the disk has gone')

    server.say(signed(), { hangs: true })
    const abort = new AbortController()
    const onProgress = (sent: number) => sent > 0 && abort.abort('enough')
    const upload = client.uploadFile('a.csv', new Blob([BYTES]), { signal: abort.signal, onProgress })
    await expect(upload).rejects.toBe('enough')
  })
})

describe('a download', () => {
  const artifact = { file_key: `outputs/${JOB}/1/a.csv`, file_name: 'a.csv' }
  const sha256 = createHash('sha256').update(BYTES).digest('hex')
  const checksums = (change: object = {}): ScriptedReply => ({
    body: { job_id: JOB, checksums: [{ file_key: artifact.file_key, size_bytes: BYTES.length, sha256, ...change }] },
  })
  const signed = (): ScriptedReply => ({ body: { url: `${server.origin}/files/y`, expires_in: 9, file_name: 'a.csv' } })
  const whole: ScriptedReply = { body: BYTES }

  it('arrives whole, tells how far it is and sends no key to the signed URL', async () => {
    server.say(checksums(), signed(), whole)
    const told: number[] = []
    await client.download(JOB, artifact, fileInto(join(folder, 'a.csv')), { onProgress: (bytes) => told.push(bytes) })
    expect(readFileSync(join(folder, 'a.csv')).equals(BYTES)).toBe(true)
    expect([told[0], told.at(-1)]).toEqual([0, BYTES.length])
    expect(server.requests.map(({ headers }) => headers.authorization)).toEqual(['Bearer k', 'Bearer k', undefined])
  })

  it('that breaks off begins again under a new URL', async () => {
    const half = { headers: { 'content-length': String(BYTES.length) }, parts: ['列,値\n'] }
    server.say(checksums(), signed(), half, signed(), failure(503, 'service_unavailable'), signed(), whole)
    await client.download(JOB, artifact, fileInto(join(folder, 'a.csv')))
    expect(readFileSync(join(folder, 'a.csv')).equals(BYTES)).toBe(true)
    expect(readdirSync(folder)).toEqual(['a.csv'])
  })

  it.each([
    ['other bytes', 0, { body: new Uint8Array(BYTES.length) }, 'its SHA-256 is not that of the stored file'],
    ['too few', 1, whole, `${BYTES.length} of its ${BYTES.length + 1} bytes came`],
    ['too many', -1, whole, `more than its ${BYTES.length - 1} bytes came`],
  ])('of %s is damaged, tried again, and leaves the file that was there', async (_, off, reply, problem) => {
    server.say(
      checksums({ size_bytes: BYTES.length + off }),
      ...Array.from({ length: 3 }, () => [signed(), reply]).flat(),
    )
    const target = path('a.csv', new Uint8Array([1]))
    const download = client.download(JOB, artifact, fileInto(target))
    await expect(download).rejects.toMatchObject({ code: 'download_damaged', details: { file: 'a.csv', problem } })
    expect(server.requests).toHaveLength(7)
    expect([readdirSync(folder), [...readFileSync(target)]]).toEqual([['a.csv'], [1]])
  })

  it('rejects with what its sink throws, and on abort with the reason, and leaves nothing', async () => {
    server.say(checksums(), signed(), whole)
    await expect(client.download(JOB, artifact, fileInto(join(folder, 'nowhere', 'a.csv')))).rejects.toThrow('ENOENT')
    expect(server.requests).toHaveLength(3)

    server.say(checksums(), signed(), { headers: { 'content-length': '99' }, parts: ['x'], hangs: true })
    const abort = new AbortController()
    const onProgress = (bytes: number) => bytes > 0 && abort.abort('enough')
    const into = fileInto(join(folder, 'a.csv'))
    await expect(client.download(JOB, artifact, into, { signal: abort.signal, onProgress })).rejects.toBe('enough')
    expect(readdirSync(folder)).toEqual([])
  })

  it('leaves nothing of a file that could not be written, or not be given its name', async () => {
    const refused = (await fileInto(join(folder, 'a.csv'))()).getWriter()
    await expect(refused.write({ byteLength: 3 } as Uint8Array)).rejects.toThrow('must be')
    const unnamed = (await fileInto(folder)()).getWriter()
    await unnamed.write(new Uint8Array([1]))
    await expect(unnamed.close()).rejects.toThrow('EISDIR')
    expect(readdirSync(folder)).toEqual([])
    expect(readdirSync(dirname(folder)).filter((name) => name.startsWith(basename(folder)))).toEqual([basename(folder)])
  })

  it('of a file that the job does not have is refused without one', async () => {
    server.say(checksums())
    const download = client.download(JOB, { ...artifact, file_key: 'x' }, fileInto(join(folder, 'a.csv')))
    await expect(download).rejects.toMatchObject({ code: 'artifact_unknown' })
  })
})

function path(name: string, bytes: Uint8Array): string {
  const full = join(folder, name)
  writeFileSync(full, bytes)
  return full
}
