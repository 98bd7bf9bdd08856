import { type DriftResponse, PRODUCTION, type TrafficResponse } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import { DEFAULT_WORKSPACE, type Log, type Platform, type Workspace } from '@zerosec/jobs'
import type { InputRecord, Prediction } from '@zerosec/model'
import { readDrift } from './drift/read-drift.ts'
import { readTraffic } from './drift/read-traffic.ts'
import { Traffic, type VersionDrift } from './drift/traffic.ts'
import { Items } from './items/items.ts'
import type { Answered } from './predict/answered.ts'
import { Catalogue } from './predict/catalogue.ts'
import type { LoadedModel } from './predict/loaded-model.ts'
import { LoadedModels } from './predict/loaded-models.ts'
import type { PredictCall, Predicted } from './predict/predict-call.ts'
import { ServePredictions } from './predict/serve-predictions.ts'
import { readModelFile } from './registry/model-files.ts'
import { PostgresRegistry } from './registry/postgres-registry.ts'
import type { Registry } from './registry/registry.ts'
import type { VersionFacts } from './registry/version-facts.ts'
import { LiveReleases } from './release/live-releases.ts'
import { PostgresReleases } from './release/postgres-releases.ts'
import type { Releases } from './release/release.ts'
import { ShippedSentiment } from './sentiment/shipped-sentiment.ts'
import { type ServingConnection, servingConnection } from './tables.ts'

export interface ServingSettings {
  /** Of decoded models together. */
  readonly memoryMb: number
  /** Names of models of the default workspace that have to be ready before requests are sent here. */
  readonly expected: readonly string[]
}

/** Registered models at work, in this process. */
export interface Serving {
  within(workspaceId: string): WorkspaceModels
  /** Of no workspace: it ships. */
  readonly sentiment: ShippedSentiment
  /** By the names of the expected models: what is wrong with each; null: it is ready. */
  readiness(): Promise<Readonly<Record<string, string | null>>>
  /** Of this process: what is in memory, and what a workspace's models answered. */
  load(workspaceId: string): ServingLoad
  /** Stores what was counted. */
  close(): Promise<void>
}

export interface ServingLoad {
  readonly models: number
  readonly bytes: number
  readonly failed: number
  readonly answered: readonly Answered[]
  readonly drift: readonly VersionDrift[]
}

/** The models and items of one workspace. */
export interface WorkspaceModels {
  readonly registry: Registry
  readonly releases: Releases
  readonly items: Items
  predict(call: Omit<PredictCall, 'workspaceId'>): Promise<Predicted>
  /** What it was asked and answered, outside of `predict`. */
  observe(loaded: LoadedModel, record: InputRecord, prediction: Prediction): void
  /** What a request came to that was answered outside of `predict`. */
  count(loaded: LoadedModel, answered: { readonly rows: number; readonly errors: number; readonly ms: number }): void
  /** The version that answers here, loaded. @throws CodedError model_unknown, model_version_unknown, model_alias_unknown, model_file_lost, … */
  ready(name: string, version?: number | string): Promise<LoadedModel>
  /** The bytes of a version's model file. */
  file(name: string, version: number): Promise<Uint8Array>
  /** @param version  left out: the one in production, else the latest */
  drift(name: string, version: number | undefined, hours: number): Promise<DriftResponse>
  /** The rows that its versions answered, by hours. @throws CodedError model_unknown */
  traffic(name: string, hours: number): Promise<TrafficResponse>
}

/** Opens the registry over the platform's database and files. Nothing is loaded before it is asked for. */
export function openServing(platform: Platform, settings: ServingSettings, log: Log): Serving {
  const connection = servingConnection(platform.database)
  const models = new LoadedModels(platform.files, settings.memoryMb)
  const catalogue = new Catalogue(connection)
  const releases = new LiveReleases(connection, catalogue, log)
  const traffic = new Traffic(connection, log)
  const predictions = new ServePredictions({ catalogue, models, releases, traffic, log })
  const services = { platform, connection, models, catalogue, traffic, predictions }
  const within = (workspaceId: string): WorkspaceModels => modelsOf(services, workspaceId)
  return {
    within,
    sentiment: new ShippedSentiment(log),
    readiness: () => expectedModels(settings.expected, within),
    load: (workspaceId) => ({
      models: models.count,
      bytes: models.bytes,
      failed: models.failed,
      answered: predictions.answered.within(workspaceId),
      drift: traffic.drift(workspaceId),
    }),
    async close() {
      await predictions.close()
      await releases.close()
      await traffic.close()
    },
  }
}

/** What all workspaces share. */
interface SharedServices {
  readonly platform: Platform
  readonly connection: ServingConnection
  readonly models: LoadedModels
  readonly catalogue: Catalogue
  readonly traffic: Traffic
  readonly predictions: ServePredictions
}

function modelsOf(services: SharedServices, workspaceId: string): WorkspaceModels {
  const { platform, connection, models, catalogue, traffic, predictions } = services
  const { files } = platform
  const verify = (facts: VersionFacts) => models.verify(facts)
  const openFile: Workspace['openFile'] = (...file) => platform.within(workspaceId).openFile(...file)
  const onChange = (name: string): void => catalogue.forget(workspaceId, name)
  const registry = new PostgresRegistry({ connection, files, workspaceId, openFile, verify, onChange })
  const room = (versions: readonly VersionFacts[]) => models.room(versions)
  const factsOf = async (name: string, version: number | undefined) => {
    if (version !== undefined) return catalogue.version(workspaceId, name, version)
    const production = (await catalogue.of(workspaceId, name)).aliases.get(PRODUCTION)
    return production ?? catalogue.version(workspaceId, name, (await registry.get(name)).latest.version)
  }
  return {
    registry,
    releases: new PostgresReleases({ connection, workspaceId, catalogue, verify, room }),
    items: new Items(connection, workspaceId),
    predict: (call) => predictions.predict({ ...call, workspaceId }),
    observe: (loaded, record, prediction) => traffic.add(loaded, [record], [prediction]),
    count: ({ facts }, answered) => predictions.answered.add(workspaceId, facts.name, facts.version, answered),
    async ready(name, version) {
      if (typeof version === 'number') return models.load(await catalogue.version(workspaceId, name, version))
      return predictions.ready(workspaceId, name, version)
    },
    file: async (name, version) => readModelFile(files, await catalogue.version(workspaceId, name, version)),
    async drift(name, version, hours) {
      await traffic.store()
      return readDrift(connection, await factsOf(name, version), hours)
    },
    async traffic(name, hours) {
      await catalogue.of(workspaceId, name)
      await traffic.store()
      return readTraffic(connection, { workspaceId, name }, hours)
    },
  }
}

async function expectedModels(
  names: readonly string[],
  within: (workspaceId: string) => WorkspaceModels,
): Promise<Record<string, string | null>> {
  const states: Record<string, string | null> = {}
  for (const name of names) {
    try {
      await within(DEFAULT_WORKSPACE).ready(name)
      states[`model ${name}`] = null
    } catch (error) {
      states[`model ${name}`] = error instanceof CodedError ? error.message : 'a fault of ours'
    }
  }
  return states
}
