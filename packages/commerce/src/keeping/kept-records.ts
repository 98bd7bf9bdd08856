import { randomUUID } from 'node:crypto'
import { mkdir, open, readdir, readFile, rename, rm } from 'node:fs/promises'
import { join } from 'node:path'
import type { z } from 'zod'
import type { SnapshotPlace } from '../snapshots/place.ts'

/** Ids are the names of files: nothing else may be in them. */
const ID = /^[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}$/

export type Kept<Content> = Content & { readonly id: string }

/**
 * What a workspace keeps beside its snapshots, one JSON file a record, so that a backup of the folder has all of it. A record is replaced
 * whole: who reads sees the old or the new one. Files are for the service's own eyes, as they may hold secrets.
 */
export class KeptRecords<Schema extends z.ZodObject> {
  readonly #schema: Schema
  readonly #folderName: string

  constructor(folderName: string, schema: Schema) {
    this.#folderName = folderName
    this.#schema = schema
  }

  /** In the order of their ids. */
  async list(place: SnapshotPlace): Promise<Kept<z.output<Schema>>[]> {
    const names = await readdir(this.#folder(place)).catch(() => [])
    const ids = names.filter((name) => name.endsWith('.json')).map((name) => name.slice(0, -'.json'.length))
    const found = await Promise.all(ids.sort().map((id) => this.get(place, id)))
    return found.filter((record) => record !== undefined)
  }

  /** Undefined where there is none of this id. */
  async get(place: SnapshotPlace, id: string): Promise<Kept<z.output<Schema>> | undefined> {
    if (!ID.test(id)) return undefined
    const text = await readFile(this.#path(place, id), 'utf8').catch((error: unknown) => {
      if (error instanceof Error && 'code' in error && error.code === 'ENOENT') return undefined
      throw error
    })
    return text === undefined ? undefined : { ...this.#schema.parse(JSON.parse(text)), id }
  }

  async add(place: SnapshotPlace, content: z.output<Schema>): Promise<Kept<z.output<Schema>>> {
    const id = randomUUID()
    await this.#write(place, id, content)
    return { ...content, id }
  }

  async replace(place: SnapshotPlace, record: Kept<z.output<Schema>>): Promise<void> {
    const { id, ...content } = record
    await this.#write(place, id, content)
  }

  async remove(place: SnapshotPlace, id: string): Promise<void> {
    if (ID.test(id)) await rm(this.#path(place, id), { force: true })
  }

  async #write(place: SnapshotPlace, id: string, content: unknown): Promise<void> {
    await mkdir(this.#folder(place), { recursive: true, mode: 0o700 })
    const path = this.#path(place, id)
    const next = `${path}.${randomUUID()}.next`
    const file = await open(next, 'wx', 0o600)
    try {
      await file.writeFile(JSON.stringify(content))
      await file.sync()
    } finally {
      await file.close()
    }
    await rename(next, path)
  }

  #folder({ folder }: SnapshotPlace): string {
    return join(folder, this.#folderName)
  }

  #path(place: SnapshotPlace, id: string): string {
    return join(this.#folder(place), `${id}.json`)
  }
}
