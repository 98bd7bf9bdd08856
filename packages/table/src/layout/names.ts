import { headerUnit } from '../cells/units.ts'
import { Places, quoted } from '../columns/places.ts'
import type { Heading } from '../columns/raw-column.ts'
import type { Finding } from '../findings.ts'

/**
 * Unique, non-empty names from the header's cells: blanks and line ends cleaned, repeated names numbered, empty ones named by
 * position. A unit comes from the units row, else from the header's brackets; the brackets stay in the name.
 */
export function nameColumns(
  header: readonly string[],
  units: readonly (string | undefined)[],
  headerRow: number,
  findings: Finding[],
): Heading[] {
  const trimmed = new Places()
  const empty = new Places()
  const duplicate = new Places()
  const free = new FreeNames(header.map(cleanName))
  const used = new Set<string>()
  const headings = header.map((text, index): Heading => {
    const clean = cleanName(text)
    let name = clean
    if (clean === '') {
      name = free.numbered('column', index + 1)
      empty.add({ row: headerRow, column: name, before: text, after: name })
    } else if (used.has(clean)) {
      name = free.numbered(clean, 2)
      duplicate.add({ row: headerRow, column: name, before: text, after: name })
    } else if (clean !== text) trimmed.add({ row: headerRow, column: name, before: text, after: name })
    used.add(name)
    const unit = units[index] ?? headerUnit(clean)
    return { name, ...(name === text ? {} : { header: text }), ...(unit === undefined ? {} : { unit }) }
  })
  const names = (places: Places) => quoted(places.first.map((place) => place.after!))
  if (trimmed.count > 0) {
    const message = `Blanks or line breaks were taken out of ${trimmed.count} header(s): ${names(trimmed)}.`
    findings.push(trimmed.finding('repair', 'header_trimmed', message))
  }
  if (empty.count > 0) {
    const message = `${empty.count} column(s) without a header were named: ${names(empty)}.`
    findings.push(empty.finding('repair', 'header_empty_named', message))
  }
  if (duplicate.count > 0) {
    const message = `${duplicate.count} header(s) stood there twice and were renamed: ${names(duplicate)}.`
    findings.push(duplicate.finding('repair', 'header_duplicate_renamed', message))
  }
  return headings
}

function cleanName(text: string): string {
  return text.replace(/[\s\p{Cc}]+/gu, ' ').trim()
}

/** Gives a name that is taken the next free number: "flow_2", "flow_3". */
class FreeNames {
  private readonly taken: Set<string>
  private readonly next = new Map<string, number>()

  constructor(taken: Iterable<string>) {
    this.taken = new Set(taken)
  }

  numbered(stem: string, first: number): string {
    let number = Math.max(first, this.next.get(stem) ?? 0)
    while (this.taken.has(`${stem}_${number}`)) number++
    this.next.set(stem, number + 1)
    const name = `${stem}_${number}`
    this.taken.add(name)
    return name
  }
}
