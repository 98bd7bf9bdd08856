import type { InputCell } from '@zerosec/model'
import type { FormInput, Settings } from './form-input.ts'
import { typedCell } from './typed-cell.ts'

/** Rows as pasted, ready to predict. */
export interface PastedTable {
  readonly rows: readonly Settings[]
  /** What stands in the way; then there are no rows. */
  readonly problem: string | null
  /** What was not used. */
  readonly note: string | null
}

/** More rows are a job: the analysis “prediction”. */
export const MOST_ROWS = 1000
const SHOWN_NAMES = 5

/**
 * Rows of a block of cells copied from a spreadsheet. With a heading that names the inputs, in any order and among other columns; or
 * without, one column for each input in the order of the form.
 *
 * @param calculated  inputs that no column has to have beside others with headings; their cells are empty then
 */
export function readPastedRows(
  inputs: readonly FormInput[],
  text: string,
  calculated: ReadonlySet<string> = new Set(),
): PastedTable {
  const lines = text
    .split(/\r?\n/)
    .map((line) => line.split('\t'))
    .filter((cells) => cells.some((cell) => cell.trim() !== ''))
  const [first] = lines
  if (!first) return refused('There is no row in what was pasted.')
  const places = inputs.map((input) => first.findIndex((heading) => isHeadingOf(input, heading)))
  const hasHeading = places.some((place) => place >= 0)
  const rows = hasHeading ? lines.slice(1) : lines
  const lacking = inputs.filter(({ name }, j) => places[j]! < 0 && !calculated.has(name)).map(({ name }) => name)
  if (hasHeading && lacking.length > 0) return refused(`The pasted rows lack ${listed(lacking)}.`)
  if (!hasHeading && first.length !== inputs.length) {
    const wanted = listed(inputs.map(({ name }) => name))
    return refused(`Paste the headings too, or ${inputs.length} columns in this order: ${wanted}.`)
  }
  if (rows.length === 0) return refused('There are headings, and no row below them.')
  if (rows.length > MOST_ROWS) {
    return refused(
      `These are ${rows.length} rows. Up to ${MOST_ROWS} are predicted here; run the analysis “prediction” for more.`,
    )
  }
  return readRows(inputs, rows, hasHeading ? places : inputs.map((_, j) => j), Number(hasHeading), first)
}

function readRows(
  inputs: readonly FormInput[],
  lines: readonly (readonly string[])[],
  places: readonly number[],
  headings: number,
  first: readonly string[],
): PastedTable {
  const rows: Settings[] = []
  for (const [index, line] of lines.entries()) {
    const row: Record<string, InputCell> = {}
    for (const [j, input] of inputs.entries()) {
      const { cell, problem } = typedCell(input, line[places[j]!] ?? '')
      if (problem !== null) return refused(`Row ${index + 1 + headings}: ${input.name} ${problem}.`)
      row[input.name] = cell
    }
    rows.push(row)
  }
  const unused =
    headings === 1 ? first.filter((heading, place) => heading.trim() !== '' && !places.includes(place)) : []
  return { rows, problem: null, note: unused.length > 0 ? `Not used: ${listed(unused)}.` : null }
}

/** "load [N]" is the heading of load in N, too. */
function isHeadingOf({ name, unit }: FormInput, heading: string): boolean {
  const plain = (text: string) => text.normalize('NFKC').replaceAll(/\s+/g, ' ').trim().toLowerCase()
  const bare = plain(heading).replace(/ ?[[(]([^\])]*)[\])]$/, '')
  return plain(heading) === plain(name) || (unit !== undefined && bare === plain(name))
}

function listed(names: readonly string[]): string {
  const more = names.length - SHOWN_NAMES
  return more > 0 ? `${names.slice(0, SHOWN_NAMES).join(', ')} and ${more} more` : names.join(', ')
}

function refused(problem: string): PastedTable {
  return { rows: [], problem, note: null }
}
