import { counted, Places, quoted } from '../columns/places.ts'
import type { Finding } from '../findings.ts'
import type { SampleRow } from './layout.ts'

const SUMMARY =
  /^(平均値?|合計|総計|小計|計|標準偏差|最大値?|最小値?|中央値|件数|分散|変動係数|mean|average|avg|total|sum|std|stdev|st\.? ?dev\.?|sd|s\.d\.|min|max|minimum|maximum|median|count|variance|cv)[.:：]?$/i
/** Labels beside which "min" and "max" are settings that somebody chose, not summaries of the rows above. */
const SETTING =
  /^(step|interval|increment|levels?|type|unit|group|digits|刻み幅?|間隔|ステップ|水準\d*|種類|単位|グループ|桁数?)$/i
const NOTE = /^(※|\*|＊|†|注|備考[:：]|note|notes|source|出典|remark|legend|\(注)/i

/**
 * How many of the last rows are no data: summaries ("平均", "total") and notes below the table. Rows that are labelled so where
 * nothing stands above them, or step, levels and the like, are the table: ranges of factors.
 *
 * @param last   the last rows, 12 at most
 * @param width  columns of the table; a table of one or two columns keeps its notes
 */
export function countFooterRows(last: readonly SampleRow[], width: number): number {
  let count = 0
  if (last.some(({ fields }) => SETTING.test(firstFilled(fields)))) return 0
  for (const { fields } of last.toReversed()) {
    const filled = fields.filter((field) => field.trim() !== '')
    const first = firstFilled(fields)
    const isNote = width > 2 && filled.length === 1 && NOTE.test(first)
    if (!SUMMARY.test(first) && !isNote) break
    count++
  }
  return count === last.length ? 0 : count
}

function firstFilled(fields: readonly string[]): string {
  return (fields.find((field) => field.trim() !== '') ?? '').normalize('NFKC').trim()
}

/** Lists the summaries and notes that were left out. */
export function reportFooter(findings: Finding[], footer: readonly SampleRow[]): void {
  if (footer.length === 0) return
  const places = new Places()
  for (const { line, fields } of footer) places.add({ row: line, before: rowText(fields) })
  const rows = quoted(places.first.map((place) => place.before!))
  const message = `${counted(footer.length, 'row')} below the data look like summaries or notes and were left out: ${rows}.`
  findings.push(places.finding('doubt', 'footer_rows_skipped', message))
}

/** What a row holds, in one line. */
export function rowText(fields: readonly string[]): string {
  return fields.filter((field) => field.trim() !== '').join(' | ')
}
