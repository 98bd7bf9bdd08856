import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { CodedError } from '@zerosec/errors'

/**
 * A file that the user named, whole.
 * @throws CodedError file_not_found, file_unreadable
 */
export async function readUserFile(path: string): Promise<{ name: string; bytes: Uint8Array }> {
  try {
    return { name: basename(path), bytes: await readFile(path) }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : ''
    if (code === 'ENOENT' || code === 'ENOTDIR')
      throw new CodedError('file_not_found', { file: path }, { cause: error })
    const problem =
      code === 'EISDIR' ? 'it is a folder' : code === 'ERR_FS_FILE_TOO_LARGE' ? 'it is larger than 2 GB' : code
    throw new CodedError('file_unreadable', { file: path, problem }, { cause: error })
  }
}
