import type { LeastSquaresFit } from './least-squares.ts'

export interface ColumnsOfTerm {
  /** Columns of the model matrix that belong to the term, in order; `kept` without the aliased ones. */
  readonly all: readonly number[]
  readonly kept: readonly number[]
}

/**
 * The columns of every term, terms numbered from 0 to the largest in `termOfColumn`; −1 marks the intercept.
 *
 * @throws RangeError if the length is not p or a number is below −1
 */
export function columnsOfTerms(fit: LeastSquaresFit, termOfColumn: Int32Array): ColumnsOfTerm[] {
  if (termOfColumn.length !== fit.columns || termOfColumn.some((term) => term < -1)) {
    throw new RangeError(`expected the term of each of ${fit.columns} columns, or −1 for the intercept`)
  }
  const aliased = new Set(fit.aliased.map(({ column }) => column))
  const terms = termOfColumn.reduce((largest, term) => Math.max(largest, term), -1) + 1
  const all: number[][] = Array.from({ length: terms }, () => [])
  termOfColumn.forEach((term, column) => all[term]?.push(column))
  return all.map((columns) => ({ all: columns, kept: columns.filter((column) => !aliased.has(column)) }))
}
