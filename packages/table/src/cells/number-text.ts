import { isUnit, plainUnit } from './units.ts'

export type DecimalMark = '.' | ','

/** What a cell's text says, when it is read with care. */
export type NumberReading =
  | { readonly kind: 'number'; readonly value: number; readonly unit?: string }
  | { readonly kind: 'infinite'; readonly value: number }
  /** "<1.0": the value is known only to lie below or above a limit. */
  | { readonly kind: 'censored' }

interface WrittenNumber {
  /** Sign, digits, marks, exponent. */
  readonly body: string
  readonly unit?: string
}

const BODY = "[+-]?(?:\\d[\\d.,'’\\s]*|[.,]\\d+)(?:[eE][+-]?\\d+)?"
const WRITTEN = new RegExp(`^(?:約|およそ|(?:ca|approx)(?:\\.|\\s)|[~≈≒])?\\s*([¥$€£])?\\s*(${BODY})(.*)$`, 'iu')
const CENSORED = [
  new RegExp(`^(?:<=?|>=?|≤|≥|≦|≧)\\s*${BODY}(.*)$`, 'u'),
  new RegExp(`^${BODY}(.*?)\\s*(?:未満|以下|以上|超)$`, 'u'),
]
/** Longer texts are no numbers, and are not worth matching. */
const LONGEST = 64
const SINGLE_LETTER = /^[A-Za-z]$/

/**
 * Reads the texts of one column as numbers: full-width digits, grouped thousands, units and "約" are understood; what stays
 * unclear is left out (undefined).
 *
 * "1,234" alone may be grouped thousands or a decimal: the file's decimal mark decides, unless other cells of the column can
 * only be read with the other mark; where a column has both kinds, such cells stay unread. A unit behind a number must be the
 * column's: values in another unit are not comparable and stay unread.
 *
 * @param texts       distinct texts of the column
 * @param columnUnit  the unit of its header or units row
 */
export function readNumberTexts(
  texts: readonly string[],
  mark: DecimalMark,
  columnUnit: string | undefined,
): (NumberReading | undefined)[] {
  const normal = texts.map((text) => (text.length > LONGEST ? '' : normalised(text)))
  const written = normal.map(splitWritten)
  const unit = columnUnit ?? mostFrequentUnit(written)
  const readBody = bodyReader(
    written.flatMap((number) => (number === undefined ? [] : [number.body])),
    mark,
  )
  return written.map((number, index) => {
    const text = normal[index]!
    if (/^[+-]?(inf|infinity|∞)$/i.test(text)) {
      return { kind: 'infinite', value: text.startsWith('-') ? -Infinity : Infinity }
    }
    if (number === undefined) return isCensored(text) ? { kind: 'censored' } : undefined
    if (number.unit !== undefined && !sameUnit(number.unit, unit)) return undefined
    const value = readBody(number.body)
    if (value === undefined) return undefined
    if (!Number.isFinite(value)) return { kind: 'infinite', value }
    return { kind: 'number', value, ...(number.unit === undefined ? {} : { unit: number.unit }) }
  })
}

/** Whether one text alone is a number, as a header never is. */
export function isNumberText(text: string, mark: DecimalMark): boolean {
  return readNumberTexts([text], mark, undefined)[0] !== undefined
}

function normalised(text: string): string {
  return text.normalize('NFKC').replace(/[−‐‑]/g, '-').trim()
}

function splitWritten(text: string): WrittenNumber | undefined {
  const match = WRITTEN.exec(text)
  if (match === null) return undefined
  const [, currency, bodyAndBlank, rest] = match
  const body = bodyAndBlank!.trim()
  const unit = rest!.trim() || currency
  if (unit === undefined) return { body }
  if (!isUnit(unit)) return undefined
  // "12A" is a code as often as 12 ampere: a single letter counts as a unit only behind a blank
  const glued = !/\s$/.test(bodyAndBlank!) && !/^\s/.test(rest!)
  return SINGLE_LETTER.test(unit) && glued ? undefined : { body, unit }
}

function isCensored(text: string): boolean {
  return CENSORED.some((pattern) => {
    const unit = pattern.exec(text)?.[1]?.trim()
    return unit !== undefined && (unit === '' || isUnit(unit))
  })
}

function mostFrequentUnit(written: readonly (WrittenNumber | undefined)[]): string | undefined {
  const counts = new Map<string, number>()
  for (const number of written) {
    if (number?.unit !== undefined) counts.set(number.unit, (counts.get(number.unit) ?? 0) + 1)
  }
  let best: string | undefined
  for (const [unit, count] of counts) if (best === undefined || count > counts.get(best)!) best = unit
  return best
}

function sameUnit(unit: string, other: string | undefined): boolean {
  return other !== undefined && plainUnit(unit) === plainUnit(other)
}

/** How the bodies of a column are to be read: see `readNumberTexts`. */
function bodyReader(bodies: readonly string[], mark: DecimalMark): (body: string) => number | undefined {
  const otherMark = mark === '.' ? ',' : '.'
  let onlyOther = false
  let onlyFile = false
  for (const body of bodies) {
    const here = bodyValue(body, mark)
    const there = bodyValue(body, otherMark)
    if (here === undefined && there !== undefined) onlyOther = true
    if (here !== undefined && there === undefined) onlyFile = true
  }
  return (body) => {
    const here = bodyValue(body, mark)
    const there = bodyValue(body, otherMark)
    if (here === undefined || there === undefined || here === there || !onlyOther) return here ?? there
    return onlyFile ? undefined : there
  }
}

/** The value of "1,234.5" with the decimal mark '.', of "1.234,5" with ','; undefined if it can't be read so. */
function bodyValue(body: string, mark: DecimalMark): number | undefined {
  const digits = mark === '.' ? body : body.replace(/[.,]/g, (found) => (found === '.' ? ',' : '.'))
  if (/^[+-]?(\d+\.?\d*|\.\d+)(e[+-]?\d+)?$/i.test(digits)) return Number(digits)
  const separator = /[,\s'’]/.exec(digits)?.[0]
  if (separator === undefined || !GROUPED.test(digits)) return undefined
  const groups = digits.split(separator)
  return groups.slice(1).some((group) => /[,\s'’]/.test(group)) ? undefined : Number(groups.join(''))
}

const GROUPED = /^[+-]?[1-9]\d{0,2}([,\s'’]\d{3})+(\.\d*)?$/
