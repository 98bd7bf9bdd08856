import type { NumberColumn } from '../table.ts'
import type { ColumnTexts } from './meaning.ts'
import { counted, Places, quoted } from './places.ts'
import type { Heading, RawColumn, Typing } from './raw-column.ts'

/** Fills the careful readings into the plain numbers, and reports each of them. */
export function numberColumn(raw: RawColumn, texts: ColumnTexts, heading: Heading, typing: Typing): NumberColumn {
  const { values, otherRows, otherCodes } = raw
  const { rowNumbers } = typing
  const { cells } = texts
  const column = heading.name
  const found = {
    repaired: new Places(),
    infinite: new Places(),
    error: new Places(),
    censored: new Places(),
    unreadable: new Places(),
  }
  const unreadable: { row: number; text: string }[] = []
  let cellUnit: string | undefined
  for (let other = 0; other < otherRows.length; other++) {
    const at = otherRows[other]!
    const row = rowNumbers[at]!
    const text = raw.texts[otherCodes[other]!]!
    const meaning = texts.meanings[otherCodes[other]!]!
    switch (meaning.kind) {
      case 'number':
        values[at] = meaning.value
        cellUnit ??= meaning.unit
        found.repaired.add({ row, column, before: text, after: String(meaning.value) })
        break
      case 'infinite':
        values[at] = meaning.value
        found.infinite.add({ row, column, before: text })
        break
      case 'error':
        found.error.add({ row, column, before: text })
        break
      case 'censored':
        found.censored.add({ row, column, before: text })
        unreadable.push({ row, text })
        break
      case 'text':
      case 'date':
        found.unreadable.add({ row, column, before: text })
        unreadable.push({ row, text })
        break
      case 'missing':
        break
    }
  }
  const dropped = dropOwnMarkers(raw, typing, column)
  reportNumbers(found, texts, heading, typing)
  const unit = heading.unit ?? cellUnit
  return {
    kind: 'number',
    name: column,
    ...(heading.header === undefined ? {} : { header: heading.header }),
    ...(unit === undefined ? {} : { unit }),
    missingCount: values.length - cells.plain - cells.number - cells.infinite + dropped,
    values,
    unreadable,
  }
}

/** Drops numbers that the caller named as markers, such as −999; returns how many. */
function dropOwnMarkers(
  { values }: RawColumn,
  { missingMarkers, rowNumbers, findings }: Typing,
  column: string,
): number {
  let dropped = 0
  for (const marker of missingMarkers) {
    const number = Number(marker)
    if (marker === '' || Number.isNaN(number)) continue
    const places = new Places()
    for (let at = 0; at < values.length; at++) {
      if (values[at] !== number) continue
      values[at] = NaN
      places.add({ row: rowNumbers[at]!, column, before: marker })
    }
    if (places.count === 0) continue
    dropped += places.count
    const message = `${counted(places.count, 'cell')} of "${column}" hold ${marker}, which was given as a missing marker.`
    findings.push(places.finding('repair', 'cell_missing_marker', message, column))
  }
  return dropped
}

function reportNumbers(
  found: Record<'repaired' | 'infinite' | 'error' | 'censored' | 'unreadable', Places>,
  { cells }: ColumnTexts,
  heading: Heading,
  { findings }: Typing,
): void {
  const { name } = heading
  const { repaired, infinite, error, censored, unreadable } = found
  const examples = (places: Places) => quoted([...new Set(places.first.map((place) => place.before!))])
  if (repaired.count > 0) {
    const first = repaired.first[0]!
    const mixedPercent =
      cells.plain > 0 && heading.unit === undefined && repaired.first.some((place) => /[%％]/.test(place.before!))
    const message = mixedPercent
      ? `"${name}" has numbers with and without %: ${examples(repaired)} were read without it. Check that all mean the same.`
      : `${counted(repaired.count, 'cell')} of "${name}" were cleaned to numbers, for example "${first.before}" to ${first.after}.`
    findings.push(repaired.finding(mixedPercent ? 'doubt' : 'repair', 'cell_number_repaired', message, name))
  }
  if (infinite.count > 0) {
    const message = `${counted(infinite.count, 'cell')} of "${name}" are infinite (${examples(infinite)}).`
    findings.push(infinite.finding('doubt', 'cell_infinite', message, name))
  }
  if (error.count > 0) {
    const message = `${counted(error.count, 'cell')} of "${name}" hold an error (${examples(error)}) and count as missing.`
    findings.push(error.finding('repair', 'cell_error', message, name))
  }
  if (censored.count > 0) {
    const message = `${counted(censored.count, 'cell')} of "${name}" are censored (${examples(censored)}): only a limit is known. They count as missing.`
    findings.push(censored.finding('doubt', 'cell_censored', message, name))
  }
  if (unreadable.count > 0) {
    const message = `${counted(unreadable.count, 'cell')} of "${name}" are no numbers (${examples(unreadable)}) and count as missing.`
    findings.push(unreadable.finding('doubt', 'cell_unreadable', message, name))
  }
}
