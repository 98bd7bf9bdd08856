import { readFile, stat } from 'node:fs/promises'
import { basename } from 'node:path'
import { CodedError } from '@zerosec/errors'
import type { ReadOptions } from './options.ts'
import { defaultMaxBytes, readableExtension, readTable } from './read.ts'
import type { Table } from './table.ts'

/**
 * Reads a file of this machine into a table; Node only. A file that is too large is refused by its size, before any of it is read.
 *
 * @throws CodedError file_not_found, file_unreadable, and those of `readTable`
 */
export async function readTableFile(path: string, options: ReadOptions = {}): Promise<Table> {
  const name = basename(path)
  const limit = options.maxBytes ?? defaultMaxBytes(readableExtension(name))
  const bytes = await readWhole(path, limit)
  return readTable(name, bytes, { ...options, maxBytes: limit })
}

async function readWhole(path: string, limit: number): Promise<Uint8Array> {
  try {
    const { size } = await stat(path)
    if (size > limit) throw new CodedError('file_too_large', { bytes: size, limit })
    return await readFile(path)
  } catch (error) {
    if (error instanceof CodedError) throw error
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new CodedError('file_not_found', { file: path }, { cause: error })
    const problem = code === 'EISDIR' ? 'it is a folder' : code
    throw new CodedError('file_unreadable', { file: path, problem }, { cause: error })
  }
}
