import type { ModelEvent, ModelSignature } from '@zerosec/contract'
import type { Golden } from './golden.ts'
import type { RegisteredTraining } from './signature.ts'

/** A version as it is shown. */
export interface RegisteredVersion {
  readonly name: string
  readonly version: number
  readonly sha256: string
  readonly bytes: number
  readonly signature: ModelSignature
  readonly training: RegisteredTraining
  readonly golden: Golden
  readonly sourceKey: string
  readonly jobId: string | null
  readonly note: string
  readonly aliases: readonly string[]
  readonly createdAt: Date
  readonly createdBy: string
}

export interface RegisteredModel {
  readonly name: string
  readonly description: string
  readonly versions: number
  readonly latest: RegisteredVersion
  /** In production, else the latest. */
  readonly current: RegisteredVersion
  readonly aliases: Readonly<Record<string, number>>
  readonly createdAt: Date
  readonly updatedAt: Date
}

export interface RegistryEvent extends Omit<ModelEvent, 'at' | 'from_version' | 'to_version'> {
  readonly at: Date
  readonly fromVersion: number | null
  readonly toVersion: number | null
}

export interface Registration {
  readonly name: string
  readonly fileKey: string
  readonly description?: string
  readonly note: string
  readonly actor: string
}

export interface Promotion {
  readonly name: string
  readonly version: number
  readonly alias: string
  readonly allowOtherSignature: boolean
  readonly reason: string
  readonly actor: string
}

/** The models of one workspace. Versions never change; aliases say which of them is meant, and each move of one is written down. */
export interface Registry {
  /** The latest versions of all, by name. */
  list(): Promise<readonly RegisteredModel[]>
  /** @throws CodedError model_unknown */
  get(name: string): Promise<RegisteredModel & { readonly versionList: readonly RegisteredVersion[] }>
  /** @throws CodedError model_unknown, model_version_unknown */
  version(name: string, version: number): Promise<RegisteredVersion>
  /** Newest first. @throws CodedError model_unknown */
  events(name: string, limit: number): Promise<readonly RegistryEvent[]>
  /**
   * A new version of the model, which is made with its first one. The same bytes again are the version that they were.
   * @throws CodedError what opening the file and decoding a model refuse; model_file_too_large, models_too_many
   */
  register(registration: Registration): Promise<RegisteredVersion>
  /**
   * Gives a version an alias, once it was loaded here and answered its golden request.
   * @throws CodedError model_unknown, model_version_unknown, model_signature_differs, model_golden_differs, model_file_lost, model_changed
   */
  promote(promotion: Promotion): Promise<void>
  /** Undoes the last promotion that was not undone yet. @throws CodedError as `promote`; model_alias_unknown, model_rollback_impossible */
  rollback(call: Pick<Promotion, 'name' | 'alias' | 'reason' | 'actor'>): Promise<void>
}
