/** Coded runs and the block that each is best made in, so that block effects are orthogonal to the second-order model. */
export interface BlockedRuns {
  /** Rows × factors, row-major. */
  readonly runs: Float64Array
  /** One index a run; all 0 where there is no orthogonal blocking. */
  readonly blocks: Uint8Array
}
