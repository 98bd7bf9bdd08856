import type { Aggregate, Expression, Grain, NullType, Weekday } from './expression.ts'

export type DialectName = 'duckdb' | 'trino' | 'bigquery'

/**
 * What engines write differently. Everything else is standard SQL that all of them read: WITH, UNION ALL, GROUPING SETS, CASE, window
 * functions.
 */
export interface Dialect {
  readonly name: DialectName
  readonly identifier: (name: string) => string
  readonly text: (value: string) => string
  readonly type: (type: NullType | 'double') => string
  /** The first day of the bucket that a date lies in. */
  readonly bucket: (of: string, grain: Grain, firstWeekday: Weekday) => string
  /** `count` may be an expression. */
  readonly add: (of: string, count: number | string, unit: 'day' | 'month') => string
  /** The whole part of a quotient of whole numbers that are not negative. */
  readonly wholeQuotient: (of: string, by: number) => string
  readonly daysBetween: (from: string, to: string) => string
  /** Boundaries of months between two dates, not spans of 30 days. */
  readonly monthsBetween: (from: string, to: string) => string
  /** An aggregate of the rows for which a condition holds. */
  readonly filtered: (
    name: 'sum' | 'count' | 'count_distinct' | 'max',
    of: string | undefined,
    where: string | undefined,
  ) => string
  /** Exact, interpolated between the two nearest values; one that an engine only approximates is taken from the sorted values. */
  readonly quantile: (of: string, at: number, where: string | undefined) => string
  /** The value at a place, from 1, among those of many rows, none of them null. */
  readonly nthLowest: (of: string, place: string) => string
  /** Whether two whole numbers have a bit in common. */
  readonly sharesBits: (left: string, right: string) => string
  /** A table of one column with the first days of the buckets from one day to another, both included. */
  readonly buckets: (from: string, to: string, step: { count: number; unit: 'day' | 'month' }, name: string) => string
}

/** An expression as SQL of a dialect. */
export function print(dialect: Dialect, expression: Expression): string {
  const of = (part: Expression) => print(dialect, part)
  switch (expression.kind) {
    case 'column':
      return dialect.identifier(expression.name)
    case 'number':
      return String(expression.value)
    case 'text':
      return dialect.text(expression.value)
    case 'date':
      return `DATE ${dialect.text(expression.value)}`
    case 'boolean':
      return expression.value ? 'TRUE' : 'FALSE'
    case 'null':
      return `CAST(NULL AS ${dialect.type(expression.type)})`
    case 'binary':
      return `${operand(dialect, expression.left)} ${expression.operator} ${operand(dialect, expression.right)}`
    case 'not':
      return `NOT ${operand(dialect, expression.of)}`
    case 'is_null':
      return `${operand(dialect, expression.of)} IS ${expression.negated ? 'NOT ' : ''}NULL`
    case 'in':
      return `${operand(dialect, expression.of)} IN (${expression.values.map(of).join(', ')})`
    case 'coalesce':
      return `COALESCE(${expression.of.map(of).join(', ')})`
    case 'when':
      return `CASE WHEN ${of(expression.condition)} THEN ${of(expression.value)} ELSE ${of(expression.otherwise)} END`
    case 'round':
      return `ROUND(${of(expression.of)}, ${expression.places})`
    case 'quotient':
      return printQuotient(dialect, expression.top, expression.bottom)
    case 'bucket':
      return dialect.bucket(of(expression.of), expression.grain, expression.firstWeekday)
    case 'add':
      return expression.count === 0
        ? of(expression.of)
        : dialect.add(of(expression.of), expression.count, expression.unit)
    case 'days_between':
      return dialect.daysBetween(of(expression.from), of(expression.to))
    case 'months_between':
      return dialect.monthsBetween(of(expression.from), of(expression.to))
    case 'has_one':
      return dialect.sharesBits(
        of(expression.of),
        `(SELECT CAST(SUM(bit) AS ${dialect.type('integer')}) FROM ${dialect.identifier(expression.bits)} WHERE ${of(expression.where)})`,
      )
    default:
      return printAggregate(dialect, expression)
  }
}

function printQuotient(dialect: Dialect, top: Expression, bottom: Expression): string {
  const double = (of: Expression) => `CAST(${print(dialect, of)} AS ${dialect.type('double')})`
  return `${double(top)} / ${bottom.kind === 'number' ? bottom.value : `NULLIF(${double(bottom)}, 0)`}`
}

function printAggregate(dialect: Dialect, aggregate: Aggregate): string {
  const where = aggregate.where === undefined ? undefined : print(dialect, aggregate.where)
  switch (aggregate.kind) {
    case 'count':
      return dialect.filtered('count', undefined, where)
    case 'quantile':
      return dialect.quantile(print(dialect, aggregate.of), aggregate.at, where)
    default:
      return dialect.filtered(aggregate.kind, print(dialect, aggregate.of), where)
  }
}

const COMPOUND = new Set<Expression['kind']>(['binary', 'quotient', 'not', 'in', 'is_null', 'add', 'days_between'])

function operand(dialect: Dialect, expression: Expression): string {
  const sql = print(dialect, expression)
  return COMPOUND.has(expression.kind) ? `(${sql})` : sql
}
