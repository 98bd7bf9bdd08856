import { PRODUCTION } from '@zerosec/contract'
import type { Log } from '@zerosec/jobs'
import type { Traffic } from '../drift/traffic.ts'
import type { VersionFacts } from '../registry/version-facts.ts'
import { isChosen, type LiveReleases } from '../release/live-releases.ts'
import { countRequest } from '../release/release-counts.ts'
import { answerRows, predictionOf, rowErrors, timed } from './answer-rows.ts'
import { AnsweredCounts } from './answered.ts'
import { Candidates } from './candidates.ts'
import { aliasOf, type Catalogue, type CatalogueEntry } from './catalogue.ts'
import type { LoadedModel } from './loaded-model.ts'
import type { LoadedModels } from './loaded-models.ts'
import type { PredictCall, Predicted } from './predict-call.ts'

export interface PredictionServices {
  readonly catalogue: Catalogue
  readonly models: LoadedModels
  readonly releases: LiveReleases
  readonly traffic: Traffic
  readonly log: Log
}

/** Answers requests: by the version that is asked for, and by what is released where production is. */
export class ServePredictions {
  readonly #services: PredictionServices
  readonly #candidates: Candidates
  /** What answers for an alias in this process, until the version that it means now is ready here too. */
  readonly #active = new Map<string, VersionFacts>()
  /** Of versions that are not ready here, whether that was told. */
  readonly #told = new Set<string>()
  readonly answered = new AnsweredCounts()

  constructor(services: PredictionServices) {
    this.#services = services
    this.#candidates = new Candidates({ ...services, answer: (loaded, call) => this.#answer(loaded, call) })
  }

  /**
   * @throws CodedError model_unknown, model_version_unknown, model_alias_unknown, model_file_lost, model_golden_differs, and as `predictRows`
   */
  async predict(call: PredictCall): Promise<Predicted> {
    const { value, ms } = await timed(() => this.#predict(call))
    const errors = rowErrors(value.outcomes).length
    this.answered.add(call.workspaceId, call.name, value.version, { rows: value.outcomes.length, errors, ms })
    return value
  }

  async #predict(call: PredictCall): Promise<Predicted> {
    const { catalogue, releases, models } = this.#services
    const { workspaceId, name, version, alias = PRODUCTION } = call
    if (version !== undefined)
      return this.#answer(await models.load(await catalogue.version(workspaceId, name, version)), call)
    const entry = await catalogue.of(workspaceId, name)
    const production = await this.#ready(entry, call, alias)
    const { release } = entry
    const counts = release && alias === PRODUCTION ? releases.countsFor(release, workspaceId, name) : undefined
    if (!release || !counts) return this.#answer(production, call)
    const released = { release, counts, production, call }
    const chosen = isChosen(release, call.key)
    if (release.mode === 'canary' && chosen && this.#candidates.isReady(released))
      return this.#candidates.answer(released)
    const usual = await timed(() => this.#answer(production, call))
    countRequest(counts.production, call.rows.length, false)
    if (release.mode === 'shadow' && chosen) this.#candidates.show(released, usual)
    return usual.value
  }

  /** The version that answers for an alias here. @throws CodedError as `predict` */
  async ready(workspaceId: string, name: string, alias = PRODUCTION): Promise<LoadedModel> {
    return this.#ready(await this.#services.catalogue.of(workspaceId, name), { workspaceId, name }, alias)
  }

  /** Once what candidates answered has been counted. */
  close(): Promise<void> {
    return this.#candidates.done()
  }

  async #ready(
    entry: CatalogueEntry,
    { workspaceId, name }: Pick<PredictCall, 'workspaceId' | 'name'>,
    alias: string,
  ): Promise<LoadedModel> {
    const { models } = this.#services
    const wanted = aliasOf(entry, name, alias)
    const key = JSON.stringify([workspaceId, name, alias])
    const active = this.#active.get(key)
    const loaded = models.peek(wanted.versionId)
    if (loaded || !active || active.versionId === wanted.versionId) {
      const model = loaded ?? (await models.load(wanted))
      if (active?.versionId !== wanted.versionId) this.#active.set(key, wanted)
      return model
    }
    const loading = models.load(wanted)
    loading.then(
      () => this.#told.delete(wanted.versionId),
      (error: unknown) => this.#tellNotReady(wanted, active, error),
    )
    return models.load(active).catch(() => loading)
  }

  /** Once, not with each request. */
  #tellNotReady({ versionId, name, version }: VersionFacts, active: VersionFacts, error: unknown): void {
    if (this.#told.has(versionId)) return
    this.#told.add(versionId)
    this.#services.log.warn(
      { err: error, model: name, version, serving: active.version },
      'a version is not ready here; the one before goes on',
    )
  }

  async #answer(loaded: LoadedModel, call: PredictCall): Promise<Predicted> {
    const answer = await answerRows(loaded, call, this.#services.log)
    this.#services.traffic.add(loaded, call.rows, answer.outcomes.map(predictionOf))
    return answer
  }
}
