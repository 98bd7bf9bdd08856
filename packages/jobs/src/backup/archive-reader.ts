import { type FileHandle, open } from 'node:fs/promises'
import { CodedError } from '@zerosec/errors'
import { BLOCK, padding, readExtension, readHeader, type TarHeader } from './tar.ts'

const CHUNK_BYTES = 2 ** 20
const LONGEST_EXTENSION = 64 * 1024

export interface ArchiveEntry {
  readonly name: string
  readonly bytes: number
  /** To be read before the next entry is asked for; what is left is passed over. */
  readonly content: AsyncIterable<Buffer>
}

/**
 * The parts of an archive in their order, read as a stream.
 *
 * @throws CodedError file_not_found, backup_incomplete, backup_damaged
 */
export async function* readArchive(path: string): AsyncGenerator<ArchiveEntry> {
  const file = await open(path).catch((error: unknown) => {
    if (!(error instanceof Error && 'code' in error && error.code === 'EACCES'))
      throw new CodedError('file_not_found', { file: path }, { cause: error })
    throw new CodedError('backup_damaged', { file: path, problem: 'this user may not read it' }, { cause: error })
  })
  try {
    if (!(await file.stat()).isFile())
      throw new CodedError('backup_damaged', { file: path, problem: 'it is a folder or a pipe, and has to be a file' })
    const blocks = new Blocks(file, path)
    for (let header = await nextHeader(blocks); header !== undefined; header = await nextHeader(blocks)) {
      const { name, bytes } = header
      const end = blocks.position + bytes + padding(bytes)
      yield { name, bytes, content: blocks.content(bytes) }
      blocks.position = end
    }
  } finally {
    await file.close()
  }
}

/** Reads a file from a place on; never less than was asked for. */
class Blocks {
  readonly #file: FileHandle
  readonly path: string
  position = 0

  constructor(file: FileHandle, path: string) {
    this.#file = file
    this.path = path
  }

  async take(bytes: number): Promise<Buffer> {
    const buffer = Buffer.allocUnsafe(bytes)
    for (let filled = 0; filled < bytes; ) {
      const { bytesRead } = await this.#file.read(buffer, filled, bytes - filled, this.position)
      if (bytesRead === 0) throw new CodedError('backup_incomplete', { file: this.path, bytes: this.position })
      filled += bytesRead
      this.position += bytesRead
    }
    return buffer
  }

  async *content(bytes: number): AsyncGenerator<Buffer> {
    for (let left = bytes; left > 0; ) {
      const chunk = await this.take(Math.min(left, CHUNK_BYTES))
      left -= chunk.byteLength
      yield chunk
    }
  }

  damaged(problem: string): CodedError {
    return new CodedError('backup_damaged', { file: this.path, problem })
  }
}

/** The header of the next file, with what an extension before it says; undefined at the end. */
async function nextHeader(blocks: Blocks): Promise<Pick<TarHeader, 'name' | 'bytes'> | undefined> {
  const at = blocks.position
  const block = await blocks.take(BLOCK)
  if (block.every((byte) => byte === 0)) return undefined
  const header = readHeader(block)
  if (header === undefined) throw blocks.damaged(`there is no header of a part at byte ${at}`)
  if (header.type === 'file') return header
  if (header.bytes > LONGEST_EXTENSION) throw blocks.damaged(`the header at byte ${at} is too long`)
  const extension = readExtension(await blocks.take(header.bytes))
  await blocks.take(padding(header.bytes))
  const file = readHeader(await blocks.take(BLOCK))
  if (extension === undefined || file?.type !== 'file') throw blocks.damaged(`the header at byte ${at} is broken`)
  return extension
}
