import type { NumberColumn } from '@zerosec/table'

/** Neighbouring columns whose amounts sum to the same total in every row. */
export interface MixtureColumns {
  readonly columns: readonly NumberColumn[]
  readonly total: number
  /** False where rounding or weighing makes rows miss the total by a little. */
  readonly isExact: boolean
}

const FEWEST_ROWS = 3
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
  const sums = new Float64Array(rows.length)
  for (let last = first; last < columns.length; last++) {
    const { values } = columns[last]!
    let low = Infinity
    let high = -Infinity
    for (const [k, row] of rows.entries()) {
      const amount = values[row]!
      if (amount < 0) return undefined
      sums[k]! += amount
      low = Math.min(low, sums[k]!)
      high = Math.max(high, sums[k]!)
    }
    const total = last > first ? commonTotal(low, high) : undefined
    if (total !== undefined) {
      const isExact = total - low <= EXACT * total && high - total <= EXACT * total
      return { columns: columns.slice(first, last + 1), total, isExact }
    }
  }
  return undefined
}

function commonTotal(low: number, high: number): number | undefined {
  const shares = [1, 100].find((total) => low >= (1 - SHARES) * total && high <= (1 + SHARES) * total)
  if (shares !== undefined) return shares
  return high - low <= EXACT * high ? Number(high.toPrecision(9)) : undefined
}

/** Whether the columns are a category in disguise: one of them 1, the others 0 in every row. */
export function isOneHot({ columns, total }: MixtureColumns, rows: readonly number[]): boolean {
  return total === 1 && columns.every(({ values }) => rows.every((row) => values[row] === 0 || values[row] === 1))
}
