import { createHash } from 'node:crypto'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { FolderFiles } from './folder-files.ts'
import { sha256OfFile } from './hash-file.ts'
import { readInput } from './read-input.ts'

const CONTENT = Buffer.from('a,b\n1,2\n')
const folder = mkdtempSync(join(tmpdir(), 'zerosec-test-'))
const files = FolderFiles.open(folder)
const read = (terms = {}) => readInput(files, files.inputBucket, 'inputs/1/a.csv', terms)
beforeAll(() => files.write(files.inputBucket, 'inputs/1/a.csv', Readable.from([CONTENT]), 100))
afterAll(() => rmSync(folder, { recursive: true }))

it('gives a file that is what was pinned, or that nobody pinned', async () => {
  const sha256 = createHash('sha256').update(CONTENT).digest('hex')
  expect(await sha256OfFile(files, files.inputBucket, 'inputs/1/a.csv')).toBe(sha256)
  for (const terms of [{}, { sha256 }, { sha256: null }, { maxBytes: CONTENT.length }]) {
    expect(await read(terms)).toEqual({ name: 'a.csv', bytes: new Uint8Array(CONTENT) })
  }
})

it('refuses one that is not, by its name', async () => {
  await expect(read({ sha256: 'f'.repeat(64) })).rejects.toMatchObject({
    code: 'input_changed',
    details: { file: 'a.csv' },
  })
})

it('takes no more into memory than it may, and hashes no more', async () => {
  const refused = { code: 'upload_too_large', details: { limit: 7 } }
  await expect(read({ maxBytes: 7 })).rejects.toMatchObject(refused)
  await expect(sha256OfFile(files, files.inputBucket, 'inputs/1/a.csv', 7)).rejects.toMatchObject(refused)
})
