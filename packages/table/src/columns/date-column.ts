import type { DateReading } from '../cells/date-text.ts'
import type { DateColumn } from '../table.ts'
import type { ColumnTexts } from './meaning.ts'
import { counted, Places, quoted } from './places.ts'
import type { Heading, RawColumn, Typing } from './raw-column.ts'

/** Dates in any mix of forms; what is no date counts as missing and is reported. */
export function dateColumn(raw: RawColumn, texts: ColumnTexts, heading: Heading, typing: Typing): DateColumn {
  const column = heading.name
  const values = new Float64Array(raw.values.length).fill(NaN)
  const unreadable = new Places()
  const forms = new Map<string, Places>()
  const order = dayMonthOrder(texts)
  let hasTime = false
  let missingCount = raw.values.length

  for (let other = 0; other < raw.otherRows.length; other++) {
    const at = raw.otherRows[other]!
    const row = typing.rowNumbers[at]!
    const code = raw.otherCodes[other]!
    const before = raw.texts[code]!
    const meaning = texts.meanings[code]!
    if (meaning.kind === 'missing') continue
    if (meaning.kind !== 'date') {
      unreadable.add({ row, column, before })
      continue
    }
    const { date } = meaning
    const ms = order === 'day' ? (date.dayFirstMs ?? date.ms) : date.ms
    values[at] = ms
    hasTime ||= date.hasTime
    missingCount--
    const places = forms.get(date.form) ?? new Places()
    forms.set(date.form, places)
    places.add({ row, column, before, after: isoText(ms, date.hasTime) })
  }
  for (let at = 0; at < raw.values.length; at++) {
    const plain = raw.values[at]!
    if (plain === plain) unreadable.add({ row: typing.rowNumbers[at]!, column, before: String(plain) })
  }
  reportDates({ forms, unreadable, order }, column, typing)
  return {
    kind: 'date',
    name: column,
    ...(heading.header === undefined ? {} : { header: heading.header }),
    ...(heading.unit === undefined ? {} : { unit: heading.unit }),
    missingCount,
    values,
    precision: hasTime ? 'second' : 'day',
  }
}

/** "2024-04-01", with the time where there is one. */
export function isoText(ms: number, hasTime: boolean): string {
  const iso = new Date(ms).toISOString()
  return hasTime ? iso.slice(0, ms % 1000 === 0 ? 19 : 23).replace('T', ' ') : iso.slice(0, 10)
}

/** How dates like 3/4/2024 are read: as the column's other dates demand; month first, in doubt, where nothing tells. */
function dayMonthOrder({ meanings }: ColumnTexts): 'month' | 'day' | 'unknown' {
  const dates = meanings.flatMap((meaning): DateReading[] => (meaning.kind === 'date' ? [meaning.date] : []))
  if (!dates.some((date) => date.dayFirstMs !== undefined)) return 'month'
  const monthFirst = dates.filter((date) => /^M.D/.test(date.form)).length
  const dayFirst = dates.filter((date) => /^D.M/.test(date.form)).length
  if (dayFirst === monthFirst) return dates.some((date) => date.form === '?.?.YYYY') ? 'day' : 'unknown'
  return dayFirst > monthFirst ? 'day' : 'month'
}

function reportDates(
  { forms, unreadable, order }: { forms: Map<string, Places>; unreadable: Places; order: string },
  column: string,
  { findings }: Typing,
): void {
  const first = new Places()
  for (const places of forms.values()) first.add(places.first[0]!)
  const shown = quoted(first.first.map((place) => place.before!))
  first.addUnseen([...forms.values()].reduce((count, places) => count + places.count - 1, 0))
  const asRead = order === 'day' ? 'D$1M$1YYYY' : 'M$1D$1YYYY'
  const ways = new Set([...forms.keys()].map((form) => form.replace(/^\?(.)\?.YYYY$/, asRead)))
  if (order === 'unknown') {
    const message = `The dates of "${column}" may be month first or day first (${shown}); month first was taken.`
    findings.push(first.finding('doubt', 'date_format_ambiguous', message, column))
  } else if (ways.size > 1 || ways.has('Japanese era')) {
    const message = `The dates of "${column}" are written in ${ways.size === 1 ? 'Japanese eras' : 'several ways'} (${shown}); check how they were read.`
    findings.push(first.finding('doubt', 'date_format_ambiguous', message, column))
  }
  if (unreadable.count > 0) {
    const examples = quoted([...new Set(unreadable.first.map((place) => place.before!))])
    const message = `${counted(unreadable.count, 'cell')} of "${column}" are no dates (${examples}) and count as missing.`
    findings.push(unreadable.finding('doubt', 'cell_unreadable', message, column))
  }
}
