import type {
  Alias,
  CorrelationMap,
  DesignEvaluation,
  DesignPower,
  DesignProblem,
  DesignSearch,
  FractionOfDesignSpace,
  Region,
} from '@zerosec/engine'
import type { GrowthPoint, VarianceCurve } from './quality-figures.ts'
import type { DesignRequest } from './request.ts'
import type { PlanePoint } from './setting-figures.ts'

/** A finished design: the runs that are printed, and where they come from. */
export interface PlannedDesign {
  readonly request: DesignRequest
  readonly region: Region
  readonly seed: number
  readonly search: DesignSearch
  /** Whether the time limit ended the search before all starts were made. */
  readonly wasStopped: boolean
  /** The problem whose new runs are all those of the run sheet, centre points and replicates included. */
  readonly problem: DesignProblem
  /** The new runs as they are printed: coded, in the order of blocks or plots, centre points and replicates last. */
  readonly runs: Float64Array
  readonly roles: readonly NewRunRole[]
  /** order[i] is the run made i-th. */
  readonly order: Uint32Array
  /** Where runs are chosen from rows of the table: the candidate, or the row of covariates, of each run; −1 for a centre point. */
  readonly candidates: Int32Array | null
  /** Runs that could not be rounded to the digits of their factors without leaving the region: they keep more decimals. */
  readonly unrounded: readonly number[]
  /** The D-efficiency that the same runs had before their settings were rounded. */
  readonly unroundedEfficiency: number
}

export type NewRunRole = 'new' | 'center' | 'replicate'

/** What is known of a finished design, existing runs included. */
export interface DesignQuality {
  readonly evaluation: DesignEvaluation
  /**
   * The D-efficiency that no design of so many runs exceeds: of the best continuous design, and what is known of whole runs. Null
   * where no bound is known.
   */
  readonly approximateBound: number | null
  readonly dBound: number | null
  /** For criteria A and I: by how much the design's own criterion is worse than the best possible at most, 0 … 1. */
  readonly ownGap: number | null
  readonly power: DesignPower
  /** Null where the model can't be estimated. */
  readonly space: FractionOfDesignSpace | null
  readonly varianceProfile: readonly VarianceCurve[] | null
  readonly correlations: CorrelationMap
  readonly aliases: {
    /** Which left-out terms were looked at. */
    readonly considered: string
    readonly found: readonly Alias[]
  }
  readonly growth: readonly GrowthPoint[]
  readonly plane: { readonly points: readonly PlanePoint[]; readonly shares: readonly [number, number] } | null
}

/** Whether a theorem says that no design of its size is better than what is printed. */
export function isProven({ search, runs, unroundedEfficiency }: PlannedDesign, evaluation: DesignEvaluation): boolean {
  const { origin, runs: searched } = search.design
  const isWhole = searched.length === runs.length
  return origin.kind === 'catalogue' && origin.proven && isWhole && evaluation.dEfficiency > unroundedEfficiency - 1e-12
}

/** By how much the design falls short of the bound at most, 0 … 1. */
export function gapOf({ evaluation, dBound }: Pick<DesignQuality, 'evaluation' | 'dBound'>): number | null {
  return dBound === null || evaluation.rank < evaluation.coefficients
    ? null
    : Math.max(0, 1 - evaluation.dEfficiency / dBound)
}
