import { open } from 'node:fs/promises'
import { findDialect } from '@zerosec/table'
import type { FileHeader } from '../mapping/propose-mapping.ts'
import { decodeFile } from './decode-file.ts'
import { findFiles } from './find-files.ts'
import { fieldText, scanRecords } from './scan-records.ts'
import { behindHint } from './stage-file.ts'

const SAMPLE_BYTES = 1 << 20

/** The header of every text file under the paths; files without one are left out. @throws CodedError file_not_found, source_file_undecodable */
export async function readHeaders(paths: readonly string[]): Promise<FileHeader[]> {
  const headers: FileHeader[] = []
  for (const { name, path } of await findFiles(paths)) {
    if (!/\.(csv|tsv|txt)$/i.test(name)) continue
    const { bytes } = decodeFile(name, await firstLines(path), undefined)
    const from = behindHint(bytes)
    const delimiter = from.delimiter ?? findDialect(bytes, { start: from.at, line: from.line }, {}).delimiter
    const first = scanRecords(bytes, delimiter.charCodeAt(0), from).next()
    if (first.done === true) continue
    const columns = Array.from({ length: first.value.fields }, (_, index) =>
      fieldText(bytes, first.value, index).trim(),
    )
    headers.push({ name, columns })
  }
  return headers
}

/** Whole lines, so that no letter is cut. */
async function firstLines(path: string): Promise<Uint8Array> {
  const file = await open(path)
  try {
    const buffer = Buffer.alloc(SAMPLE_BYTES)
    const { bytesRead } = await file.read(buffer, 0, SAMPLE_BYTES, 0)
    const end = bytesRead < SAMPLE_BYTES ? bytesRead : buffer.lastIndexOf(0x0a) + 1 || bytesRead
    return buffer.subarray(0, end)
  } finally {
    await file.close()
  }
}
