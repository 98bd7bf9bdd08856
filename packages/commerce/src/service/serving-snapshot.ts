import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { CodedError } from '@zerosec/errors'
import { readSnapshotFacts, type SnapshotFacts } from '../query/snapshot-facts.ts'
import { currentSnapshot, type SnapshotReference } from '../snapshots/current.ts'
import type { SnapshotPlace } from '../snapshots/place.ts'
import { duckdbWarehouse } from '../warehouse/duckdb-warehouse.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import type { Turns } from './turns.ts'

/** A snapshot that is open for queries. */
export interface Serving {
  readonly id: string
  readonly warehouse: Warehouse
  readonly facts: SnapshotFacts
}

export interface ServingOptions {
  readonly memoryMb: number
  readonly threads: number
  /** Statements that may run at once; each has a connection of its own. */
  readonly connections: number
  /** Of the process. */
  readonly turns: Turns
  /** Told when a snapshot is opened. */
  readonly onOpen?: () => void
}

interface Opened extends Serving {
  close(): void
}

/** A snapshot that is open, or being opened, and how many use it. */
interface Held {
  readonly id: string
  readonly opened: Promise<Opened>
  users: number
  isRetired: boolean
}

/**
 * The snapshot of a workspace that serves, open for reading. Each use begins with a look at which one that is: after a load the next use
 * opens the new one, and those that are under way end on the old one, which the last of them closes.
 */
export class ServingSnapshot {
  readonly #place: SnapshotPlace
  readonly #options: ServingOptions
  #held: Held | undefined
  /** When it was used last, in ms of `performance.now()`: two uses within a millisecond have an order, and no clock that is set turns it. */
  usedAt = Number.NEGATIVE_INFINITY

  constructor(place: SnapshotPlace, options: ServingOptions) {
    this.#place = place
    this.#options = options
  }

  /** The id of the snapshot that serves. @throws CodedError commerce_no_snapshot */
  async id(): Promise<string> {
    return (await this.#current()).id
  }

  /** @throws CodedError commerce_no_snapshot, and what the work throws */
  async use<Result>(work: (serving: Serving) => Promise<Result>): Promise<Result> {
    const current = await this.#current()
    this.usedAt = performance.now()
    const held = this.#hold(current)
    held.users++
    try {
      return await work(await held.opened)
    } finally {
      held.users--
      closeWhereUnused(held)
      this.usedAt = performance.now()
    }
  }

  get isOpen(): boolean {
    return this.#held !== undefined
  }

  /** Closes it as soon as nothing uses it; the next use opens it again. */
  release(): void {
    const held = this.#held
    this.#held = undefined
    if (!held) return
    held.isRetired = true
    closeWhereUnused(held)
  }

  async #current(): Promise<SnapshotReference> {
    const current = await currentSnapshot(this.#place)
    if (current === undefined) throw new CodedError('commerce_no_snapshot', { workspace: this.#place.workspace })
    return current
  }

  #hold(reference: SnapshotReference): Held {
    if (this.#held?.id === reference.id) return this.#held
    this.release()
    const opened = openServing(reference, this.#options)
    const held: Held = { id: reference.id, opened, users: 0, isRetired: false }
    opened.catch(() => {
      if (this.#held === held) this.#held = undefined
    })
    this.#held = held
    this.#options.onOpen?.()
    return held
  }
}

async function openServing({ id, path }: SnapshotReference, options: ServingOptions): Promise<Opened> {
  const { memoryMb, threads, connections, turns } = options
  const instance = await DuckDBInstance.create(path, {
    access_mode: 'READ_ONLY',
    memory_limit: `${memoryMb}MB`,
    threads: String(threads),
    enable_external_access: 'false',
    autoinstall_known_extensions: 'false',
    lock_configuration: 'true',
  })
  const open: DuckDBConnection[] = []
  const close = () => {
    for (const connection of open) connection.closeSync()
    instance.closeSync()
  }
  try {
    for (let i = 0; i < connections; i++) open.push(await instance.connect())
    const all = duckdbWarehouse(open)
    const warehouse: Warehouse = {
      ...all,
      run: (sql, limits) => turns.hold(() => withoutRawErrors(all.run(sql, limits), memoryMb)),
    }
    return { id, warehouse, facts: await readSnapshotFacts(warehouse), close }
  } catch (error) {
    close()
    throw error
  }
}

/** What runs out of memory is the query's fault; other errors of DuckDB stay faults of ours, which no caller sees. */
async function withoutRawErrors<Result>(running: Promise<Result>, limit: number): Promise<Result> {
  try {
    return await running
  } catch (error) {
    if (!(error instanceof Error) || !/^Out of Memory/i.test(error.message)) throw error
    throw new CodedError('commerce_query_memory', { limit }, { cause: error })
  }
}

function closeWhereUnused({ isRetired, users, opened }: Held): void {
  if (isRetired && users === 0)
    opened.then(
      (each) => each.close(),
      () => {},
    )
}
