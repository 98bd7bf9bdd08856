import type { DecimalMark } from '../cells/number-text.ts'
import { readRecords, type TextRecord } from './records.ts'

export type Delimiter = ',' | ';' | '\t' | '|'

export interface Dialect {
  readonly delimiter: Delimiter
  readonly decimalMark: DecimalMark
  /** Another delimiter that fits about as well. */
  readonly rival?: Delimiter
}

const DELIMITERS: readonly Delimiter[] = [',', ';', '\t', '|']
const SAMPLED_ROWS = 200
const SAMPLED_BYTES = 1 << 20
/** A delimiter scoring this share of the best one's leaves a doubt. */
const RIVAL_SCORE = 0.95

/**
 * Finds delimiter and decimal mark: the delimiter is the one that splits the rows into the same number of fields, with none of
 * the other delimiters left inside the fields other than as decimal comma.
 *
 * @param expected  delimiter that the file's extension speaks for
 */
export function findDialect(
  bytes: Uint8Array,
  from: { start: number; line: number },
  fixed: { delimiter?: Delimiter; decimalMark?: DecimalMark },
  expected?: Delimiter,
): Dialect {
  const candidates = (fixed.delimiter === undefined ? DELIMITERS : [fixed.delimiter]).map((delimiter) => {
    const records = readRecords(bytes, from, delimiter.charCodeAt(0), SAMPLED_ROWS, SAMPLED_BYTES)
    const rows = records.filter(({ fields }) => fields.some((field) => field.trim() !== ''))
    return { delimiter, rows, score: score(rows, delimiter) * (delimiter === expected ? 1.2 : 1) }
  })
  const [best, second] = candidates.toSorted((a, b) => b.score - a.score)
  const { delimiter, rows } = best!
  const rival = second !== undefined && second.score > RIVAL_SCORE * best!.score ? second.delimiter : undefined
  return {
    delimiter,
    decimalMark: fixed.decimalMark ?? findDecimalMark(rows, delimiter),
    ...(rival === undefined || best!.score === 0 ? {} : { rival }),
  }
}

/** Share of rows with the most frequent number of fields, up to ten times less for unclean fields; 0 if the rows have one field. */
function score(rows: readonly TextRecord[], delimiter: Delimiter): number {
  const frequency = new Map<number, number>()
  let fieldCount = 0
  let unclean = 0
  for (const { fields } of rows) {
    frequency.set(fields.length, (frequency.get(fields.length) ?? 0) + 1)
    for (const field of fields) {
      fieldCount++
      if (!isClean(field, delimiter)) unclean++
    }
  }
  const [width, times] = [...frequency].reduce((a, b) => (b[1] > a[1] ? b : a), [1, 0])
  return width === 1 ? 0 : (times / rows.length) * (1 - (0.9 * unclean) / fieldCount)
}

function isClean(field: string, delimiter: Delimiter): boolean {
  if (delimiter !== ',' && /^[^,;\t|]*\d,\d+[^,;\t|]*$/.test(field)) return true
  return !/[,;\t|]/.test(field)
}

/** ',' where more numbers have a decimal comma than a point, or where only "1,234" stands and commas do not delimit. */
function findDecimalMark(rows: readonly TextRecord[], delimiter: Delimiter): DecimalMark {
  let comma = 0
  let point = 0
  let unclear = 0
  for (const { fields } of rows) {
    for (const field of fields) {
      const text = field.trim()
      if (/^[+-]?[1-9]\d{0,2},\d{3}$/.test(text)) unclear++
      else if (/^[+-]?(\d*,\d+|\d{1,3}(\.\d{3})+,\d+)(e[+-]?\d+)?$/i.test(text)) comma++
      else if (/^[+-]?(\d*\.\d+|\d{1,3}(,\d{3})+\.\d*)(e[+-]?\d+)?$/i.test(text)) point++
    }
  }
  if (comma > point) return ','
  return comma + point === 0 && unclear > 0 && delimiter !== ',' ? ',' : '.'
}
