import type { DuckDBConnection } from '@duckdb/node-api'
import type { SourceTable } from '../model/source-tables.ts'
import { literal } from '../sql/quote.ts'
import type { StagedSource } from './staged-source.ts'

/** The tables while they are filled: with what is wrong with a row, as code, bar and words. */
export async function addProblemColumns(connection: DuckDBConnection, tables: readonly SourceTable[]): Promise<void> {
  for (const table of tables) {
    await connection.run(`ALTER TABLE ${table} ADD COLUMN problem VARCHAR`)
    await connection.run(`ALTER TABLE ${table} ADD COLUMN doubt VARCHAR`)
  }
}

export async function dropProblemColumns(connection: DuckDBConnection, tables: readonly SourceTable[]): Promise<void> {
  for (const table of tables) {
    await connection.run(`ALTER TABLE ${table} DROP COLUMN problem`)
    await connection.run(`ALTER TABLE ${table} DROP COLUMN doubt`)
  }
}

/**
 * Puts the rows of a table that can't be used into the quarantine and takes them out of the table; those with a doubt stay in both.
 */
export async function quarantineProblems(
  connection: DuckDBConnection,
  table: SourceTable | 'part',
  sourceTable: SourceTable,
  staged: StagedSource,
): Promise<void> {
  for (const column of ['doubt', 'problem']) {
    await connection.run(`INSERT INTO quarantine
      SELECT t.file_id, t.line, ${literal(sourceTable)}, split_part(t.${column}, '|', 1), substr(t.${column}, instr(t.${column}, '|') + 1),
        CASE WHEN r.line IS NULL THEN left(to_json(t)::VARCHAR, 200) ELSE ${contentSql(staged)} END
      FROM ${table} t LEFT JOIN ${staged.table} r ON r.file_id = t.file_id AND r.line = t.line
      WHERE t.${column} IS NOT NULL AND t.file_id IN (SELECT file_id FROM files WHERE source = ${literal(staged.name)}) ORDER BY t.file_id, t.line`)
  }
}

/** SQL of a staged row as it is shown. */
export function contentSql({ columns }: StagedSource): string {
  return columns.length === 0
    ? 'NULL'
    : `left(concat_ws(',', ${columns.map((_, index) => `coalesce(r.c${index}, '')`).join(', ')}), 200)`
}
