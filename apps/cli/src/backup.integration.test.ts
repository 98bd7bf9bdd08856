import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { open } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text as textOf } from 'node:stream/consumers'
import { type Service, serve } from '@zerosec/api'
import { readConfiguration } from '@zerosec/jobs'
import { encodeModel } from '@zerosec/model'
import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { sampleModel, sampleTrees } from '../../../packages/model/test/sample-models.ts'
import { main } from './index.ts'

const folder = mkdtempSync(join(tmpdir(), 'zerosec-recovery-'))
const environment = {
  ZEROSEC_DATA: join(folder, 'data'),
  ZEROSEC_PORT: '0',
  ZEROSEC_AUTH: 'off',
  ZEROSEC_LOG: 'silent',
}
const archive = join(folder, 'all.tar')
let service: Service

const start = async (): Promise<void> => {
  service = await serve({ configuration: readConfiguration(environment), worker: false, print: () => {} })
  vi.stubEnv('ZEROSEC_URL', service.url)
}
beforeAll(async () => {
  vi.stubEnv('ZEROSEC_DATA', environment.ZEROSEC_DATA)
  await start()
})
afterAll(async () => {
  await service.close()
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})

/** Calls the command line, and gives what it prints. */
async function zerosec(...args: string[]): Promise<{ code: number; out: string; err: string }> {
  const text = { stdout: '', stderr: '' }
  const spies = (['stdout', 'stderr'] as const).map((stream) =>
    vi.spyOn(process[stream], 'write').mockImplementation((chunk) => {
      text[stream] += String(chunk)
      return true
    }),
  )
  try {
    return { code: await main(args), out: text.stdout, err: text.stderr }
  } finally {
    for (const spy of spies) spy.mockRestore()
  }
}

const ask = async (path: string, body?: object): Promise<string> => {
  const headers = { 'content-type': 'application/json' }
  const reply = await fetch(service.url + path, body ? { method: 'POST', headers, body: JSON.stringify(body) } : {})
  const text = await reply.text()
  if (!reply.ok) throw new Error(`${path}: ${reply.status} ${text}`)
  return text
}

/** The bytes of the answers on everything that this platform has. Jobs are in the tests of `packages/jobs/src/backup`. */
async function answers(): Promise<string[]> {
  const row = { temperature: 1, '圧力 "P"': 0.5, solvent: 'S1', stirred: true }
  return [
    await ask('/api/v1/projects'),
    await ask('/items'),
    await ask('/api/v1/models/wine'),
    (await ask('/api/v1/models/wine/predict', { rows: [row] })).replace(/"elapsed_ms":[\d.]+/, ''),
    (await zerosec('commerce', 'query', 'gross_sales', 'orders', '--by', 'month')).out,
  ]
}

it('gives back a platform that was destroyed, as it answered before', async () => {
  writeFileSync(
    join(folder, 'wine.zsm'),
    encodeModel(sampleModel({ kind: 'trees', ensemble: sampleTrees('squared', 1), link: 'identity' })),
  )
  await zerosec('models', 'register', 'wine', join(folder, 'wine.zsm'), '--alias', 'production')
  await zerosec('commerce', 'demo', '--orders', '100', '--quiet')
  await ask('/items', { name: '金型', price: 12.5 })
  await ask('/api/v1/projects', { name: 'first' })
  const before = await answers()
  expect(before.every((answer) => answer.length > 20)).toBe(true)

  const made = await zerosec('backup', archive, '--json')
  expect(made).toMatchObject({ code: 0, err: '' })
  expect(JSON.parse(made.out)).toMatchObject({ file: archive, findings: [], bytes: statSync(archive).size })
  expect(statSync(archive).mode & 0o777).toBe(0o600)
  expect((await zerosec('backup', archive)).err).toContain('(backup_file_exists)')
  expect((await zerosec('backup', join(folder, 'none', 'all.tar'))).err).toContain('(backup_not_written)')

  await service.close()
  rmSync(environment.ZEROSEC_DATA, { recursive: true, maxRetries: 3 })
  expect((await zerosec('backup', join(folder, 'none.tar'))).err).toContain('(backup_source_empty)')
  expect((await zerosec('restore', archive, '--check')).out).toContain('is whole')
  expect(await zerosec('restore', archive)).toMatchObject({ code: 0, err: '' })
  await start()
  expect(await answers()).toEqual(before)
  expect(await zerosec('restore', archive, '--replace')).toMatchObject({
    code: 2,
    err: expect.stringContaining('(data_folder_in_use)'),
  })
})

it('says nothing of secrets', async () => {
  const { out } = await zerosec('keys', 'create', '--name', 'secret', '--json')
  const { key } = JSON.parse(out)
  const secrets = [key, readFileSync(join(environment.ZEROSEC_DATA, 'signing-secret'), 'utf8')]
  await zerosec('backup', join(folder, 'with.tar'), '--with-signing-secret')
  await zerosec('backup', join(folder, 'without.tar'))
  const found = ['with.tar', 'without.tar'].map((name) => {
    const content = readFileSync(join(folder, name), 'latin1')
    return secrets.map((secret) => content.includes(secret))
  })
  expect(found).toEqual([
    [false, true],
    [false, false],
  ])
})

const FULL = '/dev/full'

it.runIf(existsSync(FULL))('fails where there is no room for the archive, and leaves nothing of it', async () => {
  const full = await open(FULL, 'w')
  const bin = join(import.meta.dirname, '../bin/zerosec.mjs')
  const backup = spawn(process.execPath, [bin, 'backup', '-'], { stdio: ['ignore', full.fd, 'pipe'] })
  const [[code], problem] = await Promise.all([once(backup, 'exit'), textOf(backup.stderr!)])
  await full.close()
  expect({ code, problem }).toEqual({
    code: 1,
    problem: expect.stringMatching(/no space left.* \(backup_not_written\)\n$/),
  })
  expect(readdirSync(environment.ZEROSEC_DATA).filter((name) => name.startsWith('backup-'))).toEqual([])
})
