import { CodedError } from '@zerosec/errors'
import { dataFolderDenied } from '../data-folder.ts'
import { isFull } from '../files/folder-files.ts'

/**
 * Says in our words that the data folder's disk is full, or that the folder is another user's.
 *
 * @param what  is written there
 * @throws CodedError storage_full, configuration_invalid; what `work` throws
 */
export async function inDataFolder<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    if (isFull(error)) throw new CodedError('storage_full', { key: what }, { cause: error })
    throw isDenied(error) ? dataFolderDenied(error) : error
  }
}

function isDenied(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && ['EACCES', 'EPERM', 'EROFS'].includes(String(error.code))
}
