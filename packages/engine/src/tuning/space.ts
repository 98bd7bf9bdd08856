/** A value of one dimension: a number, or one of a categorical dimension's choices. */
export type ParameterValue = number | string | boolean

/** Values of the active dimensions by name. */
export type TrialParameters = Readonly<Record<string, ParameterValue>>

/** The dimension is there only while an earlier one, itself active, has one of these values. */
export interface ActiveWhen {
  /** An int or categorical dimension that stands before this one. */
  readonly dimension: string
  readonly values: readonly ParameterValue[]
}

interface NamedDimension {
  readonly name: string
  readonly when?: ActiveWhen
}

/** low … high, both included. */
export interface FloatDimension extends NamedDimension {
  readonly kind: 'float'
  readonly low: number
  readonly high: number
  /** Searched by its logarithm; needs low > 0 and goes without a step. */
  readonly log?: boolean
  /** Values are low + k · step; high must be one of them. */
  readonly step?: number
}

/** The integers low … high, both included. */
export interface IntDimension extends NamedDimension {
  readonly kind: 'int'
  readonly low: number
  readonly high: number
  /** Searched by its logarithm; needs low ≥ 1 and goes without a step. */
  readonly log?: boolean
  /** Values are low + k · step, 1 if left out; high must be one of them. */
  readonly step?: number
}

export interface CategoricalDimension extends NamedDimension {
  readonly kind: 'categorical'
  /** One at least, all different; without an order. */
  readonly choices: readonly ParameterValue[]
}

export type Dimension = FloatDimension | IntDimension | CategoricalDimension

/** What may be tried: plain data. A dimension stands after the one that its `when` names. */
export type SearchSpace = readonly Dimension[]
