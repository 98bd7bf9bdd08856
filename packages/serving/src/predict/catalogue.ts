import { setTimeout } from 'node:timers/promises'
import { CodedError } from '@zerosec/errors'
import { FACT_COLUMNS, factsOf, type VersionFacts } from '../registry/version-facts.ts'
import { runningRelease } from '../release/read-releases.ts'
import type { ReleaseTerms } from '../release/release.ts'
import type { ServingConnection } from '../tables.ts'

/** What another process changed is seen here after this time at most, where requests come. */
const FRESH_MS = 1000
/** Answers go on from what was known for this long while it is asked for anew. */
const STALE_MS = 10_000
/** How long a request waits for what is newer; a database that does not answer holds up one, and not those after it. */
const WAIT_MS = 1000
/** A version is looked up again after this time. */
const VERSION_MS = 60_000
const MOST_KNOWN = 2000

/** What is known of one model: no request asks the database for it. */
export interface CatalogueEntry {
  readonly aliases: ReadonlyMap<string, VersionFacts>
  readonly release: (ReleaseTerms & { readonly facts: VersionFacts }) | undefined
}

interface Known {
  entry: CatalogueEntry
  readAt: number
  /** When it was last asked for anew. */
  askedAt: number
  /** The last time brought no answer. */
  isInTrouble: boolean
  /** Never rejects but with model_unknown. */
  reading: Promise<CatalogueEntry> | undefined
}

const NEVER_READ = {
  readAt: Number.NEGATIVE_INFINITY,
  askedAt: Number.NEGATIVE_INFINITY,
  isInTrouble: false,
  reading: undefined,
} as const satisfies Partial<Known>

/** Which version an alias means, and what is released, remembered for a moment. */
export class Catalogue {
  readonly #connection: ServingConnection
  readonly #known = new Map<string, Known>()
  /** Of models that nothing is known of yet. */
  readonly #first = new Map<string, Promise<CatalogueEntry>>()
  /** Versions never change; where a file is stored does, once one was lost. */
  readonly #versions = new Map<string, { readonly facts: VersionFacts; readonly readAt: number }>()

  constructor(connection: ServingConnection) {
    this.#connection = connection
  }

  /** After a change that this process made: the next request waits for it. What was being read may be from before. */
  forget(workspaceId: string, name: string): void {
    const key = keyOf(workspaceId, name)
    this.#first.delete(key)
    for (const version of this.#versions.keys()) if (version.startsWith(`${key} `)) this.#versions.delete(version)
    const known = this.#known.get(key)
    if (known) this.#known.set(key, { ...known, ...NEVER_READ })
  }

  /** At once where it is known well enough; a fault of the database does not touch what is known. @throws CodedError model_unknown */
  of(workspaceId: string, name: string): CatalogueEntry | Promise<CatalogueEntry> {
    const key = keyOf(workspaceId, name)
    const known = this.#known.get(key)
    if (!known) return this.#first.get(key) ?? this.#readFirst(key, workspaceId, name)
    const now = Date.now()
    if (now - known.askedAt > FRESH_MS && !known.reading) {
      known.askedAt = now
      known.reading = this.#again(key, known, workspaceId, name)
      known.reading.catch(() => {}) // it is forgotten then; whoever waits is told
    }
    if (now - known.readAt <= STALE_MS || known.isInTrouble || !known.reading) return known.entry
    return Promise.race([known.reading, this.#tired(known)])
  }

  /** @throws CodedError model_unknown, model_version_unknown */
  async version(workspaceId: string, name: string, version: number): Promise<VersionFacts> {
    const key = `${keyOf(workspaceId, name)} ${version}`
    const known = this.#versions.get(key)
    const now = Date.now()
    if (known && now - known.readAt <= VERSION_MS) return known.facts
    const query = this.#versionRow(workspaceId, name).where('version', '=', version)
    const row = await query.executeTakeFirst().catch((error: unknown) => {
      if (known) return undefined
      throw error
    })
    if (!row) {
      if (known) return known.facts
      await this.of(workspaceId, name)
      throw new CodedError('model_version_unknown', { name, version: `version ${version}` })
    }
    const facts = factsOf(row)
    if (this.#versions.size >= MOST_KNOWN) this.#versions.clear()
    this.#versions.set(key, { facts, readAt: now })
    return facts
  }

  #readFirst(key: string, workspaceId: string, name: string): Promise<CatalogueEntry> {
    const reading = this.#read(workspaceId, name)
      .then((entry) => {
        if (this.#first.get(key) !== reading) return entry
        if (this.#known.size >= MOST_KNOWN) this.#known.clear()
        const now = Date.now()
        this.#known.set(key, { ...NEVER_READ, entry, readAt: now, askedAt: now })
        return entry
      })
      .finally(() => {
        if (this.#first.get(key) === reading) this.#first.delete(key)
      })
    this.#first.set(key, reading)
    return reading
  }

  async #again(key: string, known: Known, workspaceId: string, name: string): Promise<CatalogueEntry> {
    try {
      known.entry = await this.#read(workspaceId, name)
      known.readAt = Date.now()
      known.isInTrouble = false
    } catch (error) {
      if (error instanceof CodedError && error.code === 'model_unknown') {
        if (this.#known.get(key) === known) this.#known.delete(key)
        throw error
      }
      known.isInTrouble = true
    } finally {
      known.reading = undefined
    }
    return known.entry
  }

  async #tired(known: Known): Promise<CatalogueEntry> {
    await setTimeout(WAIT_MS, undefined, { ref: false })
    if (known.reading) known.isInTrouble = true
    return known.entry
  }

  async #read(workspaceId: string, name: string): Promise<CatalogueEntry> {
    const rows = await this.#connection
      .selectFrom('model_aliases')
      .innerJoin('model_versions', (join) =>
        join
          .onRef('model_versions.workspace_id', '=', 'model_aliases.workspace_id')
          .onRef('model_versions.name', '=', 'model_aliases.name')
          .onRef('model_versions.version', '=', 'model_aliases.version'),
      )
      .select(FACT_COLUMNS.map((column) => `model_versions.${column}` as const))
      .select('alias')
      .where('model_aliases.workspace_id', '=', workspaceId)
      .where('model_aliases.name', '=', name)
      .execute()
    if (rows.length === 0) await this.#checkKnown(workspaceId, name)
    const aliases = new Map(rows.map((row) => [row.alias, factsOf(row)]))
    const release = await runningRelease(this.#connection, workspaceId, name)
    if (!release) return { aliases, release: undefined }
    return { aliases, release: { ...release, facts: await this.version(workspaceId, name, release.version) } }
  }

  async #checkKnown(workspaceId: string, name: string): Promise<void> {
    const row = await this.#versionRow(workspaceId, name).limit(1).executeTakeFirst()
    if (!row) throw new CodedError('model_unknown', { name })
  }

  #versionRow(workspaceId: string, name: string) {
    return this.#connection
      .selectFrom('model_versions')
      .select(FACT_COLUMNS)
      .where('workspace_id', '=', workspaceId)
      .where('name', '=', name)
  }
}

/** The facts of an alias. @throws CodedError model_alias_unknown */
export function aliasOf({ aliases }: CatalogueEntry, name: string, alias: string): VersionFacts {
  const facts = aliases.get(alias)
  if (!facts) throw new CodedError('model_alias_unknown', { name, alias })
  return facts
}

function keyOf(workspaceId: string, name: string): string {
  return JSON.stringify([workspaceId, name])
}
