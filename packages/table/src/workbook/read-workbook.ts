import { CodedError } from '@zerosec/errors'
import type { ReadOptions } from '../options.ts'
import type { ReadGrid } from '../grid.ts'

export async function readWorkbook(bytes: Uint8Array, options: ReadOptions): Promise<ReadGrid> {
  void bytes
  void options
  throw new CodedError('file_type_unsupported', { extension: 'xlsx', known: ['csv', 'tsv', 'txt'] })
}
