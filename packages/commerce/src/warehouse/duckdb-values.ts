import {
  DuckDBDateValue,
  DuckDBDecimalValue,
  DuckDBTimestampTZValue,
  DuckDBTimestampValue,
  type DuckDBValue,
} from '@duckdb/node-api'
import { dayText } from './day-text.ts'
import { exactNumber } from './exact-number.ts'
import type { Value } from './warehouse.ts'

/** @throws CodedError commerce_amount_inexact where no number is exactly the value */
export function plainValue(value: DuckDBValue, column: string): Value {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
  if (typeof value === 'number') return Number.isFinite(value) ? value : null
  if (typeof value === 'bigint') return exactNumber(value, 0, column)
  if (value instanceof DuckDBDecimalValue) return exactNumber(value.value, value.scale, column)
  if (value instanceof DuckDBDateValue) return dayText(value.days)
  if (value instanceof DuckDBTimestampValue || value instanceof DuckDBTimestampTZValue) {
    return new Date(Number(value.micros / 1000n)).toISOString()
  }
  return String(value)
}
