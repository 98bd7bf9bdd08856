import { execFileSync, spawnSync } from 'node:child_process'
import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, it } from 'vitest'

const MODULE = new URL('./folder-files.ts', import.meta.url).href
/** A mount of its own, seen by this process and its children alone. */
const MOUNTED = ['-rm', 'sh', '-c', 'mount -t tmpfs -o size=1m none "$0" && exec "$@"']
const canMount = spawnSync('unshare', [...MOUNTED, tmpdir(), 'true']).status === 0

describe.skipIf(!canMount)(
  `FolderFiles on a full disk${canMount ? '' : ' (skipped: no mount of its own can be made)'}`,
  () => {
    it('says so, leaves nothing behind, and stores the file when there is room', () => {
      const folder = mkdtempSync(join(tmpdir(), 'zerosec-full-'))
      try {
        expect(inFullFolder(folder)).toEqual({
          failed: { code: 'storage_full', status: 507, key: 'inputs/1/large.csv' },
          stored: null,
          unfinished: [],
          small: { bytes: 1000 },
        })
      } finally {
        rmSync(folder, { recursive: true })
      }
    })
  },
)

function inFullFolder(folder: string): unknown {
  const script = `
    import { readdirSync } from 'node:fs'
    import { Readable } from 'node:stream'
    import { FolderFiles } from ${JSON.stringify(MODULE)}
    const files = FolderFiles.open(${JSON.stringify(folder)})
    const write = (key, chunks) =>
      files.write(files.inputBucket, key, Readable.from(Array.from({ length: chunks }, () => Buffer.alloc(1000))), 1e9)
    const failed = await write('inputs/1/large.csv', 5000).catch(({ code, status, details }) => ({ code, status, ...details }))
    const stored = (await files.size(files.inputBucket, 'inputs/1/large.csv')) ?? null
    const unfinished = readdirSync(${JSON.stringify(join(folder, 'files', '.unfinished'))})
    console.log(JSON.stringify({ failed, stored, unfinished, small: await write('inputs/1/small.csv', 1) }))`
  const node = [process.execPath, '--input-type=module', '-e', script]
  return JSON.parse(execFileSync('unshare', [...MOUNTED, folder, ...node], { encoding: 'utf8' }))
}
