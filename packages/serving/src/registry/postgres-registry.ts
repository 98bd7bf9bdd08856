import { randomUUID } from 'node:crypto'
import { PRODUCTION } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { Files, Workspace } from '@zerosec/jobs'
import { decodeModel } from '@zerosec/model'
import { sql, type Transaction } from 'kysely'
import type { ServingConnection, ServingSchema } from '../tables.ts'
import { goldenOf } from './golden.ts'
import { isStored, MOST_MODEL_BYTES, sha256Of, storeModelFile } from './model-files.ts'
import { aliasesOf, type ModelPlace, readModels, readVersions, versionOf } from './read-models.ts'
import type { Promotion, RegisteredVersion, Registration, Registry, RegistryEvent } from './registry.ts'
import { signatureDifferences, signatureOf, trainingOf } from './signature.ts'
import { FACT_COLUMNS, factsOf, type VersionFacts } from './version-facts.ts'

const NOW = sql<Date>`date_trunc('milliseconds', clock_timestamp())`
const MOST_MODELS = 1000
const MOST_VERSIONS = 1000

export interface RegistryServices {
  readonly connection: ServingConnection
  readonly files: Files
  readonly workspaceId: string
  readonly openFile: Workspace['openFile']
  /** Loads a version and holds it against its golden request. */
  readonly verify: (facts: VersionFacts) => Promise<unknown>
  /** Called after something changed of a model, before the call that changed it is answered. */
  readonly onChange: (name: string) => void
}

export class PostgresRegistry implements Registry {
  readonly #services: RegistryServices

  constructor(services: RegistryServices) {
    this.#services = services
  }

  async list() {
    const { connection, workspaceId } = this.#services
    return readModels(connection, workspaceId)
  }

  async get(name: string) {
    const { connection, workspaceId } = this.#services
    const [model] = await readModels(connection, workspaceId, name)
    if (!model) throw new CodedError('model_unknown', { name })
    return { ...model, versionList: await readVersions(connection, { workspaceId, name }) }
  }

  async version(name: string, version: number): Promise<RegisteredVersion> {
    const [found] = await readVersions(this.#services.connection, this.#place(name), version)
    if (found) return found
    throw await this.#unknown(name, version)
  }

  async events(name: string, limit: number): Promise<readonly RegistryEvent[]> {
    const { connection, workspaceId } = this.#services
    const rows = await connection
      .selectFrom('model_events')
      .selectAll()
      .where('workspace_id', '=', workspaceId)
      .where('name', '=', name)
      .orderBy('event_id', 'desc')
      .limit(limit)
      .execute()
    if (rows.length === 0) throw new CodedError('model_unknown', { name })
    return rows.map(({ at, actor, action, alias, from_version, to_version, reason }) => ({
      at,
      actor,
      action,
      alias,
      fromVersion: from_version,
      toVersion: to_version,
      reason,
    }))
  }

  async register(registration: Registration): Promise<RegisteredVersion> {
    const { files, openFile, onChange } = this.#services
    const { name, fileKey } = registration
    const { bytes } = await openFile(fileKey, MOST_MODEL_BYTES).catch((error: unknown) => {
      const isTooLarge = error instanceof CodedError && error.code === 'file_too_large'
      throw isTooLarge ? new CodedError('model_file_too_large', error.details) : error
    })
    const model = decodeModel(bytes)
    const sha256 = sha256Of(bytes)
    const known = await this.#versionWith(name, sha256)
    if (known !== undefined) {
      await this.#restoreFile(registration, known, bytes)
      return this.#describe(registration, known)
    }
    await this.#checkRoom(name)
    const versionId = randomUUID()
    const stored = {
      version_id: versionId,
      sha256,
      size_bytes: String(bytes.byteLength),
      bucket: files.outputBucket,
      signature: JSON.stringify(signatureOf(model)),
      training: JSON.stringify(trainingOf(model)),
      golden: JSON.stringify(goldenOf(model)),
      file_key: await storeModelFile(files, versionId, bytes),
    }
    const version = await this.#insert(registration, stored)
    onChange(name)
    return this.version(name, version)
  }

  /** Whoever is told that a version's file is lost registers it again. A key is never written twice: the file gets another one. */
  async #restoreFile({ name, actor }: Registration, version: number, bytes: Uint8Array): Promise<void> {
    const { connection, files, onChange } = this.#services
    const facts = await this.#facts(name, version)
    if (await isStored(files, facts)) return
    const bucket = files.outputBucket
    const fileKey = await storeModelFile(files, randomUUID(), bytes)
    const reason = 'its file was lost'
    await connection.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('model_versions')
        .set({ bucket, file_key: fileKey })
        .where('version_id', '=', facts.versionId)
        .execute()
      await this.#write(transaction, { name, alias: null, from: null, to: version, action: 'register', reason, actor })
    })
    onChange(name)
  }

  /** The description is the model's, and may change with a version that does not. */
  async #describe({ name, description }: Registration, version: number): Promise<RegisteredVersion> {
    const { connection, workspaceId } = this.#services
    if (description !== undefined)
      await connection
        .updateTable('models')
        .set({ description })
        .where('workspace_id', '=', workspaceId)
        .where('name', '=', name)
        .execute()
    return this.version(name, version)
  }

  async promote({ name, version, alias, allowOtherSignature, reason, actor }: Promotion): Promise<void> {
    const facts = await this.#facts(name, version)
    const current = await this.#current(name, alias)
    if (current?.version === version) return
    if (current && !allowOtherSignature) checkSignature(current, facts, alias)
    await this.#services.verify(facts)
    await this.#move({ name, alias, from: current?.version ?? null, to: version, action: 'promote', reason, actor })
  }

  async rollback({ name, alias, reason, actor }: Parameters<Registry['rollback']>[0]): Promise<void> {
    const current = await this.#current(name, alias)
    if (!current) {
      await this.get(name)
      throw new CodedError('model_alias_unknown', { name, alias })
    }
    const before = await this.#promotedFrom(name, alias)
    if (before === undefined) throw new CodedError('model_rollback_impossible', { name, alias })
    await this.#services.verify(await this.#facts(name, before))
    await this.#move({ name, alias, from: current.version, to: before, action: 'rollback', reason, actor })
  }

  /** The version from which an alias came by the last promotion that was not rolled back. */
  async #promotedFrom(name: string, alias: string): Promise<number | undefined> {
    const { connection, workspaceId } = this.#services
    const moves = await connection
      .selectFrom('model_events')
      .select(['action', 'from_version'])
      .where('workspace_id', '=', workspaceId)
      .where('name', '=', name)
      .where('alias', '=', alias)
      .where('action', 'in', ['promote', 'rollback'])
      .orderBy('event_id')
      .execute()
    const before: (number | null)[] = []
    for (const { action, from_version: from } of moves) {
      if (action === 'promote') before.push(from)
      else before.pop()
    }
    return before.at(-1) ?? undefined
  }

  #place(name: string): ModelPlace {
    return { workspaceId: this.#services.workspaceId, name }
  }

  async #versionWith(name: string, sha256: string): Promise<number | undefined> {
    const row = await versionOf(this.#services.connection, this.#place(name))
      .select('version')
      .where('sha256', '=', sha256)
      .executeTakeFirst()
    return row?.version
  }

  async #checkRoom(name: string): Promise<void> {
    const { connection, workspaceId } = this.#services
    const rows = await connection
      .selectFrom('model_versions')
      .select(({ fn }) => ['name', fn.countAll<string>().as('count')])
      .where('workspace_id', '=', workspaceId)
      .groupBy('name')
      .execute()
    const versions = rows.find((row) => row.name === name)?.count ?? 0
    if (Number(versions) >= MOST_VERSIONS)
      throw new CodedError('models_too_many', { count: MOST_VERSIONS, what: `versions of ${name}` })
    if (Number(versions) === 0 && rows.length >= MOST_MODELS)
      throw new CodedError('models_too_many', { count: MOST_MODELS, what: 'models' })
  }

  async #insert({ name, description, note, fileKey, actor }: Registration, stored: StoredVersion): Promise<number> {
    const { connection, workspaceId } = this.#services
    return connection.transaction().execute(async (transaction) => {
      await transaction
        .insertInto('models')
        .values({ workspace_id: workspaceId, name })
        .onConflict((conflict) => conflict.columns(['workspace_id', 'name']).doNothing())
        .execute()
      await transaction
        .updateTable('models')
        .set({ updated_at: NOW, ...(description === undefined ? {} : { description }) })
        .where('workspace_id', '=', workspaceId)
        .where('name', '=', name)
        .execute()
      // whoever updated the row first is done here: the number is the next one, and the same bytes are known
      const { same, last } = await versionOf(transaction, { workspaceId, name })
        .select(({ fn }) => [
          fn.max('version').as('last'),
          fn.max('version').filterWhere('sha256', '=', stored.sha256).as('same'),
        ])
        .executeTakeFirstOrThrow()
      if (same !== null) return same
      const version = (last ?? 0) + 1
      const [, jobId = null] = /^outputs\/([0-9A-Fa-f-]{36})\//.exec(fileKey) ?? []
      await transaction
        .insertInto('model_versions')
        .values({
          ...stored,
          workspace_id: workspaceId,
          name,
          version,
          source_key: fileKey,
          source_job_id: jobId,
          note,
          created_by: actor,
        })
        .execute()
      await this.#write(transaction, {
        name,
        alias: null,
        from: null,
        to: version,
        action: 'register',
        reason: '',
        actor,
      })
      return version
    })
  }

  async #facts(name: string, version: number): Promise<VersionFacts> {
    const row = await versionOf(this.#services.connection, this.#place(name))
      .select(FACT_COLUMNS)
      .where('version', '=', version)
      .executeTakeFirst()
    if (!row) throw await this.#unknown(name, version)
    return factsOf(row)
  }

  async #current(name: string, alias: string): Promise<VersionFacts | undefined> {
    const version = (await aliasesOf(this.#services.connection, this.#place(name)))[alias]
    return version === undefined ? undefined : this.#facts(name, version)
  }

  async #unknown(name: string, version: number): Promise<CodedError> {
    await this.get(name)
    return new CodedError('model_version_unknown', { name, version: `version ${version}` })
  }

  async #move(move: Move): Promise<void> {
    const { connection, workspaceId, onChange } = this.#services
    const { name, alias, from, to, actor } = move
    await connection.transaction().execute(async (transaction) => {
      await transaction
        .updateTable('models')
        .set({ updated_at: NOW })
        .where('workspace_id', '=', workspaceId)
        .where('name', '=', name)
        .execute()
      const now = await aliasesOf(transaction, { workspaceId, name })
      if ((now[alias] ?? null) !== from) throw new CodedError('model_changed', { name })
      await transaction
        .insertInto('model_aliases')
        .values({ workspace_id: workspaceId, name, alias, version: to })
        .onConflict((conflict) =>
          conflict.columns(['workspace_id', 'name', 'alias']).doUpdateSet({ version: to, updated_at: NOW }),
        )
        .execute()
      await this.#write(transaction, move)
      if (alias !== PRODUCTION) return
      const ended = await transaction
        .updateTable('model_releases')
        .set({ state: 'ended', ended_at: NOW, reason: `version ${to} was given the alias ${PRODUCTION}` })
        .where('workspace_id', '=', workspaceId)
        .where('name', '=', name)
        .where('state', '=', 'running')
        .returning('version')
        .executeTakeFirst()
      if (!ended) return
      const reason = `version ${to} was given the alias ${PRODUCTION}`
      await this.#write(transaction, { name, alias: null, from: ended.version, to: null, action: 'end', reason, actor })
    })
    onChange(name)
  }

  async #write(transaction: Transaction<ServingSchema>, { name, alias, from, to, action, reason, actor }: Event) {
    await transaction
      .insertInto('model_events')
      .values({
        workspace_id: this.#services.workspaceId,
        name,
        actor,
        action,
        alias,
        from_version: from,
        to_version: to,
        reason,
      })
      .execute()
  }
}

interface StoredVersion {
  readonly version_id: string
  readonly sha256: string
  readonly size_bytes: string
  readonly bucket: string
  readonly file_key: string
  readonly signature: string
  readonly training: string
  readonly golden: string
}

interface Event {
  readonly name: string
  readonly alias: string | null
  readonly from: number | null
  readonly to: number | null
  readonly action: RegistryEvent['action']
  readonly reason: string
  readonly actor: string
}

interface Move extends Event {
  readonly alias: string
  readonly to: number
}

/** @throws CodedError model_signature_differs */
export function checkSignature(current: VersionFacts, next: VersionFacts, alias: string): void {
  const differences = signatureDifferences(current.signature, next.signature)
  if (differences.length === 0) return
  const { name, version } = next
  throw new CodedError('model_signature_differs', {
    name,
    version,
    current: current.version,
    alias,
    differences: differences.join('; '),
  })
}
