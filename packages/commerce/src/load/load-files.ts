import { rm } from 'node:fs/promises'
import type { DuckDBConnection } from '@duckdb/node-api'
import { CodedError } from '@zerosec/errors'
import { type Exclusion, type Finding, STATUS_WORDS } from '../facts/fact-settings.ts'
import type { Mapping } from '../mapping/mapping.ts'
import { parseMapping } from '../mapping/parse-mapping.ts'
import { timeZoneOf, withTimeZone } from '../mapping/time-zone.ts'
import { currentSnapshot } from '../snapshots/current.ts'
import { makeSnapshot } from '../snapshots/make-snapshot.ts'
import { openSnapshot } from '../snapshots/open-snapshot.ts'
import type { SnapshotPlace } from '../snapshots/place.ts'
import { withWriterLock } from '../snapshots/writer-lock.ts'
import { fillSnapshot, type TableRows } from './fill-snapshot.ts'
import { findFiles, type GivenFile, matchFiles } from './find-files.ts'
import { type LoadFinding, notUsed } from './findings.ts'
import { hashFile, keepFile, keptPath } from './keep-file.ts'
import { type LedgerFile, readLedger } from './ledger.ts'
import { byNaturalOrder } from './natural-order.ts'
import type { RowCounts } from './reconcile.ts'
import type { NumberedFile } from './staging.ts'

export interface LoadRequest {
  /** Folders and files. */
  readonly paths: readonly string[]
  /** YAML; undefined takes that of the snapshot that serves. */
  readonly mapping?: string | undefined
  /** Of the shop, instead of the one that the mapping names. */
  readonly timeZone?: string | undefined
  /** Forgets the files of earlier loads. */
  readonly fresh?: boolean
  /** How many snapshots are kept. */
  readonly keep?: number | undefined
  readonly onProgress?: (progress: LoadProgress) => void
}

export interface LoadProgress {
  readonly stage: 'hashing' | 'reading' | 'tables' | 'facts' | 'storing'
  /** Of the whole, 0 to 1. */
  readonly fraction: number
  readonly words: string
}

export interface LoadedFile extends Partial<RowCounts> {
  readonly name: string
  readonly source: string
  readonly state: 'new' | 'replaced' | 'unchanged' | 'kept'
  /** The file with the same bytes, whose rows stand for this one's. */
  readonly sameAs?: string
}

export interface LoadResult {
  /** Null where nothing had changed, and the snapshot that serves goes on. */
  readonly snapshot: string | null
  readonly serves: string
  readonly files: readonly LoadedFile[]
  readonly tables: readonly TableRows[]
  readonly findings: readonly LoadFinding[]
  /** What the deriving of facts left out or capped. */
  readonly facts: readonly Finding[]
  readonly removed: readonly string[]
}

/** A file that the new snapshot is made of; `path` where it is not kept yet. */
interface Candidate extends LedgerFile {
  readonly state: LoadedFile['state']
  readonly path?: string
}

/**
 * Loads files into a new snapshot, together with the files of the one that serves. What is in it follows from the files' names and bytes and
 * the mapping alone, not from the order in which they came. Nothing changes until all of it is done.
 *
 * @throws CodedError those of mappings, files, orders_missing, load_running
 */
export async function loadFiles(place: SnapshotPlace, request: LoadRequest): Promise<LoadResult> {
  return withWriterLock(place, async () => {
    const before = await filesBefore(place)
    const written = request.mapping ?? before.mapping
    if (written === undefined) throw new CodedError('mapping_needed')
    const text = request.timeZone === undefined ? written : withTimeZone(written, timeZoneOf(request.timeZone))
    const mapping = parseMapping(text)
    const given = matchFiles(mapping, await findFiles(request.paths))
    if (given.matched.length === 0 && request.paths.length > 0) throw noneMatched(mapping, given.unmatched)
    const ledger = request.fresh === true ? [] : before.files
    const candidates = await mergeLedger(mapping, ledger, given.matched, request)
    const isSame = candidates.every(({ state }) => state === 'unchanged' || state === 'kept')
    if (isSame && candidates.length === before.files.length && text === before.mapping && before.id !== undefined) {
      return nothingChanged(before.id, candidates, given.unmatched)
    }
    if (candidates.length === 0) throw new CodedError('orders_missing', { problem: 'no file was given' })
    return makeLoaded(place, request, { text, mapping, candidates, unmatched: given.unmatched })
  })
}

interface Prepared {
  readonly text: string
  readonly mapping: Mapping
  readonly candidates: readonly Candidate[]
  readonly unmatched: readonly GivenFile[]
}

async function makeLoaded(place: SnapshotPlace, request: LoadRequest, prepared: Prepared): Promise<LoadResult> {
  const { text, mapping, candidates, unmatched } = prepared
  const kept: string[] = []
  try {
    for (const candidate of candidates) {
      const { name, path, sha256 } = candidate
      if (path !== undefined && (await keepFile(place, { name, path }, sha256))) kept.push(keptPath(place, sha256))
    }
    const files = numberFiles(place, candidates)
    let filled: Awaited<ReturnType<typeof fillSnapshot>> | undefined
    const made = await makeSnapshot(place, {
      settings: { currency: mapping.currency, timeZone: mapping.time_zone, statuses: statusesOf(mapping) },
      madeBy: text,
      ...(request.keep === undefined ? {} : { keep: request.keep }),
      fill: async (connection: DuckDBConnection) => {
        filled = await fillSnapshot(
          connection,
          { mapping, files, unmatched, folder: place.snapshots },
          request.onProgress,
        )
      },
      onStage: (stage) => request.onProgress?.(stage === 'facts' ? DERIVING : STORING),
    })
    const { counts, tables, findings } = filled!
    return {
      snapshot: made.id,
      serves: made.id,
      files: files.map((file, index) => loadedFile(file, candidates[index]!.state, files, counts.get(file.id))),
      tables,
      findings,
      facts: made.derived.findings,
      removed: made.removed,
    }
  } catch (error) {
    for (const path of kept) await rm(path, { force: true })
    throw error
  }
}

const DERIVING: LoadProgress = { stage: 'facts', fraction: 0.75, words: 'deriving facts' }
const STORING: LoadProgress = { stage: 'storing', fraction: 0.97, words: 'storing the snapshot' }

interface FilesBefore {
  readonly id?: string
  readonly mapping?: string
  readonly files: readonly LedgerFile[]
}

/** The files and the mapping of the snapshot that serves; none of a demo shop's, which was made of no files. */
async function filesBefore(place: SnapshotPlace): Promise<FilesBefore> {
  if ((await currentSnapshot(place)) === undefined) return { files: [] }
  const snapshot = await openSnapshot(place)
  try {
    const files = await readLedger(snapshot.connection)
    if (files.length === 0) return { files }
    const [[mapping]] = (await snapshot.connection.runAndReadAll('SELECT made_by FROM snapshot_facts')).getRows() as [
      [string],
    ]
    return { id: snapshot.id, mapping, files }
  } finally {
    snapshot.close()
  }
}

/** The files of the ledger with those given: one of the same name replaces. Those that the mapping knows no longer are left out. */
async function mergeLedger(
  mapping: Mapping,
  ledger: readonly LedgerFile[],
  given: readonly (GivenFile & { readonly source: string })[],
  { onProgress }: LoadRequest,
): Promise<Candidate[]> {
  const known = matchFiles(
    mapping,
    ledger.map(({ name }) => ({ name, path: '' })),
  ).matched
  const sources = new Map(known.map(({ name, source }) => [name, source]))
  const files = new Map<string, Candidate>()
  for (const file of ledger) {
    const source = sources.get(file.name)
    if (source !== undefined) files.set(file.name, { ...file, source, state: 'kept' })
  }
  const loadedAt = new Date().toISOString().slice(0, 19).replace('T', ' ')
  for (const [index, { name, path, source }] of given.entries()) {
    onProgress?.({ stage: 'hashing', fraction: (0.1 * index) / given.length, words: name })
    const { sha256, size } = await hashFile(path)
    const before = files.get(name)
    if (before?.sha256 === sha256) files.set(name, { ...before, state: 'unchanged' })
    else
      files.set(name, { name, source, sha256, size, loadedAt, path, state: before === undefined ? 'new' : 'replaced' })
  }
  return [...files.values()].sort((a, b) => byNaturalOrder(a.name, b.name))
}

/** Numbers follow the names; of files of one kind with the same bytes the first has the rows. */
function numberFiles(place: SnapshotPlace, candidates: readonly Candidate[]): NumberedFile[] {
  const first = new Map<string, number>()
  return candidates.map(({ name, source, sha256, size, loadedAt }, index) => {
    const id = index + 1
    const sameAs = first.get(`${source}/${sha256}`)
    if (sameAs === undefined) first.set(`${source}/${sha256}`, id)
    return { id, name, source, path: keptPath(place, sha256), sha256, size, loadedAt, sameAs }
  })
}

function loadedFile(
  { name, source, sameAs }: NumberedFile,
  state: LoadedFile['state'],
  files: readonly NumberedFile[],
  counts: RowCounts | undefined,
): LoadedFile {
  return { name, source, state, ...(sameAs === undefined ? {} : { sameAs: files[sameAs - 1]!.name }), ...counts }
}

function statusesOf({ statuses }: Mapping): Readonly<Record<string, Exclusion>> {
  if (statuses === undefined) return STATUS_WORDS
  const words = Object.entries(statuses).flatMap(([exclusion, words]) =>
    (words ?? []).map((word) => [word.toLowerCase(), exclusion as Exclusion] as const),
  )
  return Object.fromEntries(words)
}

function nothingChanged(serves: string, candidates: readonly Candidate[], unmatched: readonly GivenFile[]): LoadResult {
  const files = candidates.map(({ name, source, state }) => ({ name, source, state }))
  return { snapshot: null, serves, files, tables: [], findings: unmatched.map(notUsed), facts: [], removed: [] }
}

function noneMatched(mapping: Mapping, files: readonly GivenFile[]): CodedError {
  return new CodedError('source_files_none', {
    mapping: mapping.name,
    patterns: Object.values(mapping.sources).flatMap(({ files }) => files),
    files: files.length === 0 ? 'none' : files.slice(0, 10).map(({ name }) => name),
  })
}
