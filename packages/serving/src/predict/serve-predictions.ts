import { PRODUCTION } from '@zerosec/contract'
import type { CodedError } from '@zerosec/errors'
import type { Log } from '@zerosec/jobs'
import type { InputRecord, Prediction } from '@zerosec/model'
import type { Traffic } from '../drift/traffic.ts'
import type { VersionFacts } from '../registry/version-facts.ts'
import { isChosen, type LiveReleases } from '../release/live-releases.ts'
import type { ReleaseTerms } from '../release/release.ts'
import { countRequest, countScore, type ReleaseCounts, type SideCounts } from '../release/release-counts.ts'
import { scoreBin } from '../release/score-bin.ts'
import { AnsweredCounts } from './answered.ts'
import { aliasOf, type Catalogue, type CatalogueEntry } from './catalogue.ts'
import type { LoadedModel } from './loaded-model.ts'
import type { LoadedModels } from './loaded-models.ts'
import { type PredictionTerms, predictRows, type RowOutcome } from './predict-rows.ts'

/** What a request asks of which model. */
export interface PredictCall {
  readonly workspaceId: string
  readonly name: string
  /** A version, or an alias; left out, production. */
  readonly version?: number | undefined
  readonly alias?: string | undefined
  readonly rows: readonly InputRecord[]
  readonly terms: PredictionTerms
  /** Requests with the same one are answered by the same side of a canary. */
  readonly key: string
}

export interface Predicted {
  readonly version: number
  readonly target: string
  readonly outcomes: readonly RowOutcome[]
}

/** A candidate that takes longer has failed the request; production answers it. */
const CANDIDATE_MS = 2000
/** Rows that wait for a shadow; what goes beyond is not shown to it. */
const MOST_SHADOW_ROWS = 2000

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
  /** What answers for an alias in this process, until the version that it means now is ready here too. */
  readonly #active = new Map<string, VersionFacts>()
  readonly answered = new AnsweredCounts()
  #shadowRows = 0
  #shadow: Promise<void> = Promise.resolve()

  constructor(services: PredictionServices) {
    this.#services = services
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
    const { catalogue } = this.#services
    const { workspaceId, name, version, alias = PRODUCTION } = call
    if (version !== undefined) {
      const loaded = await this.#services.models.load(await catalogue.version(workspaceId, name, version))
      return this.#answer(loaded, call)
    }
    const entry = await catalogue.of(workspaceId, name)
    const production = await this.#ready(entry, call, alias)
    const { release } = entry
    if (!release || alias !== PRODUCTION) return this.#answer(production, call)
    const counts = this.#services.releases.countsFor(release, workspaceId, name)
    if (!counts) return this.#answer(production, call)
    const chosen = isChosen(release, call.key)
    if (release.mode === 'canary' && chosen && this.#isReady(release, counts))
      return this.#byCandidate(release, counts, production, call)
    const answer = await timed(() => this.#answer(production, call))
    this.#count(counts.production, answer.ms, answer.value, production)
    if (release.mode === 'shadow' && chosen) this.#show(release, counts, production, call, answer.value)
    return answer.value
  }

  /** The version that answers for an alias here. @throws CodedError as `predict` */
  async ready(workspaceId: string, name: string, alias = PRODUCTION): Promise<LoadedModel> {
    return this.#ready(await this.#services.catalogue.of(workspaceId, name), { workspaceId, name }, alias)
  }

  /** Once the shadows of what was answered have been counted. */
  async close(): Promise<void> {
    await this.#shadow
  }

  async #ready(
    entry: CatalogueEntry,
    { workspaceId, name }: Pick<PredictCall, 'workspaceId' | 'name'>,
    alias: string,
  ): Promise<LoadedModel> {
    const { models, log } = this.#services
    const wanted = aliasOf(entry, name, alias)
    const key = JSON.stringify([workspaceId, name, alias])
    const active = this.#active.get(key)
    const loaded = models.peek(wanted.versionId)
    if (loaded || !active || active.versionId === wanted.versionId) {
      const model = loaded ?? (await models.load(wanted))
      if (active?.versionId !== wanted.versionId) this.#active.set(key, wanted)
      return model
    }
    const { version } = wanted
    models
      .load(wanted)
      .catch((error: unknown) =>
        log.warn(
          { err: error, model: name, version, serving: active.version },
          'a version is not ready here; the one before goes on',
        ),
      )
    return models.load(active)
  }

  async #answer(loaded: LoadedModel, { rows, terms }: PredictCall): Promise<Predicted> {
    const outcomes = await predictRows(loaded, rows, terms)
    this.#tellFaults(loaded, outcomes)
    this.#services.traffic.add(loaded, rows, outcomes.map(predictionOf))
    return { version: loaded.facts.version, target: loaded.model.target.name, outcomes }
  }

  /** Faults of ours, which the answer hides: the first of them stands for all. */
  #tellFaults({ facts: { name, version } }: LoadedModel, outcomes: readonly RowOutcome[]): void {
    const faults = rowErrors(outcomes).filter(({ code }) => code === 'internal')
    const [err] = faults
    if (!err) return
    const { log } = this.#services
    log.error(
      { err, reference: err.details.reference, model: name, version, rows: faults.length },
      'rows could not be predicted',
    )
  }

  /** No request waits until a candidate is loaded in this process: production answers it. */
  #isReady(release: ReleaseTerms & { readonly facts: VersionFacts }, counts: ReleaseCounts): boolean {
    const { models, releases, log } = this.#services
    const { facts } = release
    if (models.peek(facts.versionId)) return true
    const start = performance.now()
    models.load(facts).catch((error: unknown) => {
      countRequest(counts.candidate, performance.now() - start, 0, true)
      releases.failed(release)
      log.warn({ err: error, model: facts.name, version: facts.version }, 'a candidate could not be loaded')
    })
    return false
  }

  /** The candidate's answer, unless production has a better one. */
  async #byCandidate(
    release: ReleaseTerms & { readonly facts: VersionFacts },
    counts: ReleaseCounts,
    production: LoadedModel,
    call: PredictCall,
  ): Promise<Predicted> {
    const start = performance.now()
    const tried = await this.#tryCandidate(release.facts, call)
    const ms = performance.now() - start
    if (tried.answer && tried.answer.outcomes.every(isGood)) {
      this.#count(counts.candidate, ms, tried.answer, production)
      this.#services.traffic.add(tried.loaded, call.rows, tried.answer.outcomes.map(predictionOf))
      return tried.answer
    }
    let usual: Predicted
    try {
      usual = await this.#answer(production, call)
    } catch (error) {
      countRequest(counts.candidate, ms, call.rows.length, false) // production refuses it as well: it is the caller's
      throw error
    }
    const isWorse =
      !tried.answer || tried.answer.outcomes.some((outcome, i) => !isGood(outcome) && isGood(usual.outcomes[i]!))
    if (!isWorse) {
      this.#count(counts.candidate, ms, tried.answer, production)
      return tried.answer
    }
    countRequest(counts.candidate, ms, call.rows.length, true)
    this.#services.releases.failed(release)
    const { name } = call
    this.#services.log.info(
      { err: tried.error, model: name, version: release.version, answered_by: usual.version },
      'a candidate failed a request, which production answered',
    )
    return usual
  }

  async #tryCandidate(facts: VersionFacts, { rows, terms }: PredictCall): Promise<Tried> {
    try {
      const loaded = await this.#services.models.load(facts)
      const outcomes = await predictRows(loaded, rows, terms, performance.now() + CANDIDATE_MS)
      this.#tellFaults(loaded, outcomes)
      return { loaded, answer: { version: facts.version, target: loaded.model.target.name, outcomes } }
    } catch (error) {
      return { error }
    }
  }

  /** After the answer, one at a time. */
  #show(
    release: ReleaseTerms & { readonly facts: VersionFacts },
    counts: ReleaseCounts,
    production: LoadedModel,
    call: PredictCall,
    usual: Predicted,
  ): void {
    const { length } = call.rows
    if (this.#shadowRows + length > MOST_SHADOW_ROWS) return
    this.#shadowRows += length
    const shown = async (): Promise<void> => {
      await new Promise(setImmediate)
      await this.#showOne(release, counts, production, call, usual).finally(() => (this.#shadowRows -= length))
    }
    const { log } = this.#services
    this.#shadow = this.#shadow
      .then(shown)
      .catch((error: unknown) => log.error({ err: error, model: call.name }, 'a shadow could not be counted'))
  }

  async #showOne(
    release: ReleaseTerms & { readonly facts: VersionFacts },
    counts: ReleaseCounts,
    production: LoadedModel,
    call: PredictCall,
    usual: Predicted,
  ): Promise<void> {
    const start = performance.now()
    const { answer } = await this.#tryCandidate(release.facts, call)
    const ms = performance.now() - start
    if (answer) {
      this.#count(counts.candidate, ms, answer, production)
      compare(counts, usual, answer)
    }
    const isWorse = !answer || answer.outcomes.some((outcome, i) => !isGood(outcome) && isGood(usual.outcomes[i]!))
    if (isWorse && answer) counts.candidate.errors++
    else if (isWorse) countRequest(counts.candidate, ms, call.rows.length, true)
    this.#services.releases.touched(release)
  }

  #count(side: SideCounts, ms: number, { outcomes }: Predicted, { facts }: LoadedModel): void {
    countRequest(side, ms, outcomes.length, false)
    for (const outcome of outcomes) {
      if ('prediction' in outcome) countScore(side, scoreBin(outcome.prediction, facts.golden))
    }
  }
}

type Tried =
  | { readonly loaded: LoadedModel; readonly answer: Predicted; readonly error?: undefined }
  | { readonly error: unknown; readonly answer?: undefined }

function isGood(outcome: RowOutcome): boolean {
  return 'prediction' in outcome && outcome.prediction.value !== null
}

function predictionOf(outcome: RowOutcome): Prediction | undefined {
  return 'prediction' in outcome ? outcome.prediction : undefined
}

/** Relative to the larger of two numbers. */
const EQUAL = 1e-9

function compare({ differences }: ReleaseCounts, usual: Predicted, other: Predicted): void {
  usual.outcomes.forEach((outcome, i) => {
    const [a, b] = [predictionOf(outcome)?.value ?? null, predictionOf(other.outcomes[i]!)?.value ?? null]
    if (a === null || b === null) return
    differences.rows++
    if (typeof a !== 'number' || typeof b !== 'number') {
      if (a === b) differences.equal++
      return
    }
    const away = Math.abs(a - b)
    if (away <= EQUAL * Math.max(Math.abs(a), Math.abs(b))) differences.equal++
    differences.sum += away
    differences.largest = Math.max(differences.largest, away)
  })
}

async function timed<T>(run: () => Promise<T>): Promise<{ value: T; ms: number }> {
  const start = performance.now()
  const value = await run()
  return { value, ms: performance.now() - start }
}

/** Refusals of rows, in the order of the rows. */
function rowErrors(outcomes: readonly RowOutcome[]): CodedError[] {
  return outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error] : []))
}
