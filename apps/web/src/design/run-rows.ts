import { type DesignRequest, settingsOf } from '@zerosec/analyses/plan'
import type { Factor } from '@zerosec/engine'

/** A run as the table shows it. */
export interface RunRow {
  /** From 1. */
  readonly number: number
  /** One a factor: a number to its decimals, or the name of a level. */
  readonly settings: readonly string[]
}

type Columns = DesignRequest['columns']

/** Runs in natural units, rounded as the run sheet rounds them. */
export function runRows(factors: readonly Factor[], columns: Columns, runs: Float64Array): RunRow[] {
  const width = factors.length
  return Array.from({ length: runs.length / width }, (_, i) => ({
    number: i + 1,
    settings: settingsOf(factors, columns, runs, i * width).map((setting, j) =>
      typeof setting === 'string' ? setting : settingText(setting, columns[j]!.digits),
    ),
  }))
}

function settingText(value: number, digits: number): string {
  return value.toFixed(Math.max(0, digits)).replace('-', '−')
}
