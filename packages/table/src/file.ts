import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { CodedError } from '@zerosec/errors'
import { defaultMaxBytes, readableExtension } from './read.ts'

/**
 * A table's file of this machine, for `readTable`; Node only. One that is too large is refused by its size, before any of it is
 * read.
 *
 * @throws CodedError file_type_unsupported, and those of `readFileUpTo`
 */
export async function readTableBytes(path: string): Promise<{ name: string; bytes: Uint8Array }> {
  const name = basename(path)
  await sizeOfFile(path) // that there is no such file says more than that its type can't be read
  return { name, bytes: await readFileUpTo(path, defaultMaxBytes(readableExtension(name))) }
}

/**
 * A file of this machine, whole, if it has at most `limit` bytes.
 *
 * @throws CodedError file_not_found, file_unreadable, file_too_large
 */
export async function readFileUpTo(path: string, limit: number): Promise<Uint8Array> {
  const size = await sizeOfFile(path)
  if (size > limit) throw new CodedError('file_too_large', { bytes: size, limit })
  return readFile(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
}

/** In bytes; of a file that is there and is no folder. @throws CodedError file_not_found, file_unreadable */
export async function sizeOfFile(path: string): Promise<number> {
  const found = await stat(path).catch((error: unknown) => {
    throw unreadable(path, error)
  })
  if (found.isDirectory()) throw new CodedError('file_unreadable', { file: path, problem: 'it is a folder' })
  return found.size
}

function unreadable(path: string, error: unknown): CodedError {
  const code = error instanceof Error && 'code' in error ? String(error.code) : ''
  if (code === 'ENOENT' || code === 'ENOTDIR') return new CodedError('file_not_found', { file: path }, { cause: error })
  return new CodedError('file_unreadable', { file: path, problem: code }, { cause: error })
}
