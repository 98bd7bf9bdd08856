import { type FileHandle, open } from 'node:fs/promises'
import { VERSION } from '@zerosec/analyses/names'
import { CodedError } from '@zerosec/errors'
import { sql } from 'kysely'
import { readMigrations } from '../database/migrations.ts'
import type { Connection, Transaction } from '../database/schema.ts'
import { inDataFolder } from './in-data-folder.ts'
import { KEPT_TABLES } from './kept-tables.ts'

/** Rows of one statement, and so in memory. */
const ROWS_AT_ONCE = 500
const WRITE_BYTES = 2 ** 20

/** The line that the rows of a table stand after. */
export type TableLine = readonly ['table', string]
/** The last line: how many rows there are of each table, and where the counters of ids are. */
export type EndLine = readonly ['end', { rows: Record<string, number>; counters: Counter[] }]
/** The first line. */
export type StartLine = readonly ['zerosec.database/1', { madeAt: string; migrations: string[] }]

export interface Counter {
  readonly table: string
  readonly column: string
  readonly value: string
  /** Whether the value was given to a row; else it is the next one. */
  readonly isUsed: boolean
}

/**
 * Writes the rows of every kept table into a new file, as they were at one instant: a line of JSON each, and lines that are arrays
 * between them. It does nothing else while it holds its transaction, which with the embedded database is every caller's.
 *
 * @throws CodedError backup_database_newer, storage_full, service_unavailable
 */
export async function dumpDatabase(connection: Connection, path: string): Promise<void> {
  const file = await open(path, 'wx', 0o600)
  try {
    await inDataFolder('the rows of the database', () =>
      connection
        .transaction()
        .setIsolationLevel('repeatable read')
        .setAccessMode('read only')
        .execute((transaction) => dump(transaction, new Lines(file))),
    )
  } finally {
    await file.close()
  }
}

async function dump(transaction: Transaction, lines: Lines): Promise<void> {
  const migrations = await madeMigrations(transaction)
  const { rows: clock } = await sql<{ now: Date }>`select now()`.execute(transaction)
  await lines.add(JSON.stringify(['zerosec.database/1', { madeAt: clock[0]!.now.toISOString(), migrations }]))
  const rows: Record<string, number> = {}
  for (const table of await existing(transaction)) {
    await lines.add(JSON.stringify(['table', table] satisfies TableLine))
    rows[table] = await dumpTable(transaction, table, lines)
  }
  await lines.add(JSON.stringify(['end', { rows, counters: await counters(transaction) }] satisfies EndLine))
  await lines.flush()
}

async function madeMigrations(transaction: Transaction): Promise<string[]> {
  const { made, unknown } = await readMigrations(transaction)
  if (unknown.length === 0) return made
  throw new CodedError('backup_database_newer', { migrations: unknown, version: VERSION })
}

/** Of an earlier version some may be missing. */
async function existing(transaction: Transaction): Promise<readonly string[]> {
  const { rows } = await sql<{ name: string }>`
    select name from unnest(${[...KEPT_TABLES]}::text[]) with ordinality as kept (name, place)
    where to_regclass(quote_ident(name)) is not null order by place`.execute(transaction)
  return rows.map(({ name }) => name)
}

async function dumpTable(transaction: Transaction, table: string, lines: Lines): Promise<number> {
  await sql`declare kept_rows no scroll cursor for select row_to_json(kept)::text as line from ${sql.table(table)} as kept`.execute(
    transaction,
  )
  let count = 0
  for (;;) {
    const { rows } = await sql<{ line: string }>`fetch ${sql.lit(ROWS_AT_ONCE)} from kept_rows`.execute(transaction)
    for (const { line } of rows) await lines.add(line)
    count += rows.length
    if (rows.length < ROWS_AT_ONCE) break
  }
  await sql`close kept_rows`.execute(transaction)
  return count
}

/** Read last: a counter moves outside of transactions, and may be ahead of the rows but not behind them. */
async function counters(transaction: Transaction): Promise<Counter[]> {
  const { rows } = await sql<{ table: string; column: string; sequence: string }>`
    select table_name as "table", column_name as "column", pg_get_serial_sequence(quote_ident(table_name), column_name) as sequence
    from information_schema.columns where table_schema = current_schema() and column_default like 'nextval(%'
      and table_name = any(${[...KEPT_TABLES]}::text[]) order by table_name`.execute(transaction)
  const found: Counter[] = []
  for (const { table, column, sequence } of rows) {
    const [schema = '', name = ''] = sequence.split('.')
    const state = await sql<{ value: string; used: boolean }>`
      select last_value::text as value, is_called as used from ${sql.id(schema, name)}`.execute(transaction)
    found.push({ table, column, value: state.rows[0]!.value, isUsed: state.rows[0]!.used })
  }
  return found
}

class Lines {
  readonly #file: FileHandle
  #waiting: string[] = []
  #size = 0

  constructor(file: FileHandle) {
    this.#file = file
  }

  async add(line: string): Promise<void> {
    this.#waiting.push(line, '\n')
    this.#size += line.length
    if (this.#size >= WRITE_BYTES) await this.flush()
  }

  async flush(): Promise<void> {
    await this.#file.writeFile(this.#waiting.join(''))
    this.#waiting = []
    this.#size = 0
  }
}
