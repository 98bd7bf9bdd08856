import { mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, expect, it } from 'vitest'
import { readSecretFiles, requireDatabase } from './secret-files.ts'

const folder = mkdtempSync(join(tmpdir(), 'zerosec-secret-files-'))
const file = join(folder, 'secret')
writeFileSync(file, 'a-secret\n')
afterAll(() => rmSync(folder, { recursive: true }))

it('takes settings from the files that are named, and leaves everything else', () => {
  const environment = {
    DATABASE_URL_FILE: file,
    ZEROSEC_METRICS_TOKEN_FILE: file,
    ZEROSEC_LOG_FILE: '',
    AWS_WEB_IDENTITY_TOKEN_FILE: file,
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file,
    PGPASSFILE: file,
    HOME: '/',
  }
  readSecretFiles(environment)
  expect(environment).toEqual({
    DATABASE_URL: 'a-secret',
    ZEROSEC_METRICS_TOKEN: 'a-secret',
    ZEROSEC_LOG_FILE: '',
    AWS_WEB_IDENTITY_TOKEN_FILE: file,
    AWS_CONTAINER_AUTHORIZATION_TOKEN_FILE: file,
    PGPASSFILE: file,
    HOME: '/',
  })
})

it.each([
  [{ DATABASE_URL_FILE: join(folder, 'none') }, /DATABASE_URL_FILE names .* can't be read \(ENOENT\)/],
  [{ ZEROSEC_FILES: 's3', ZEROSEC_FILES_FILE: file }, /Both ZEROSEC_FILES and ZEROSEC_FILES_FILE are set/],
])('says what is wrong with %j, and never what a file holds', (environment, words) => {
  expect(() => readSecretFiles(environment)).toThrow(words)
  expect(() => readSecretFiles(environment)).not.toThrow('a-secret')
})

it('wants a database, as a container has none of its own', () => {
  expect(() => requireDatabase({})).toThrow(/DATABASE_URL is not set: a container needs a PostgreSQL server/)
  expect(() => requireDatabase({ DATABASE_URL: 'postgres://a@b/c' })).not.toThrow()
})
