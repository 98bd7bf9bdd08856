import { CodedError } from '@zerosec/errors'
import type { NumberColumn, Table } from '@zerosec/table'
import type { FactorDescription } from './factor-description.ts'
import { unknownFactor } from './model-terms.ts'
import { isNamed, plainName } from './run-cells.ts'

export type Bounds = Readonly<Record<string, readonly [number, number]>>

/** @throws CodedError parameter_invalid for a low above its high */
export function checkBounds(bounds: Bounds): void {
  for (const [name, [low, high]] of Object.entries(bounds)) {
    if (low <= high) continue
    const problem = `the low ${low} of "${name}" is above its high ${high}`
    throw new CodedError('parameter_invalid', { parameter: 'bounds', problem })
  }
}

/** The bounds, and the lows and highs of described factors for which no bounds are given. */
export function allBounds(bounds: Bounds, described: readonly FactorDescription[]): Bounds {
  const own = described.flatMap(({ name, low, high }) =>
    low === undefined || high === undefined ? [] : [[name, [low, high]] as const],
  )
  return { ...Object.fromEntries(own), ...bounds }
}

/**
 * Whether a row keeps to the bounds; a missing cell does.
 *
 * @throws CodedError design_factor_unknown, parameter_invalid for bounds of a category
 */
export function rowBounds(table: Table, bounds: Bounds): (row: number) => boolean {
  const bounded = Object.entries(bounds).map(([name, [low, high]]) => ({ column: boundColumn(table, name), low, high }))
  return (row) => bounded.every(({ column, low, high }) => !(column.values[row]! < low || column.values[row]! > high))
}

function boundColumn(table: Table, name: string): NumberColumn {
  const column = table.columns.find((each) => isNamed(each, name))
  if (!column) throw unknownFactor('bounds', name, table.columns.map(plainName))
  if (column.kind !== 'number') {
    const problem = `"${name}" holds no numbers, so it has no low and high`
    throw new CodedError('parameter_invalid', { parameter: 'bounds', problem })
  }
  return column
}
