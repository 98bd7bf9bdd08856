/** Of a text more than this many UTF-16 units is not read. */
export const LONGEST_TEXT = 20_000

export interface NormalisedText {
  readonly text: string
  /** The text was longer than `LONGEST_TEXT`. */
  readonly isCut: boolean
  /** It has halves of characters (lone surrogates) or control characters: each is read as a space. */
  readonly isBroken: boolean
}

/**
 * A text as it is compared: compatibility forms are one (NFKC: full-width letters, ligatures, half-width katakana), letters small,
 * apostrophes straight. Idempotent up to the cut.
 *
 * The same in every JavaScript engine: it uses no locale, no `Intl` and no dictionary, only properties of assigned characters that
 * Unicode promises not to change.
 *
 * Cost: the length of the text.
 */
export function normaliseText(given: string): NormalisedText {
  const isCut = given.length > LONGEST_TEXT
  const kept = isCut ? given.slice(0, LONGEST_TEXT) : given
  if (isPlain(kept)) return { text: kept.toLowerCase(), isCut, isBroken: false }
  const whole = kept.isWellFormed() ? kept : kept.replace(LONE_SURROGATES, ' ')
  const clean = whole.replace(CONTROLS, ' ')
  // where the cut halved the last character, that is the cut's doing
  const isBroken = clean !== kept && !(isCut && isPlainCut(kept, clean))
  const text = clean.normalize('NFKC').toLowerCase().normalize('NFKC').replace(APOSTROPHES, "'")
  // one character may become eighteen
  return { text: text.slice(0, LONGEST_TEXT), isCut, isBroken }
}

const LONE_SURROGATES = /\p{Cs}/gu
/** All but tab and the ends of lines. */
const CONTROLS = /[\u0000-\u0008\u000e-\u001f\u007f-\u0084\u0086-\u009f\ufffe\uffff]/g
const APOSTROPHES = /[\u2018\u2019\u02bc\u00b4\u2032]/g

function isPlain(text: string): boolean {
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i)
    if (unit > 126 || (unit < 32 && (unit < 9 || unit > 13))) return false
  }
  return true
}

function isPlainCut(kept: string, clean: string): boolean {
  return kept.slice(0, -1) === clean.slice(0, -1)
}
