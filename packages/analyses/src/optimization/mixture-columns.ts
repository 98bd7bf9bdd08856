import { CodedError } from '@zerosec/errors'
import type { NumberColumn } from '@zerosec/table'
import { numberEnds } from './run-cells.ts'

/** Neighbouring columns whose amounts sum to the same total in every row. */
export interface MixtureColumns {
  /** The group's name, where one was given. */
  readonly group?: string
  readonly columns: readonly NumberColumn[]
  readonly total: number
  /** False where rounding or weighing makes rows miss the total by a little. */
  readonly isExact: boolean
}

const FEWEST_ROWS = 3
/** Nearly every group that is none shows it in the first rows. */
const FEW_ROWS = 20
/** Rounded and weighed shares miss 1 or 100 by a little; any other total has to be met exactly. */
const SHARES = 0.005
const EXACT = 1e-6

/**
 * Groups of two and more neighbouring columns, none negative and none constant, that sum to one total in every given row; the
 * shortest group from each column on, so that two mixtures side by side stay two.
 */
export function mixtureColumns(columns: readonly NumberColumn[], rows: readonly number[]): MixtureColumns[] {
  const found: MixtureColumns[] = []
  if (rows.length < FEWEST_ROWS) return found
  let first = 0
  while (first < columns.length) {
    const group = groupFrom(columns, first, rows)
    if (group) found.push(group)
    first += group?.columns.length ?? 1
  }
  return found
}

function groupFrom(
  columns: readonly NumberColumn[],
  first: number,
  rows: readonly number[],
): MixtureColumns | undefined {
  const few = rows.length > FEW_ROWS ? rows.slice(0, FEW_ROWS) : rows
  for (let end = first + 2; end <= columns.length; end++) {
    const part = columns.slice(first, end)
    if (few.some((row) => part.at(-1)!.values[row]! < 0)) return undefined
    if (!mixtureOf(part, sumsOver(part, few))) continue
    const group = mixtureOf(part, sumsOver(part, rows))
    const isNegative = part.some(({ values }) => rows.some((row) => values[row]! < 0))
    if (group && !isNegative) return group
  }
  return undefined
}

/** The columns' sum in each row; NaN where a cell is missing. */
function sumsOver(columns: readonly NumberColumn[], rows: readonly number[]): Float64Array {
  const sums = new Float64Array(rows.length)
  for (const { values } of columns) for (let k = 0; k < rows.length; k++) sums[k]! += values[rows[k]!]!
  return sums
}

function mixtureOf(columns: readonly NumberColumn[], sums: Float64Array): MixtureColumns | undefined {
  const [low, high] = numberEnds(sums)
  const total = commonTotal(low, high)
  if (total === undefined) return undefined
  return { columns, total, isExact: total - low <= EXACT * total && high - total <= EXACT * total }
}

/**
 * Columns that are said to be a mixture.
 *
 * @throws CodedError design_mixture_impossible if they don't sum to one total
 */
export function namedMixture(
  group: string,
  columns: readonly NumberColumn[],
  rows: readonly number[],
  total: number | undefined,
): MixtureColumns {
  const sums = sumsOver(columns, rows)
  const found = mixtureOf(columns, sums)
  if (found && (total === undefined || found.total === total)) return { ...found, group }
  throw new CodedError('design_mixture_impossible', {
    group,
    components: columns.map(({ name }) => name),
    problem: `in the table they sum to ${numberEnds(sums).join(' up to ')}, not to ${total ?? 'one total'}; correct the rows or add the missing component`,
  })
}

function commonTotal(low: number, high: number): number | undefined {
  if (high < low) return undefined
  const shares = [1, 100].find((total) => low >= (1 - SHARES) * total && high <= (1 + SHARES) * total)
  if (shares !== undefined) return shares
  return high - low <= EXACT * high ? Number(high.toPrecision(9)) : undefined
}

/** Whether the columns are a category in disguise: one of them 1, the others 0 in every row. */
export function isOneHot({ columns, total }: MixtureColumns, rows: readonly number[]): boolean {
  return total === 1 && columns.every(({ values }) => rows.every((row) => values[row] === 0 || values[row] === 1))
}
