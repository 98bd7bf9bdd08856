import { frontProbabilities, normalQuantile } from '@zerosec/engine'
import type { Compared } from './compared.ts'

export interface Chances {
  /** n; NaN for rows that were too far behind the front to take part. */
  readonly probability: Float64Array
  readonly draws: number
  /** Rows that took part. */
  readonly rows: number
}

/** Rows that take part at most: those of the first fronts. */
const MOST_ROWS = 5_000
/** Draws times rows. */
const WORK = 2_000_000
const MOST_DRAWS = 1_000

/**
 * How likely each row is on the front when its objectives are drawn from normal distributions about the predictions, as wide as the
 * intervals, independently.
 *
 * @returns null where no objective has an interval
 */
export function frontChances({ candidates, wishes }: Compared, ranks: Int32Array, seed: number): Chances | null {
  const quantities = wishes.map(({ name }) => candidates.quantities.get(name)!)
  if (quantities.every(({ interval }) => interval === null)) return null
  const order = [...ranks.keys()].sort((a, b) => ranks[a]! - ranks[b]! || a - b)
  const places = order.slice(0, MOST_ROWS).sort((a, b) => a - b)
  const take = (values: Float64Array) => Float64Array.from(places, (place) => values[place]!)
  const draws = Math.max(100, Math.min(MOST_DRAWS, Math.floor(WORK / places.length)))
  const deviations = quantities.map(({ interval }) => {
    if (!interval) return new Float64Array(places.length)
    const halfWidths = normalQuantile((1 + interval.level) / 2) * 2
    return take(interval.high.map((high, i) => (high - interval.low[i]!) / halfWidths))
  })
  const found = frontProbabilities(
    wishes.map(({ objective }) => objective),
    quantities.map(({ values }) => take(values)),
    deviations,
    { draws, seed },
  )
  const probability = new Float64Array(ranks.length).fill(Number.NaN)
  for (const [i, place] of places.entries()) probability[place] = found[i]!
  return { probability, draws, rows: places.length }
}
