import { CodedError } from '@zerosec/errors'
import { type Selectable, sql } from 'kysely'
import type { ItemsTable, ServingConnection } from '../tables.ts'

export interface CatalogueItem {
  readonly id: number
  readonly name: string
  readonly description: string | null
  readonly price: number
  readonly createdAt: Date
}

export type ItemText = Pick<CatalogueItem, 'name' | 'description' | 'price'>

/** The catalogue of items of one workspace. */
export class Items {
  readonly #connection: ServingConnection
  readonly #workspaceId: string

  constructor(connection: ServingConnection, workspaceId: string) {
    this.#connection = connection
    this.#workspaceId = workspaceId
  }

  async create({ name, description, price }: ItemText): Promise<CatalogueItem> {
    const row = await this.#connection
      .insertInto('items')
      .values({ workspace_id: this.#workspaceId, name, description, price: price.toFixed(2) })
      .returningAll()
      .executeTakeFirstOrThrow()
    return itemOf(row)
  }

  /** In the order of the ids. */
  async list({ limit, after = 0 }: { limit: number; after?: number | undefined }) {
    const rows = await this.#connection
      .selectFrom('items')
      .selectAll()
      .where('workspace_id', '=', this.#workspaceId)
      .where('id', '>', String(after))
      .orderBy('id')
      .limit(limit + 1)
      .execute()
    const items = rows.slice(0, limit).map(itemOf)
    return { items, next: rows.length > limit ? items.at(-1)!.id : null }
  }

  /** @throws CodedError item_unknown */
  async get(id: number): Promise<CatalogueItem> {
    return itemOr(id, await this.#of(id).executeTakeFirst())
  }

  /** What is left out stays. @throws CodedError item_unknown */
  async change(id: number, { name, description, price }: Partial<ItemText>): Promise<CatalogueItem> {
    const row = await this.#connection
      .updateTable('items')
      .set({
        updated_at: sql<Date>`clock_timestamp()`,
        ...(name === undefined ? {} : { name }),
        ...(description === undefined ? {} : { description }),
        ...(price === undefined ? {} : { price: price.toFixed(2) }),
      })
      .where('workspace_id', '=', this.#workspaceId)
      .where('id', '=', String(id))
      .returningAll()
      .executeTakeFirst()
    return itemOr(id, row)
  }

  /** @throws CodedError item_unknown */
  async remove(id: number): Promise<void> {
    const row = await this.#connection
      .deleteFrom('items')
      .where('workspace_id', '=', this.#workspaceId)
      .where('id', '=', String(id))
      .returningAll()
      .executeTakeFirst()
    itemOr(id, row)
  }

  #of(id: number) {
    return this.#connection
      .selectFrom('items')
      .selectAll()
      .where('workspace_id', '=', this.#workspaceId)
      .where('id', '=', String(id))
  }
}

function itemOr(id: number, row: Selectable<ItemsTable> | undefined): CatalogueItem {
  if (!row) throw new CodedError('item_unknown', { item_id: id })
  return itemOf(row)
}

function itemOf(row: Selectable<ItemsTable>): CatalogueItem {
  return {
    id: Number(row.id),
    name: row.name,
    description: row.description,
    price: Number(row.price),
    createdAt: row.created_at,
  }
}
