import { isUtf8 } from 'node:buffer'
import { CodedError } from '@zerosec/errors'
import { decodeText } from '@zerosec/table'

export interface DecodedFile {
  /** UTF-8 without a byte order mark, ended by a line end. */
  readonly bytes: Uint8Array
  readonly encoding: string
  /** Doubts: letters that may be wrong, and where. */
  readonly doubt: string | undefined
}

const LF = 0x0a
const SHOWN_LINES = 5

/**
 * A file's text as UTF-8. One that is UTF-8 in some lines and not in others is read line by line.
 * @throws CodedError source_file_undecodable
 */
export function decodeFile(name: string, bytes: Uint8Array, encoding: string | undefined): DecodedFile {
  try {
    const mixed = encoding === undefined && !isUtf8(bytes) ? decodeMixed(bytes) : undefined
    if (mixed !== undefined) return mixed
    const { guessed, ...decoded } = decodeText(bytes, encoding)
    return { ...decoded, doubt: guessed ? `it was read as ${decoded.encoding}, which is a guess` : undefined }
  } catch (error) {
    if (!(error instanceof CodedError)) throw error
    throw new CodedError('source_file_undecodable', { file: name, problem: error.message }, { cause: error })
  }
}

/** Undefined where no line with letters beyond ASCII is UTF-8: then the whole file is in another encoding. */
function decodeMixed(bytes: Uint8Array): DecodedFile | undefined {
  const pieces: Uint8Array[] = []
  const foreign: number[] = []
  let utf8 = 0
  let line = 1
  for (let start = 0; start < bytes.length; line++) {
    const found = bytes.indexOf(LF, start)
    const end = found < 0 ? bytes.length : found + 1
    const text = bytes.subarray(start, end)
    if (isUtf8(text)) {
      if (text.some((byte) => byte > 0x7f)) utf8++
      pieces.push(text)
    } else {
      foreign.push(line)
      pieces.push(new TextEncoder().encode(new TextDecoder('windows-1252').decode(text)))
    }
    start = end
  }
  if (utf8 === 0) return undefined
  const { bytes: whole } = decodeText(Buffer.concat(pieces), 'utf-8')
  const shown = foreign.slice(0, SHOWN_LINES).join(', ')
  const more = foreign.length > SHOWN_LINES ? ` and ${foreign.length - SHOWN_LINES} more` : ''
  return {
    bytes: whole,
    encoding: 'utf-8, windows-1252',
    doubt: `${foreign.length} of its lines are not UTF-8 as the others are (line ${shown}${more}); they were read as windows-1252`,
  }
}
