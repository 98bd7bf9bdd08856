import type { Region } from '../../design/region.ts'

/** Runs of a region that are to lose little in several objectives at once. */
export interface TradeOffProblem {
  readonly region: Region
  readonly objectives: number
  /**
   * What `count` runs lose, and by how much each misses what it has to keep beside the region.
   *
   * @param runs  count × factors, coded
   * @param losses  count × objectives, overwritten; finite, less is better
   * @param violations  count, overwritten; 0 for a run that is allowed, else above it
   */
  evaluate(runs: Float64Array, count: number, losses: Float64Array, violations: Float64Array): void
}

export interface TradeOffOptions {
  /** Runs of a generation, 4 at least. */
  readonly population: number
  /** Runs that are evaluated at most, those of the first generation included. */
  readonly evaluations: number
  readonly seed: number
  /** After each generation, with the share of the evaluations that are done. */
  readonly onGeneration?: (share: number) => void
}

/** The last generation. */
export interface TradeOffPopulation {
  readonly count: number
  /** count × factors, coded. */
  readonly runs: Float64Array
  /** count × objectives. */
  readonly losses: Float64Array
  readonly violations: Float64Array
  /** Of constrained domination: 0 for the front, or for the least violation where no run is allowed. */
  readonly ranks: Int32Array
  readonly evaluations: number
}
