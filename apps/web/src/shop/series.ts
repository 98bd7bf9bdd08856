import type { CommerceColumn, CommerceResult } from '@zerosec/contract'

/** One metric's values over the buckets of a result. */
export interface Series {
  readonly metric: string
  readonly label: string
  readonly unit: NonNullable<CommerceColumn['unit']>
  readonly values: readonly (number | null)[]
  /** Of the period that is compared with, at the same places; empty without one. */
  readonly previous: readonly (number | null)[]
}

/** The places on the axis of time. */
export interface Buckets {
  readonly grain: string
  readonly days: readonly string[]
  readonly previousDays: readonly (string | null)[]
  /** The range cuts it, or what is known ends within it. */
  readonly partial: readonly boolean[]
}

/** The buckets that have begun: those after the last known day say nothing. */
function begun({ columns, period }: CommerceResult): number {
  const days = columnOf(columns, 'bucket')?.values ?? []
  return days.filter((day) => String(day) < period.counted_to).length
}

export function bucketsOf(result: CommerceResult): Buckets {
  const count = begun(result)
  const read = (role: CommerceColumn['role']) => columnOf(result.columns, role)?.values.slice(0, count) ?? []
  return {
    grain: result.grain,
    days: read('bucket').map(String),
    previousDays: read('previous_bucket').map((day) => (day === null ? null : String(day))),
    partial: read('partial').map((is) => is === true),
  }
}

export function seriesOf(result: CommerceResult, metric: string): Series | undefined {
  const count = begun(result)
  const column = columnOf(result.columns, 'metric', metric)
  if (!column) return undefined
  return {
    metric,
    label: column.label,
    unit: column.unit ?? 'number',
    values: numbers(column, count),
    previous: numbers(columnOf(result.columns, 'previous', metric), count),
  }
}

function numbers(column: CommerceColumn | undefined, count: number): (number | null)[] {
  return column?.values.slice(0, count).map((value) => (typeof value === 'number' ? value : null)) ?? []
}

export function columnOf(
  columns: readonly CommerceColumn[],
  role: CommerceColumn['role'],
  metric?: string,
): CommerceColumn | undefined {
  return columns.find((column) => column.role === role && (metric === undefined || column.metric === metric))
}
