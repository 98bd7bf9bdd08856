import { mkdtempSync, readdirSync, rmSync, statSync, truncateSync, utimesSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { Readable } from 'node:stream'
import { afterAll, describe, expect, it } from 'vitest'
import { itKeepsFiles } from '../../test/file-store.conformance.ts'
import { FolderFiles } from './folder-files.ts'

describe('FolderFiles', () => {
  const folders: string[] = []
  const makeFolder = (): string => {
    const folder = mkdtempSync(join(tmpdir(), 'zerosec-test-'))
    folders.push(folder)
    return folder
  }
  afterAll(() => folders.forEach((folder) => rmSync(folder, { recursive: true })))

  itKeepsFiles(async () => ({ files: FolderFiles.open(makeFolder()), close: async () => {} }))

  it('signs with a secret that only this user can read and that stays the same', async () => {
    const folder = makeFolder()
    const url = await FolderFiles.open(folder).presignPut('zerosec-inputs', 'a.csv', {
      contentType: 'text/csv',
      maxBytes: 5,
      expiresSeconds: 60,
    })
    expect(statSync(join(folder, 'signing-secret')).mode & 0o777).toBe(0o600)
    const [path = '', query] = url.split('?')
    const terms = FolderFiles.open(folder).verify('PUT', path, Object.fromEntries(new URLSearchParams(query)))
    expect(terms).toEqual({
      bucket: 'zerosec-inputs',
      key: 'a.csv',
      maxBytes: 5,
      fileName: undefined,
      contentType: 'text/csv',
      bytes: undefined,
    })
  })

  it('makes a file that is cut while it is read an error, never a short file', async () => {
    const folder = makeFolder()
    const files = FolderFiles.open(folder)
    await files.write(files.inputBucket, 'a.csv', Readable.from([Buffer.alloc(1_000_000)]), 1_000_000)
    const { bytes, stream } = await files.read(files.inputBucket, 'a.csv')
    expect(bytes).toBe(1_000_000)
    truncateSync(join(folder, 'files', files.inputBucket, 'a.csv'), 500_000)
    await expect(new Response(stream).arrayBuffer()).rejects.toMatchObject({
      code: 'service_unavailable',
      message: expect.stringContaining('broke off after 500000 of 1000000 bytes'),
    })
  })

  it('sweeps up uploads that a killed process left unfinished, but not those that may still be written', () => {
    const folder = makeFolder()
    const unfinished = join(folder, 'files', '.unfinished')
    FolderFiles.open(folder)
    for (const name of ['old', 'young']) writeFileSync(join(unfinished, name), '')
    utimesSync(join(unfinished, 'old'), 0, 0)
    FolderFiles.open(folder)
    expect(readdirSync(unfinished)).toEqual(['young'])
  })
})
