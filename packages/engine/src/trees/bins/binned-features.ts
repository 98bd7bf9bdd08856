/** The code of a missing value in every feature; values have the codes below it, so a feature has at most 255 bins. */
export const MISSING_BIN = 255

/** A feature matrix in bytes: made once for a study, shared by all its folds and trials. Plain data, on buffers that threads can share. */
export interface BinnedFeatures {
  readonly rows: number
  readonly features: number
  /** p: 0 for a number, else the levels of the category, as in the matrix. */
  readonly levels: Int32Array
  /** p: bins of values, without the missing one. */
  readonly bins: Int32Array
  /** n × p column-major: the bin of row i in feature j is codes[j·n + i]. */
  readonly codes: Uint8Array
  /**
   * p: of a number, bin b holds the values v with upper[b − 1] < v ≤ upper[b]; edges lie midway between values that occur and the last
   * is Infinity. Of a category: empty.
   */
  readonly upper: readonly Float64Array[]
  /** p: of a category, the bin of each level, −1 for a level that counts as missing since it is too rare; of a number: empty. */
  readonly levelBin: readonly Int32Array[]
}
