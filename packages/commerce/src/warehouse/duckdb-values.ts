import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api'
import { CodedError } from '@zerosec/errors'
import type { Value } from './warehouse.ts'

/** @throws CodedError commerce_amount_inexact where no number is exactly the value */
export function plainValue(value: DuckDBValue, column: string): Value {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'bigint') return exactNumber(value, 0, column)
  if (value instanceof DuckDBDecimalValue) return exactNumber(value.value, value.scale, column)
  if (value instanceof DuckDBDateValue) return new Date(value.days * 86_400_000).toISOString().slice(0, 10)
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return new Date(Number(value.micros / 1000n)).toISOString()
  }
  return String(value)
}

const SCALES = Array.from({ length: 23 }, (_, scale) => 10 ** scale)

/** Up to 2⁵³ units the quotient is the number that prints as the decimal does. */
function exactNumber(units: bigint, scale: number, column: string): number {
  let [whole, places] = [units, scale]
  while (places > 0 && whole % 10n === 0n) [whole, places] = [whole / 10n, places - 1]
  if (whole > BigInt(Number.MAX_SAFE_INTEGER) || whole < -BigInt(Number.MAX_SAFE_INTEGER)) {
    throw new CodedError('commerce_amount_inexact', { column, value: `${units}e-${scale}` })
  }
  return Number(whole) / (SCALES[places] ?? 10 ** places)
}
