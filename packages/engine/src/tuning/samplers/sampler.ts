import type { Generator } from '../../random/generator.ts'
import type { Observation } from '../observation.ts'

/**
 * Proposes what to try next.
 *
 * Obligations: `suggest` depends on the study's seed, the trial's number and what was observed, in that order, and on nothing else, so
 * that asking twice gives the same codes; the codes lie within the dimensions' bounds; a code of a dimension that its parent makes
 * inactive may be anything. One suite of tests (`samplers.test.ts`) runs on every sampler.
 */
export interface Sampler {
  suggest(context: SuggestContext): Float64Array
  /** Told of every trial that was asked for, in order, between the observations before and after it. */
  asked?(trial: AskedTrial): void
  /** Told of every trial that ended without failing, in the order of telling. */
  told?(observation: Observation): void
}

export interface SuggestContext {
  readonly number: number
  /** Of the trials asked before, in the order of asking; failed ones left out. */
  readonly observations: readonly Observation[]
  /** A generator of the trial's own. */
  readonly generator: Generator
  /** Whether the setting that these codes decode to was tried: such a suggestion is replaced by a uniform draw. */
  readonly isSeen: (codes: Float64Array) => boolean
}

export interface AskedTrial {
  readonly number: number
  readonly codes: Float64Array
  readonly isEnqueued: boolean
}
