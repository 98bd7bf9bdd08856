import { createHash } from 'node:crypto'
import { CodedError } from '@zerosec/errors'

const LONGEST_KEY = 1024
/** What ext4, APFS and NTFS allow one name to have; a Japanese character takes three. */
const LONGEST_NAME_BYTES = 255

/**
 * The one form in which a key is stored and signed: slash-separated names in Unicode NFC (macOS sends NFD).
 *
 * @throws CodedError request_invalid for an empty or too long key, an absolute one, `.` and `..`, backslashes and control
 *   characters
 */
export function canonicalKey(key: string): string {
  const canonical = key.normalize('NFC')
  const problem = problemOf(canonical)
  if (problem)
    throw new CodedError('request_invalid', { problem: `the key ${JSON.stringify(key.slice(0, 100))} ${problem}` })
  return canonical
}

function problemOf(key: string): string | undefined {
  if (key.length > LONGEST_KEY) return `has more than ${LONGEST_KEY} characters`
  if (!key.isWellFormed()) return 'is not valid Unicode'
  if (/[\\\u0000-\u001f\u007f]/.test(key)) return 'has a backslash or a control character'
  const names = key.split('/')
  if (names.some((name) => name === '' || name === '.' || name === '..')) return 'has an empty, "." or ".." part'
  return undefined
}

/** The key as a relative path of a folder; a name that a file system can't hold is replaced by its hash. */
export function pathOfKey(key: string): string {
  return key
    .split('/')
    .map((name) =>
      Buffer.byteLength(name) > LONGEST_NAME_BYTES ? `~${createHash('sha256').update(name).digest('hex')}` : name,
    )
    .join('/')
}
