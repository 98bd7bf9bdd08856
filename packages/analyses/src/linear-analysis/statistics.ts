import type { FitStatistics, LackOfFit } from '@zerosec/engine'

/** What least squares says of the model: numbers for programs and tables; null where a quantity does not exist. */
export interface Statistics extends FitStatistics {
  readonly sigma: number | null
  readonly modelDegreesOfFreedom: number | null
  readonly residualDegreesOfFreedom: number | null
  readonly durbinWatson: number | null
  readonly coefficients: readonly CoefficientStatistics[]
  /** Empty where the method gives no tests. */
  readonly anova: readonly AnovaRow[]
  readonly lackOfFit: LackOfFit | null
  readonly rows: RowStatistics
  /** Two-sided t quantile; null where the method gives no standard errors. */
  readonly quantile: number | null
}

export interface CoefficientStatistics {
  readonly term: string
  /** Null for a column that the data can't tell from others. */
  readonly estimate: number | null
  readonly stdError: number | null
  readonly t: number | null
  readonly p: number | null
  readonly low: number | null
  readonly high: number | null
  readonly vif: number | null
  readonly standardized: number | null
}

export interface AnovaRow {
  readonly term: string
  readonly df: number
  readonly sumOfSquares: number
  readonly meanSquare: number | null
  readonly f: number | null
  readonly p: number | null
  /** Of the terms added one after the other. */
  readonly sequentialSumOfSquares: number
  readonly sequentialF: number | null
  readonly sequentialP: number | null
}

/** n each; null where a row has no such value (leverage 1), throughout where the method gives none. */
export interface RowStatistics {
  readonly leverage: readonly (number | null)[]
  /** Residual over its standard error. */
  readonly standardized: readonly (number | null)[]
  /** The same with the error estimated without the row. */
  readonly studentized: readonly (number | null)[]
  readonly cook: readonly (number | null)[]
}
