import type { Generator } from '../../random/generator.ts'
import type { FrontScaling } from './front-scaling.ts'

/** The reference direction that each row is nearest to, and how far it lies from the line through it. */
export interface Niches {
  readonly of: Int32Array
  readonly distance: Float64Array
}

/** @param directions  count × objectives */
export function nichesOf(losses: Float64Array, scaling: FrontScaling, directions: Float64Array): Niches {
  const m = scaling.range.length
  const n = losses.length / m
  const count = directions.length / m
  const lengths = Float64Array.from({ length: count }, (_, d) => Math.hypot(...directions.subarray(d * m, d * m + m)))
  const of = new Int32Array(n)
  const distance = new Float64Array(n).fill(Infinity)
  const point = new Float64Array(m)
  for (let i = 0; i < n; i++) {
    for (let k = 0; k < m; k++) point[k] = (losses[i * m + k]! - scaling.ideal[k]!) / scaling.range[k]!
    for (let d = 0; d < count; d++) {
      let along = 0
      let square = 0
      for (let k = 0; k < m; k++) {
        along += (point[k]! * directions[d * m + k]!) / lengths[d]!
        square += point[k]! * point[k]!
      }
      const apart = Math.sqrt(Math.max(0, square - along * along))
      if (apart >= distance[i]!) continue
      distance[i] = apart
      of[i] = d
    }
  }
  return { of, distance }
}

/**
 * Fills up a generation from a front that does not fit: of the directions with the fewest members so far one after the other takes a row,
 * its nearest where it has none yet.
 *
 * @param kept  rows that are in; @param front  rows to choose from
 *
 * Source: Deb & Jain 2014, algorithm 4.
 */
export function fillNiches(
  { of, distance }: Niches,
  directions: number,
  kept: readonly number[],
  front: readonly number[],
  count: number,
  generator: Generator,
): number[] {
  const members = new Int32Array(directions)
  for (const row of kept) members[of[row]!]!++
  const waiting = Map.groupBy(front, (row) => of[row]!)
  for (const rows of waiting.values()) {
    generator.shuffle(rows)
    rows.sort((a, b) => distance[b]! - distance[a]!)
  }
  const chosen: number[] = []
  while (chosen.length < count) {
    let least = Infinity
    for (const niche of waiting.keys()) least = Math.min(least, members[niche]!)
    const emptiest = [...waiting.keys()].filter((niche) => members[niche] === least).sort((a, b) => a - b)
    const niche = emptiest[generator.integer(emptiest.length)]!
    const rows = waiting.get(niche)!
    // sorted so that the nearest is last; a niche that has members takes any
    const place = least === 0 ? rows.length - 1 : generator.integer(rows.length)
    chosen.push(...rows.splice(place, 1))
    members[niche]!++
    if (rows.length === 0) waiting.delete(niche)
  }
  return chosen
}
