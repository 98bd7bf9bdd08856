import { PRODUCTION } from '@zerosec/contract'
import type { Selectable, Transaction } from 'kysely'
import type { ModelsTable, ModelVersionsTable, ServingConnection, ServingSchema } from '../tables.ts'
import type { RegisteredModel, RegisteredVersion } from './registry.ts'

export interface ModelPlace {
  readonly workspaceId: string
  readonly name: string
}

type Reader = ServingConnection | Transaction<ServingSchema>

/** The versions of one model, to be narrowed. */
export function versionOf(connection: Reader, { workspaceId, name }: ModelPlace) {
  return connection.selectFrom('model_versions').where('workspace_id', '=', workspaceId).where('name', '=', name)
}

export async function aliasesOf(
  connection: Reader,
  { workspaceId, name }: ModelPlace,
): Promise<Record<string, number>> {
  const rows = await connection
    .selectFrom('model_aliases')
    .select(['alias', 'version'])
    .where('workspace_id', '=', workspaceId)
    .where('name', '=', name)
    .orderBy('alias')
    .execute()
  return Object.fromEntries(rows.map(({ alias, version }) => [alias, version]))
}

/** Newest first, or the one version. */
export async function readVersions(
  connection: ServingConnection,
  place: ModelPlace,
  version?: number,
): Promise<readonly RegisteredVersion[]> {
  let query = versionOf(connection, place).selectAll().orderBy('version', 'desc')
  if (version !== undefined) query = query.where('version', '=', version)
  const rows = await query.execute()
  return rows.length === 0
    ? []
    : rows.map(
        (
          (aliases) => (row) =>
            registered(row, aliases)
        )(await aliasesOf(connection, place)),
      )
}

/** All models of a workspace by name, or the one. */
export async function readModels(
  connection: ServingConnection,
  workspaceId: string,
  name?: string,
): Promise<readonly RegisteredModel[]> {
  let models = connection.selectFrom('models').selectAll().where('workspace_id', '=', workspaceId).orderBy('name')
  let latest = connection
    .selectFrom('model_versions')
    .selectAll()
    .distinctOn('name')
    .where('workspace_id', '=', workspaceId)
    .orderBy('name')
    .orderBy('version', 'desc')
  let aliases = connection
    .selectFrom('model_aliases')
    .selectAll()
    .where('workspace_id', '=', workspaceId)
    .orderBy('alias')
  let counts = connection
    .selectFrom('model_versions')
    .select(({ fn }) => ['name', fn.countAll<string>().as('count')])
    .where('workspace_id', '=', workspaceId)
    .groupBy('name')
  if (name !== undefined) {
    models = models.where('name', '=', name)
    latest = latest.where('name', '=', name)
    aliases = aliases.where('name', '=', name)
    counts = counts.where('name', '=', name)
  }
  const [rows, versions, production, named, counted] = [
    await models.execute(),
    await latest.execute(),
    await inProduction(connection, workspaceId, name),
    await aliases.execute(),
    await counts.execute(),
  ]
  const byName = new Map(versions.map((row) => [row.name, row]))
  const count = new Map(counted.map((row) => [row.name, Number(row.count)]))
  return rows.flatMap((row) => {
    const version = byName.get(row.name)
    if (!version) return []
    const ofModel = named.filter((alias) => alias.name === row.name)
    const given = Object.fromEntries(ofModel.map((alias) => [alias.alias, alias.version]))
    const currentVersion = registered(production.get(row.name) ?? version, given)
    return [
      modelOf(row, { latest: registered(version, given), current: currentVersion }, count.get(row.name) ?? 0, given),
    ]
  })
}

/** The versions in production by their models. */
async function inProduction(
  connection: ServingConnection,
  workspaceId: string,
  name: string | undefined,
): Promise<Map<string, Selectable<ModelVersionsTable>>> {
  let versions = connection
    .selectFrom('model_aliases as a')
    .innerJoin('model_versions as v', (join) =>
      join
        .onRef('v.workspace_id', '=', 'a.workspace_id')
        .onRef('v.name', '=', 'a.name')
        .onRef('v.version', '=', 'a.version'),
    )
    .selectAll('v')
    .where('a.workspace_id', '=', workspaceId)
    .where('a.alias', '=', PRODUCTION)
  if (name !== undefined) versions = versions.where('a.name', '=', name)
  return new Map((await versions.execute()).map((row) => [row.name, row]))
}

function modelOf(
  row: Selectable<ModelsTable>,
  shown: Pick<RegisteredModel, 'latest' | 'current'>,
  versions: number,
  aliases: Readonly<Record<string, number>>,
): RegisteredModel {
  const { name, description, created_at: createdAt, updated_at: updatedAt } = row
  return { name, description, versions, ...shown, aliases, createdAt, updatedAt }
}

function registered(row: Selectable<ModelVersionsTable>, aliases: Readonly<Record<string, number>>): RegisteredVersion {
  return {
    name: row.name,
    version: row.version,
    sha256: row.sha256,
    bytes: Number(row.size_bytes),
    signature: row.signature,
    training: row.training,
    sourceKey: row.source_key,
    jobId: row.source_job_id,
    note: row.note,
    aliases: Object.keys(aliases).filter((alias) => aliases[alias] === row.version),
    createdAt: row.created_at,
    golden: row.golden,
    createdBy: row.created_by,
  }
}
