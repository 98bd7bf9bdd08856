import type { Dialect } from '../sql/dialect.ts'

/**
 * A place that runs SQL over the fact tables. What every one of them owes (`test/warehouse.conformance.ts` asks for it):
 *
 * - Values arrive in the order of the rows. Dates are texts 2026-03-31, instants ISO 8601 in UTC; decimals and whole numbers are numbers
 *   that are exact, or CodedError commerce_amount_inexact; NULL is null, never 0 or ''.
 * - A statement that takes longer than `timeLimitMs` is stopped where it runs: CodedError commerce_query_timeout. One whose `signal` is
 *   aborted is stopped too, and rejects with the signal's reason. The next statement is served as if nothing had been.
 * - Several statements may be under way; each is answered with its own rows.
 */
export interface Warehouse {
  readonly dialect: Dialect
  run(sql: string, options?: RunOptions): Promise<Columns>
  /** The same in parts, as they come; leaving the loop early stops the statement. */
  stream(sql: string, options?: RunOptions): AsyncIterable<Columns>
  /** What a statement would answer, without running it. */
  describe(sql: string): Promise<readonly DescribedColumn[]>
  close(): Promise<void>
}

export interface RunOptions {
  readonly timeLimitMs?: number | undefined
  readonly signal?: AbortSignal | undefined
}

export type Value = string | number | boolean | null

export interface Columns {
  readonly names: readonly string[]
  readonly columns: readonly (readonly Value[])[]
  readonly rows: number
}

export interface DescribedColumn {
  readonly name: string
  /** The engine's word. */
  readonly type: string
}
