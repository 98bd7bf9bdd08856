import type { Generator } from '../random/generator.ts'
import type { Constraint } from './constraint.ts'
import type { Factor } from './factor.ts'

/** The runs that factors and constraints allow; every run coded. Factors that are given (blocks, covariates) don't bind it. */
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
  /** Writes an allowed run, spread over the whole region; entries of given factors are left as they are. */
  sample(generator: Generator, runs: Float64Array, at: number): void
  /**
   * Allowed runs among which good designs lie: vertices, middles of edges and faces, centre; every combination of levels where
   * that is no more than `limit`, else a spread of them. Row-major, without repeats; entries of given factors are 0.
   */
  candidates(limit: number): Float64Array
}

/** How a region is made: `designRegion` in constrained-region.ts. */
export type RegionMaker = (factors: readonly Factor[], constraints: readonly Constraint[]) => Region
