import { createHash } from 'node:crypto'
import { chmod, open, readdir, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { deriveFacts } from '../facts/derive-facts.ts'
import type { DerivedFacts, FactSettings } from '../facts/fact-settings.ts'
import { BOOKKEEPING_TABLES } from '../model/bookkeeping-tables.ts'
import { createTable } from '../model/columns.ts'
import { SOURCE_TABLES } from '../model/source-tables.ts'
import { type SnapshotReference, serveSnapshot } from './current.ts'
import { type SnapshotPlace, snapshotPath } from './place.ts'
import { KEPT_SNAPSHOTS, pruneSnapshots } from './prune.ts'

export interface NewSnapshot {
  readonly settings: FactSettings
  /** What it was made by, kept with it: the mapping's text, or the demo shop's parameters. */
  readonly madeBy: string
  /** How many snapshots are kept, this one included. */
  readonly keep?: number
  /** Fills the source tables and the ledger, which are there and empty. */
  readonly fill: (connection: DuckDBConnection) => Promise<void>
  /** Told before the facts are derived and before the snapshot is stored. */
  readonly onStage?: (stage: 'facts' | 'storing') => void
}

export interface MadeSnapshot extends SnapshotReference {
  readonly derived: DerivedFacts
  /** Ids of snapshots that were removed, as only so many are kept. */
  readonly removed: readonly string[]
}

const BUILDING = 'building.duckdb'

/**
 * Makes a snapshot beside those that are there and lets it serve. Until the very end nothing of them changes, so that an error, or the
 * end of the process, leaves the last good one. The caller is within `withWriterLock`.
 */
export async function makeSnapshot(place: SnapshotPlace, snapshot: NewSnapshot): Promise<MadeSnapshot> {
  const building = join(place.snapshots, BUILDING)
  await removeRemains(place)
  try {
    const id = snapshotId(new Date(), snapshot.madeBy)
    const derived = await build(building, id, snapshot)
    await chmod(building, 0o600)
    await syncFile(building)
    await rename(building, snapshotPath(place, id))
    await serveSnapshot(place, id)
    const removed = await pruneSnapshots(place, snapshot.keep ?? KEPT_SNAPSHOTS)
    return { id, path: snapshotPath(place, id), derived, removed }
  } catch (error) {
    await removeRemains(place)
    throw error
  }
}

async function build(path: string, id: string, snapshot: NewSnapshot): Promise<DerivedFacts> {
  return withDatabase(path, async (connection) => {
    await createSourceTables(connection)
    await snapshot.fill(connection)
    snapshot.onStage?.('facts')
    const derived = await deriveFacts(connection, snapshot.settings)
    snapshot.onStage?.('storing')
    await storeSnapshotFacts(connection, id, snapshot, derived)
    await connection.run('CHECKPOINT')
    return derived
  })
}

async function storeSnapshotFacts(
  connection: DuckDBConnection,
  id: string,
  { settings, madeBy }: NewSnapshot,
  { firstDate, lastDate }: DerivedFacts,
): Promise<void> {
  await connection.run(
    `INSERT INTO snapshot_facts (snapshot_id, made_at, currency, time_zone, first_date, last_date, made_by)
     VALUES ($1, $2::TIMESTAMP, $3, $4, $5::DATE, $6::DATE, $7)`,
    [id, new Date().toISOString().replace('Z', ''), settings.currency, settings.timeZone, firstDate, lastDate, madeBy],
  )
}

/** DuckDB's own. Ten million lines take 1,121 MB of the process by it, and no more time than with 700 MB. */
const MEMORY_LIMIT = '520MB'

/** Opens a database file to write to, with the memory that a load may take, and closes it whatever happens. */
export async function withDatabase<Result>(
  path: string,
  work: (connection: DuckDBConnection) => Promise<Result>,
): Promise<Result> {
  const instance = await DuckDBInstance.create(path, { memory_limit: MEMORY_LIMIT })
  const connection = await instance.connect()
  try {
    return await work(connection)
  } finally {
    connection.closeSync()
    instance.closeSync()
  }
}

/** The tables that a snapshot starts with, empty: what files are loaded into, and the ledger. */
export async function createSourceTables(connection: DuckDBConnection): Promise<void> {
  for (const [name, table] of Object.entries(SOURCE_TABLES)) {
    await connection.run(createTable(name, table, ['file_id INTEGER', 'line BIGINT']))
  }
  for (const [name, table] of Object.entries(BOOKKEEPING_TABLES)) await connection.run(createTable(name, table))
}

/** Ids sort by time; the hash tells two of one millisecond apart. */
function snapshotId(now: Date, madeBy: string): string {
  const hash = createHash('sha256').update(`${madeBy}\n${process.pid}`).digest('hex')
  return `${now.toISOString().replace(/[-:.]/g, '')}-${hash.slice(0, 8)}`
}

async function removeRemains(place: SnapshotPlace): Promise<void> {
  const names = await readdir(place.snapshots)
  for (const name of names.filter((name) => name.startsWith(BUILDING))) {
    await rm(join(place.snapshots, name), { recursive: true })
  }
}

async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r+')
  try {
    await file.sync()
  } finally {
    await file.close()
  }
}
