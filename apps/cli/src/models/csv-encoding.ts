import { open } from 'node:fs/promises'
import { decodeText } from '@zerosec/table'

/** Read of a file to tell its encoding: more than any heading. */
const HEAD = 1 << 20
const LF = 0x0a

/**
 * The encoding of a CSV file: as it was named, or what its beginning is read as. A pipe can be read once, so that it is UTF-8 where nothing
 * is named.
 *
 * @throws CodedError encoding_unknown; option_invalid for a name that no encoding has
 */
export async function csvEncoding(path: string, named: string | undefined): Promise<string> {
  if (named !== undefined) return decodeText(new Uint8Array(0), named).encoding
  const file = await open(path)
  try {
    if (!(await file.stat()).isFile()) return 'utf-8'
    const { buffer, bytesRead } = await file.read(new Uint8Array(HEAD), 0, HEAD, 0)
    const { encoding, guessed } = decodeText(wholeLines(buffer.subarray(0, bytesRead)))
    if (guessed) process.stderr.write(`${path}: read as ${encoding}, a guess; --encoding names another\n`)
    return encoding
  } finally {
    await file.close()
  }
}

/** Without the line that the beginning halves; of UTF-16 a line may end anywhere, and a character does not end between two bytes. */
function wholeLines(head: Uint8Array): Uint8Array {
  if (head.length < HEAD || head.includes(0)) return head
  return head.subarray(0, head.lastIndexOf(LF) + 1)
}
