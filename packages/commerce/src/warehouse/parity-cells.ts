import type { CommerceResult } from '@zerosec/contract'
import type { Unit } from '../metrics/metric.ts'
import type { Value } from './warehouse.ts'

/** One number of an answer, and what it is of. */
export interface Cell {
  /** The same of the same cell in another answer. */
  readonly id: string
  readonly metric: string
  readonly unit: Unit
  /** Of the period that is compared with. */
  readonly isPrevious: boolean
  readonly keys: Readonly<Record<string, Value>>
  readonly isTotal: boolean
  readonly value: number | null
}

/** All numbers that an answer says of its snapshot: of rows, of totals, of the period before, and how many rows did not count. */
export function cellsOf(result: CommerceResult): Cell[] {
  return [...rowCells(result), ...totalCells(result), ...excludedCells(result)]
}

function rowCells({ columns, rows }: CommerceResult): Cell[] {
  const keys = columns.filter(({ role }) => role === 'bucket' || role === 'dimension')
  if (keys.length === 0) return []
  return columns
    .filter(({ role }) => role === 'metric' || role === 'previous')
    .flatMap(({ role, metric = '', unit = 'number', values }) =>
      Array.from({ length: rows }, (_, row) => {
        const own = Object.fromEntries(keys.map((key) => [key.name, key.values[row] ?? null]))
        const value = values[row]
        return cell({
          metric,
          unit,
          isPrevious: role === 'previous',
          keys: own,
          isTotal: false,
          value: typeof value === 'number' ? value : null,
        })
      }),
    )
}

function totalCells({ columns, values, previous_values }: CommerceResult): Cell[] {
  const unitOf = (metric: string) => columns.find(({ name }) => name === metric)?.unit ?? 'number'
  return [values, previous_values].flatMap((totals, period) =>
    Object.entries(totals).map(([metric, value]) =>
      cell({ metric, unit: unitOf(metric), isPrevious: period === 1, keys: {}, isTotal: true, value }),
    ),
  )
}

/** How many rows did not count is compared like a metric. */
export const EXCLUDED_ROWS = 'excluded_rows'

function excludedCells({ excluded }: CommerceResult): Cell[] {
  return excluded.map(({ of, reason, rows }) =>
    cell({
      metric: EXCLUDED_ROWS,
      unit: 'count',
      isPrevious: false,
      keys: { of, reason },
      isTotal: false,
      value: rows,
    }),
  )
}

function cell(of: Omit<Cell, 'id'>): Cell {
  return { ...of, id: JSON.stringify([of.metric, of.isPrevious, of.isTotal, of.keys]) }
}
