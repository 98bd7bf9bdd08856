import type { Unit } from '../metrics/metric.ts'

/**
 * How far a value moved: relative to the one before, or, of ratios and scores, by how much (a ratio of 0.25 that was 0.20 moved by 0.05,
 * 5 percent points). Null where that says nothing: one of them is unknown, or the one before is 0.
 */
export function changeOf(unit: Unit, value: number | null, previous: number | null): number | null {
  if (value === null || previous === null) return null
  if (unit === 'ratio' || unit === 'score') return value - previous
  return previous === 0 ? null : (value - previous) / Math.abs(previous)
}
