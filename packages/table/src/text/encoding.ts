import { CodedError } from '@zerosec/errors'
import { CR, LF } from './bytes.ts'

/** A text file as UTF-8. */
export interface DecodedText {
  /** UTF-8 without byte order mark that ends with a line end; empty if the file holds nothing. */
  readonly bytes: Uint8Array
  /** WHATWG name of the encoding that the file is in. */
  readonly encoding: string
  /** Whether the encoding is a guess that may spoil letters. */
  readonly guessed: boolean
}

const CHUNK = 1 << 20
const ENOUGH_LETTERS = 100_000
const KNOWN = ['utf-8', 'utf-16', 'shift_jis', 'euc-jp', 'iso-2022-jp', 'windows-1252']

/**
 * Finds a text file's encoding and turns it into UTF-8: byte order mark, UTF-16's zero bytes, UTF-8 if it is valid, then the
 * Japanese encodings if they give Japanese, at last Windows-1252 if that gives a plausible text.
 *
 * `TextDecoder`'s shift_jis is Windows code page 932 (№ ① ㈱ Ⅱ ～ and half-width katakana included).
 *
 * @throws CodedError encoding_unknown; option_invalid for a label that does not exist
 */
export function decodeText(bytes: Uint8Array, encoding?: string): DecodedText {
  const mark = byteOrderMark(bytes)
  if (encoding !== undefined) {
    const decoder = decoderFor(encoding)
    if (decoder.encoding === 'utf-8') {
      if (!isUtf8(bytes)) throw new CodedError('encoding_unknown', { known: ['utf-8'] })
      return done(mark?.encoding === 'utf-8' ? bytes.subarray(3) : bytes, 'utf-8')
    }
    const text = decoded(bytes, decoder.encoding)
    if (text === undefined) throw new CodedError('encoding_unknown', { known: [decoder.encoding] })
    return recoded(text, decoder.encoding)
  }
  if (mark?.encoding === 'utf-8' && isUtf8(bytes)) return done(bytes.subarray(3), 'utf-8')
  const wide = mark?.encoding ?? wideEncoding(bytes)
  if (wide !== undefined && wide !== 'utf-8') {
    const text = decoded(bytes, wide)
    if (text !== undefined) return recoded(text, wide)
  }
  if (holdsControls(bytes)) throw new CodedError('encoding_unknown', { known: KNOWN })
  if (isUtf8(bytes)) {
    const escaped = isEscaped(bytes) ? decoded(bytes, 'iso-2022-jp') : undefined
    return escaped === undefined ? done(bytes, 'utf-8') : recoded(escaped, 'iso-2022-jp')
  }
  return decodeLegacy(bytes)
}

function decodeLegacy(bytes: Uint8Array): DecodedText {
  for (const encoding of ['euc-jp', 'shift_jis']) {
    const text = decoded(bytes, encoding)
    if (text !== undefined && looksJapanese(text)) return recoded(text, encoding)
  }
  const western = looksWestern(bytes) ? decoded(bytes, 'windows-1252') : undefined
  if (western === undefined) throw new CodedError('encoding_unknown', { known: KNOWN })
  return { ...recoded(western, 'windows-1252'), guessed: true }
}

function byteOrderMark([first, second, third]: Uint8Array): { encoding: string } | undefined {
  if (first === 0xef && second === 0xbb && third === 0xbf) return { encoding: 'utf-8' }
  if (first === 0xff && second === 0xfe) return { encoding: 'utf-16le' }
  if (first === 0xfe && second === 0xff) return { encoding: 'utf-16be' }
  return undefined
}

/** UTF-16 without a mark: digits and delimiters have a zero byte on one side and never on the other. */
function wideEncoding(bytes: Uint8Array): string | undefined {
  if (bytes.length % 2 !== 0) return undefined
  const sample = bytes.subarray(0, 4096)
  const zeros = [0, 0]
  for (const [index, byte] of sample.entries()) if (byte === 0) zeros[index % 2]!++
  const [even, odd] = zeros as [number, number]
  const many = sample.length / 10
  if (odd > many && even === 0) return 'utf-16le'
  return even > many && odd === 0 ? 'utf-16be' : undefined
}

/** Control characters that no text file has: the file is binary. */
function holdsControls(bytes: Uint8Array): boolean {
  return bytes
    .subarray(0, 1 << 16)
    .some((byte) => byte < 0x20 && byte !== 0x09 && byte !== LF && byte !== CR && byte !== 0x0c && byte !== 0x1b)
}

function isUtf8(bytes: Uint8Array): boolean {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  try {
    for (let at = 0; at < bytes.length; at += CHUNK) {
      const chunk = bytes.subarray(at, at + CHUNK)
      if (!isAscii(chunk)) decoder.decode(chunk, { stream: true })
      else if (decoder.decode(new Uint8Array(0), { stream: false }) !== '') return false
    }
    decoder.decode()
    return true
  } catch {
    return false
  }
}

function isAscii(bytes: Uint8Array): boolean {
  const aligned = bytes.byteOffset % 4 === 0 ? bytes.length >> 2 : 0
  const words = new Uint32Array(bytes.buffer, aligned === 0 ? 0 : bytes.byteOffset, aligned)
  let high = 0
  for (let at = 0; at < words.length; at++) high |= words[at]!
  for (let at = aligned * 4; at < bytes.length; at++) high |= bytes[at]!
  return (high & 0x80808080) === 0
}

/** Japanese text in seven bits: escape sequences that change the character set. */
function isEscaped(bytes: Uint8Array): boolean {
  const at = bytes.subarray(0, CHUNK).indexOf(0x1b)
  return at >= 0 && (bytes[at + 1] === 0x24 || bytes[at + 1] === 0x28)
}

function decoderFor(label: string): TextDecoder {
  try {
    return new TextDecoder(label, { fatal: true })
  } catch {
    throw new CodedError('option_invalid', { option: 'encoding', problem: `there is no encoding "${label}"` })
  }
}

function decoded(bytes: Uint8Array, encoding: string): string | undefined {
  try {
    return new TextDecoder(encoding, { fatal: true }).decode(bytes)
  } catch {
    return undefined
  }
}

function recoded(text: string, encoding: string): DecodedText {
  return done(new TextEncoder().encode(text), encoding)
}

function done(bytes: Uint8Array, encoding: string): DecodedText {
  const last = bytes.at(-1)
  if (last === undefined || last === LF || last === CR) return { bytes, encoding, guessed: false }
  const closed = new Uint8Array(bytes.length + 1)
  closed.set(bytes)
  closed[bytes.length] = LF
  return { bytes: closed, encoding, guessed: false }
}

/**
 * Whether the runs of letters outside ASCII read as Japanese. Western text decoded as Japanese gives lone characters between
 * Latin letters, lone half-width katakana ("°C" becomes "ｰC") or, from EUC bytes, runs of half-width katakana.
 */
function looksJapanese(text: string): boolean {
  let good = 0
  let bad = 0
  for (const match of text.matchAll(/[^\x00-\x7f]+/g)) {
    const [run] = match
    const letters = (index: number) => /[A-Za-z]/.test(text[index] ?? '')
    const halfWidth = run.replace(/[^\uff61-\uff9f]/g, '').length
    const between = letters(match.index - 1) && letters(match.index + run.length)
    const unlikely = /[\x80-\x9f\ue000-\uf8ff]/.test(run) || (run.length === 1 && (between || halfWidth === 1))
    if (unlikely || /[\uff61-\uff65]{2}/.test(run)) bad += run.length
    else good += run.length
    if (good + bad > ENOUGH_LETTERS) break
  }
  return good > bad
}

/** Single letters beyond ASCII among Latin ones; Greek, Cyrillic or Chinese text would be runs of them. */
function looksWestern(bytes: Uint8Array): boolean {
  let single = 0
  let inRuns = 0
  let run = 0
  for (const byte of bytes) {
    if (byte > 0x7f) {
      if (byte === 0x81 || byte === 0x8d || byte === 0x8f || byte === 0x90 || byte === 0x9d) return false
      run++
      continue
    }
    if (run > 2) inRuns += run
    else single += run
    run = 0
  }
  return single > inRuns
}
