import type { DuckDBConnection } from '@duckdb/node-api'
import { SQL_TYPES } from '../model/columns.ts'
import { FACT_TABLES, type FactTable } from '../model/fact-tables.ts'
import type { Dictionaries } from './dictionaries.ts'

/** Makes a fact table of a query that has its columns, with the declared types, in the declared order. */
export type MakeFact = (name: FactTable, rows: string, sortedBy: string) => Promise<void>

export function factMaker(connection: DuckDBConnection, dictionaries: Dictionaries): MakeFact {
  return async (name, rows, sortedBy) => {
    const columns = Object.entries(FACT_TABLES[name].columns).map(
      ([column, { type }]) => `${column}::${dictionaries.get(column)?.type ?? SQL_TYPES[type]} AS ${column}`,
    )
    const facts = `SELECT ${columns.join(', ')} FROM (${rows}) ORDER BY ${sortedBy}`
    const made = await connection.runAndReadAll(
      `SELECT 1 FROM duckdb_tables() WHERE table_name = '${name}' AND NOT internal`,
    )
    await connection.run(made.currentRowCount > 0 ? `INSERT INTO ${name} ${facts}` : `CREATE TABLE ${name} AS ${facts}`)
  }
}

/** Drops every fact table, so that their dictionaries can be made anew. */
export async function dropFacts(connection: DuckDBConnection): Promise<void> {
  for (const name of Object.keys(FACT_TABLES)) await connection.run(`DROP TABLE IF EXISTS ${name}`)
}
