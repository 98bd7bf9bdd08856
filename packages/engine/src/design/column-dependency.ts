import { type HouseholderQr, upperFactor } from '../linalg/householder-qr.ts'
import { solveUpper } from '../linalg/triangular.ts'

/** A model column that is, over the runs of a design, a sum of earlier columns; a column of zeros is the empty sum. */
export interface ColumnDependency {
  readonly column: number
  readonly combination: readonly { readonly column: number; readonly coefficient: number }[]
}

// a part below this share of the dependent column's length is rounding
const NEGLIGIBLE = 1e-7

/** How the columns that a factorisation set aside depend on those it kept. Cost: rank² a dependent column. */
export function columnDependencies(qr: HouseholderQr): ColumnDependency[] {
  const { rank, rows, order, factors } = qr
  const upper = upperFactor(qr)
  return Array.from(order.subarray(rank), (column, position) => {
    const start = (rank + position) * rows
    const coefficients = factors.slice(start, start + rank)
    const size = length(factors, start, rank)
    solveUpper(upper, coefficients, rank)
    const combination = Array.from(coefficients, (coefficient, k) => ({ column: order[k]!, coefficient })).filter(
      ({ coefficient }, k) => Math.abs(coefficient) * length(factors, k * rows, k + 1) > NEGLIGIBLE * size,
    )
    return { column, combination }
  })
}

/** The columns whose coefficients no linear function of the responses estimates, ascending. */
export function inestimableColumns(dependencies: readonly ColumnDependency[]): number[] {
  const columns = dependencies.flatMap((one) => [one.column, ...one.combination.map(({ column }) => column)])
  return [...new Set(columns)].sort((a, b) => a - b)
}

function length(values: Float64Array, start: number, count: number): number {
  let squares = 0
  for (let i = start; i < start + count; i++) squares += values[i]! * values[i]!
  return Math.sqrt(squares)
}
