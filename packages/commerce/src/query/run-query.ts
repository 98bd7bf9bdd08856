import { CommerceQuery, type CommerceQueryInput, type CommerceResult } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { z } from 'zod'
import type { Dialect } from '../sql/dialect.ts'
import type { Columns, Warehouse } from '../warehouse/warehouse.ts'
import { compileQuery } from './compile.ts'
import { excludedRows } from './excluded.ts'
import { MOST_ROWS, planQuery } from './plan.ts'
import { resultOf } from './result.ts'
import { readSnapshotFacts, type SnapshotFacts } from './snapshot-facts.ts'

export interface QueryOptions {
  /** Of each statement that is run. */
  readonly timeLimitMs?: number
  readonly signal?: AbortSignal
  /** What `readSnapshotFacts` gave before: a snapshot never changes. */
  readonly snapshot?: SnapshotFacts
  /** Without rollups everything is read from the facts themselves. */
  readonly rollups?: boolean
}

/**
 * Answers a query of a shop's numbers: in columns, with totals of their own, the other period's values beside, what did not count, and the
 * SQL that was run.
 * @throws CodedError commerce_… with what is wrong in the query, commerce_query_timeout
 */
export async function runQuery(
  warehouse: Warehouse,
  input: CommerceQueryInput,
  options: QueryOptions = {},
): Promise<CommerceResult> {
  return runParsedQuery(warehouse, parseQuery(input), options)
}

/** The same of what `parseQuery` gave. */
export async function runParsedQuery(
  warehouse: Warehouse,
  query: CommerceQuery,
  options: QueryOptions = {},
): Promise<CommerceResult> {
  const started = performance.now()
  const snapshot = options.snapshot ?? (await readSnapshotFacts(warehouse))
  const plan = planQuery(query, snapshot, options)
  const { sql, levels } = compileQuery(plan, warehouse.dialect)
  const limits = { timeLimitMs: options.timeLimitMs, signal: options.signal }
  const [rows, excluded] = await Promise.all([
    warehouse.run(sql, limits),
    query.excluded ? excludedRows(plan, warehouse, limits) : [],
  ])
  checkSize(rows)
  const result = resultOf(plan, levels, rows)
  return { ...result, excluded, sql, elapsed_ms: performance.now() - started }
}

/**
 * A query by the contract.
 * @throws CodedError commerce_query_invalid
 */
export function parseQuery(input: unknown): CommerceQuery {
  return parseBy(CommerceQuery, input)
}

/** @throws CodedError commerce_query_invalid */
export function parseBy<Schema extends z.ZodType>(schema: Schema, input: unknown): z.output<Schema> {
  const parsed = schema.safeParse(input)
  if (parsed.success) return parsed.data
  const problems = parsed.error.issues.map(({ path, message }) => `${path.join('.') || 'query'}: ${message}`)
  throw new CodedError('commerce_query_invalid', { problem: problems.join('; ') })
}

/** The SQL that a query stands for, in the warehouse's dialect or another one; the query itself is not run. */
export async function queryText(
  warehouse: Warehouse,
  input: CommerceQueryInput,
  dialect: Dialect = warehouse.dialect,
): Promise<string> {
  const plan = planQuery(parseQuery(input), await readSnapshotFacts(warehouse))
  return compileQuery(plan, dialect).sql
}

function checkSize({ rows }: Columns): void {
  if (rows > MOST_ROWS + 1) throw new CodedError('commerce_result_too_large', { limit: MOST_ROWS })
}
