import { type DateReading, readDateText } from '../cells/date-text.ts'
import { isErrorText, missingMarker } from '../cells/missing-markers.ts'
import { type NumberReading, readNumberTexts } from '../cells/number-text.ts'
import type { Heading, RawColumn, Typing } from './raw-column.ts'

/** What a text of a column can stand for. */
export type Meaning =
  | NumberReading
  | { readonly kind: 'missing'; readonly everywhere: boolean }
  | { readonly kind: 'error' }
  | { readonly kind: 'date'; readonly date: DateReading }
  | { readonly kind: 'text' }

/** The texts of a column with what they mean, and how many cells mean what. */
export interface ColumnTexts {
  readonly meanings: readonly Meaning[]
  /** Cells by the kind of their meaning; `plain` and `blank` are those that are not among the texts. */
  readonly cells: Readonly<Record<Meaning['kind'] | 'plain' | 'blank', number>>
}

export function understandTexts(raw: RawColumn, heading: Heading, typing: Typing): ColumnTexts {
  const numbers = readNumberTexts(raw.texts, typing.decimalMark, heading.unit)
  const meanings = raw.texts.map((text, index): Meaning => {
    if (isErrorText(text)) return { kind: 'error' }
    const marker = missingMarker(text, typing.missingMarkers)
    if (marker !== undefined) return { kind: 'missing', everywhere: marker === 'everywhere' }
    const number = numbers[index]
    if (number !== undefined) return number
    const date = readDateText(text)
    return date === undefined ? { kind: 'text' } : { kind: 'date', date }
  })
  const cells = { number: 0, infinite: 0, censored: 0, missing: 0, error: 0, date: 0, text: 0, plain: 0, blank: 0 }
  for (const code of raw.otherCodes) cells[meanings[code]!.kind]++
  cells.plain = countNumbers(raw.values)
  cells.blank = raw.values.length - raw.otherCodes.length - cells.plain
  return { meanings, cells }
}

function countNumbers(values: Float64Array): number {
  let count = 0
  for (let at = 0; at < values.length; at++) if (values[at] === values[at]) count++
  return count
}

/** At most this share of a number or date column may be text that can't be read. */
const UNREADABLE_SHARE = 0.2

/** What kind of column the cells make. */
export function columnKind(raw: RawColumn, { cells }: ColumnTexts): 'number' | 'date' | 'texts' {
  const numbers = cells.plain + cells.number + cells.infinite
  const dates = cells.date
  const filled = numbers + cells.censored + dates + cells.text
  if (filled === 0) return 'number'
  if (numbers > 0 && dates + cells.text <= UNREADABLE_SHARE * filled)
    return looksLikeCodes(raw) || holdsLongCodes(raw) ? 'texts' : 'number'
  if (dates > 0 && filled - dates <= UNREADABLE_SHARE * filled) return 'date'
  return 'texts'
}

/** Whether all cells are whole numbers of the same number of digits, three or more, some with a leading zero: "007". */
function looksLikeCodes({ texts, values }: RawColumn): boolean {
  const length = texts.find((text) => /^0\d{2,}$/.test(text.trim()))?.trim().length
  if (length === undefined) return false
  if (!texts.every((text) => /^\d+$/.test(text.trim()) && text.trim().length === length)) return false
  const least = 10 ** (length - 1)
  return values.every((value) => value !== value || (Number.isInteger(value) && value >= least && value < least * 10))
}

/** Whether all cells are whole numbers of so many digits that a double would change them: numbers of labels, not quantities. */
function holdsLongCodes({ values, otherRows, allTexts }: RawColumn): boolean {
  if (otherRows.length > 0 || !values.some((value) => value > Number.MAX_SAFE_INTEGER)) return false
  return allTexts().texts.every((text) => /^\d*$/.test(text.trim()))
}
