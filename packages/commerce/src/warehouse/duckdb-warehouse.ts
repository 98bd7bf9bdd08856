import type { DuckDBConnection, DuckDBDataChunk, DuckDBResult } from '@duckdb/node-api'
import { CodedError } from '@zerosec/errors'
import { duckdb } from '../sql/duckdb.ts'
import { plainValue } from './duckdb-values.ts'
import type { Columns, RunOptions, Value, Warehouse } from './warehouse.ts'

/**
 * Connections of one DuckDB instance as a warehouse. A connection runs one statement at a time; further ones wait for the first that is
 * free. Who opened the connections closes them.
 */
export function duckdbWarehouse(connections: readonly DuckDBConnection[]): Warehouse {
  const free = [...connections]
  const waiting: ((connection: DuckDBConnection) => void)[] = []
  const take = (): Promise<DuckDBConnection> => {
    const connection = free.pop()
    return connection ? Promise.resolve(connection) : new Promise((resolve) => waiting.push(resolve))
  }
  const give = (connection: DuckDBConnection): void => {
    const next = waiting.shift()
    if (next) next(connection)
    else free.push(connection)
  }
  return {
    dialect: duckdb,
    async run(sql, options = {}) {
      const connection = await take()
      try {
        return await stoppable(connection, options, async () => {
          const result = await connection.run(sql)
          return columnsOf(result, await result.fetchAllChunks())
        })
      } finally {
        give(connection)
      }
    },
    async *stream(sql, options = {}) {
      const connection = await take()
      try {
        const result = await stoppable(connection, options, () => connection.stream(sql))
        for (;;) {
          const chunk = await stoppable(connection, options, () => result.fetchChunk())
          if (!chunk || chunk.rowCount === 0) return
          yield columnsOf(result, [chunk])
        }
      } finally {
        give(connection)
      }
    },
    async describe(sql) {
      const { columns } = await this.run(`DESCRIBE ${sql}`)
      return (columns[0] ?? []).map((name, row) => ({ name: String(name), type: String(columns[1]?.[row]) }))
    },
    close: () => Promise.resolve(),
  }
}

const INTERRUPT_AGAIN_MS = 50

/** DuckDB stops a statement within milliseconds of an interrupt, and says so by an error that begins with INTERRUPT. */
async function stoppable<Result>(
  connection: DuckDBConnection,
  { timeLimitMs, signal }: RunOptions,
  work: () => Promise<Result>,
): Promise<Result> {
  signal?.throwIfAborted()
  let isLate = false
  let repeated: NodeJS.Timeout | undefined
  // one that comes before the statement was begun is lost
  const stop = () => {
    connection.interrupt()
    repeated ??= setInterval(() => connection.interrupt(), INTERRUPT_AGAIN_MS)
  }
  const timer =
    timeLimitMs === undefined
      ? undefined
      : setTimeout(() => {
          isLate = true
          stop()
        }, timeLimitMs)
  signal?.addEventListener('abort', stop, { once: true })
  try {
    return await work()
  } catch (error) {
    if (!isInterruption(error)) throw error
    signal?.throwIfAborted()
    if (isLate) throw new CodedError('commerce_query_timeout', { seconds: (timeLimitMs ?? 0) / 1000 }, { cause: error })
    throw error
  } finally {
    clearTimeout(timer)
    clearInterval(repeated)
    signal?.removeEventListener('abort', stop)
  }
}

function isInterruption(error: unknown): boolean {
  return error instanceof Error && /^INTERRUPT/i.test(error.message)
}

function columnsOf(result: DuckDBResult, chunks: readonly DuckDBDataChunk[]): Columns {
  const names = result.columnNames()
  const columns = names.map((): Value[] => [])
  for (const chunk of chunks) {
    for (const [j, name] of names.entries()) {
      const target = columns[j]
      for (const value of chunk.getColumnValues(j)) target?.push(plainValue(value, name))
    }
  }
  return { names, columns, rows: columns[0]?.length ?? 0 }
}
