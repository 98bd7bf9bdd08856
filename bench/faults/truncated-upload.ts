import { fork } from 'node:child_process'
import { once } from 'node:events'
import { readdirSync } from 'node:fs'
import { connect } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { fileURLToPath } from 'node:url'
import type { Experiment } from './experiment.ts'
import { Fleet } from './fleet.ts'
import { judge, PATIENCE_SECONDS } from './judge.ts'

const PROCESS = fileURLToPath(new URL('./api-process.ts', import.meta.url))
const TABLE = Buffer.from(`a,b\n${'1,2\n'.repeat(100_000)}`)
/** How much of the file arrives. */
const SENT = [0, 1, TABLE.length / 2, TABLE.length - 1]

interface Upload {
  readonly job_id: string
  readonly bucket: string
  readonly key: string
  readonly url: string
}

/** Clients that die while they upload, by FIN or by RST, of a known length or in chunks. */
export const TRUNCATED_UPLOAD: Experiment = {
  name: 'client dies in mid-upload',
  claim: 'No job can be made of a part of a file; the same URL then takes the whole file, and the job completes.',
  async run({ server, short }) {
    const fleet = await Fleet.open(await server.createDatabase(), { ZEROSEC_AUTH: 'off' })
    const api = fork(PROCESS, {
      env: { ...fleet.environment, NODE_ENV: 'test' },
      execArgv: [],
      stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
    })
    try {
      const [{ url }] = (await once(api, 'message')) as [{ url: string }]
      await fleet.startWorker()
      const jobIds: string[] = []
      const wrong: string[] = []
      for (let i = 0; i < (short ? 8 : 200); i++) {
        const bytes = SENT[i % SENT.length]!
        const presigned = await post(url, '/presign/upload', { filename: `${i}.csv`, content_type: 'text/csv' })
        const upload = presigned.body as unknown as Upload
        await dieInUpload(upload.url, bytes, { isChunked: i % 3 === 0, isReset: i % 2 === 0 })
        const early = await submit(url, upload)
        if (early.body['code'] !== 'input_not_uploaded')
          wrong.push(`a job of ${bytes} of ${TABLE.length} bytes: ${early.status} ${String(early.body['code'])}`)
        const put = await fetch(upload.url, { method: 'PUT', body: TABLE, headers: { 'content-type': 'text/csv' } })
        if (!put.ok) wrong.push(`the whole file was refused after ${bytes} bytes: ${put.status}`)
        const whole = await submit(url, upload)
        if (whole.status === 200) jobIds.push(upload.job_id)
        else wrong.push(`a job of the whole file: ${whole.status}`)
      }
      const verdict = await judge(fleet, jobIds, PATIENCE_SECONDS)
      const left = await unfinishedFiles(fleet)
      if (left > 0) wrong.push(`${left} parts of files stay on the disk`)
      return { ...verdict, notes: [`${jobIds.length} clients died`], wrong }
    } finally {
      api.kill('SIGKILL')
      await fleet.close()
    }
  },
}

async function post(
  url: string,
  path: string,
  body: object,
): Promise<{ status: number; body: Record<string, unknown> }> {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(`${url}/api/v1${path}`, { method: 'POST', headers, body: JSON.stringify(body) })
  return { status: reply.status, body: (await reply.json()) as Record<string, unknown> }
}

function submit(url: string, upload: Upload): ReturnType<typeof post> {
  const { job_id, bucket, key } = upload
  return post(url, '/jobs', { job_id, job_type: 'count', input_bucket: bucket, input_key: key, parameters: { job_id } })
}

async function dieInUpload(
  url: string,
  bytes: number,
  { isChunked, isReset }: { isChunked: boolean; isReset: boolean },
): Promise<void> {
  const { hostname, port, pathname, search, host } = new URL(url)
  const socket = connect(Number(port), hostname)
  socket.on('error', () => {})
  const length = isChunked ? 'Transfer-Encoding: chunked' : `Content-Length: ${TABLE.length}`
  socket.write(`PUT ${pathname}${search} HTTP/1.1\r\nHost: ${host}\r\nContent-Type: text/csv\r\n${length}\r\n\r\n`)
  if (isChunked) socket.write(`${TABLE.length.toString(16)}\r\n`)
  await new Promise((resolve) => socket.write(TABLE.subarray(0, bytes), resolve))
  await sleep(20)
  if (isReset) socket.resetAndDestroy()
  else socket.destroy()
  await sleep(20)
}

/** The last one may be about to go. */
async function unfinishedFiles(fleet: Fleet): Promise<number> {
  const folder = join(fleet.environment['ZEROSEC_DATA']!, 'files', '.unfinished')
  for (let tries = 0; tries < 50 && readdirSync(folder).length > 0; tries++) await sleep(100)
  return readdirSync(folder).length
}
