import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { readHeaders } from '../load/read-headers.ts'
import type { FileHeader } from '../mapping/propose-mapping.ts'
import type { LoadInput } from './loads.ts'

/** A header is longer than this in no export that we know. */
const HEAD_BYTES = 128 << 10
const LINE_FEED = 0x0a

/** The headers of files that lie elsewhere, of which only the beginnings are fetched. @throws CodedError source_file_undecodable */
export async function headersOf(inputs: readonly LoadInput[]): Promise<readonly FileHeader[]> {
  const folder = await mkdtemp(join(tmpdir(), 'zerosec-heads-'))
  try {
    for (const input of inputs) await writeFile(join(folder, input.name), await headOf(input), { mode: 0o600 })
    return await readHeaders([folder])
  } finally {
    await rm(folder, { recursive: true, force: true })
  }
}

/** Whole lines, so that no letter is cut. */
async function headOf(input: LoadInput): Promise<Uint8Array> {
  const pieces: Uint8Array[] = []
  let size = 0
  for await (const piece of await input.read()) {
    pieces.push(piece)
    size += piece.length
    if (size >= HEAD_BYTES) break // which ends the stream
  }
  const head = Buffer.concat(pieces)
  if (size < HEAD_BYTES) return head
  return head.subarray(0, head.lastIndexOf(LINE_FEED, HEAD_BYTES) + 1 || HEAD_BYTES)
}
