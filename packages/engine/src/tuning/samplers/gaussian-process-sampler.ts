import { normalCdf, normalDensity } from '../../distributions/normal.ts'
import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import { fitGaussianProcess } from '../../gaussian-process/fit-gaussian-process.ts'
import type { GaussianProcess } from '../../gaussian-process/gaussian-process.ts'
import { predictGaussianProcess } from '../../gaussian-process/predict-gaussian-process.ts'
import type { Generator } from '../../random/generator.ts'
import { compareObservations, type Observation } from '../observation.ts'
import { isActive, type SpaceCoding, settleCode } from '../space-coding.ts'
import { codeAtShare, drawCodes, shareOfCode, uniformCode } from '../uniform-codes.ts'
import type { Sampler, SuggestContext } from './sampler.ts'
import { scalarLosses } from './scalar-losses.ts'
import { sobolSampler } from './sobol-sampler.ts'

export interface GaussianProcessSamplerOptions {
  /** Trials that must be complete before the model is used; those before are points of a Sobol sequence. Left out: 10. */
  readonly startupTrials?: number
}

/** Points over the whole space, and about the best ones, of which the expected improvement is looked at. */
const WIDE = 400
const ROUNDS = 8
const NEAR = 40
/** Complete trials that the model is fitted to: half of them the best by the first objective, the others the last. */
const MOST_TRIALS = 300
/** Starts of the search for the model's hyperparameters. */
const STARTS = 2

/**
 * Expected improvement of a Gaussian process over the shares of the dimensions' ranges: few trials, each of them dear.
 *
 * A trial that runs counts with the mean that the model predicts of it (the kriging believer); pruned ones are left out. Several
 * objectives are drawn together by new weights for each trial (ParEGO); infeasible trials count as worse than every feasible one. An
 * inactive number stands in the middle of its range, an inactive choice is a choice of its own.
 *
 * Cost: a fit, and about 900 predictions, a suggestion: of 8 dimensions some 20 ms up to 50 trials, 70 ms from 100 to 150.
 * Source: Jones, Schonlau & Welch, J. Global Optim. 13 (1998) 455–492; Knowles, IEEE Trans. Evol. Comput. 10 (2006) 50–66.
 */
export function gaussianProcessSampler(
  coding: SpaceCoding,
  { startupTrials = 10 }: GaussianProcessSamplerOptions,
  generator: Generator,
): Sampler {
  if (!Number.isSafeInteger(startupTrials) || startupTrials < 2)
    throw new RangeError(`${startupTrials} startup trials, not 2 or more`)
  const startup = sobolSampler(coding, generator)
  return {
    suggest(context) {
      const complete = context.observations.filter(({ state }) => state === 'complete')
      if (complete.length < startupTrials) return startup.suggest(context)
      const kept = mostTelling(complete)
      const losses = scalarLosses(kept, context.generator)
      const process = believe(coding, kept, losses, context)
      return mostImproving(coding, process, kept, losses, context)
    },
  }
}

function mostTelling(complete: readonly Observation[]): readonly Observation[] {
  if (complete.length <= MOST_TRIALS) return complete
  const best = [...complete].sort(compareObservations).slice(0, MOST_TRIALS / 2)
  const others = complete.filter((observation) => !best.includes(observation)).slice(-MOST_TRIALS / 2)
  const chosen = new Set([...best, ...others])
  return complete.filter((observation) => chosen.has(observation))
}

/** The model of the complete trials, and of those that run as if they gave what it predicts. */
function believe(
  coding: SpaceCoding,
  complete: readonly Observation[],
  losses: Float64Array,
  { number, observations }: SuggestContext,
): GaussianProcess {
  const known = featuresOf(
    coding,
    complete.map(({ codes }) => codes),
  )
  const process = fitGaussianProcess(known, losses, { starts: STARTS, seed: number, linear: false })
  const running = observations.filter(({ state }) => state === 'running').map(({ codes }) => codes)
  if (running.length === 0) return process
  const believed = predictGaussianProcess(process, featuresOf(coding, running)).mean
  const all = featuresOf(coding, [...complete.map(({ codes }) => codes), ...running])
  return fitGaussianProcess(all, Float64Array.of(...losses, ...believed), {
    start: process,
    seed: number,
    linear: false,
  })
}

function featuresOf({ dimensions }: SpaceCoding, rows: readonly Float64Array[]): FeatureMatrix {
  const columns = dimensions.map((coded, j) =>
    Float64Array.from(rows, (codes) => {
      const code = codes[j]!
      if (coded.choices > 0) return code
      return Number.isNaN(code) ? 0.5 : shareOfCode(coded, code)
    }),
  )
  return { rows: rows.length, columns, levels: Int32Array.from(dimensions, ({ choices }) => choices) }
}

/** The best of wide draws and of ever smaller steps from the best so far. */
function mostImproving(
  coding: SpaceCoding,
  process: GaussianProcess,
  complete: readonly Observation[],
  losses: Float64Array,
  { generator, isSeen }: SuggestContext,
): Float64Array {
  const order = [...losses.keys()].sort((a, b) => losses[a]! - losses[b]!)
  const least = losses[order[0]!]!
  let best = { codes: complete[order[0]!]!.codes, improvement: Number.NEGATIVE_INFINITY }
  const consider = (candidates: readonly Float64Array[]) => {
    const fresh = candidates.filter((codes) => !isSeen(codes))
    if (fresh.length === 0) return
    const { mean, latentVariance } = predictGaussianProcess(process, featuresOf(coding, fresh))
    for (const [i, codes] of fresh.entries()) {
      const improvement = expectedImprovement(least, mean[i]!, Math.sqrt(latentVariance[i]!))
      if (improvement > best.improvement) best = { codes, improvement }
    }
  }
  const incumbents = order.slice(0, 4).map((i) => complete[i]!.codes)
  consider([
    ...Array.from({ length: WIDE }, () => drawCodes(coding, generator)),
    ...incumbents.flatMap((from) => Array.from({ length: NEAR }, () => nearCodes(coding, from, 0.1, generator))),
  ])
  for (let round = 0; round < ROUNDS; round++) {
    const reach = 0.1 * 2 ** -round
    const from = best.codes
    consider(Array.from({ length: NEAR }, () => nearCodes(coding, from, reach, generator)))
  }
  return best.codes
}

/** Of a normal prediction below the least loss. */
export function expectedImprovement(least: number, mean: number, sd: number): number {
  if (!(sd > 0)) return Math.max(least - mean, 0)
  const z = (least - mean) / sd
  return sd * (z * normalCdf(z) + normalDensity(z))
}

/** Steps of the given share of the range in each number; another choice now and then; what becomes active is drawn. */
function nearCodes(coding: SpaceCoding, from: Float64Array, reach: number, generator: Generator): Float64Array {
  const { dimensions } = coding
  const codes = new Float64Array(dimensions.length).fill(Number.NaN)
  for (const [j, coded] of dimensions.entries()) {
    if (!isActive(coding, j, codes)) continue
    const code = from[j]!
    const isDrawn = Number.isNaN(code) || (coded.choices > 0 && generator.uniform() < reach)
    if (isDrawn || coded.choices > 0) {
      codes[j] = settleCode(coded, isDrawn ? uniformCode(coded, generator) : code)
      continue
    }
    // some dimensions stay, so that steps along few of them are tried too
    const isMoved = generator.uniform() < 0.7
    const share = shareOfCode(coded, code) + (isMoved ? reach * generator.normal() : 0)
    codes[j] = settleCode(coded, codeAtShare(coded, Math.min(Math.max(share, 0), 1)))
  }
  return codes
}
