import { unzipSync, type Zippable, zipSync } from 'fflate'

/** The oldest time a zip file can carry, on any clock: 1980-01-01 00:00 local time. */
const EPOCH = new Date(1980, 0, 1)

/**
 * Packs an uncompressed workbook file again so that the same content gives the same bytes: every entry carries the same
 * time stamp, pictures are stored (PNG is compressed already), the rest is compressed.
 */
export function packWorkbook(stored: Uint8Array): Uint8Array {
  const entries = Object.entries(unzipSync(stored)).map(([path, bytes]): [string, Zippable[string]] => [
    path,
    [bytes, { level: path.endsWith('.png') ? 0 : 6, mtime: EPOCH }],
  ])
  return zipSync(Object.fromEntries(entries))
}
