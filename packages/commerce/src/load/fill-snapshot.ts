import type { DuckDBConnection } from '@duckdb/node-api'
import { CodedError } from '@zerosec/errors'
import type { Mapping } from '../mapping/mapping.ts'
import { SOURCE_TABLES } from '../model/source-tables.ts'
import { findDateFormats } from './date-formats.ts'
import { findingsOfFiles, refundsWithoutOrders } from './doubts.ts'
import { fillTables } from './fill-tables.ts'
import type { GivenFile } from './find-files.ts'
import { type LoadFinding, storeFindings } from './findings.ts'
import { type RowCounts, reconcile } from './reconcile.ts'
import { stageSources } from './stage-sources.ts'
import type { NumberedFile } from './staging.ts'

export interface TableRows {
  readonly table: string
  readonly rows: number
}

interface Filling {
  readonly mapping: Mapping
  readonly files: readonly NumberedFile[]
  readonly unmatched: readonly GivenFile[]
  /** For the rows on their way. */
  readonly folder: string
  /** From which size on a file may be read by DuckDB itself; another one than usual for tests. */
  readonly directBytes?: number | undefined
}

const CHECKING = 'looking for implausible and repeated rows'

/** Told how far it is: 0 to 1 of the whole load, and at what. */
type OnProgress = (progress: { stage: 'reading' | 'tables'; fraction: number; words: string }) => void

/** Fills the source tables and the ledger of a new snapshot. @throws CodedError those of files and dates, orders_missing */
export async function fillSnapshot(
  connection: DuckDBConnection,
  { mapping, files, unmatched, folder, directBytes }: Filling,
  onProgress: OnProgress = () => undefined,
): Promise<{ counts: ReadonlyMap<number, RowCounts>; tables: readonly TableRows[]; findings: readonly LoadFinding[] }> {
  await connection.run(`SET TimeZone = 'UTC'`)
  await writeLedger(connection, files)
  const bytes = files.reduce((sum, { size }) => sum + size, 0)
  let read = 0
  const staging = await stageSources(
    connection,
    mapping,
    files,
    folder,
    (file) => {
      onProgress({ stage: 'reading', fraction: 0.1 + (0.4 * read) / bytes, words: file.name })
      read += file.size
    },
    directBytes,
  )
  onProgress({ stage: 'tables', fraction: 0.5, words: 'typing rows' })
  const findings: LoadFinding[] = []
  for (const staged of staging.sources.values()) {
    for (const { source, column, words } of await findDateFormats(connection, staged)) {
      findings.push({ code: 'dates_decided', place: `${source}, ${column}`, words })
    }
  }
  await fillTables(connection, mapping, staging, folder, () =>
    onProgress({ stage: 'tables', fraction: 0.65, words: CHECKING }),
  )
  findings.unshift(...findingsOfFiles(files, staging, unmatched))
  const counts = await reconcile(connection, files, staging)
  const tables = await countTables(connection)
  await refuseWithoutOrders(connection, mapping, files, tables)
  findings.push(...(await refundsWithoutOrders(connection, files)))
  await storeFindings(connection, findings)
  for (const { table } of staging.sources.values()) await connection.run(`DROP TABLE ${table}`)
  await connection.run('DROP TABLE superseded')
  return { counts, tables, findings }
}

async function writeLedger(connection: DuckDBConnection, files: readonly NumberedFile[]): Promise<void> {
  await connection.run('BEGIN') // many small statements, each of which would wait for the disk
  for (const { id, name, source, sha256, size, sameAs, loadedAt } of files) {
    await connection.run(
      `INSERT INTO files (file_id, name, source, sha256, size, same_as, rows, loaded, quarantined, superseded, ignored, loaded_at)
       VALUES ($1, $2, $3, $4, $5, $6, 0, 0, 0, 0, 0, $7::TIMESTAMP)`,
      [id, name, source, sha256, size, sameAs ?? null, loadedAt],
    )
  }
  await connection.run('COMMIT')
}

async function countTables(connection: DuckDBConnection): Promise<TableRows[]> {
  const tables: TableRows[] = []
  for (const table of Object.keys(SOURCE_TABLES)) {
    const [[rows]] = (await connection.runAndReadAll(`SELECT count(*)::DOUBLE FROM ${table}`)).getRows() as [[number]]
    tables.push({ table, rows })
  }
  return tables
}

async function refuseWithoutOrders(
  connection: DuckDBConnection,
  mapping: Mapping,
  files: readonly NumberedFile[],
  tables: readonly TableRows[],
): Promise<void> {
  if (tables.some(({ table, rows }) => table === 'orders' && rows > 0)) return
  const makers = Object.entries(mapping.sources).filter(([, { tables }]) =>
    tables.some(({ table }) => table === 'orders'),
  )
  const theirs = files.filter(({ source }) => makers.some(([name]) => name === source))
  if (theirs.length === 0) {
    const patterns = makers.flatMap(([, { files }]) => files).join(', ')
    throw new CodedError('orders_missing', { problem: `no file fits ${patterns}` })
  }
  const first = await connection.runAndReadAll(
    `SELECT name, line, reason FROM quarantine JOIN files USING (file_id) ORDER BY file_id, line LIMIT 1`,
  )
  const [[name, line, reason] = []] = first.getRows()
  const names = theirs.map(({ name }) => name).join(', ')
  const why =
    name === undefined
      ? 'no row below the header'
      : `no row that can be used, the first is line ${String(line)} of ${String(name)}: ${String(reason)}`
  throw new CodedError('orders_missing', { problem: `${names} ${theirs.length > 1 ? 'have' : 'has'} ${why}` })
}
