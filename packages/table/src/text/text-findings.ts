import { counted, Places, quoted } from '../columns/places.ts'
import type { Finding } from '../findings.ts'
import { reportFooter } from '../layout/footer.ts'
import type { SampleRow } from '../layout/layout.ts'
import { decodeSpan } from './bytes.ts'
import type { Dialect } from './dialect.ts'
import type { DecodedText } from './encoding.ts'
import type { Rows } from './rows.ts'

/** What the reading of a delimited text changed or doubted before it came to the columns. */
export function reportText(
  findings: Finding[],
  {
    text,
    dialect,
    rows,
    footer,
    delimiter,
  }: {
    text: DecodedText
    dialect: Dialect
    rows: Rows
    footer: readonly SampleRow[]
    /** The delimiter if the caller or the file named it. */
    delimiter: string | undefined
  },
): void {
  const whole = new Places()
  whole.addUnseen(1)
  if (text.guessed) {
    const message = `The encoding was guessed as ${text.encoding}: check accented letters and signs, or save the file as UTF-8.`
    findings.push(whole.finding('doubt', 'encoding_guessed', message))
  }
  if (delimiter === undefined && dialect.rival !== undefined) {
    const message = `The columns may be separated by "${shown(dialect.delimiter)}" or "${shown(dialect.rival)}"; the first was taken.`
    findings.push(whole.finding('doubt', 'delimiter_guessed', message))
  }
  if (dialect.decimalMark === ',') {
    findings.push(whole.finding('repair', 'decimal_comma', 'Numbers were read with a decimal comma.'))
  }
  reportRows(findings, text.bytes, rows, footer[0]?.line ?? Infinity)
  reportFooter(findings, footer)
}

function shown(delimiter: string): string {
  return delimiter === '\t' ? 'tab' : delimiter
}

/** @param end  line of the first row that is no data */
function reportRows(findings: Finding[], bytes: Uint8Array, rows: Rows, end: number): void {
  const empty = new Places()
  for (const line of rows.emptyLines) empty.add({ row: line })
  if (empty.count > 0) {
    findings.push(empty.finding('repair', 'row_empty_skipped', `${counted(empty.count, 'empty row')} were skipped.`))
  }
  const long = new Places()
  const short = new Places()
  const width = rows.columns.length
  for (const { line, fields, extraStart, extraEnd } of rows.ragged) {
    if (line >= end) break
    if (fields < width) short.add({ row: line, before: `${fields} fields` })
    else long.add({ row: line, before: decodeSpan(bytes, extraStart, extraEnd) })
  }
  if (long.count > 0) {
    const lines = long.first.map(({ row }) => row).join(', ')
    const extra = quoted(long.first.map(({ before }) => before!))
    const message = `${counted(long.count, 'row')} (line ${lines}) ${long.count === 1 ? 'has' : 'have'} more than ${width} fields; the extra ones were left out: ${extra}.`
    findings.push(long.finding('doubt', 'row_too_long', message))
  }
  if (short.count > 0) {
    const lines = short.first.map(({ row }) => row).join(', ')
    const message = `${counted(short.count, 'row')} (line ${lines}) ${short.count === 1 ? 'has' : 'have'} fewer than ${width} fields; the last ones count as missing.`
    findings.push(short.finding('doubt', 'row_too_short', message))
  }
}
