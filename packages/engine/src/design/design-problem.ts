import type { ModelColumn } from '../linear/model-columns.ts'
import type { Constraint } from './constraint.ts'
import type { DesignModel } from './design-model.ts'
import type { Factor } from './factor.ts'

/** Everything that decides which design is best. Plain data: it can be sent to a thread. Runs are coded, row-major. */
export interface DesignProblem {
  readonly factors: readonly Factor[]
  readonly model: DesignModel
  readonly criterion: Criterion
  /** n, the number of new runs. */
  readonly runs: number
  readonly constraints: readonly Constraint[]
  /** Runs that are already made or must be made: m × factors. They count in the criterion and stay as they are. */
  readonly existing?: Float64Array
  /** Where given, new runs are rows of it. */
  readonly candidates?: Candidates
  readonly wholePlots?: WholePlots
  /** Where covariates are: the rows that bring them, each factor's coded number; other factors' entries are ignored. */
  readonly covariateRows?: Float64Array
}

export interface Candidates {
  /** Rows × factors, coded. */
  readonly runs: Float64Array
  /** Whether the same row may be chosen more than once. */
  readonly repeats: boolean
}

/**
 * Factors that are changed only between whole plots: new runs stand in the order of the plots, and runs of a plot share
 * those factors' settings. Runs of one plot share an error: V = I + varianceRatio · Z Zᵀ, information Xᵀ V⁻¹ X.
 */
export interface WholePlots {
  /** Runs of each plot; they sum to the number of new runs. */
  readonly sizes: readonly number[]
  /** Names of the hard-to-change factors. */
  readonly factors: readonly string[]
  /** Whole-plot variance over run variance. */
  readonly varianceRatio: number
}

/**
 * What makes a design good; M = XᵀV⁻¹X over existing and new runs together, N of them.
 *
 * D: largest det M. A: smallest trace M⁻¹. I: smallest average prediction variance over the region. G: smallest largest
 * prediction variance over the region. E: largest smallest eigenvalue of M. alias: D, less `weight` times the squared bias
 * that the terms `potential` would bring. bayesian_D: largest det (M + K / priorVariance), K one on the diagonal for potential
 * terms (DuMouchel & Jones 1994): for more terms than runs.
 */
export type Criterion =
  | { readonly kind: 'D' | 'A' | 'I' | 'G' | 'E' }
  | { readonly kind: 'alias'; readonly potential: readonly ModelColumn[]; readonly weight: number }
  | {
      readonly kind: 'bayesian_D'
      /** Indices of the model's columns that may be absent; the others are primary. */
      readonly potential: readonly number[]
      readonly priorVariance: number
    }

/** A design and where it comes from. */
export interface Design {
  /** n × factors, coded, in the order of blocks or plots, else as found; the order of making them is chosen later. */
  readonly runs: Float64Array
  /** Larger is better: log det M for D and its relatives, −trace, −average or −largest variance, the smallest eigenvalue. */
  readonly score: number
  readonly origin:
    | { readonly kind: 'search'; readonly algorithm: string; readonly start: number }
    /** proven: a theorem says that no design of this size is better. */
    | { readonly kind: 'catalogue'; readonly name: string; readonly proven: boolean }
}

export interface SearchOptions {
  readonly seed: number
  /** Number of the first start; start s draws from stream s of the seed, so ranges of starts can be searched apart. */
  readonly firstStart: number
  readonly starts: number
  /** Passes over all runs within a start, at most. */
  readonly sweeps: number
  /** Called with each design that is better than all before. */
  readonly onBetter?: (design: Design, start: number) => void
  /** Asked between starts. */
  readonly shouldStop?: () => boolean
}

export interface DesignSearch {
  readonly design: Design
  readonly starts: number
  /** Starts that reached the best score to 1e-9 relative. */
  readonly hits: number
  /** Starts that were still improving at the last sweep allowed. */
  readonly unfinished: number
}
