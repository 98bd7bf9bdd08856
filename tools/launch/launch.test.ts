import { existsSync, mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { ERRORS } from '@zerosec/errors'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { isInstalled } from './install.mjs'
import { withLock } from './lock.mjs'
import { chooseNode, isTooOld, runNode, tooOldText } from './node.mjs'

let root = ''
beforeEach(() => {
  root = mkdtempSync(join(tmpdir(), 'zerosec-launch-'))
})
afterEach(() => rmSync(root, { recursive: true }))

function write(path: string, content: unknown): void {
  mkdirSync(join(root, path, '..'), { recursive: true })
  writeFileSync(join(root, path), typeof content === 'string' ? content : JSON.stringify(content))
}

describe('whether the packages are installed', () => {
  const installed = { version: '1.0.0' }
  function checkout(): void {
    mkdirSync(join(root, 'packages'))
    write('package.json', { devDependencies: { a: '1.0.0' } })
    write('apps/x/package.json', { dependencies: { b: '1.0.0' } })
    const workspace = { version: '0.1.0', dependencies: { b: '1.0.0' } }
    const packages = { 'apps/x': workspace, 'node_modules/a': installed, 'node_modules/b': installed }
    const optional = { version: '1.0.0', optional: true }
    write('package-lock.json', {
      packages: { '': { devDependencies: { a: '1.0.0' } }, ...packages, 'node_modules/o': optional },
    })
    write('node_modules/.package-lock.json', { packages })
  }

  it('an install by hand that fits the lock file counts, optional packages aside', () => {
    checkout()
    expect(isInstalled(root)).toBe(true)
    expect(existsSync(join(root, 'node_modules', '.zerosec-installed'))).toBe(true)
  })

  it.each<[string, () => void]>([
    ['node_modules is missing', () => rmSync(join(root, 'node_modules'), { recursive: true })],
    [
      'the lock file asks for another version',
      () => write('package-lock.json', { packages: { 'node_modules/a': { version: '2.0.0' } } }),
    ],
    [
      'a manifest asks for something new',
      () => write('apps/x/package.json', { dependencies: { b: '1.0.0', c: '1.0.0' } }),
    ],
  ])('not when %s, even after it was once', (_, change) => {
    checkout()
    isInstalled(root)
    change()
    expect(isInstalled(root)).toBe(false)
  })
})

describe('which Node runs the commands', () => {
  it('the one of the repository, however new the running one is', () => {
    write('node_modules/node/bin/node', '')
    expect(chooseNode(root, 'v99.0.0')).toEqual({ node: join(root, 'node_modules/node/bin/node') })
  })

  it('else the running one where it strips types, else an error with the text of node_too_old', () => {
    expect(chooseNode(root, 'v22.18.0')).toEqual({ node: process.execPath })
    expect(chooseNode(root, 'v20.19.0')).toEqual({ error: expect.stringContaining(tooOldText('v20.19.0')) })
    expect(tooOldText('v20.19.0')).toBe(ERRORS.node_too_old.text.replace('{version}', 'v20.19.0'))
  })

  it.each([
    ['v20.20.2', true],
    ['v22.17.9', true],
    ['v22.18.0', false],
    ['v24.0.0', false],
  ])('%s is too old: %s', (version, tooOld) => {
    expect(isTooOld(version)).toBe(tooOld)
  })

  it('its exit code is kept, and a signal becomes 128 and its number', async () => {
    expect(await runNode(process.execPath, ['-e', 'process.exit(3)'])).toBe(3)
    expect(await runNode(process.execPath, ['-e', 'process.kill(process.pid, "SIGKILL")'])).toBe(137)
  })
})

describe('the lock', () => {
  it('lets one piece of work run at a time', async () => {
    const file = join(root, '.build', 'x.lock')
    let running = 0
    let most = 0
    const work = async () => {
      most = Math.max(most, ++running)
      await new Promise((resolve) => setTimeout(resolve, 5))
      running--
    }
    await Promise.all([withLock(file, work), withLock(file, work), withLock(file, work)])
    expect(most).toBe(1)
    expect(existsSync(file)).toBe(false)
  })

  it('is taken over from a process that has died', async () => {
    const file = join(root, 'x.lock')
    writeFileSync(file, '999999999 1')
    expect(await withLock(file, () => 'done')).toBe('done')
  })

  it('is given back when the work throws', async () => {
    const file = join(root, 'x.lock')
    await expect(withLock(file, () => Promise.reject(new Error('broken')))).rejects.toThrow('broken')
    expect(await withLock(file, () => 'done')).toBe('done')
  })
})
