import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import type { Mapping } from '../mapping/mapping.ts'
import { namedColumns } from '../mapping/named-columns.ts'
import { literal } from '../sql/quote.ts'
import { CleanRows } from './clean-rows.ts'
import { type StagedFile, stageFile } from './stage-file.ts'
import type { StagedSource } from './staged-source.ts'

/** A file of the new snapshot. */
export interface NumberedFile {
  readonly id: number
  readonly name: string
  readonly source: string
  /** Where its bytes are kept. */
  readonly path: string
  readonly size: number
  readonly loadedAt: string
  readonly sha256: string
  /** Set where another file has the same bytes, whose rows stand for its own. */
  readonly sameAs: number | undefined
}

export interface Staging {
  readonly sources: ReadonlyMap<string, StagedSource>
  readonly files: ReadonlyMap<number, StagedFile>
}

/** Reads every file into a table of texts of its source; rows without the shape of their header go to the quarantine at once. */
export async function stageSources(
  connection: DuckDBConnection,
  mapping: Mapping,
  files: readonly NumberedFile[],
  folder: string,
  onFile: (file: NumberedFile) => void,
): Promise<Staging> {
  const named = namedColumns(mapping)
  const sources = new Map<string, StagedSource>()
  const staged = new Map<number, StagedFile>()
  for (const [index, [name, source]] of Object.entries(mapping.sources).entries()) {
    const columns = named.get(name) ?? []
    const stagedSource: StagedSource = { name, source, columns, table: `staged_${index}`, dateFormats: new Map() }
    sources.set(name, stagedSource)
    await createStage(connection, stagedSource)
    const path = join(folder, `building.duckdb.rows-${index}.csv`)
    const clean = new CleanRows(path)
    try {
      for (const file of files.filter((file) => file.source === name && file.sameAs === undefined)) {
        onFile(file)
        const result = stageFile({ ...file, bytes: await readFile(file.path) }, source, columns, clean)
        staged.set(file.id, result)
        await quarantineBroken(connection, file.id, result)
      }
    } finally {
      clean.close()
    }
    await connection.run(`INSERT INTO ${stagedSource.table} SELECT * FROM ${cleanRowsSql(path, stagedSource)}`)
  }
  return { sources, files: staged }
}

async function createStage(connection: DuckDBConnection, { table, columns }: StagedSource): Promise<void> {
  const texts = columns.map((_, index) => `, c${index} VARCHAR`).join('')
  await connection.run(`CREATE TEMP TABLE ${table} (file_id INTEGER, line BIGINT${texts})`)
}

/** One way to read them, and no sniffing: a file that were not as it says would be a fault of ours, and is an error. */
function cleanRowsSql(path: string, { source, columns }: StagedSource): string {
  const types = ["'file_id': 'INTEGER'", "'line': 'BIGINT'", ...columns.map((_, index) => `'c${index}': 'VARCHAR'`)]
  const missing = ['', ...source.missing].map(literal).join(', ')
  return `read_csv(${literal(path)}, auto_detect = false, header = false, delim = ',', quote = '"', escape = '"', new_line = '\\n', nullstr = [${missing}], columns = {${types.join(', ')}})`
}

async function quarantineBroken(connection: DuckDBConnection, fileId: number, { broken }: StagedFile): Promise<void> {
  if (broken.length === 0) return
  const appender = await connection.createAppender('quarantine')
  for (const { line, code, reason, content } of broken) {
    appender.appendBigInt(BigInt(fileId))
    appender.appendBigInt(BigInt(line))
    appender.appendNull()
    for (const text of [code, reason, content]) appender.appendVarchar(text)
    appender.endRow()
  }
  appender.closeSync()
}
