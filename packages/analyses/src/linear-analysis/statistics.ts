/** What least squares says of the model: numbers for programs and tables; null where a quantity does not exist. */
export interface Statistics {
  readonly r2: number | null
  readonly adjustedR2: number | null
  readonly predictedR2: number | null
  readonly press: number | null
  readonly sigma: number | null
  readonly logLikelihood: number | null
  readonly aic: number | null
  readonly aicc: number | null
  readonly bic: number | null
  readonly f: number | null
  readonly fP: number | null
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

export interface LackOfFit {
  readonly df: number
  readonly sumOfSquares: number
  readonly pureErrorDf: number
  readonly pureErrorSumOfSquares: number
  readonly f: number | null
  readonly p: number | null
}

/** n each; NaN where a row has no such value (leverage 1), all NaN where the method gives none. */
export interface RowStatistics {
  readonly leverage: Float64Array
  /** Residual over its standard error. */
  readonly standardized: Float64Array
  /** The same with the error estimated without the row. */
  readonly studentized: Float64Array
  readonly cook: Float64Array
}
