import type { CommerceFilter } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { DIMENSIONS, type DimensionName } from '../metrics/dimensions.ts'
import type { Fact } from '../metrics/facts.ts'
import {
  allOf,
  anyOf,
  atLeast,
  below,
  column,
  date,
  type Expression,
  isKnown,
  isNull,
  not,
  number,
  oneOf,
  text,
} from '../sql/expression.ts'

/** A filter on a known dimension, with values of its type. */
export interface Filter {
  readonly dimension: DimensionName
  readonly on: (column: Expression) => Expression
}

/** @throws CodedError commerce_query_invalid */
export function filterOf(filter: CommerceFilter, dimension: DimensionName): Filter {
  const typed = (value: string | number) => typedValue(dimension, value)
  switch (filter.is) {
    case 'in': {
      const values = filter.values.map(typed)
      return { dimension, on: (of) => oneOf(of, values) }
    }
    case 'not_in': {
      const values = filter.values.map(typed)
      return { dimension, on: (of) => anyOf([not(oneOf(of, values)), isNull(of)]) ?? isNull(of) }
    }
    case 'null':
      return { dimension, on: isNull }
    case 'not_null':
      return { dimension, on: isKnown }
    case 'range': {
      const [from, to] = [filter.from, filter.to].map((bound) => (bound === undefined ? undefined : typed(bound)))
      return { dimension, on: (of) => allOf([from && atLeast(of, from), to && below(of, to)]) ?? isKnown(of) }
    }
  }
}

/** All filters on the columns of a fact that has their dimensions. */
export function filtersOn({ dimensions, sets = {} }: Fact, filters: readonly Filter[]): Expression[] {
  const ofRows = filters.filter(({ dimension }) => !Object.hasOwn(sets, dimension))
  return [
    ...ofRows.map(({ dimension, on }) => on(column(dimensions[dimension] ?? dimension))),
    ...Object.entries(sets).flatMap(([dimension, set]) => {
      const own = filters.filter((filter) => filter.dimension === dimension)
      const where = allOf(own.map(({ on }) => on(column(dimension))))
      return where ? [{ kind: 'has_one', of: column(set.column), bits: set.bits, where } as const] : []
    }),
  ]
}

function typedValue(dimension: DimensionName, value: string | number): Expression {
  const { type } = DIMENSIONS[dimension]
  if (type === 'integer') {
    const whole = Number(value)
    if (!Number.isSafeInteger(whole)) throw invalid(`${dimension} is a whole number, not "${value}"`)
    return number(whole)
  }
  if (type === 'date') {
    if (!/^\d{4}-\d{2}-\d{2}$/.test(String(value)) || Number.isNaN(Date.parse(String(value)))) {
      throw invalid(`${dimension} is a day like 2026-03-01, not "${value}"`)
    }
    return date(String(value))
  }
  return text(String(value))
}

function invalid(problem: string): CodedError {
  return new CodedError('commerce_query_invalid', { problem })
}
