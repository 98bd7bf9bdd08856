import { Places } from '../columns/places.ts'
import type { Finding } from '../findings.ts'
import type { Column } from '../table.ts'

/**
 * A doubt where the samples seem to stand side by side and the variables below each other: the header numbers them ("run_1",
 * "run_2", …), the first column names things that are not numbered so, and all else is numbers.
 */
export function findTransposed(columns: readonly Column[]): Finding | undefined {
  const [first, ...samples] = columns
  if (first?.kind !== 'text' || samples.length < 4 || samples.length <= first.values.length) return undefined
  const variables = first.values.filter((text) => text !== null)
  const isTransposed =
    samples.every(({ kind }) => kind === 'number') &&
    areNumbered(samples.map(({ name }) => name)) &&
    !areNumbered(variables) &&
    new Set(variables).size === first.values.length
  if (!isTransposed) return undefined
  const places = new Places()
  places.addUnseen(samples.length)
  const message = `The columns "${samples[0]!.name}" to "${samples.at(-1)!.name}" look like samples and the rows like variables. Transpose the table (in Excel: Paste Special) so that each row is a sample.`
  return places.finding('doubt', 'table_transposed', message)
}

/** Whether all names are one stem with consecutive numbers. */
function areNumbered(names: readonly string[]): boolean {
  const parts = names.map((name) => /^(.*?)(\d+)$/.exec(name))
  const [stem, start] = [parts[0]?.[1], Number(parts[0]?.[2])]
  return parts.every((part, index) => part !== null && part[1] === stem && Number(part[2]) === start + index)
}
