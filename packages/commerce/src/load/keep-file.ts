import { createHash } from 'node:crypto'
import { createReadStream, createWriteStream } from 'node:fs'
import { rename, rm, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import { CodedError } from '@zerosec/errors'
import type { SnapshotPlace } from '../snapshots/place.ts'

const PIECE = 1 << 20

/** SHA-256 of a file's bytes, and their number. */
export async function hashFile(path: string): Promise<{ sha256: string; size: number }> {
  const hash = createHash('sha256')
  let size = 0
  for await (const piece of createReadStream(path, { highWaterMark: PIECE })) {
    hash.update(piece as Buffer)
    size += (piece as Buffer).length
  }
  return { sha256: hash.digest('hex'), size }
}

/** Where the bytes of this hash are kept. */
export function keptPath(place: SnapshotPlace, sha256: string): string {
  return join(place.files, sha256)
}

/**
 * Keeps a copy of a file whose hash was taken before; loading reads the copy alone, so that nothing can change under it.
 * @returns false where the bytes were kept before
 * @throws CodedError source_file_changed when the bytes copied are not those that were hashed
 */
export async function keepFile(
  place: SnapshotPlace,
  file: { name: string; path: string },
  sha256: string,
): Promise<boolean> {
  const kept = keptPath(place, sha256)
  if (await exists(kept)) return false
  const partial = `${kept}.partial`
  const hash = createHash('sha256')
  try {
    await pipeline(
      createReadStream(file.path, { highWaterMark: PIECE }),
      async function* (pieces: AsyncIterable<Buffer>) {
        for await (const piece of pieces) {
          hash.update(piece)
          yield piece
        }
      },
      createWriteStream(partial, { mode: 0o600, flush: true }),
    )
    if (hash.digest('hex') !== sha256) throw new CodedError('source_file_changed', { file: file.name })
    await rename(partial, kept)
    return true
  } finally {
    await rm(partial, { force: true })
  }
}

async function exists(path: string): Promise<boolean> {
  return stat(path).then(
    () => true,
    () => false,
  )
}
