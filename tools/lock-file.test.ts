import { expect, it } from 'vitest'
import { completeLockFile, missingPlatforms } from './lock-file.ts'

const entry = { version: '1.0.0' }

function lockWith(optionalDependencies: Record<string, string>, others: Record<string, object> = {}) {
  return {
    lockfileVersion: 3,
    packages: { '': {}, 'node_modules/tool': { ...entry, dev: true, optionalDependencies }, ...others },
  }
}

it('an optional package that the lock file lacks is added with its platform', () => {
  const lock = lockWith({ '@tool/binding-linux-x64-musl': '1.0.0', '@tool/binding-wasm32-wasi': '1.0.0' })
  expect(completeLockFile(lock).packages).toMatchObject({
    'node_modules/@tool/binding-linux-x64-musl': {
      version: '1.0.0',
      os: ['linux'],
      cpu: ['x64'],
      libc: ['musl'],
      dev: true,
      optional: true,
    },
    'node_modules/@tool/binding-wasm32-wasi': { version: '1.0.0', cpu: ['wasm32'], optional: true },
  })
  expect(missingPlatforms(completeLockFile(lock))).toEqual({})
})

it('nothing is added for one that is there, at the top or further down', () => {
  expect(missingPlatforms(lockWith({ a: '1' }, { 'node_modules/a': entry }))).toEqual({})
  expect(missingPlatforms(lockWith({ a: '1' }, { 'node_modules/tool/node_modules/a': entry }))).toEqual({})
})

it('a name without a processor is refused, not guessed', () => {
  expect(() => missingPlatforms(lockWith({ fsevents: '1' }))).toThrow('by hand')
})
