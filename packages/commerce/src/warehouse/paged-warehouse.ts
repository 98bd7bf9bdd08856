import type { Dialect } from '../sql/dialect.ts'
import { type StatementLimits, startLimits } from './statement-limits.ts'
import type { Columns, DescribedColumn, RunOptions, Value, Warehouse } from './warehouse.ts'
import { type WireColumn, wireValue } from './wire-values.ts'

/** What is special about a warehouse that answers over the network, page by page. */
export interface Pager {
  /** As people call it. */
  readonly name: string
  readonly dialect: Dialect
  /**
   * The pages of a statement's answer in their order, at least one. The signal ends the waiting for any of them; leaving early, by it or
   * by the loop, stops the statement where it runs.
   */
  pages(sql: string, signal: AbortSignal): AsyncIterable<Page>
  describe(sql: string, signal: AbortSignal): Promise<readonly DescribedColumn[]>
  close(): Promise<void>
}

/** Rows as they came. */
export interface Page {
  readonly columns: readonly WireColumn[]
  readonly rows: readonly (readonly unknown[])[]
}

/** A pager as a warehouse. Nothing is kept between statements, so several can be under way. */
export function pagedWarehouse(pager: Pager): Warehouse {
  async function* stream(sql: string, options: RunOptions = {}): AsyncGenerator<Columns> {
    yield* withinLimits(options, async function* (limits) {
      for await (const page of pager.pages(sql, limits.signal)) yield columnsOf(page, pager.name)
    })
  }
  return {
    dialect: pager.dialect,
    async run(sql, options) {
      let all: { names: readonly string[]; columns: Value[][]; rows: number } | undefined
      for await (const { names, columns, rows } of stream(sql, options)) {
        all ??= { names, columns: names.map(() => []), rows: 0 }
        for (const [j, target] of all.columns.entries()) for (const value of columns[j] ?? []) target.push(value)
        all.rows += rows
      }
      return all ?? { names: [], columns: [], rows: 0 }
    },
    async *stream(sql, options) {
      for await (const part of stream(sql, options)) if (part.rows > 0) yield part
    },
    async describe(sql) {
      return await pager.describe(sql, new AbortController().signal)
    },
    close: () => pager.close(),
  }
}

/** Work that ends by a signal ends by the signal's reason, whatever error the client made of it. */
async function* withinLimits<Part>(
  options: RunOptions,
  work: (limits: StatementLimits) => AsyncIterable<Part>,
): AsyncGenerator<Part> {
  const limits = startLimits(options)
  try {
    limits.signal.throwIfAborted()
    yield* work(limits)
  } catch (error) {
    limits.signal.throwIfAborted()
    throw error
  } finally {
    limits.end()
  }
}

function columnsOf({ columns, rows }: Page, warehouse: string): Columns {
  return {
    names: columns.map(({ name }) => name),
    columns: columns.map((column, j) => rows.map((row) => wireValue(row[j], column, warehouse))),
    rows: rows.length,
  }
}
