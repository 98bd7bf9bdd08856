import { writeFileSync } from 'node:fs'
import {
  type DuckDBConnection,
  DuckDBInstance,
  type DuckDBPreparedStatement,
  type DuckDBValue,
  StatementType,
} from '@duckdb/node-api'
import { CodedError } from '@zerosec/errors'
import { BOOKKEEPING_TABLES } from '../model/bookkeeping-tables.ts'
import { FACT_TABLES } from '../model/fact-tables.ts'
import { SOURCE_TABLES } from '../model/source-tables.ts'
import { plainValue } from '../warehouse/duckdb-values.ts'
import type { Value } from '../warehouse/warehouse.ts'
import { serveTask } from './serve-task.ts'
import { refusalOf } from './sql-statement.ts'
import type { SqlAnswer, SqlTask } from './sql-task.ts'

/**
 * Entry of the process that runs one statement of a person. Whatever it does, it does to this process alone, which has a copy of
 * nothing, no environment, and a snapshot that is opened for reading; the parent ends it.
 */
const MEMORY_CHECK_MS = 20
const MOST_TEXT = 8 * 2 ** 20
/** The tables by which a snapshot knows itself tell how it was made. */
const TABLES: ReadonlySet<string> = new Set(
  Object.keys({ ...SOURCE_TABLES, ...FACT_TABLES, ...BOOKKEEPING_TABLES }).map((name) => name.toLowerCase()),
)

serveTask<SqlTask>(async (task): Promise<SqlAnswer> => {
  const started = performance.now()
  watchMemory(task.memoryMb)
  const instance = await DuckDBInstance.create(task.path, {
    access_mode: 'READ_ONLY',
    threads: String(task.threads),
    memory_limit: `${Math.floor(task.memoryMb / 2)}MB`,
    temp_directory: task.tempFolder,
    max_temp_directory_size: '1GB',
    enable_external_access: 'false',
    autoload_known_extensions: 'false',
    autoinstall_known_extensions: 'false',
    allow_community_extensions: 'false',
    lock_configuration: 'true',
  })
  const connection = await instance.connect()
  await checkLock(connection)
  try {
    const prepared = await preparedStatement(connection, task.sql)
    return { ...(await rowsOf(prepared, task.limit)), elapsedMs: performance.now() - started }
  } catch (error) {
    throw error instanceof CodedError ? error : refusal(error, task.memoryMb)
  }
})

/** DuckDB's limit covers its buffers, not every text that a function makes: so what the process takes is measured. */
function watchMemory(memoryMb: number): void {
  const resting = process.memoryUsage.rss()
  setInterval(() => {
    if (process.memoryUsage.rss() - resting > memoryMb * 2 ** 20) process.kill(process.pid, 'SIGKILL')
  }, MEMORY_CHECK_MS)
  try {
    writeFileSync('/proc/self/oom_score_adj', '1000') // where memory ends, Linux ends this process first
  } catch {
    // another system
  }
}

/** What is locked is read back: an option that a version of DuckDB does not know any more must not go unnoticed. */
async function checkLock(connection: DuckDBConnection): Promise<void> {
  const result = await connection.runAndReadAll(
    "SELECT current_setting('enable_external_access'), current_setting('lock_configuration')",
  )
  const [[external, locked] = []] = result.getRows()
  if (external !== false || locked !== true) throw new Error('DuckDB is not locked')
}

/** @throws CodedError commerce_sql_refused */
async function preparedStatement(connection: DuckDBConnection, sql: string): Promise<DuckDBPreparedStatement> {
  const parsed = await connection.runAndReadAll('SELECT json_serialize_sql($1::VARCHAR)', [sql])
  const problem = refusalOf(String(parsed.getRows()[0]?.[0]), TABLES)
  if (problem !== undefined) throw new CodedError('commerce_sql_refused', { problem })
  const statements = await connection.extractStatements(sql)
  if (statements.count !== 1) throw new CodedError('commerce_sql_refused', { problem: 'it has to be one statement' })
  const prepared = await statements.prepare(0)
  if (prepared.statementType !== StatementType.SELECT) {
    throw new CodedError('commerce_sql_refused', { problem: 'only SELECT is allowed' })
  }
  return prepared
}

/** @throws CodedError commerce_sql_too_large */
async function rowsOf(prepared: DuckDBPreparedStatement, limit: number): Promise<Omit<SqlAnswer, 'elapsedMs'>> {
  const result = await prepared.stream()
  const columns = result
    .columnNames()
    .map((name, j) => ({ name, type: String(result.columnType(j)), values: [] as Value[] }))
  let text = 0
  for (;;) {
    const chunk = await result.fetchChunk()
    const rows = columns[0]?.values.length ?? 0
    if (!chunk || chunk.rowCount === 0) return { columns, rows, isCut: false }
    const taken = Math.min(chunk.rowCount, limit - rows)
    for (const [j, { values }] of columns.entries()) {
      const vector = chunk.getColumnVector(j)
      for (let row = 0; row < taken; row++) {
        const value = shown(vector.getItem(row))
        values.push(value)
        if (typeof value === 'string') text += value.length
        if (text > MOST_TEXT) throw new CodedError('commerce_sql_too_large', { limit: MOST_TEXT / 2 ** 20 })
      }
    }
    if (taken < chunk.rowCount) return { columns, rows: rows + taken, isCut: true }
  }
}

/** A number that JavaScript has not exactly is shown as its text. */
function shown(value: DuckDBValue): Value {
  try {
    return plainValue(value, '')
  } catch {
    return String(value)
  }
}

/** What DuckDB says of someone's own statement helps to correct it; what it says of anything else stays here. */
function refusal(error: unknown, limit: number): unknown {
  const message = error instanceof Error ? error.message : String(error)
  if (/^Out of Memory/i.test(message)) return new CodedError('commerce_sql_memory', { limit })
  const known =
    /^((?:Binder|Catalog|Parser|Conversion|Out of Range|Invalid Input|Not implemented|Invalid) Error: [^\n]*)/i.exec(
      message,
    )
  if (!known) return error
  return new CodedError('commerce_sql_invalid', { problem: (known[1] ?? '').slice(0, 500).replace(/[.!]$/, '') })
}
