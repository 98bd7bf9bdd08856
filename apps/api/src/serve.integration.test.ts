import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtemp, rm } from 'node:fs/promises'
import { type AddressInfo, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'

const ENTRY = fileURLToPath(new URL('../test/serve-process.ts', import.meta.url))

interface Started {
  readonly child: ChildProcess
  readonly url: string
  readonly output: () => string
  /** What went to standard error. */
  readonly log: () => string
}

let folder: string
let children: ChildProcess[]
beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zerosec-serve-'))
  children = []
})
afterEach(async () => {
  const running = children.filter(({ exitCode, signalCode }) => exitCode === null && signalCode === null)
  // not SIGKILL: the database of a service that is gone writes on for a moment, into the folder that is to be removed
  await Promise.all(running.map((child) => (child.kill('SIGTERM'), once(child, 'exit'))))
  await rm(folder, { recursive: true, force: true })
})

function spawnService(environment: Record<string, string>): {
  child: ChildProcess
  output: () => string
  log: () => string
} {
  const child = spawn(process.execPath, [ENTRY], {
    env: { ...process.env, ZEROSEC_DATA: folder, ZEROSEC_PORT: '0', ZEROSEC_AUTH: 'off', ...environment },
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  children.push(child)
  let text = ''
  child.stdout.on('data', (part) => (text += part))
  let log = ''
  child.stderr.on('data', (part) => {
    text += part
    log += part
  })
  return { child, output: () => text, log: () => log }
}

async function start(environment: Record<string, string> = {}): Promise<Started> {
  const { child, output, log } = spawnService(environment)
  for (;;) {
    const url = /is ready at (\S+)/.exec(output())?.[1]
    if (url) return { child, url, output, log }
    if (child.exitCode !== null) throw new Error(output())
    await new Promise((resolve) => setTimeout(resolve, 20))
  }
}

describe('the service', () => {
  it('prints where it is, ends its work on SIGTERM, exits with 0 and finds its jobs again', async () => {
    const first = await start()
    const presigned = await fetch(`${first.url}/api/v1/presign/upload`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ filename: 'a.csv' }),
    })
    const upload = await presigned.json()
    await fetch(upload.url, {
      method: 'PUT',
      headers: { 'content-type': 'text/csv' },
      body: 'a,y\n1,2\n2,4\n3,5\n4,9\n',
    })
    first.child.kill('SIGTERM')
    expect(await once(first.child, 'exit')).toEqual([0, null])

    const second = await start()
    const inspected = await fetch(`${second.url}/api/v1/inspect`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ bucket: upload.bucket, key: upload.key }),
    })
    expect((await inspected.json()).rows).toBe(4)
    second.child.kill('SIGINT')
    expect(await once(second.child, 'exit')).toEqual([0, null])
  })

  it('says which port is taken, and leaves the data folder free', async () => {
    const other = createServer().listen(0, '127.0.0.1')
    await once(other, 'listening')
    const { port } = other.address() as AddressInfo
    const { child, output } = spawnService({ ZEROSEC_PORT: String(port) })
    expect(await once(child, 'exit')).toEqual([1, null])
    expect(output()).toContain(`The port ${port} of 127.0.0.1 is in use by another program`)
    other.close()
    const { child: next } = await start()
    expect(next.exitCode).toBeNull()
  })

  it('prints a link that signs in, once, and logs no secret wherever it is sent', async () => {
    const { url, output, log } = await start({ ZEROSEC_AUTH: 'on', ZEROSEC_LOG: 'debug' })
    await expect.poll(output).toMatch(/#token=zs_once_/)
    const token = /#token=(\S+)/.exec(output())?.[1] ?? ''
    const post = async (path: string, body: string, headers = {}) =>
      fetch(`${url}/api/v1${path}`, {
        method: 'POST',
        body,
        headers: { 'content-type': 'application/json', ...headers },
      })
    const signedIn = await post('/session', JSON.stringify({ token }))
    const cookie = signedIn.headers.get('set-cookie')?.split(';', 1)[0] ?? ''
    const headers = { cookie, 'sec-fetch-site': 'same-origin' }
    const { key } = await (await post('/keys', '{"name":"x","scope":"admin"}', headers)).json()
    const bearer = { authorization: `Bearer ${key}` }

    const statuses = await Promise.all([
      fetch(`${url}/api/v1/jobs`, { headers: bearer }),
      fetch(`${url}/api/v1/jobs?key=${key}&token=${token}`, { headers: { cookie } }),
      fetch(`${url}/api/v1/jobs/${key}`, { headers: bearer }),
      fetch(`${url}/${key}`, { headers: { referer: `${url}/#token=${token}`, origin: `http://${key}` } }),
      post('/session', key),
      post('/session', JSON.stringify({ token: [key] })),
      post('/session', JSON.stringify({ token })),
      post('/jobs', JSON.stringify({ job_id: key, job_type: key }), bearer),
      fetch(`${url}/api/v1/jobs`, { headers: { authorization: key } }),
    ])
    expect(statuses.map(({ status }) => status)).toEqual([200, 200, 422, 403, 400, 422, 401, 422, 401])
    expect(log().split('\n').length).toBeGreaterThan(15)
    for (const secret of [token, key, cookie]) expect(log()).not.toContain(secret.slice(-32))
  })
})
