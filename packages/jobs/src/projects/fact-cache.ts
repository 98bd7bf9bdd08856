import { createHash } from 'node:crypto'
import type { Connection } from '../database/schema.ts'

/**
 * Facts by everything that they depend on: bytes (by their hash), parameters, the version that read them. So a fact can't be out of date:
 * whatever changes has another key. Files are never replaced and jobs that ended never change.
 */
export class FactCache {
  readonly #connection: Connection
  readonly #making = new Map<string, Promise<object>>()

  constructor(connection: Connection) {
    this.#connection = connection
  }

  /**
   * The fact, made once however many ask for it at the same time. One that can't be made is not kept.
   *
   * @param on  what it depends on, as JSON
   */
  async of<Fact extends object>(on: readonly unknown[], make: () => Promise<Fact>): Promise<Fact> {
    const key = createHash('sha256').update(JSON.stringify(on)).digest('hex')
    const known = this.#making.get(key) ?? this.#kept(key, make)
    this.#making.set(key, known)
    try {
      return (await known) as Fact
    } finally {
      this.#making.delete(key)
    }
  }

  async #kept(key: string, make: () => Promise<object>): Promise<object> {
    const row = await this.#connection
      .selectFrom('project_facts')
      .select('value')
      .where('fact_key', '=', key)
      .executeTakeFirst()
    if (row) return row.value
    const value = await make()
    await this.#connection
      .insertInto('project_facts')
      .values({ fact_key: key, value: storable(value) })
      .onConflict((conflict) => conflict.column('fact_key').doNothing())
      .execute()
    return value
  }
}

/** PostgreSQL's JSON holds every character but NUL, and no half of a surrogate pair. */
function storable(value: object): string {
  return JSON.stringify(value, (_, each: unknown) =>
    typeof each === 'string' ? each.toWellFormed().replaceAll('\0', '\ufffd') : each,
  )
}
