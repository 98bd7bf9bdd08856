import type { FeatureMatrix } from '../features/feature-matrix.ts'

/** Where further runs can be looked for: a list of candidates, or a region of factors. */
export interface CandidateSource {
  /** 0 for a number, else the number of levels of the category. */
  readonly levels: Int32Array
  /**
   * The run of the highest value that was not found before and, given one, has the held settings. Null where none is left.
   *
   * @param value  of many runs at once, higher is better
   */
  next(value: RunValue, held: HeldSettings | null): FoundRun | null
  /** Settings of hard-to-change factors that promise most for so many runs. */
  bestHeld(value: RunValue, hard: readonly number[], count: number): HeldSettings | null
  /** Candidates that are left, at most `limit`, spread over all: what a proposal is compared with. */
  sample(limit: number): FeatureMatrix
}

export type RunValue = (matrix: FeatureMatrix) => Float64Array

/** Settings by the index of the feature. */
export type HeldSettings = ReadonlyMap<number, number>

export interface FoundRun {
  /** One row. */
  readonly run: FeatureMatrix
  readonly value: number
  /** Of a list: the number of the candidate. */
  readonly candidate: number | null
}

/** One row of features as a matrix. */
export function singleRow(settings: ArrayLike<number>, levels: Int32Array, at = 0): FeatureMatrix {
  const columns = Array.from(levels, (_, j) => Float64Array.of(settings[at + j]!))
  return { rows: 1, columns, levels }
}

export function isHeld(matrix: FeatureMatrix, row: number, held: HeldSettings | null): boolean {
  if (!held) return true
  for (const [feature, setting] of held) if (Math.abs(matrix.columns[feature]![row]! - setting) > 1e-9) return false
  return true
}
