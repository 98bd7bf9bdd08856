import type { TableBlock } from '@zerosec/report'

export interface Order {
  readonly column: number
  readonly direction: 'ascending' | 'descending'
}

type Row = TableBlock['rows'][number]

/** Rows ordered by one column; empty cells last either way, equal ones in the order of the report. */
export function sortedRows(rows: readonly Row[], order: Order | null): readonly Row[] {
  if (!order) return rows
  const sign = order.direction === 'ascending' ? 1 : -1
  return rows.toSorted((left, right) => {
    const a = left[order.column] ?? null
    const b = right[order.column] ?? null
    if (a === null || b === null) return Number(a === null) - Number(b === null)
    if (typeof a === 'number' && typeof b === 'number') return sign * (a - b)
    return sign * String(a).localeCompare(String(b), undefined, { numeric: true })
  })
}
