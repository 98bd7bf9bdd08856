import type { DuckDBConnection } from '@duckdb/node-api'
import type { Mapping } from '../mapping/mapping.ts'
import type { SourceTable } from '../model/source-tables.ts'
import { literal } from '../sql/quote.ts'
import { compileCondition } from './compile-expression.ts'
import { insertDirectly } from './direct-rows.ts'
import { type FeedSql, feedSql } from './feed-table.ts'
import { markImplausible } from './plausibility.ts'
import { addProblemColumns, contentSql, dropProblemColumns, quarantineProblems } from './quarantine.ts'
import { stageFiles } from './stage-sources.ts'
import { Scopes, type StagedSource } from './staged-source.ts'
import type { Staging } from './staging.ts'
import { settleVersions } from './versions.ts'

/** Fills the tables of the model from the staged rows: typed, looked up, checked, one version of each id. */
export async function fillTables(
  connection: DuckDBConnection,
  mapping: Mapping,
  staging: Staging,
  folder: string,
  onFilled: () => void,
): Promise<void> {
  const { sources } = staging
  const tables = [...new Set([...sources.values()].flatMap(({ source }) => source.tables.map(({ table }) => table)))]
  const scopes = new Scopes(sources, mapping.time_zone)
  await connection.run('CREATE TEMP TABLE superseded (source_table VARCHAR, file_id INTEGER, line BIGINT)')
  await addProblemColumns(connection, tables)
  for (const staged of sources.values()) {
    await leaveOut(connection, staged, scopes)
    await quarantineUntaken(connection, staged, scopes)
  }
  await fillDirectly(connection, mapping, staging, scopes, folder)
  for (const staged of sources.values()) {
    for (const feed of staged.source.tables) {
      const sql = feedSql(feed, scopes.of(staged.name), mapping.currency)
      if (sql.merged === undefined) await insertRows(connection, feed.table, sql)
      else await insertMerged(connection, feed.table, sql, sql.merged, feed.one_for ?? [], staged)
    }
  }
  onFilled()
  await markImplausible(connection, tables)
  for (const table of tables) {
    await takeOutProblems(connection, table, sources)
    await settleVersions(connection, table)
    await takeOutProblems(connection, table, sources)
  }
  await dropProblemColumns(connection, tables)
}

/** Files that DuckDB may read itself; the scanner reads those that turn out not to be plain. */
async function fillDirectly(
  connection: DuckDBConnection,
  mapping: Mapping,
  staging: Staging,
  scopes: Scopes,
  folder: string,
): Promise<void> {
  for (const file of staging.direct) {
    const staged = staging.sources.get(file.source)!
    const direct = await insertDirectly(connection, mapping, staged, file, scopes)
    const found = direct ?? (await stageFiles(connection, staged, [file], folder, () => undefined)).get(file.id)!
    staging.files.set(file.id, found)
  }
}

/** Counts the rows that a rule of the mapping leaves out, and removes them from the stage. */
async function leaveOut(connection: DuckDBConnection, staged: StagedSource, scopes: Scopes): Promise<void> {
  const { ignore } = staged.source
  if (ignore.length === 0) return
  const scope = scopes.of(staged.name)
  const cases = ignore.map(({ when, reason }) => `WHEN ${compileCondition(when, scope)} THEN ${literal(reason)}`)
  await connection.run(`CREATE TEMP TABLE ruled AS SELECT * FROM
    (SELECT ${scope.alias}.file_id, ${scope.alias}.line, CASE ${cases.join(' ')} END AS reason FROM ${scope.from()}) WHERE reason IS NOT NULL`)
  await connection.run(
    'INSERT INTO left_out SELECT file_id, reason, count(*), min(line) FROM ruled GROUP BY ALL ORDER BY ALL',
  )
  await connection.run(
    `DELETE FROM ${staged.table} AS r USING ruled WHERE r.file_id = ruled.file_id AND r.line = ruled.line`,
  )
  await connection.run('DROP TABLE ruled')
}

/** Rows that no table of the mapping asks for are not dropped without a word. */
async function quarantineUntaken(connection: DuckDBConnection, staged: StagedSource, scopes: Scopes): Promise<void> {
  const { tables } = staged.source
  if (tables.length === 0 || tables.some(({ where }) => where === undefined)) return
  const scope = scopes.of(staged.name, `(SELECT * FROM ${staged.table})`)
  const taken = tables.map(({ where }) => compileCondition(where!, scope)).join(' OR ')
  await connection.run(`INSERT INTO quarantine
    SELECT file_id, line, NULL, 'row_not_taken', 'no table of the mapping takes such a row', ${contentSql(staged)}
    FROM (SELECT ${scope.alias}.* FROM ${scope.from()} WHERE NOT (${taken})) r ORDER BY file_id, line`)
}

async function insertRows(connection: DuckDBConnection, table: SourceTable, { rows, columns }: FeedSql): Promise<void> {
  await connection.run(`INSERT INTO ${table} (${columns.join(', ')}, file_id, line, problem, doubt) ${rows}`)
}

async function insertMerged(
  connection: DuckDBConnection,
  table: SourceTable,
  { rows, columns }: FeedSql,
  merged: string,
  keys: readonly string[],
  staged: StagedSource,
): Promise<void> {
  await connection.run(`CREATE TEMP TABLE part AS ${rows}`)
  await quarantineProblems(connection, 'part', table, staged)
  await connection.run(`INSERT INTO ${table} (${columns.join(', ')}, file_id, line)
    SELECT ${merged} FROM part WHERE problem IS NULL GROUP BY ${keys.join(', ')} ORDER BY ${keys.join(', ')}`)
  await connection.run('DROP TABLE part')
}

async function takeOutProblems(
  connection: DuckDBConnection,
  table: SourceTable,
  sources: ReadonlyMap<string, StagedSource>,
): Promise<void> {
  for (const staged of sources.values()) {
    if (staged.source.tables.some((feed) => feed.table === table)) {
      await quarantineProblems(connection, table, table, staged)
    }
  }
  await connection.run(`DELETE FROM ${table} WHERE problem IS NOT NULL`)
  await connection.run(`UPDATE ${table} SET doubt = NULL WHERE doubt IS NOT NULL`)
}
