import { spawn } from 'node:child_process'
import { once } from 'node:events'
import { mkdtempSync, readdirSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { text } from 'node:stream/consumers'
import { expect, it } from 'vitest'

const STARTERS = 4
/** Every process has the same number, as the first one of each container has. */
const STARTER = `
  Object.defineProperty(process, 'pid', { value: 1 })
  const { signingSecret } = await import('${import.meta.resolve('./signing-secret.ts')}')
  process.stdin.once('data', () => { process.stdout.write(signingSecret(process.argv[1]).toString('hex')); process.exit() })
  process.stderr.write('.')`

it('processes of the same number that start at once on one data folder have the same key, and leave nothing else', async () => {
  for (let round = 0; round < 2; round++) {
    const folder = mkdtempSync(join(tmpdir(), 'zerosec-secret-'))
    const starters = Array.from({ length: STARTERS }, () =>
      spawn(process.execPath, ['--input-type=module', '-e', STARTER, folder]),
    )
    await Promise.all(starters.map(({ stderr }) => once(stderr, 'data')))
    for (const { stdin } of starters) stdin.end('go')
    const secrets = await Promise.all(starters.map(({ stdout }) => text(stdout)))
    expect(new Set(secrets).size).toBe(1)
    expect(secrets[0]).toMatch(/^[0-9a-f]{64}$/)
    expect(readdirSync(folder)).toEqual(['signing-secret'])
    expect(statSync(join(folder, 'signing-secret')).mode & 0o777).toBe(0o600)
    rmSync(folder, { recursive: true })
  }
})
