/** What the runs must keep to, beside the factors' own ranges; in natural units. Plain data. */
export type Constraint = LinearConstraint | LogicalConstraint

/** Σ coefficient · factor (relation) bound, over factors that are numbers. */
export interface LinearConstraint {
  readonly kind: 'linear'
  /** As the user wrote it. */
  readonly text: string
  readonly coefficients: readonly { readonly factor: string; readonly coefficient: number }[]
  readonly relation: '<=' | '>=' | '='
  readonly bound: number
}

/** Anything else: a condition that is true of allowed runs, `not (catalyst = "A" and temp > 80)`. */
export interface LogicalConstraint {
  readonly kind: 'logical'
  readonly text: string
  readonly condition: Condition
}

export type Condition =
  | {
      readonly kind: 'compare'
      readonly relation: '<' | '<=' | '>' | '>=' | '=' | '!='
      readonly left: Quantity
      readonly right: Quantity
    }
  | { readonly kind: 'level'; readonly factor: string; readonly levels: readonly string[]; readonly negated: boolean }
  | { readonly kind: 'and' | 'or'; readonly parts: readonly Condition[] }
  | { readonly kind: 'not'; readonly part: Condition }

export type Quantity =
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'factor'; readonly name: string }
  | {
      readonly kind: 'operation'
      readonly operator: '+' | '-' | '*' | '/' | '^'
      readonly left: Quantity
      readonly right: Quantity
    }
  | {
      readonly kind: 'function'
      readonly name: FunctionName
      readonly inputs: readonly Quantity[]
    }

/** log and ln are the natural logarithm. */
export type FunctionName = 'abs' | 'log' | 'ln' | 'log10' | 'exp' | 'sqrt' | 'min' | 'max'
