import type { Condition, Expression } from '../mapping/expression.ts'
import { type ColumnType, SQL_TYPES } from '../model/columns.ts'
import { literal } from '../sql/quote.ts'
import type { Reading } from './reading.ts'
import { dayOfInstantSql, textSql, valueSql } from './text-values.ts'

/** Where an expression stands: a row of a source. */
export interface Scope {
  /** Its name in the SQL. */
  readonly alias: string
  readonly reading: Reading
  /** SQL of a column of the file: its text, or null where it is empty. */
  readonly columnSql: (column: string) => string
  /** SQL of a column that was read as what is wanted; undefined where there is its text alone. */
  readonly nativeSql: (column: string, wanted: Wanted) => string | undefined
  /** A scope of another source's rows, for a lookup. */
  readonly scopeOf: (source: string) => Scope
  /** SQL of the rows with all that was joined to them so far. */
  readonly from: () => string
  /** Joins rows to the row; returns the name that they have there. */
  readonly join: (rows: string, on: (alias: string) => string) => string
}

export interface Compiled {
  readonly sql: string
  /** What can be wrong with it: SQL of the test, and of the text that shows. */
  readonly faults: readonly { readonly test: string; readonly shown: string }[]
}

/** What a value is wanted as: a type of the model, or the store's day of an instant. */
export type Wanted = ColumnType | 'day of instant'

/** SQL of an expression for a column of a type, and the tests of the texts that it is made of. */
export function compileExpression(expression: Expression, wanted: Wanted, scope: Scope): Compiled {
  if (typeof expression === 'string') return compileColumn(expression, wanted, scope)
  if ('column' in expression) return compileColumn(expression.column, wanted, scope)
  if ('constant' in expression) return { sql: constantSql(expression.constant, wanted, scope), faults: [] }
  if ('first_of' in expression) {
    return combine(expression.first_of, wanted, scope, (parts) => `coalesce(${parts.join(', ')})`)
  }
  if ('concat' in expression) {
    const glue = expression.with === undefined ? ' || ' : ` || ${literal(expression.with)} || `
    return asWanted(
      combine(expression.concat, 'text', scope, (parts) => `(${parts.join(glue)})`),
      wanted,
      scope,
    )
  }
  if ('map' in expression) return compileMap(expression, wanted, scope)
  if ('product' in expression) return compileArithmetic(expression.product, ' * ', wanted, scope)
  if ('sum' in expression) return compileArithmetic(expression.sum, ' + ', wanted, scope)
  if ('negative' in expression) return combine([expression.negative], wanted, scope, ([value]) => `(-${value})`)
  if ('absolute' in expression) return combine([expression.absolute], wanted, scope, ([value]) => `abs(${value})`)
  if ('lookup' in expression) return compileLookup(expression, wanted, scope)
  if ('when' in expression) return compileWhen(expression, wanted, scope)
  if ('without_end' in expression) {
    const end = literal(expression.without_end)
    const cut = combine(
      [expression.of],
      'text',
      scope,
      ([text]) =>
        `(CASE WHEN suffix(${text}, ${end}) THEN ${text}[:-${expression.without_end.length + 1}] ELSE ${text} END)`,
    )
    return asWanted(cut, wanted, scope)
  }
  throw new RangeError('smallest, largest and total are compiled with their table or lookup')
}

/** SQL of a condition; never null. */
export function compileCondition(condition: Condition, scope: Scope): string {
  if ('all' in condition) return `(${condition.all.map((part) => compileCondition(part, scope)).join(' AND ')})`
  if ('any' in condition) return `(${condition.any.map((part) => compileCondition(part, scope)).join(' OR ')})`
  if ('not' in condition) return `(NOT ${compileCondition(condition.not, scope)})`
  const { value, is, in: among, begins_with: begin, ends_with: end, contains, is_empty: empty } = condition
  const text = compileExpression(value, 'text', scope).sql
  const tests: string[] = []
  if (is !== undefined) tests.push(`${text} = ${literal(String(is))}`)
  if (among !== undefined) tests.push(`${text} IN (${among.map((one) => literal(String(one))).join(', ')})`)
  if (begin !== undefined) tests.push(`starts_with(${text}, ${literal(begin)})`)
  if (end !== undefined) tests.push(`suffix(${text}, ${literal(end)})`)
  if (contains !== undefined) tests.push(`contains(${text}, ${literal(contains)})`)
  if (empty !== undefined) tests.push(empty ? `${text} IS NULL` : `${text} IS NOT NULL`)
  const bounds = [
    ['<', condition.below],
    ['<=', condition.at_most],
    ['>', condition.above],
    ['>=', condition.at_least],
  ] as const
  for (const [operator, bound] of bounds) {
    if (bound !== undefined) tests.push(`${compileExpression(value, 'number', scope).sql} ${operator} ${bound}::DOUBLE`)
  }
  return `coalesce(${tests.join(' AND ')}, false)`
}

function compileColumn(column: string, wanted: Wanted, scope: Scope): Compiled {
  const native = scope.nativeSql(column, wanted)
  if (native !== undefined) return { sql: native, faults: [] }
  const text = scope.columnSql(column)
  if (wanted === 'text') return { sql: textSql(text), faults: [] }
  return typed(text, wanted, scope, column)
}

/** The value of a text, and the test that there is one where there is a text. */
function typed(text: string, wanted: Wanted, { reading }: Scope, column?: string): Compiled {
  const sql =
    wanted === 'day of instant' ? dayOfInstantSql(text, reading, column) : valueSql(text, wanted, reading, column)
  return { sql, faults: [{ test: `(${text} IS NOT NULL AND ${sql} IS NULL AND trim(${text}) <> '')`, shown: text }] }
}

function asWanted(text: Compiled, wanted: Wanted, scope: Scope): Compiled {
  if (wanted === 'text') return text
  const { sql, faults } = typed(text.sql, wanted, scope)
  return { sql, faults: [...text.faults, ...faults] }
}

function constantSql(constant: string | number | boolean, wanted: Wanted, scope: Scope): string {
  const text = literal(String(constant))
  if (wanted === 'text') return `${text}::VARCHAR`
  return wanted === 'day of instant' ? dayOfInstantSql(text, scope.reading) : valueSql(text, wanted, scope.reading)
}

function combine(
  parts: readonly Expression[],
  wanted: Wanted,
  scope: Scope,
  together: (sql: readonly string[]) => string,
): Compiled {
  const compiled = parts.map((part) => compileExpression(part, wanted, scope))
  return { sql: together(compiled.map(({ sql }) => sql)), faults: compiled.flatMap(({ faults }) => faults) }
}

/** Exact for amounts: factors have four places and the product eight, rounded once; one that is too large can't be used. */
function compileArithmetic(parts: readonly Expression[], operator: string, wanted: Wanted, scope: Scope): Compiled {
  const exact = wanted === 'amount' || wanted === 'rate' || wanted === 'integer'
  const operand = exact ? 'amount' : 'number'
  const type = SQL_TYPES[wanted === 'day of instant' ? 'timestamp' : wanted]
  const { sql, faults } = combine(parts, operand, scope, (values) =>
    values.reduce((left, right) =>
      exact ? `TRY_CAST(${left}${operator}${right} AS DECIMAL(18,4))` : `(${left}${operator}${right})`,
    ),
  )
  return { sql: `TRY_CAST(${sql} AS ${type})`, faults }
}

function compileMap(map: Extract<Expression, { map: Expression }>, wanted: Wanted, scope: Scope): Compiled {
  const { sql: text, faults } = compileExpression(map.map, 'text', scope)
  const cases = Object.entries(map.values).map(
    ([from, to]) => `WHEN ${text} = ${literal(from)} THEN ${constantSql(to, wanted, scope)}`,
  )
  const others = map.otherwise === undefined ? undefined : compileExpression(map.otherwise, wanted, scope)
  const kept = map.keep_others === true ? asWanted({ sql: text, faults: [] }, wanted, scope) : undefined
  const rest = others ?? kept
  const known = Object.keys(map.values).map(literal).join(', ')
  const unknown = { test: `(${text} IS NOT NULL AND ${text} NOT IN (${known}))`, shown: text }
  return {
    sql: `(CASE ${cases.join(' ')} ${rest === undefined ? '' : `ELSE ${rest.sql}`} END)`,
    faults: [
      ...faults,
      ...(rest === undefined ? [unknown] : []),
      ...(kept?.faults ?? []).map(({ test, shown }) => ({ test: `(${unknown.test} AND ${test})`, shown })),
    ],
  }
}

function compileWhen(expression: Extract<Expression, { when: Condition }>, wanted: Wanted, scope: Scope): Compiled {
  const condition = compileCondition(expression.when, scope)
  const then = compileExpression(expression.use, wanted, scope)
  const otherwise =
    expression.otherwise === undefined ? undefined : compileExpression(expression.otherwise, wanted, scope)
  const guarded = (guard: string, compiled: Compiled | undefined) =>
    (compiled?.faults ?? []).map(({ test, shown }) => ({ test: `(${guard} AND ${test})`, shown }))
  return {
    sql: `(CASE WHEN ${condition} THEN ${then.sql} ELSE ${otherwise?.sql ?? 'NULL'} END)`,
    faults: [...guarded(condition, then), ...guarded(`NOT ${condition}`, otherwise)],
  }
}

/** One row a key, the first by file and line that has a value or a summary of all, joined to the row: a lookup never makes two rows of one. */
function compileLookup(lookup: Extract<Expression, { lookup: string }>, wanted: Wanted, scope: Scope): Compiled {
  const theirs = scope.scopeOf(lookup.lookup)
  const keys = Object.keys(lookup.by).map((column) => textSql(theirs.columnSql(column)))
  const taken = compileExpression(withoutSummary(lookup.take), wanted, theirs)
  const summary = summaryOf(lookup.take)
  const value = summary === undefined ? `arg_min(${taken.sql}, ${rowOrder(theirs.alias)})` : `${summary}(${taken.sql})`
  const selected = keys.map((key, index) => `${key} AS k${index}`)
  const rows = `SELECT ${selected.join(', ')}, ${value} AS v FROM ${theirs.from()} GROUP BY ALL`
  const ours = Object.values(lookup.by).map((expression) => compileExpression(expression, 'text', scope))
  const alias = scope.join(rows, (alias) => ours.map(({ sql }, index) => `${alias}.k${index} = ${sql}`).join(' AND '))
  return { sql: `${alias}.v`, faults: ours.flatMap(({ faults }) => faults) }
}

/** SQL of a number that orders the rows of all files: by file, then by line. */
export function rowOrder(alias: string): string {
  return `(${alias}.file_id::BIGINT * 1099511627776 + ${alias}.line)`
}

/** SQL's name of a summary; undefined for what is none. */
export function summaryOf(expression: Expression): 'min' | 'max' | 'sum' | undefined {
  if (typeof expression !== 'object') return undefined
  if ('smallest' in expression) return 'min'
  if ('largest' in expression) return 'max'
  return 'total' in expression ? 'sum' : undefined
}

export function withoutSummary(expression: Expression): Expression {
  if (typeof expression !== 'object') return expression
  if ('smallest' in expression) return expression.smallest
  if ('largest' in expression) return expression.largest
  return 'total' in expression ? expression.total : expression
}
