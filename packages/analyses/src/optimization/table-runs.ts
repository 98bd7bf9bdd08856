import { codedLevel } from '@zerosec/engine'
import type { TableRuns } from './design-basis.ts'
import type { RunFactor } from './run-factors.ts'

/** Coded settings that differ by less are the same: a millionth of the range. */
const SAME = 2e-6

/** The settings of rows, coded. */
export function tableRuns(factors: readonly RunFactor[], rows: readonly number[]): TableRuns {
  const runs = new Float64Array(rows.length * factors.length)
  rows.forEach((row, i) => {
    factors.forEach(({ factor, setting }, f) => {
      runs[i * factors.length + f] = codedLevel(factor, setting(row))
    })
  })
  return { runs, rows: Uint32Array.from(rows) }
}

/** The runs at the places where `keep` is true. */
export function keptRuns({ runs, rows }: TableRuns, keep: readonly boolean[]): TableRuns {
  if (keep.every(Boolean)) return { runs, rows }
  const width = runs.length / rows.length
  const places = Array.from(keep.keys()).filter((i) => keep[i])
  const kept = new Float64Array(places.length * width)
  places.forEach((i, k) => kept.set(runs.subarray(i * width, (i + 1) * width), k * width))
  return { runs: kept, rows: rows.filter((_, i) => keep[i]) }
}

/**
 * For each run of `candidates`, whether a run of `existing` has the same settings, to a millionth of each range.
 *
 * Cost: existing runs are sorted by their first setting, so that each candidate is compared with few.
 */
export function matchRuns(candidates: TableRuns, existing: TableRuns, width: number): boolean[] {
  const order = Array.from(existing.rows, (_, i) => i).sort(
    (a, b) => existing.runs[a * width]! - existing.runs[b * width]!,
  )
  const firsts = Float64Array.from(order, (i) => existing.runs[i * width]!)
  return Array.from(candidates.rows, (_, c) => {
    const first = candidates.runs[c * width]!
    for (let k = lowerBound(firsts, first - SAME); k < order.length && firsts[k]! <= first + SAME; k++) {
      if (isSame(candidates.runs, c * width, existing.runs, order[k]! * width, width)) return true
    }
    return false
  })
}

function isSame(a: Float64Array, aAt: number, b: Float64Array, bAt: number, width: number): boolean {
  for (let f = 0; f < width; f++) if (Math.abs(a[aAt + f]! - b[bAt + f]!) > SAME) return false
  return true
}

/** Index of the first value that is not below the bound. */
function lowerBound(ascending: Float64Array, bound: number): number {
  let low = 0
  let high = ascending.length
  while (low < high) {
    const middle = (low + high) >> 1
    if (ascending[middle]! < bound) low = middle + 1
    else high = middle
  }
  return low
}
