import { randomUUID } from 'node:crypto'
import { PRODUCTION } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { sql } from 'kysely'
import { aliasOf, type Catalogue } from '../predict/catalogue.ts'
import { checkSignature } from '../registry/postgres-registry.ts'
import { aliasesOf } from '../registry/read-models.ts'
import type { VersionFacts } from '../registry/version-facts.ts'
import type { ServingConnection } from '../tables.ts'
import { readReleases, runningRelease } from './read-releases.ts'
import type { ModelRelease, ReleaseStart, Releases } from './release.ts'

const NOW = sql<Date>`date_trunc('milliseconds', clock_timestamp())`

export interface ReleaseServices {
  readonly connection: ServingConnection
  readonly workspaceId: string
  readonly catalogue: Catalogue
  readonly verify: (facts: VersionFacts) => Promise<unknown>
  /** The memory that versions take together, and how much there is. */
  readonly room: (versions: readonly VersionFacts[]) => { readonly needed: number; readonly limit: number }
}

export class PostgresReleases implements Releases {
  readonly #services: ReleaseServices

  constructor(services: ReleaseServices) {
    this.#services = services
  }

  async start(start: ReleaseStart): Promise<ModelRelease> {
    const { connection, workspaceId, catalogue, verify, room } = this.#services
    const { name, version, mode, share, limits, actor } = start
    catalogue.forget(workspaceId, name) // another process may have promoted a version a moment ago
    const production = aliasOf(await catalogue.of(workspaceId, name), name, PRODUCTION)
    const facts = await catalogue.version(workspaceId, name, version)
    if (production.version === version) throw new CodedError('release_same_version', { name, version })
    if (!start.allowOtherSignature) checkSignature(production, facts, PRODUCTION)
    const { needed, limit } = room([production, facts])
    if (needed > limit) throw new CodedError('release_memory_short', { name, version, needed, limit })
    await verify(facts)
    await connection.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('models')
        .set({ updated_at: NOW })
        .where('workspace_id', '=', workspaceId)
        .where('name', '=', name)
        .execute()
      const { [PRODUCTION]: now } = await aliasesOf(transaction, { workspaceId, name })
      if (now !== production.version) throw new CodedError('model_changed', { name })
      const running = await runningRelease(transaction, workspaceId, name)
      if (running) throw new CodedError('release_running', { name, version: running.version })
      await transaction
        .insertInto('model_releases')
        .values({
          release_id: randomUUID(),
          workspace_id: workspaceId,
          name,
          mode,
          version,
          production_version: production.version,
          share,
          limits: JSON.stringify(limits),
          state: 'running',
          started_by: actor,
          ended_at: null,
        })
        .execute()
      const reason = `${mode}, ${Number((100 * share).toPrecision(6))} % of the requests`
      await transaction
        .insertInto('model_events')
        .values({
          workspace_id: workspaceId,
          name,
          actor,
          action: 'release',
          alias: null,
          from_version: production.version,
          to_version: version,
          reason,
        })
        .execute()
    })
    catalogue.forget(workspaceId, name)
    return (await this.list(name, 1))[0]!
  }

  async list(name: string, limit: number): Promise<readonly ModelRelease[]> {
    const { connection, workspaceId, catalogue } = this.#services
    await catalogue.of(workspaceId, name)
    return readReleases(connection, workspaceId, name, limit)
  }

  async end({ name, actor }: { name: string; actor: string }): Promise<ModelRelease> {
    const { connection, workspaceId, catalogue } = this.#services
    await catalogue.of(workspaceId, name)
    const running = await runningRelease(connection, workspaceId, name)
    const ended =
      running &&
      (await endRelease(connection, {
        workspaceId,
        name,
        releaseId: running.releaseId,
        actor,
        state: 'ended',
        reason: 'it was ended',
      }))
    if (!ended) throw new CodedError('release_unknown', { name })
    catalogue.forget(workspaceId, name)
    return (await this.list(name, 1))[0]!
  }
}

export interface ReleaseEnd {
  readonly workspaceId: string
  readonly name: string
  readonly releaseId: string
  readonly actor: string
  readonly state: 'returned' | 'ended'
  readonly reason: string
}

/** Ends a release that runs, once, whichever process says so first. @returns whether it was this call */
export async function endRelease(connection: ServingConnection, end: ReleaseEnd): Promise<boolean> {
  const { workspaceId, name, releaseId, actor, state, reason } = end
  return connection.transaction().execute(async (transaction) => {
    const row = await transaction
      .updateTable('model_releases')
      .set({ state, reason, ended_at: NOW })
      .where('release_id', '=', releaseId)
      .where('state', '=', 'running')
      .returning('version')
      .executeTakeFirst()
    if (!row) return false
    await transaction
      .insertInto('model_events')
      .values({
        workspace_id: workspaceId,
        name,
        actor,
        action: state === 'returned' ? 'return' : 'end',
        alias: null,
        from_version: row.version,
        to_version: null,
        reason,
      })
      .execute()
    return true
  })
}
