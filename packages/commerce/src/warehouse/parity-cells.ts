import type { CommerceResult } from '@zerosec/contract'
import type { Unit } from '../metrics/metric.ts'
import type { Value } from './warehouse.ts'

/** One number of an answer, and what it is of. */
export interface Cell {
  /** The same of the same cell in another answer. */
  readonly id: string
  readonly metric: string
  readonly unit: Unit
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
    .flatMap(({ name, unit = 'number', values }) =>
      Array.from({ length: rows }, (_, row) => {
        const own = Object.fromEntries(keys.map((key) => [key.name, key.values[row] ?? null]))
        return cell(name, unit, own, false, numberOrNull(values[row]))
      }),
    )
}

function totalCells({ columns, values, previous_values }: CommerceResult): Cell[] {
  const unitOf = (metric: string) => columns.find(({ name }) => name === metric)?.unit ?? 'number'
  return [
    ...Object.entries(values).map(([metric, value]) => cell(metric, unitOf(metric), {}, true, value)),
    ...Object.entries(previous_values).map(([metric, value]) =>
      cell(`previous_${metric}`, unitOf(metric), {}, true, value),
    ),
  ]
}

function excludedCells({ excluded }: CommerceResult): Cell[] {
  return excluded.map(({ of, reason, rows }) => cell('excluded_rows', 'count', { of, reason }, false, rows))
}

function cell(metric: string, unit: Unit, keys: Cell['keys'], isTotal: boolean, value: number | null): Cell {
  return { id: JSON.stringify([metric, isTotal, keys]), metric, unit, keys, isTotal, value }
}

function numberOrNull(value: Value | undefined): number | null {
  return typeof value === 'number' ? value : null
}
