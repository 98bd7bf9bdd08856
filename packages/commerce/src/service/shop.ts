import { createHash } from 'node:crypto'
import { Readable } from 'node:stream'
import type {
  CommerceAnomalies,
  CommerceAnomaliesRequest,
  CommerceChange,
  CommerceChangeRequest,
  CommerceCube,
  CommerceCubeQuery,
  CommerceExportFormat,
  CommerceLoad,
  CommercePresets,
  CommerceQuarantine,
  CommerceQuery,
  CommerceQueryInput,
  CommerceResult,
  CommerceRows,
  CommerceRowsRequest,
  CommerceSqlResult,
  CommerceStatus,
} from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { metricAnomalies } from '../anomalies/metric-anomalies.ts'
import { runCube } from '../cubes/run-cube.ts'
import { demoSettingsOf } from '../demo/make-demo.ts'
import { PRESETS, presetText } from '../mapping/presets.ts'
import { explainChange } from '../query/explain-change.ts'
import { rowsBehind } from '../query/rows-behind.ts'
import { parseQuery, type QueryOptions, runParsedQuery } from '../query/run-query.ts'
import { currentSnapshot } from '../snapshots/current.ts'
import { listSnapshots, type SnapshotSummary } from '../snapshots/list-snapshots.ts'
import type { SnapshotPlace } from '../snapshots/place.ts'
import { undoSnapshot } from '../snapshots/undo.ts'
import { Answers } from './answers.ts'
import { exportFile } from './export-file.ts'
import type { DemoToMake, FilesToLoad, Loads } from './loads.ts'
import { PointerWatch } from './pointer-watch.ts'
import { quarantineLines } from './quarantine-lines.ts'
import { runSql, type SqlLimits } from './run-sql.ts'
import type { ServingSnapshot } from './serving-snapshot.ts'
import { type QuarantinePage, quarantineCursor, quarantinePage, shopStatus } from './shop-status.ts'

/** Queries of one snapshot. Each throws what its function of the same name does. */
export interface Questions {
  readonly snapshotId: string
  readonly query: (query: CommerceQueryInput) => Promise<CommerceResult>
  readonly cube: (query: CommerceCubeQuery) => Promise<CommerceCube>
  readonly rows: (request: CommerceRowsRequest) => Promise<CommerceRows>
  readonly anomalies: (request: CommerceAnomaliesRequest) => Promise<CommerceAnomalies>
  readonly change: (request: CommerceChangeRequest) => Promise<CommerceChange>
}

/** What one workspace's shop answers. All of it throws commerce_no_snapshot before the first load. */
export class Shop {
  readonly place: SnapshotPlace
  readonly #serving: ServingSnapshot
  readonly #watch: PointerWatch
  readonly #answers = new Answers()
  #zone: { readonly id: string; readonly zone: string | null } | undefined
  readonly #loads: Loads
  readonly #limits: SqlLimits

  constructor(place: SnapshotPlace, serving: ServingSnapshot, loads: Loads, limits: SqlLimits) {
    this.place = place
    this.#serving = serving
    this.#watch = new PointerWatch(place)
    this.#loads = loads
    this.#limits = limits
  }

  /** The id of the snapshot that serves. */
  snapshotId(): Promise<string> {
    return this.#serving.id()
  }

  /** Whose days are counted; null where that is not known. Who asks again and again does not keep the snapshot open. */
  async timeZone(): Promise<string | null> {
    const id = await this.snapshotId()
    if (this.#zone?.id !== id) this.#zone = { id, zone: await this.#serving.use(async ({ facts }) => facts.timeZone) }
    return this.#zone.zone
  }

  /** Asks several things of one and the same snapshot. */
  ask<Result>(work: (questions: Questions) => Promise<Result>, signal?: AbortSignal): Promise<Result> {
    return this.#serving.use(({ id, warehouse, facts }) => {
      const options: QueryOptions = {
        snapshot: facts,
        timeLimitMs: this.#limits.timeLimitMs,
        ...(signal === undefined ? {} : { signal }),
      }
      const query = (asked: CommerceQueryInput) => {
        const { tag, query } = answerTag(id, asked)
        return this.#answers.get(tag, () => runParsedQuery(warehouse, query, options))
      }
      return work({
        snapshotId: id,
        query,
        anomalies: (request) => metricAnomalies(query, request),
        cube: (query) => this.#answers.get(`${id}.${JSON.stringify(query)}`, () => runCube(warehouse, query, options)),
        rows: (request) => rowsBehind(warehouse, request, options),
        change: (request) => explainChange(warehouse, request, options),
      })
    })
  }

  status(): Promise<CommerceStatus> {
    return this.#serving.use(shopStatus)
  }

  /** @throws CodedError request_invalid for what is no cursor, commerce_cursor_outdated */
  quarantine({ cursor, ...wanted }: QuarantinePage): Promise<CommerceQuarantine> {
    return this.#serving.use(async (serving) => {
      const begin = cursor === undefined ? { snapshotId: serving.id, offset: 0 } : quarantineCursor(cursor)
      if (begin === undefined) throw new CodedError('request_invalid', { problem: 'the cursor is none of ours' })
      if (begin.snapshotId !== serving.id) throw new CodedError('commerce_cursor_outdated')
      return (await quarantinePage(serving, { ...wanted, offset: begin.offset })) as CommerceQuarantine
    })
  }

  /** All of the quarantine's rows as CSV. */
  async quarantineFile(wanted: { code?: string | undefined; file?: string | undefined }): Promise<Readable> {
    await this.snapshotId()
    return Readable.from(quarantineLines(this.#serving, wanted))
  }

  /** Tells which snapshot serves, now and whenever that changes. @returns how to stop */
  watch(onSnapshot: (id: string) => void): Promise<() => void> {
    return this.#watch.listen(onSnapshot)
  }

  /** As `runSql`. @throws CodedError commerce_no_snapshot */
  async sql(
    request: { readonly sql: string; readonly limit: number },
    signal?: AbortSignal,
  ): Promise<CommerceSqlResult> {
    await this.snapshotId()
    return runSql(this.place, request, this.#limits, signal)
  }

  /** The columns of an answer as a file. @throws CodedError commerce_busy */
  export(result: CommerceResult, format: CommerceExportFormat): Promise<Readable> {
    return exportFile(result, format, this.#limits.turns)
  }

  /** As `Loads.demo`. */
  makeDemo(demo: DemoToMake): Promise<CommerceLoad> {
    return this.#loads.demo(this.place, demo)
  }

  /** As `Loads.files`. */
  load(files: FilesToLoad): Promise<CommerceLoad> {
    return this.#loads.files(this.place, files)
  }

  /** That the snapshot that serves was loaded by; undefined before the first load, and for a shop that was made up. */
  async mapping(): Promise<string | undefined> {
    if ((await currentSnapshot(this.place)) === undefined) return undefined
    const { columns } = await this.#serving.use(({ warehouse }) => warehouse.run('SELECT made_by FROM snapshot_facts'))
    const madeBy = String(columns[0]?.[0] ?? '')
    return demoSettingsOf(madeBy) === undefined ? madeBy : undefined
  }

  /** The mappings that come with us. */
  async presets(): Promise<CommercePresets> {
    const texts = PRESETS.map(async (name) => ({ name, mapping: await presetText(name) }))
    return { presets: await Promise.all(texts) }
  }

  /** As `Loads.timeZone`. @throws CodedError commerce_no_snapshot */
  async changeTimeZone(timeZone: string): Promise<CommerceLoad> {
    await this.snapshotId()
    return this.#loads.timeZone(this.place, timeZone)
  }

  loads(): Promise<CommerceLoad[]> {
    return this.#loads.list(this.place)
  }

  /** @throws CodedError commerce_load_unknown */
  loadOf(id: string): Promise<CommerceLoad> {
    return this.#loads.get(this.place, id)
  }

  close(): void {
    this.#watch.close()
    this.#serving.release()
  }

  snapshots(): Promise<SnapshotSummary[]> {
    return listSnapshots(this.place)
  }

  /** Lets another snapshot serve. @throws CodedError commerce_no_snapshot, snapshot_unknown, load_running */
  async serve(snapshotId: string): Promise<{ before: string; now: string }> {
    await this.snapshotId()
    return undoSnapshot(this.place, snapshotId)
  }
}

/**
 * What a query's answer is known by: the snapshot and the query as it is understood, whatever was written for it.
 * @throws CodedError commerce_query_invalid
 */
export function answerTag(snapshotId: string, query: CommerceQueryInput): { tag: string; query: CommerceQuery } {
  const normal = parseQuery(query)
  const hash = createHash('sha256').update(JSON.stringify(normal)).digest('base64url')
  return { tag: `${snapshotId}.${hash.slice(0, 22)}`, query: normal }
}
