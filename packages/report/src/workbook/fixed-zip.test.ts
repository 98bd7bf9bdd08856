import { unzipSync, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { packWorkbook } from './fixed-zip.ts'

const FILES = {
  '[Content_Types].xml': new TextEncoder().encode('<Types/>'.repeat(1000)),
  'xl/media/image1.png': Uint8Array.of(1, 2, 3),
  'xl/empty.xml': new Uint8Array(0),
}
const storedOn = (day: string): Uint8Array => zipSync(FILES, { level: 0, mtime: new Date(day) })

describe('packWorkbook', () => {
  it('keeps every file, in order, and compresses what is not a picture', async () => {
    const packed = await packWorkbook(storedOn('2026-01-01'))
    expect(unzipSync(packed)).toEqual(FILES)
    expect(Object.keys(unzipSync(packed))).toEqual(Object.keys(FILES))
    expect(packed.length).toBeLessThan(1000)
  })

  it('gives the same bytes whenever the files were packed first', async () => {
    expect(await packWorkbook(storedOn('2026-01-01'))).toEqual(await packWorkbook(storedOn('2030-07-15')))
  })
})
