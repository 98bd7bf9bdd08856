import type { Release } from '@zerosec/contract'
import type { ReleaseCounts } from './release-counts.ts'

export type ReleaseMode = Release['mode']
export type ReleaseState = Release['state']
export type ReleaseLimits = Release['limits']

/** What deciding about a request takes. */
export interface ReleaseTerms {
  readonly releaseId: string
  readonly mode: ReleaseMode
  readonly version: number
  readonly productionVersion: number
  readonly share: number
  readonly limits: ReleaseLimits
}

export interface ModelRelease extends ReleaseTerms {
  readonly name: string
  readonly state: ReleaseState
  readonly startedAt: Date
  readonly startedBy: string
  readonly endedAt: Date | null
  readonly reason: string
  /** Of all processes together. */
  readonly counts: ReleaseCounts
}

export interface ReleaseStart {
  readonly name: string
  readonly version: number
  readonly mode: ReleaseMode
  readonly share: number
  readonly limits: ReleaseLimits
  readonly allowOtherSignature: boolean
  readonly actor: string
}

/**
 * How a candidate meets real requests before it is promoted. As a shadow it answers beside production, unseen; as a canary it answers
 * a share of the requests, and production answers those that it fails. A canary that errs, is slow or scores otherwise is
 * returned by itself: production answers everything again.
 */
export interface Releases {
  /** @throws CodedError model_unknown, model_version_unknown, model_alias_unknown, release_running, release_same_version, release_memory_short, model_changed, model_signature_differs, model_golden_differs, model_file_lost */
  start(start: ReleaseStart): Promise<ModelRelease>
  /** Newest first. */
  list(name: string, limit: number): Promise<readonly ModelRelease[]>
  /** @throws CodedError release_unknown */
  end(call: { readonly name: string; readonly actor: string }): Promise<ModelRelease>
}
