import type { Generator } from '../random/generator.ts'
import type { Factor } from './factor.ts'

/**
 * The runs that factors and constraints allow, made by `designRegion`; every run coded. It is never empty. Factors that are given (blocks, covariates)
 * don't bind it, and a mixture's step doesn't either: amounts are brought to their steps by `roundedRuns`, at the end.
 *
 * How a search moves within it: a factor alone moves in its `span`. That is a single point for a mixture component and for any
 * factor of an equality; those move together, along `directions`.
 */
export interface Region {
  readonly factors: readonly Factor[]
  /** Nothing but each factor's own range: settings can be chosen factor by factor. */
  readonly isProduct: boolean
  /** Whether the run at `runs[at …]` is allowed, to 1e-9 of each factor's range. */
  contains(runs: Float64Array, at: number): boolean
  /**
   * The interval in which a continuous factor can move while the others stay, written to `out[0]`, `out[1]`. Exact for linear
   * constraints; within it, logical constraints must still be asked of `contains`. False where there is none.
   */
  span(runs: Float64Array, at: number, factor: number, out: Float64Array): boolean
  /**
   * The interval of d (holding 0 for an allowed run) in which factor i can move by d while factor j moves by −d, for two
   * components of one mixture group. Exact and to be completed by `contains` as `span` is. False where there is none.
   */
  pairSpan(runs: Float64Array, at: number, i: number, j: number, out: Float64Array): boolean
  /**
   * The moves of continuous factors and mixture components that keep every equality, each of as few factors as can be: one for
   * a factor that is in no equality, pairs for the components of a mixture, more where equalities meet.
   */
  readonly directions: readonly Direction[]
  /** As `pairSpan`, for d times the steps of a direction. */
  directionSpan(runs: Float64Array, at: number, direction: Direction, out: Float64Array): boolean
  /** Writes an allowed run, spread over the whole region; entries of given factors are left as they are. */
  sample(generator: Generator, runs: Float64Array, at: number): void
  /**
   * Allowed runs among which good designs lie: vertices, middles of edges and faces, centre; every combination of levels where
   * that is no more than `limit`, else a spread of them. Row-major, without repeats; entries of given factors are 0.
   */
  candidates(limit: number): Float64Array
}

/** Factors that move together: factor `factors[i]` by `steps[i]` coded units; the largest step is ±1. */
export interface Direction {
  readonly factors: Uint32Array
  readonly steps: Float64Array
}
