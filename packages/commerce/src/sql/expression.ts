/** An expression that every dialect can print. What is in it is data: nothing of a query becomes SQL but through a printer. */
export type Expression =
  | { readonly kind: 'column'; readonly name: string }
  | { readonly kind: 'number'; readonly value: number }
  | { readonly kind: 'text'; readonly value: string }
  | { readonly kind: 'date'; readonly value: string }
  | { readonly kind: 'boolean'; readonly value: boolean }
  | { readonly kind: 'null'; readonly type: NullType }
  | { readonly kind: 'binary'; readonly operator: Operator; readonly left: Expression; readonly right: Expression }
  | { readonly kind: 'not'; readonly of: Expression }
  | { readonly kind: 'is_null'; readonly of: Expression; readonly negated: boolean }
  | { readonly kind: 'in'; readonly of: Expression; readonly values: readonly Expression[] }
  | { readonly kind: 'coalesce'; readonly of: readonly Expression[] }
  | {
      readonly kind: 'when'
      readonly condition: Expression
      readonly value: Expression
      readonly otherwise: Expression
    }
  | { readonly kind: 'round'; readonly of: Expression; readonly places: number }
  | { readonly kind: 'quotient'; readonly top: Expression; readonly bottom: Expression }
  | { readonly kind: 'bucket'; readonly grain: Grain; readonly firstWeekday: Weekday; readonly of: Expression }
  | { readonly kind: 'add'; readonly of: Expression; readonly count: number; readonly unit: 'day' | 'month' }
  | { readonly kind: 'days_between'; readonly from: Expression; readonly to: Expression }
  | { readonly kind: 'months_between'; readonly from: Expression; readonly to: Expression }
  /** Whether a set, held as bits, has one of the values that fit; `bits` is a table of values and their bits. */
  | { readonly kind: 'has_one'; readonly of: Expression; readonly bits: string; readonly where: Expression }
  | Aggregate

/** A value of many rows; `where` says which of them it takes. */
export type Aggregate =
  | { readonly kind: 'sum'; readonly of: Expression; readonly where?: Expression }
  | { readonly kind: 'count'; readonly where?: Expression }
  | { readonly kind: 'count_distinct'; readonly of: Expression; readonly where?: Expression }
  | { readonly kind: 'quantile'; readonly of: Expression; readonly at: number; readonly where?: Expression }
  | { readonly kind: 'max'; readonly of: Expression; readonly where?: Expression }

export type Operator = '+' | '-' | '*' | '=' | '<>' | '<' | '<=' | '>' | '>=' | 'AND' | 'OR'
export type Grain = 'day' | 'week' | 'month' | 'quarter' | 'year'
export type Weekday = 'monday' | 'sunday'
export type NullType = 'amount' | 'integer' | 'number' | 'text' | 'date'

export const column = (name: string): Expression => ({ kind: 'column', name })
export const number = (value: number): Expression => ({ kind: 'number', value })
export const text = (value: string): Expression => ({ kind: 'text', value })
export const date = (value: string): Expression => ({ kind: 'date', value })
export const nothing = (type: NullType): Expression => ({ kind: 'null', type })

export const plus = (left: Expression, right: Expression): Expression => binary('+', left, right)
export const minus = (left: Expression, right: Expression): Expression => binary('-', left, right)
export const times = (left: Expression, right: Expression): Expression => binary('*', left, right)
export const equals = (left: Expression, right: Expression): Expression => binary('=', left, right)
export const below = (left: Expression, right: Expression): Expression => binary('<', left, right)
export const atMost = (left: Expression, right: Expression): Expression => binary('<=', left, right)
export const above = (left: Expression, right: Expression): Expression => binary('>', left, right)
export const atLeast = (left: Expression, right: Expression): Expression => binary('>=', left, right)
export const not = (of: Expression): Expression => ({ kind: 'not', of })
export const isNull = (of: Expression): Expression => ({ kind: 'is_null', of, negated: false })
export const isKnown = (of: Expression): Expression => ({ kind: 'is_null', of, negated: true })
export const oneOf = (of: Expression, values: readonly Expression[]): Expression => ({ kind: 'in', of, values })
export const orElse = (...of: readonly Expression[]): Expression => ({ kind: 'coalesce', of })
export const round = (of: Expression, places: number): Expression => ({ kind: 'round', of, places })
export const when = (condition: Expression, value: Expression, otherwise: Expression): Expression => ({
  kind: 'when',
  condition,
  value,
  otherwise,
})
export const addTo = (of: Expression, count: number, unit: 'day' | 'month'): Expression => ({
  kind: 'add',
  of,
  count,
  unit,
})
/** In floating point, on every engine alike; null where the bottom is 0. */
export const quotient = (top: Expression, bottom: Expression): Expression => ({ kind: 'quotient', top, bottom })

export const sum = (of: Expression, where?: Expression): Aggregate => ({ kind: 'sum', of, ...withWhere(where) })
export const count = (where?: Expression): Aggregate => ({ kind: 'count', ...withWhere(where) })
export const max = (of: Expression, where?: Expression): Aggregate => ({ kind: 'max', of, ...withWhere(where) })
export const countDistinct = (of: Expression, where?: Expression): Aggregate => ({
  kind: 'count_distinct',
  of,
  ...withWhere(where),
})
/** Interpolated linearly between the two nearest values. */
export const quantile = (of: Expression, at: number, where?: Expression): Aggregate => ({
  kind: 'quantile',
  of,
  at,
  ...withWhere(where),
})

/** True where all are; of none, nothing. */
export function allOf(conditions: readonly (Expression | undefined)[]): Expression | undefined {
  return joined('AND', conditions)
}

/** True where one is; of none, nothing. */
export function anyOf(conditions: readonly (Expression | undefined)[]): Expression | undefined {
  return joined('OR', conditions)
}

function joined(operator: 'AND' | 'OR', conditions: readonly (Expression | undefined)[]): Expression | undefined {
  const known = conditions.filter((condition) => condition !== undefined)
  return known.length === 0 ? undefined : known.reduce((left, right) => binary(operator, left, right))
}

function binary(operator: Operator, left: Expression, right: Expression): Expression {
  return { kind: 'binary', operator, left, right }
}

function withWhere(where: Expression | undefined): { where?: Expression } {
  return where === undefined ? {} : { where }
}
