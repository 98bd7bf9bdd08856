import { mkdtemp, open, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readTableBytes } from './file.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zerosec-table-'))
})
afterAll(() => rm(folder, { recursive: true }))

it('reads a file by its path, and names it', async () => {
  const path = join(folder, 'runs.csv')
  await writeFile(path, 'x\n1\n2\n')
  expect(await readTableBytes(path)).toEqual({ name: 'runs.csv', bytes: expect.objectContaining({ length: 6 }) })
})

it.each(['huge.csv', 'huge.xlsx'])('refuses %s of 2 GB by its size, without reading it', async (name) => {
  const path = join(folder, name)
  const file = await open(path, 'w')
  await file.truncate(2 * 1024 ** 3)
  await file.close()
  const before = process.memoryUsage().arrayBuffers
  await expect(readTableBytes(path)).rejects.toThrow(expect.objectContaining({ code: 'file_too_large' }))
  expect(process.memoryUsage().arrayBuffers - before).toBeLessThan(1 << 20)
})

it.each([
  ['none.csv', 'file_not_found'],
  ['none.docx', 'file_not_found'],
  ['.', 'file_unreadable'],
  ['notes.docx', 'file_type_unsupported'],
])('refuses %s with %s', async (name, code) => {
  await writeFile(join(folder, 'notes.docx'), 'x')
  await expect(readTableBytes(join(folder, name))).rejects.toThrow(expect.objectContaining({ code }))
})
