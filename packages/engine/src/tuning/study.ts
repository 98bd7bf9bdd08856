import { nonDominationRanks } from '../pareto/non-domination.ts'
import { type Generator, seededGenerator } from '../random/generator.ts'
import { compareObservations, type Observation, observe } from './observation.ts'
import { type Pruner, shouldPrune } from './pruners/pruner.ts'
import type { Sampler } from './samplers/sampler.ts'
import { createSampler, type SamplerChoice } from './samplers/sampler-options.ts'
import type { SearchSpace, TrialParameters } from './space.ts'
import {
  codeSpace,
  decodeParameters,
  encodeParameters,
  encodeSomeParameters,
  type SpaceCoding,
} from './space-coding.ts'
import type { Direction, IntermediateValue, Trial, TrialResult } from './trial.ts'
import { checkHistory, checkResult } from './trial-result.ts'
import { fillUniformly, unseenCodes } from './uniform-codes.ts'

export interface StudyOptions {
  /** Left out: 'tpe'. */
  readonly sampler?: SamplerChoice
  /** One of each objective. Left out: one that is minimised. */
  readonly directions?: readonly Direction[]
  /** A safe integer; streams of it serve the trials. */
  readonly seed: number
  /** Settings to try first, in this order; dimensions that are left out are drawn. One that was tried is passed over. */
  readonly enqueue?: readonly TrialParameters[]
  /** Of `shouldPrune`; for one objective. Left out: no trial is given up. */
  readonly pruner?: Pruner
}

/** All of a study as plain data (JSON carries it): `resumeStudy` goes on with it as if it had not stopped. */
export interface StudyState {
  readonly space: SearchSpace
  readonly options: StudyOptions
  readonly trials: readonly Trial[]
}

/** Stream of the sampler itself; trial n has stream n + 1. */
const SAMPLER_STREAM = 0

/**
 * A search by ask and tell.
 *
 * Asking depends on the space, the options and what was asked and told so far, in that order, alone.
 *
 * Threads: ask for a batch of trials, of a size that does not depend on the number of threads, judge them in any order and on any
 * thread, then tell them in the order of asking. The study is then the same for one thread and for many. Within a batch no setting is
 * asked for twice, and samplers that learn take a running trial for a bad one (TPE) or for what they predict of it (Gaussian process).
 *
 * No setting is asked for twice in a study, whatever became of it.
 */
export class Study {
  readonly #coding: SpaceCoding
  readonly #options: StudyOptions
  readonly #directions: readonly Direction[]
  readonly #sampler: Sampler
  readonly #generator: Generator
  readonly #trials: Trial[] = []
  readonly #observations: (Observation | null)[] = []
  readonly #seen = new Set<string>()
  /** Settings that were taken from those to try first. */
  #enqueued = 0
  #told = 0

  /** @throws RangeError for a space, options or starting settings without sense */
  constructor(space: SearchSpace, options: StudyOptions) {
    this.#coding = codeSpace(space)
    this.#options = options
    this.#directions = options.directions ?? ['minimize']
    if (this.#directions.length === 0) throw new RangeError('a study has one objective at least')
    if (options.pruner && this.#directions.length > 1) throw new RangeError('a pruner judges by one objective')
    this.#generator = seededGenerator(options.seed)
    this.#sampler = createSampler(
      options.sampler ?? 'tpe',
      this.#coding,
      this.#directions.length,
      this.#generator.stream(SAMPLER_STREAM),
    )
    for (const parameters of options.enqueue ?? []) encodeSomeParameters(this.#coding, parameters)
  }

  /** The next trial, running; null where every setting of a discrete space was asked for. */
  ask(): Trial | null {
    const generator = this.#generator.stream(this.#trials.length + 1)
    const { codes, enqueuedAs } = this.#nextCodes(generator)
    if (codes === null) return null
    const trial: Trial = {
      number: this.#trials.length,
      parameters: decodeParameters(this.#coding, codes),
      state: 'running',
      values: [],
      intermediate: [],
      constraints: [],
      enqueuedAs,
      askedAfter: this.#told,
      toldAs: null,
    }
    this.#begin(trial, codes)
    return trial
  }

  /** Adds an intermediate value to a running trial. @throws RangeError where the step does not rise, or the trial does not run */
  report({ number }: Pick<Trial, 'number'>, step: number, value: number): void {
    const trial = this.#running(number)
    const intermediate: IntermediateValue[] = [...trial.intermediate, { step, value }]
    checkResult({ state: 'pruned', intermediate }, this.#directions.length)
    this.#trials[number] = { ...trial, intermediate }
  }

  /** Ends a running trial. @throws RangeError for a result without sense, or a trial that does not run */
  tell({ number }: Pick<Trial, 'number'>, result: TrialResult): void {
    const trial = this.#running(number)
    checkResult(result, this.#directions.length)
    this.#end({
      ...trial,
      state: result.state ?? 'complete',
      values: result.values ?? [],
      intermediate: result.intermediate ?? trial.intermediate,
      constraints: result.constraints ?? [],
      toldAs: this.#told,
    })
  }

  /** In the order of asking. */
  get trials(): readonly Trial[] {
    return this.#trials
  }

  /** Of one objective: the feasible complete trial with the best value, the first of equals; null where there is none. */
  best(): Trial | null {
    if (this.#directions.length > 1)
      throw new RangeError('several objectives have no single best trial; ask for paretoSet')
    const candidates = this.#observations.filter((o) => o !== null && o.state === 'complete' && o.violation === 0)
    const best = (candidates as Observation[]).reduce<Observation | null>(
      (least, o) => (least === null || compareObservations(o, least) < 0 ? o : least),
      null,
    )
    return best && this.#trials[best.number]!
  }

  /** The feasible complete trials that no other dominates, in the order of asking; of equal ones all. */
  paretoSet(): readonly Trial[] {
    const feasible = this.#observations.filter((o) => o !== null && o.state === 'complete' && o.violation === 0)
    const front = nonDominationRanks(feasible.map((o) => o!.losses))
    return feasible.filter((_, i) => front[i] === 0).map((o) => this.#trials[o!.number]!)
  }

  /** Whether the study's pruner gives a running trial up after what was reported of it; trials that run have no say. */
  shouldPrune({ number }: Pick<Trial, 'number'>): boolean {
    const { pruner } = this.#options
    if (pruner === undefined) return false
    const ended = this.#trials.filter(({ state }) => state !== 'running')
    return shouldPrune(pruner, this.#running(number), ended, this.#directions[0]!)
  }

  state(): StudyState {
    return { space: this.#coding.space, options: this.#options, trials: [...this.#trials] }
  }

  /**
   * Repeats what was asked and told, in that order, without the work of suggesting; of a study that has not been asked yet.
   *
   * @throws RangeError for trials that are not a study's of this space
   */
  replay(trials: readonly Trial[]): void {
    checkHistory(trials, this.#directions.length)
    const told = trials.filter(({ toldAs }) => toldAs !== null).sort((a, b) => a.toldAs! - b.toldAs!)
    let next = 0
    for (const trial of trials) {
      while (next < trial.askedAfter) this.#end(told[next++]!)
      this.#enqueued = trial.enqueuedAs === null ? Number.POSITIVE_INFINITY : trial.enqueuedAs + 1
      const intermediate = trial.toldAs === null ? trial.intermediate : []
      const running = { ...trial, state: 'running', values: [], intermediate, constraints: [], toldAs: null } as const
      this.#begin(running, encodeParameters(this.#coding, trial.parameters))
    }
    while (next < told.length) this.#end(told[next++]!)
  }

  #running(number: number): Trial {
    const trial = this.#trials[number]
    if (trial === undefined) throw new RangeError(`there is no trial ${number}`)
    if (trial.state !== 'running') throw new RangeError(`trial ${number} was told before`)
    return trial
  }

  #begin(trial: Trial, codes: Float64Array): void {
    const { number, enqueuedAs } = trial
    this.#trials.push(trial)
    this.#seen.add(keyOf(codes))
    this.#observations.push(observe(trial, codes, this.#directions))
    this.#sampler.asked?.({ number, codes, isEnqueued: enqueuedAs !== null })
  }

  #end(trial: Trial): void {
    const { codes } = this.#observations[trial.number]!
    const observation = observe(trial, codes, this.#directions)
    this.#trials[trial.number] = trial
    this.#observations[trial.number] = observation
    this.#told++
    if (observation) this.#sampler.told?.(observation)
  }

  #nextCodes(generator: Generator): { readonly codes: Float64Array | null; readonly enqueuedAs: number | null } {
    const settle = (codes: Float64Array) => encodeParameters(this.#coding, decodeParameters(this.#coding, codes))
    const isSeen = (codes: Float64Array) => this.#seen.has(keyOf(codes))
    const enqueue = this.#options.enqueue ?? []
    while (this.#enqueued < enqueue.length) {
      const enqueuedAs = this.#enqueued++
      const codes = encodeSomeParameters(this.#coding, enqueue[enqueuedAs]!)
      fillUniformly(this.#coding, codes, generator)
      const settled = settle(codes)
      if (!isSeen(settled)) return { codes: settled, enqueuedAs }
    }
    const suggested = this.#sampler.suggest({
      number: this.#trials.length,
      observations: this.#observations.filter((observation) => observation !== null),
      generator,
      isSeen: (codes) => isSeen(settle(codes)),
    })
    const settled = settle(suggested)
    const codes = isSeen(settled) ? unseenCodes(this.#coding, isSeen, settle, generator) : settled
    return { codes, enqueuedAs: null }
  }
}

export function createStudy(space: SearchSpace, options: StudyOptions): Study {
  return new Study(space, options)
}

/** @throws RangeError for a state that no study gave */
export function resumeStudy({ space, options, trials }: StudyState): Study {
  const study = new Study(space, options)
  study.replay(trials)
  return study
}

function keyOf(codes: Float64Array): string {
  return codes.join()
}
