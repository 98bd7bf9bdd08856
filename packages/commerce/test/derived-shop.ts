import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { FILES } from '../src/demo/assortment.ts'
import { deriveFacts } from '../src/facts/derive-facts.ts'
import type { DerivedFacts, FactSettings } from '../src/facts/fact-settings.ts'
import type { SourceTable } from '../src/model/source-tables.ts'
import { createSourceTables } from '../src/snapshots/make-snapshot.ts'
import { literal } from '../src/sql/quote.ts'

type Value = string | number | boolean | null
type Row = Readonly<Record<string, Value>>

/** The source rows of a shop that a test writes by hand. */
export type HandMadeShop = Readonly<Partial<Record<SourceTable, readonly Row[]>>>

export interface DerivedShop {
  readonly connection: DuckDBConnection
  readonly derived: DerivedFacts
  /** The rows of a query, each a list of what DuckDB prints. */
  readonly rows: (sql: string) => Promise<unknown[][]>
  readonly close: () => void
}

const SETTINGS: FactSettings = { currency: 'EUR', timeZone: 'UTC' }

/** Derives the facts of a hand-made shop. An order takes place at noon where only its day is given; lines are numbered. */
export async function derivedShop(shop: HandMadeShop, settings: Partial<FactSettings> = {}): Promise<DerivedShop> {
  return derivedOf(async (connection) => {
    for (const [table, rows] of Object.entries(shop) as [SourceTable, readonly Row[]][]) {
      for (const [index, row] of rows.entries()) await insert(connection, table, index, row)
    }
  }, settings)
}

/** Derives the facts of source tables that are filled by a function. */
export async function derivedOf(
  fill: (connection: DuckDBConnection) => Promise<void>,
  settings: Partial<FactSettings> = {},
  options: Record<string, string> = { threads: '2' },
): Promise<DerivedShop> {
  const instance = await DuckDBInstance.create(':memory:', options)
  const connection = await instance.connect()
  await createSourceTables(connection)
  await fill(connection)
  const derived = await deriveFacts(connection, { ...SETTINGS, ...settings })
  return {
    connection,
    derived,
    rows: async (sql) => (await connection.runAndReadAll(sql)).getRowsJson(),
    close() {
      connection.closeSync()
      instance.closeSync()
    },
  }
}

async function insert(connection: DuckDBConnection, table: SourceTable, index: number, row: Row): Promise<void> {
  const day = row.business_date
  const whole: Row = {
    ...(table === 'orders' && typeof day === 'string' ? { ordered_at: `${day} 12:00:00` } : {}),
    ...row,
    file_id: FILES[table],
    line: index + 2,
  }
  const values = Object.values(whole).map((value) => (typeof value === 'string' ? literal(value) : String(value)))
  await connection.run(`INSERT INTO ${table} (${Object.keys(whole).join(', ')}) VALUES (${values.join(', ')})`)
}
