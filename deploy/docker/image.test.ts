import { randomUUID } from 'node:crypto'
import { once } from 'node:events'
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { type AddressInfo, createServer, type Socket } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, it, onTestFailed } from 'vitest'
import { type PostgresServer, startPostgresServer } from '../../test/postgres-server.ts'
import { ROOT } from '../../tools/root.ts'
import { TARGETS, type Target } from './assemble.ts'
import {
  CAN_CONTAIN,
  type Contained,
  type ImageTree,
  imageTree,
  ownedFolder,
  type RunOptions,
  runContained,
  sizeMb,
} from './contained.ts'

/** What each image adds to its base, Node's 120 MB among them, in MB: a new dependency should be noticed. */
const LARGEST_MB: Readonly<Record<Target, number>> = { api: 350, worker: 240, web: 170 }
const READY_MS = 60_000
/** On a machine that is busy with other tests; by itself it takes some seconds. */
const PATIENCE_MS = 100_000

const folder = mkdtempSync(join(tmpdir(), 'zerosec-images-'))
const trees = {} as Record<Target, ImageTree>
const running: Contained[] = []
let server: PostgresServer | undefined

async function start(target: Target, options: RunOptions = {}): Promise<Contained> {
  const contained = await runContained(trees[target], options)
  running.push(contained)
  return contained
}

/** What the log says at the place of the pattern's group, once it does. */
async function told(contained: Contained, pattern: RegExp): Promise<string> {
  await expect.poll(() => contained.log(), { timeout: READY_MS, interval: 50 }).toMatch(pattern)
  return pattern.exec(contained.log())?.[1] ?? ''
}

beforeAll(async () => {
  if (!CAN_CONTAIN) return
  chmodSync(folder, 0o755)
  for (const target of TARGETS) trees[target] = imageTree(target, join(folder, target), ROOT)
  server = await startPostgresServer()
  chmodSync(server.socketFolder, 0o711)
}, PATIENCE_MS)

afterAll(async () => {
  for (const contained of running) await contained.stop('SIGKILL')
  await server?.close()
  rmSync(folder, { recursive: true, force: true })
})

describe.skipIf(!CAN_CONTAIN)(`the images${CAN_CONTAIN ? '' : ' (skipped: root of an x64 Linux starts them)'}`, () => {
  it.each(TARGETS)('%s holds what it needs at run time and little else', (target) => {
    expect(sizeMb(trees[target].root)).toBeLessThan(LARGEST_MB[target])
  })

  it('run a job from the page to the result, as a user without rights on a read-only root, and end when told', {
    timeout: PATIENCE_MS,
  }, async () => {
    const secret = join(folder, 'database-url')
    writeFileSync(secret, `postgresql:///${await newDatabase()}?host=/run/postgresql&user=postgres\n`, {
      mode: 0o444,
    })
    const mounts = [
      { from: ownedFolder(join(folder, 'data'), trees.api.image), to: '/data' },
      { from: server!.socketFolder, to: '/run/postgresql' },
      { from: secret, to: '/run/secrets/database-url' },
    ]
    const shared = { DATABASE_URL_FILE: '/run/secrets/database-url', ZEROSEC_LOG: 'info' }
    const api = await start('api', { mounts, environment: { ...shared, ZEROSEC_PORT: '0' } })
    const worker = await start('worker', { mounts, environment: { ...shared, ZEROSEC_WORKER_PORT: '0' } })
    onTestFailed(() => console.error(api.log(), worker.log()))
    const port = await told(api, /is ready at http:\S+:(\d+)/)
    const web = await start('web', { environment: { WEB_PORT: '0', WEB_API: `http://127.0.0.1:${port}` } })
    const address = `http://127.0.0.1:${await told(web, /served at port (\d+)/)}`

    expect(await rightsOf(api)).toEqual({
      uid: 65532,
      capabilities: '0000000000000000',
      app: 'EROFS',
      data: 'written',
    })
    const key = /zs_\w+/.exec((await api.execute(['zerosec', 'keys', 'create', '--name', 'test'])).output)?.[0] ?? ''
    expect(await runJob(address, key)).toMatchObject({ status: 'completed' })
    await expectPage(address)
    expect(await headersOf(address)).toEqual(await headersOf(`http://127.0.0.1:${port}`))
    await expectHealthy(api, port)
    await expectHealthy(worker, await told(worker, /"watchedAt":"http:\S+?:(\d+)"/))

    for (const contained of [web, worker, api]) {
      const { code, milliseconds } = await contained.stop()
      expect(code, contained.log()).toBe(0)
      expect(milliseconds).toBeLessThan(8000)
    }
  })

  it(
    'end when they are stopped while they still start',
    async () => {
      const silent = createServer().listen(0, '127.0.0.1') // a database that never answers
      await once(silent, 'listening')
      const { port } = silent.address() as AddressInfo
      const api = await start('api', {
        mounts: [{ from: ownedFolder(join(folder, 'early'), trees.api.image), to: '/data' }],
        environment: { DATABASE_URL: `postgres://a@127.0.0.1:${port}/b` },
      })
      const [client] = (await once(silent, 'connection')) as [Socket]
      expect(await api.stop(), api.log()).toMatchObject({ code: 143 })
      client.destroy()
      silent.close()
    },
    PATIENCE_MS,
  )

  it('refuse to start without a database, and say why', async () => {
    const worker = await start('worker')
    await told(worker, /error: (DATABASE_URL is not set)/)
    expect(await worker.stop()).toMatchObject({ code: 1 })
  })
})

async function newDatabase(): Promise<string> {
  return new URL(await server!.createDatabase()).pathname.slice(1)
}

async function rightsOf(contained: Contained): Promise<unknown> {
  const script = `
    const { readFileSync, writeFileSync } = require('node:fs')
    const write = (path) => { try { writeFileSync(path, ''); return 'written' } catch ({ code }) { return code } }
    const capabilities = /CapEff:\\s*(\\w+)/.exec(readFileSync('/proc/1/status', 'utf8'))[1]
    console.log(JSON.stringify({ uid: process.getuid(), capabilities, app: write('/app/x'), data: write('/data/x') }))`
  return JSON.parse((await contained.execute(['/usr/local/bin/node', '-e', script])).output)
}

async function runJob(address: string, key: string): Promise<unknown> {
  const call = async (path: string, body?: object) => {
    const reply = await fetch(`${address}/api/v1${path}`, {
      headers: { authorization: `Bearer ${key}`, ...(body && { 'content-type': 'application/json' }) },
      ...(body && { method: 'POST', body: JSON.stringify(body) }),
    })
    return (await reply.json()) as Record<string, string>
  }
  const rows = Array.from({ length: 30 }, (_, row) => `${row},${(row * 7) % 11},${2 * row + ((row * 5) % 3)}`)
  const upload = await call('/presign/upload', { filename: 'runs.csv' })
  const stored = await fetch(new URL(upload['url'] ?? '', address), {
    method: 'PUT',
    headers: { 'content-type': 'text/csv' },
    body: ['a,b,y', ...rows].join('\n'),
  })
  expect(stored.status).toBe(200)
  const { job_id } = await call('/jobs', {
    job_id: upload['job_id'] ?? randomUUID(),
    job_type: 'linear_analysis',
    input_bucket: upload['bucket'],
    input_key: upload['key'],
    parameters: { target_column: 'y' },
  })
  for (;;) {
    const status = await call(`/jobs/${job_id}/status`)
    if (['completed', 'failed', 'cancelled'].includes(status['status'] ?? 'failed')) return status
    await new Promise((resolve) => setTimeout(resolve, 100))
  }
}

async function expectPage(address: string): Promise<void> {
  const page = await fetch(address, { headers: { accept: 'text/html' } })
  expect(page.headers.get('content-security-policy')).toMatch(/script-src 'self' 'sha256-/)
  expect(await page.text()).toContain('<html')
  expect((await fetch(`${address}/jobs`)).url).toBe(`${address}/jobs/`)
  expect(await (await fetch(address, { headers: { accept: 'application/json' } })).json()).toMatchObject({
    service: 'zerosec',
  })
  expect((await fetch(`${address}/../../etc/passwd`)).status).toBe(404)
}

/** Those of a page and of a script, but for what tells when a file was made and how it is sent. */
async function headersOf(address: string): Promise<Record<string, string>[]> {
  const page = await fetch(address, { headers: { accept: 'text/html' } })
  const script = await fetch(new URL(/src="([^"]+\.js)"/.exec(await page.text())?.[1] ?? '', address))
  await script.arrayBuffer()
  const sent = new Set(['date', 'etag', 'last-modified', 'accept-ranges', 'connection', 'keep-alive', 'x-request-id'])
  return [page, script].map(({ headers }) => Object.fromEntries([...headers].filter(([name]) => !sent.has(name))))
}

async function expectHealthy(contained: Contained, port: string): Promise<void> {
  const script = '/app/deploy/docker/entry/healthcheck.ts'
  const check = (at: string, path: string) => contained.execute(['/usr/local/bin/node', script, at, path])
  expect(await check(port, '/health')).toEqual({ status: 0, output: '' })
  expect(await check(port, '/nowhere')).toEqual({ status: 1, output: '/nowhere answered 404\n' })
  expect(await check('9', '/health')).toMatchObject({ status: 1, output: expect.stringContaining('ECONNREFUSED') })
}
