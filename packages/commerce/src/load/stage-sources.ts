import { readFile, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { CodedError } from '@zerosec/errors'
import type { Mapping } from '../mapping/mapping.ts'
import { namedColumns } from '../mapping/named-columns.ts'
import { literal } from '../sql/quote.ts'
import { CleanRows } from './clean-rows.ts'
import { mayGoDirectly } from './direct-rows.ts'
import { type StagedFile, stageFile } from './stage-file.ts'
import type { StagedSource } from './staged-source.ts'
import type { NumberedFile, Staging } from './staging.ts'

/**
 * Reads files into a table of texts of its source; rows without the shape of their header go to the quarantine at once.
 * @param directBytes  from which size on a file may go directly
 */
export async function stageSources(
  connection: DuckDBConnection,
  mapping: Mapping,
  files: readonly NumberedFile[],
  folder: string,
  onFile: (file: NumberedFile) => void,
  directBytes?: number,
): Promise<Staging> {
  const named = namedColumns(mapping)
  const sources = new Map<string, StagedSource>()
  const staged = new Map<number, StagedFile>()
  const later: NumberedFile[] = []
  for (const [index, [name, source]] of Object.entries(mapping.sources).entries()) {
    const columns = named.get(name) ?? []
    const stagedSource: StagedSource = { name, source, columns, table: `staged_${index}`, dateFormats: new Map() }
    sources.set(name, stagedSource)
    await createStage(connection, stagedSource)
    const own = files.filter((file) => file.source === name && file.sameAs === undefined)
    const direct = own.filter((file) => mayGoDirectly(mapping, name, file, directBytes))
    later.push(...direct)
    const found = await stageFiles(
      connection,
      stagedSource,
      own.filter((file) => !direct.includes(file)),
      folder,
      onFile,
    )
    for (const [id, file] of found) staged.set(id, file)
  }
  return { sources, files: staged, direct: later }
}

/** Reads files of one source by the scanner into its table. */
export async function stageFiles(
  connection: DuckDBConnection,
  staged: StagedSource,
  files: readonly NumberedFile[],
  folder: string,
  onFile: (file: NumberedFile) => void,
): Promise<ReadonlyMap<number, StagedFile>> {
  const results = new Map<number, StagedFile>()
  if (files.length === 0) return results
  const path = join(folder, `building.duckdb.${staged.table}.csv`)
  const clean = new CleanRows(path)
  try {
    for (const file of files) {
      onFile(file)
      const result = stageFile({ ...file, bytes: await readWhole(file) }, staged.source, staged.columns, clean)
      results.set(file.id, result)
      await quarantineBroken(connection, file.id, result)
    }
  } finally {
    clean.close()
  }
  await connection.run(`INSERT INTO ${staged.table} SELECT * FROM ${cleanRowsSql(path, staged)}`)
  await rm(path)
  return results
}

/** What one buffer of Node holds. */
const MAX_BYTES = 2 ** 31 - 1

async function readWhole({ name, path, size }: NumberedFile): Promise<Uint8Array> {
  if (size > MAX_BYTES) throw new CodedError('source_file_large', { file: name, bytes: size, limit: MAX_BYTES })
  return readFile(path)
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
