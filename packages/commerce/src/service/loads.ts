import { randomUUID } from 'node:crypto'
import { createWriteStream } from 'node:fs'
import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pipeline } from 'node:stream/promises'
import type { CommerceLoad } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { DEMO_DEFAULTS } from '../demo/demo-settings.ts'
import type { LoadedFile } from '../load/load-files.ts'
import { parseMapping } from '../mapping/parse-mapping.ts'
import { presetText } from '../mapping/presets.ts'
import { timeZoneOf } from '../mapping/time-zone.ts'
import type { SnapshotPlace } from '../snapshots/place.ts'
import { runInChild } from './child-task.ts'
import { KEPT_LOADS, readRecords, tellOf } from './load-records.ts'
import type { LoadOutcome, LoadTask } from './load-task.ts'

/** A file that is to be loaded, wherever it lies. */
export interface LoadInput {
  readonly name: string
  read(): Promise<AsyncIterable<Uint8Array>>
}

export interface FilesToLoad {
  readonly inputs: readonly LoadInput[]
  readonly preset?: string | undefined
  readonly mapping?: string | undefined
  readonly fresh: boolean
}

export interface DemoToMake {
  readonly orders: number
  readonly seed: number
  readonly until?: string | undefined
  readonly replace: boolean
}

const CHILD = new URL('./load-child.ts', import.meta.url)
/** Of all workspaces: each takes a processor and more than a gigabyte. */
const AT_ONCE = 2
const LONGEST_NAME_BYTES = 255

type OnProgress = (fraction: number, words: string) => void
type Report = (error: unknown, load: string) => void

/**
 * The loads of this process, which run in processes of their own: one of a workspace at a time. What other processes load on the same
 * folder is told too.
 */
export class Loads {
  readonly #dataFolder: string
  readonly #onFault: Report
  /** By workspace. */
  readonly #running = new Map<string, { record: CommerceLoad; ended: Promise<void> }>()
  readonly #stopping = new AbortController()

  constructor(dataFolder: string, onFault: Report) {
    this.#dataFolder = dataFolder
    this.#onFault = onFault
  }

  /** Begins to make the demo shop. @throws CodedError load_running, commerce_busy */
  demo(place: SnapshotPlace, { until = DEMO_DEFAULTS.until, ...demo }: DemoToMake): Promise<CommerceLoad> {
    return this.#start(place, 'demo', (onProgress) => this.#child(place, { kind: 'demo', until, ...demo }, onProgress))
  }

  /** Begins to load files. @throws CodedError preset_unknown, mapping_invalid, source_names_equal, load_running, commerce_busy */
  async files(place: SnapshotPlace, files: FilesToLoad): Promise<CommerceLoad> {
    const mapping = files.preset === undefined ? files.mapping : await presetText(files.preset)
    if (mapping !== undefined) parseMapping(mapping)
    checkNames(files.inputs)
    return this.#start(place, 'files', async (onProgress) => {
      const folder = await mkdtemp(join(tmpdir(), 'zerosec-load-'))
      try {
        await this.#copy(files.inputs, folder, onProgress)
        return await this.#child(place, { kind: 'files', folder, mapping, fresh: files.fresh }, onProgress)
      } finally {
        await rm(folder, { recursive: true, force: true })
      }
    })
  }

  /** Begins to count the days of another time zone, from the files that are kept. @throws CodedError time_zone_unknown, load_running, commerce_busy */
  async timeZone(place: SnapshotPlace, text: string): Promise<CommerceLoad> {
    const timeZone = timeZoneOf(text)
    return this.#start(place, 'time_zone', (onProgress) =>
      this.#child(place, { kind: 'time_zone', timeZone }, onProgress),
    )
  }

  /** Those that run and those that have ended, the newest first. */
  async list(place: SnapshotPlace): Promise<CommerceLoad[]> {
    const running = this.#running.get(place.workspace)
    const ended = await readRecords(place)
    return running ? [running.record, ...ended.filter(({ load_id: id }) => id !== running.record.load_id)] : ended
  }

  /** @throws CodedError commerce_load_unknown */
  async get(place: SnapshotPlace, id: string): Promise<CommerceLoad> {
    const found = (await this.list(place)).find((load) => load.load_id === id.toLowerCase())
    if (!found) throw new CodedError('commerce_load_unknown', { load: id, kept: KEPT_LOADS })
    return found
  }

  /** Ends what runs; the snapshots are as if it had not begun. */
  async close(): Promise<void> {
    this.#stopping.abort(new CodedError('commerce_load_lost', { problem: 'the service was stopped' }))
    await Promise.all([...this.#running.values()].map(({ ended }) => ended))
  }

  async #start(
    place: SnapshotPlace,
    kind: CommerceLoad['kind'],
    work: (onProgress: OnProgress) => Promise<LoadOutcome>,
  ): Promise<CommerceLoad> {
    const { workspace } = place
    if (this.#running.has(workspace)) throw new CodedError('load_running', { workspace })
    if (this.#running.size >= AT_ONCE) throw new CodedError('commerce_busy', { what: 'loads' })
    const record = newRecord(kind)
    const told = tellOf(place, record)
    const ended = this.#run(record, work, told).finally(() => this.#running.delete(workspace))
    this.#running.set(workspace, { record, ended })
    await told // whoever asks another process about it finds it
    return record
  }

  async #run(
    record: CommerceLoad,
    work: (onProgress: OnProgress) => Promise<LoadOutcome>,
    told: ReturnType<typeof tellOf>,
  ): Promise<void> {
    try {
      await told
      const outcome = await work((fraction, words) => Object.assign(record, { fraction, words }))
      const { snapshotId, findings } = outcome
      const files = outcome.files.map(fileView)
      Object.assign(record, { state: 'done', fraction: 1, words: 'done', snapshot_id: snapshotId, files, findings })
    } catch (error) {
      const coded =
        error instanceof CodedError ? error : new CodedError('commerce_load_lost', { problem: 'a fault of ours' })
      if (coded !== error) this.#onFault(error, record.load_id)
      Object.assign(record, { state: 'failed', error: { code: coded.code, message: coded.message } })
    }
    record.ended_at = new Date().toISOString()
    const keep = async (): Promise<void> => (await told)()
    await keep().catch((error: unknown) => this.#onFault(error, record.load_id))
  }

  #child(
    { workspace }: SnapshotPlace,
    task: DistributiveOmit<LoadTask, 'dataFolder' | 'workspace'>,
    onProgress: OnProgress,
  ): Promise<LoadOutcome> {
    const whole: LoadTask = { ...task, dataFolder: this.#dataFolder, workspace }
    return runInChild(CHILD, whole, { onProgress, signal: this.#stopping.signal })
  }

  async #copy(inputs: readonly LoadInput[], folder: string, onProgress: OnProgress): Promise<void> {
    for (const input of inputs) {
      const { name } = input
      onProgress(0, `fetching ${name}`)
      const target = createWriteStream(join(folder, name), { flags: 'wx', mode: 0o600 })
      await pipeline(await input.read(), target, { signal: this.#stopping.signal })
    }
  }
}

type DistributiveOmit<Union, Keys extends PropertyKey> = Union extends unknown ? Omit<Union, Keys> : never

function newRecord(kind: CommerceLoad['kind']): CommerceLoad {
  return {
    load_id: randomUUID(),
    kind,
    state: 'running',
    fraction: 0,
    words: 'starting',
    started_at: new Date().toISOString(),
    ended_at: null,
    snapshot_id: null,
    error: null,
    files: [],
    findings: [],
  }
}

function fileView({ sameAs, ...file }: LoadedFile): CommerceLoad['files'][number] {
  return { ...file, ...(sameAs === undefined ? {} : { same_as: sameAs }) }
}

/** @throws CodedError file_name_invalid, source_names_equal */
export function checkNames(inputs: readonly LoadInput[]): void {
  const names = new Set<string>()
  for (const { name } of inputs) {
    const isName = !/[/\\\p{Cc}]/u.test(name) && !/^\.*$/.test(name) && Buffer.byteLength(name) <= LONGEST_NAME_BYTES
    if (!isName) throw new CodedError('file_name_invalid', { file: name })
    if (names.has(name)) throw new CodedError('source_names_equal', { file: name })
    names.add(name)
  }
}
