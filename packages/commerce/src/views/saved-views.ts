import type { CommerceView, CommerceViewChanges, CommerceViewRequest } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { z } from 'zod'
import { type Kept, KeptRecords } from '../keeping/kept-records.ts'
import type { SnapshotPlace } from '../snapshots/place.ts'

export const MOST_VIEWS = 200

const ViewRecord = z.object({ name: z.string(), state: z.string(), createdAt: z.string(), updatedAt: z.string() })
type ViewRecord = Kept<z.output<typeof ViewRecord>>

const records = new KeptRecords('views', ViewRecord)

/** Views of the page that a workspace keeps, by names of which each is there once. */
export class SavedViews {
  readonly #place: SnapshotPlace

  constructor(place: SnapshotPlace) {
    this.#place = place
  }

  /** By name. */
  async list(): Promise<CommerceView[]> {
    const all = await records.list(this.#place)
    return all.map(viewOf).sort((a, b) => a.name.localeCompare(b.name, 'en'))
  }

  /** @throws CodedError commerce_view_unknown */
  async get(id: string): Promise<CommerceView> {
    return viewOf(await this.#record(id))
  }

  /** @throws CodedError commerce_view_name_taken, commerce_views_full */
  async create({ name, state }: CommerceViewRequest): Promise<CommerceView> {
    const all = await records.list(this.#place)
    if (all.length >= MOST_VIEWS) throw new CodedError('commerce_views_full', { limit: MOST_VIEWS })
    refuseTaken(all, name)
    const now = new Date().toISOString()
    return viewOf(await records.add(this.#place, { name, state, createdAt: now, updatedAt: now }))
  }

  /** @throws CodedError commerce_view_unknown, commerce_view_name_taken */
  async change(id: string, { name, state }: CommerceViewChanges): Promise<CommerceView> {
    const record = await this.#record(id)
    const others = (await records.list(this.#place)).filter((each) => each.id !== record.id)
    if (name !== undefined) refuseTaken(others, name)
    const after = { ...record, updatedAt: new Date().toISOString() }
    if (name !== undefined) after.name = name
    if (state !== undefined) after.state = state
    await records.replace(this.#place, after)
    return viewOf(after)
  }

  /** @throws CodedError commerce_view_unknown */
  async remove(id: string): Promise<void> {
    await records.remove(this.#place, (await this.#record(id)).id)
  }

  async #record(id: string): Promise<ViewRecord> {
    const record = await records.get(this.#place, id.toLowerCase())
    if (!record) throw new CodedError('commerce_view_unknown', { view: id })
    return record
  }
}

function refuseTaken(others: readonly ViewRecord[], name: string): void {
  const folded = name.toLowerCase()
  if (others.some((each) => each.name.toLowerCase() === folded)) {
    throw new CodedError('commerce_view_name_taken', { name })
  }
}

function viewOf({ id, name, state, createdAt, updatedAt }: ViewRecord): CommerceView {
  return { view_id: id, name, state, created_at: createdAt, updated_at: updatedAt }
}
