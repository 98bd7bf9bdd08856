import { sql } from 'kysely'
import type { Connection } from '../database/schema.ts'
import type { EndLine } from './dump-database.ts'
import { KEPT_TABLES } from './kept-tables.ts'

/** Of one statement. */
const MOST_ROWS = 500
const MOST_CHARACTERS = 4 * 2 ** 20

/**
 * Fills empty tables, made by the same migrations as those that were dumped.
 *
 * @param lines  of `dumpDatabase`
 * @returns how many rows each table has
 * @throws Error where the lines are no dump; the tables are then of no use
 */
export async function loadDatabase(
  connection: Connection,
  lines: AsyncIterable<string>,
): Promise<Record<string, number>> {
  let table: string | undefined
  let end: EndLine[1] | undefined
  let batch: string[] = []
  let size = 0
  const rows: Record<string, number> = {}
  const flush = async (): Promise<void> => {
    if (table === undefined || batch.length === 0) return
    await insert(connection, table, batch)
    rows[table] = (rows[table] ?? 0) + batch.length
    batch = []
    size = 0
  }
  for await (const line of lines) {
    if (line.startsWith('{')) {
      batch.push(line)
      size += line.length
      if (batch.length >= MOST_ROWS || size >= MOST_CHARACTERS) await flush()
      continue
    }
    await flush()
    const [kind, value] = JSON.parse(line)
    if (kind === 'table') {
      table = knownTable(value)
      rows[table] = 0
    }
    if (kind === 'end') end = value
  }
  if (end === undefined || Object.entries(end.rows).some(([name, count]) => rows[name] !== count))
    throw new Error('the dump of the database is not whole')
  await setCounters(connection, end)
  return rows
}

/** Its name goes into a statement. */
function knownTable(name: unknown): string {
  const known = KEPT_TABLES.find((each) => each === name)
  if (known === undefined) throw new Error(`a backup has no table ${JSON.stringify(name)}`)
  return known
}

async function insert(connection: Connection, table: string, rows: readonly string[]): Promise<void> {
  const name = sql.table(table)
  await sql`insert into ${name} select * from json_populate_recordset(null::${name}, ${`[${rows.join(',')}]`}::json)`.execute(
    connection,
  )
}

async function setCounters(connection: Connection, { counters }: EndLine[1]): Promise<void> {
  for (const { table, column, value, isUsed } of counters) {
    await sql`select setval(pg_get_serial_sequence(${knownTable(table)}, ${column}), ${value}::bigint, ${isUsed})`.execute(
      connection,
    )
  }
}
