import { CodedError } from '@zerosec/errors'
import { isFull } from '../files/folder-files.ts'

/**
 * Says in our words that the data folder's disk is full.
 *
 * @param what  is written there
 * @throws CodedError storage_full; what `work` throws
 */
export async function withRoom<Result>(what: string, work: () => Promise<Result>): Promise<Result> {
  try {
    return await work()
  } catch (error) {
    throw isFull(error) ? new CodedError('storage_full', { key: what }, { cause: error }) : error
  }
}
