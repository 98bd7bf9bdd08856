/** Something that was seen in the data before any model was fitted. `feature` and `of` are columns of the matrix. Plain data. */
export type ScreeningFinding =
  | { readonly code: 'all_missing'; readonly feature: number }
  /** One value in every row that has one. */
  | { readonly code: 'constant'; readonly feature: number }
  /** Nearly every row has a value of its own; `running`: the values are a running number. */
  | { readonly code: 'identifier'; readonly feature: number; readonly distinct: number; readonly running: boolean }
  /** The same information as an earlier column: equal cells, levels one to one, or |correlation| = 1. */
  | { readonly code: 'duplicate'; readonly feature: number; readonly of: number; readonly correlation: number }
  | { readonly code: 'near_duplicate'; readonly feature: number; readonly of: number; readonly correlation: number }
  | LeakageFinding
  | GroupCandidate
  /** Rows whose target lies far out, also on the logarithmic scale where all values are above 0. */
  | {
      readonly code: 'target_outliers'
      readonly rows: readonly number[]
      /** What all other rows lie between. */
      readonly low: number
      readonly high: number
    }

/**
 * A column that by itself gives the target away, as only a copy of it or a judgement of it does.
 * `strength` is |Spearman's correlation| (rank), the share of the variation that neighbours in the column predict (curve), or 1 (levels).
 */
export interface LeakageFinding {
  readonly code: 'leakage'
  readonly feature: number
  readonly by: 'rank' | 'curve' | 'levels'
  readonly strength: number
  /** Rows in which both have a value. */
  readonly rows: number
}

/** A category whose levels follow each other in the table, as lots and days do: rows of one level may be more alike than others. */
export interface GroupCandidate {
  readonly code: 'group_candidate'
  readonly feature: number
  readonly groups: number
  readonly smallest: number
  readonly largest: number
}
