import type { Log } from '@zerosec/jobs'
import type { Traffic } from '../drift/traffic.ts'
import type { VersionFacts } from '../registry/version-facts.ts'
import type { LiveReleases } from '../release/live-releases.ts'
import type { ReleaseTerms } from '../release/release.ts'
import {
  countLatency,
  countRequest,
  countScore,
  type ReleaseCounts,
  type SideCounts,
} from '../release/release-counts.ts'
import { scoreBin } from '../release/score-bin.ts'
import { AfterAnswers } from './after-answers.ts'
import { answerRows, predictionOf, type Timed, timed } from './answer-rows.ts'
import type { LoadedModel } from './loaded-model.ts'
import type { LoadedModels } from './loaded-models.ts'
import type { PredictCall, Predicted } from './predict-call.ts'
import type { RowOutcome } from './predict-rows.ts'

/** A candidate that takes longer has failed the request. */
const CANDIDATE_MS = 2000

/** A request to a model of which a candidate is released. */
export interface ReleasedCall {
  readonly release: ReleaseTerms & { readonly facts: VersionFacts }
  readonly counts: ReleaseCounts
  readonly production: LoadedModel
  readonly call: PredictCall
}

export interface CandidateServices {
  readonly models: LoadedModels
  readonly releases: LiveReleases
  readonly traffic: Traffic
  readonly log: Log
  /** Production's answer, as if nothing were released. */
  readonly answer: (loaded: LoadedModel, call: PredictCall) => Promise<Predicted>
}

/**
 * Candidates at work. Both sides are compared on requests that both were asked, the other one after the answer: users and machines
 * that are on one side differ from those on the other, and so would latencies and predictions.
 */
export class Candidates {
  readonly #services: CandidateServices
  readonly #after: AfterAnswers

  constructor(services: CandidateServices) {
    this.#services = services
    this.#after = new AfterAnswers(services.log)
  }

  /** Once what was answered has been compared. */
  done(): Promise<void> {
    return this.#after.done()
  }

  /** No request waits until a candidate is loaded in this process: production answers it. */
  isReady({ release, counts }: ReleasedCall): boolean {
    const { models, releases, log } = this.#services
    const { facts } = release
    if (models.peek(facts.versionId)) return true
    models.load(facts).catch((error: unknown) => {
      countRequest(counts.candidate, 0, true)
      releases.failed(release)
      log.warn({ err: error, model: facts.name, version: facts.version }, 'a candidate could not be loaded')
    })
    return false
  }

  /** The candidate's answer, unless production has a better one. @throws CodedError what production throws */
  async answer(released: ReleasedCall): Promise<Predicted> {
    const { release, counts, production, call } = released
    const { value: tried, ms } = await timed(() => this.#try(release.facts, call))
    if (tried.answer?.outcomes.every(isGood)) return this.#take(released, tried.loaded, { value: tried.answer, ms })
    let usual: Timed<Predicted>
    try {
      usual = await timed(() => this.#services.answer(production, call))
    } catch (error) {
      countRequest(counts.candidate, call.rows.length, false) // production refuses it as well: it is the caller's
      throw error
    }
    if (tried.answer && !isWorse(tried.answer, usual.value)) {
      countRequest(counts.candidate, call.rows.length, false)
      compare(released, usual, { value: tried.answer, ms })
      return tried.answer
    }
    this.#failed(released)
    this.#services.log.info(
      { err: tried.error, model: call.name, version: release.version, answered_by: usual.value.version },
      'a candidate failed a request, which production answered',
    )
    return usual.value
  }

  /** Asks the candidate what production has answered. */
  show(released: ReleasedCall, usual: Timed<Predicted>): void {
    const { release, counts, call } = released
    this.#after.add(call.rows.length, call.name, async () => {
      const { value: tried, ms } = await timed(() => this.#try(release.facts, call))
      countRequest(counts.candidate, call.rows.length, !tried.answer || isWorse(tried.answer, usual.value))
      if (tried.answer) compare(released, usual, { value: tried.answer, ms })
      this.#services.releases.touched(release)
    })
  }

  /** A good answer; one that came too late is better than another one later still, but counts as none. */
  #take(released: ReleasedCall, loaded: LoadedModel, answer: Timed<Predicted>): Predicted {
    const { release, counts, production, call } = released
    const { releases, traffic, log } = this.#services
    traffic.add(loaded, call.rows, answer.value.outcomes.map(predictionOf))
    if (answer.ms > CANDIDATE_MS) this.#failed(released)
    else {
      countRequest(counts.candidate, call.rows.length, false)
      this.#after.add(call.rows.length, call.name, async () => {
        compare(released, await timed(() => answerRows(production, call, log)), answer)
        releases.touched(release)
      })
    }
    return answer.value
  }

  #failed({ release, counts, call }: ReleasedCall): void {
    countRequest(counts.candidate, call.rows.length, true)
    this.#services.releases.failed(release)
  }

  async #try(facts: VersionFacts, call: PredictCall): Promise<Tried> {
    const { models, log } = this.#services
    try {
      const loaded = await models.load(facts)
      return { loaded, answer: await answerRows(loaded, call, log, performance.now() + CANDIDATE_MS) }
    } catch (error) {
      return { error }
    }
  }
}

type Tried =
  | { readonly loaded: LoadedModel; readonly answer: Predicted; readonly error?: undefined }
  | { readonly error: unknown; readonly answer?: undefined }

function isGood(outcome: RowOutcome): boolean {
  return 'prediction' in outcome && outcome.prediction.value !== null
}

function isWorse({ outcomes }: Predicted, usual: Predicted): boolean {
  return outcomes.some((outcome, i) => !isGood(outcome) && isGood(usual.outcomes[i]!))
}

/** Counts what both said to the same rows. */
function compare({ counts, production }: ReleasedCall, usual: Timed<Predicted>, other: Timed<Predicted>): void {
  countAnswer(counts.production, usual, production)
  countAnswer(counts.candidate, other, production)
  countDifferences(counts, usual.value, other.value)
}

function countAnswer(side: SideCounts, { value, ms }: Timed<Predicted>, { facts: { golden } }: LoadedModel): void {
  countLatency(side, ms)
  for (const outcome of value.outcomes) {
    const prediction = predictionOf(outcome)
    if (prediction) countScore(side, scoreBin(prediction, golden))
  }
}

/** Relative to the larger of two numbers. */
const EQUAL = 1e-9

function countDifferences({ differences }: ReleaseCounts, usual: Predicted, other: Predicted): void {
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
