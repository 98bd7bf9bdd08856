import type { ModelEvent, ModelSignature } from '@zerosec/contract'
import type { Connection } from '@zerosec/jobs'
import type { Generated, JSONColumnType, Kysely } from 'kysely'
import type { Baseline } from './drift/baseline.ts'
import type { TrafficCounts } from './drift/traffic-counts.ts'
import type { Golden } from './registry/golden.ts'
import type { RegisteredTraining } from './registry/signature.ts'
import type { ReleaseLimits, ReleaseMode, ReleaseState } from './release/release.ts'
import type { ReleaseCounts } from './release/release-counts.ts'

/** The tables of the migration `0010-serving.ts`, typed for kysely. */
export interface ServingSchema {
  models: ModelsTable
  model_versions: ModelVersionsTable
  model_aliases: ModelAliasesTable
  model_events: ModelEventsTable
  model_releases: ModelReleasesTable
  model_release_counts: { release_id: string; process_id: string; counts: JSONColumnType<ReleaseCounts> }
  model_baselines: { version_id: string; baseline: JSONColumnType<Baseline> }
  model_traffic: { version_id: string; process_id: string; hour: Date; counts: JSONColumnType<TrafficCounts> }
  items: ItemsTable
}

export type ServingConnection = Kysely<ServingSchema>

/** The same connection, seen as that of these tables. */
export function servingConnection(connection: Connection): ServingConnection {
  return connection as unknown as ServingConnection
}

export interface ModelsTable {
  workspace_id: string
  name: string
  description: Generated<string>
  created_at: Generated<Date>
  updated_at: Generated<Date>
}

export interface ModelVersionsTable {
  version_id: string
  workspace_id: string
  name: string
  version: number
  sha256: string
  /** bigint: pg gives it as text. */
  size_bytes: string
  bucket: string
  file_key: string
  signature: JSONColumnType<ModelSignature>
  training: JSONColumnType<RegisteredTraining>
  golden: JSONColumnType<Golden>
  source_key: string
  source_job_id: string | null
  note: Generated<string>
  created_at: Generated<Date>
  created_by: string
}

interface ModelAliasesTable {
  workspace_id: string
  name: string
  alias: string
  version: number
  updated_at: Generated<Date>
}

export interface ModelEventsTable {
  event_id: Generated<string>
  workspace_id: string
  name: string
  at: Generated<Date>
  actor: string
  action: ModelEvent['action']
  alias: string | null
  from_version: number | null
  to_version: number | null
  reason: Generated<string>
}

export interface ModelReleasesTable {
  release_id: string
  workspace_id: string
  name: string
  mode: ReleaseMode
  version: number
  production_version: number
  share: number
  limits: JSONColumnType<ReleaseLimits>
  state: ReleaseState
  reason: Generated<string>
  started_at: Generated<Date>
  started_by: string
  ended_at: Date | null
}

export interface ItemsTable {
  id: Generated<string>
  workspace_id: string
  name: string
  description: string | null
  /** numeric: pg gives it as text. */
  price: string
  created_at: Generated<Date>
  updated_at: Generated<Date>
}
