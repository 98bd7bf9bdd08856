import { CodedError } from '@zerosec/errors'
import type { Column } from '../model/columns.ts'
import { SOURCE_TABLES } from '../model/source-tables.ts'
import { DAYS_OF_INSTANTS } from './derived-columns.ts'
import { type Condition, type Expression, partsOf, valuesOf } from './expression.ts'
import type { Feed, Mapping } from './mapping.ts'

const DEEPEST_LOOKUP = 4

/** What a schema can't say: tables' columns are there, required ones are made, lookups lead somewhere and end. @throws CodedError mapping_invalid */
export function checkMapping(mapping: Mapping): void {
  for (const [name, source] of Object.entries(mapping.sources)) {
    const place = `sources.${name}`
    source.tables.forEach((feed, index) => checkFeed(mapping, feed, `${place}.tables[${index}]`))
    source.ignore.forEach(({ when }, index) => checkCondition(mapping, when, `${place}.ignore[${index}].when`))
  }
  if (!Object.values(mapping.sources).some(({ tables }) => tables.some(({ table }) => table === 'orders'))) {
    throw wrong('sources', 'none of them makes the table orders')
  }
}

function checkFeed(mapping: Mapping, feed: Feed, place: string): void {
  const columns: Readonly<Record<string, Column>> = SOURCE_TABLES[feed.table].columns
  const derived = DAYS_OF_INSTANTS[feed.table]?.day
  for (const [name, expression] of Object.entries(feed.columns)) {
    const at = `${place}.columns.${name}`
    if (name === derived) throw wrong(at, 'it follows from the instant and time_zone: leave it out')
    if (!Object.hasOwn(columns, name)) {
      throw wrong(at, `the table ${feed.table} has no such column; it has ${Object.keys(columns).join(', ')}`)
    }
    checkExpression(mapping, expression, at, feed.one_for === undefined ? 0 : 1)
  }
  for (const [name, { required }] of Object.entries(columns)) {
    if (required === true && name !== derived && !Object.hasOwn(feed.columns, name)) {
      throw wrong(`${place}.columns`, `${name} is missing, which every row of ${feed.table} has to have`)
    }
  }
  for (const name of feed.one_for ?? []) {
    if (!Object.hasOwn(feed.columns, name)) throw wrong(`${place}.one_for`, `${name} is not one of its columns`)
  }
  if (feed.where !== undefined) checkCondition(mapping, feed.where, `${place}.where`)
}

/** @param summaries  how many levels of smallest, largest and total may still begin here */
function checkExpression(mapping: Mapping, expression: Expression, place: string, summaries: number, depth = 0): void {
  const summary = isSummary(expression)
  if (summary && summaries === 0) {
    throw wrong(
      place,
      'smallest, largest and total stand at the top of a lookup’s take, or of a column of a table with one_for',
    )
  }
  for (const part of partsOf(expression)) checkExpression(mapping, part, place, 0, depth)
  if (typeof expression === 'object' && 'lookup' in expression) {
    if (!Object.hasOwn(mapping.sources, expression.lookup)) {
      throw wrong(
        place,
        `there is no source "${expression.lookup}"; there are ${Object.keys(mapping.sources).join(', ')}`,
      )
    }
    if (Object.keys(expression.by).length === 0) throw wrong(place, 'the lookup names no column in by')
    if (depth >= DEEPEST_LOOKUP) throw wrong(place, `lookups lead through more than ${DEEPEST_LOOKUP} sources`)
    checkExpression(mapping, expression.take, place, 1, depth + 1)
  }
}

function checkCondition(mapping: Mapping, condition: Condition, place: string): void {
  for (const value of valuesOf(condition)) checkExpression(mapping, value, place, 0)
}

function isSummary(expression: Expression): boolean {
  return (
    typeof expression === 'object' && ('smallest' in expression || 'largest' in expression || 'total' in expression)
  )
}

function wrong(place: string, problem: string): CodedError {
  return new CodedError('mapping_invalid', { place, problem })
}
