import type { FeatureMatrix } from '../../features/feature-matrix.ts'

/** Numbers centred and scaled to length 1, so that r = 1 − ½|a − b|²; missing cells are 0, the mean. Null without variation. */
export function unitColumn(column: Float64Array): Float64Array | null {
  const n = column.length
  let count = 0
  let mean = 0
  for (let i = 0; i < n; i++) {
    if (Number.isNaN(column[i]!)) continue
    count++
    mean += (column[i]! - mean) / count
  }
  const unit = new Float64Array(n)
  let squares = 0
  let largest = 0
  for (let i = 0; i < n; i++) {
    const value = Number.isNaN(column[i]!) ? 0 : column[i]! - mean
    unit[i] = value
    squares += value * value
    largest = Math.max(largest, Math.abs(column[i]!) || 0)
  }
  const length = Math.sqrt(squares)
  // a constant's rounding is no variation
  if (!(length > 1e-14 * largest * Math.sqrt(n))) return null
  for (let i = 0; i < n; i++) unit[i]! /= length
  return unit
}

const CHUNK = 4

/**
 * Correlation of two unit columns if its size is at least `limit`, else null. Cost: n at most; as a rule a small part of it, since
 * |a − b|² and |a + b|² only grow.
 */
export function strongCorrelation(a: Float64Array, b: Float64Array, limit: number): number | null {
  const n = a.length
  const most = 2 * (1 - limit) + 1e-12
  let minus = 0
  let plus = 0
  for (let start = 0; start < n; start += CHUNK) {
    const end = Math.min(n, start + CHUNK)
    for (let i = start; i < end; i++) {
      const difference = a[i]! - b[i]!
      const sum = a[i]! + b[i]!
      minus += difference * difference
      plus += sum * sum
    }
    if (minus > most && plus > most) return null
  }
  return minus <= plus ? 1 - minus / 2 : plus / 2 - 1
}

const SAMPLED_ROWS = 4

/**
 * For each unit column the first earlier one with |r| of at least `limit`: [earlier, r], else null. Cost: columns² times a few rows,
 * taken from all over the table and kept side by side, since nearly every pair is settled by them.
 */
export function earlierTwins(units: readonly Float64Array[], limit: number): ([earlier: number, r: number] | null)[] {
  const n = units[0]?.length ?? 0
  const sample = new Float64Array(units.length * SAMPLED_ROWS)
  units.forEach((unit, column) => {
    for (let k = 0; k < Math.min(n, SAMPLED_ROWS); k++) {
      sample[column * SAMPLED_ROWS + k] = unit[Math.floor(((k + 0.5) * n) / Math.min(n, SAMPLED_ROWS))]!
    }
  })
  const most = 2 * (1 - limit) + 1e-12
  return units.map((unit, column) => {
    const own = sample.subarray(column * SAMPLED_ROWS, (column + 1) * SAMPLED_ROWS)
    for (let earlier = 0; earlier < column; earlier++) {
      let minus = 0
      let plus = 0
      for (let k = 0; k < SAMPLED_ROWS; k++) {
        const other = sample[earlier * SAMPLED_ROWS + k]!
        minus += (own[k]! - other) ** 2
        plus += (own[k]! + other) ** 2
      }
      if (minus > most && plus > most) continue
      const r = strongCorrelation(unit, units[earlier]!, limit)
      if (r !== null) return [earlier, r]
    }
    return null
  })
}

/** Whether the levels of two categories go with each other one to one, missing with missing. Cost: n. */
export function isOneToOne(a: Float64Array, b: Float64Array): boolean {
  const there = new Map<number, number>()
  const back = new Map<number, number>()
  for (let i = 0; i < a.length; i++) {
    // NaN is one key of a map
    const partner = there.get(a[i]!)
    const origin = back.get(b[i]!)
    if (partner === undefined && origin === undefined) {
      there.set(a[i]!, b[i]!)
      back.set(b[i]!, a[i]!)
    } else if (!(Object.is(partner, b[i]) && Object.is(origin, a[i]))) return false
  }
  return true
}

/** Columns by what they hold, for looking at pairs of the same kind only. */
export function columnsOfKind(matrix: FeatureMatrix, kind: 'number' | 'category'): number[] {
  return [...matrix.columns.keys()].filter((feature) => matrix.levels[feature]! > 0 === (kind === 'category'))
}
