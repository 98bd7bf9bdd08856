import type { Generator } from '../../random/generator.ts'
import { compareObservations, type Observation } from '../observation.ts'
import type { SpaceCoding } from '../space-coding.ts'
import { codeAtShare, shareOfCode } from '../uniform-codes.ts'
import { type EvolutionPath, isConverged, nextGeneration, startEvolution } from './covariance-adaptation.ts'
import type { Sampler } from './sampler.ts'

export interface CmaEsOptions {
  /** Trials of a generation. Left out: 4 + ⌊3 ln d⌋. */
  readonly population?: number
  /** First standard deviation, as a share of the range. Left out: 0.25. */
  readonly sigma?: number
  /** Adapts variances alone, for many dimensions. Left out: false. */
  readonly separable?: boolean
}

/** Draws of a point before it is put onto the bounds. */
const DRAWS = 50
/** Points before a setting that was tried is left for the study to replace. */
const POINTS = 16

interface Member {
  readonly observation: Observation
  readonly shares: Float64Array
}

/**
 * Covariance matrix adaptation over the shares of all dimensions' ranges, one objective.
 *
 * It starts from the first setting that the caller named, or from the middle. A generation ends when so many of its trials are told
 * as it has members; those of earlier ones that come late, and the caller's, are passed over. Where a generation can't improve any
 * more the search restarts from a drawn point with twice the population (IPOP). Steps are rounded to; choices are cells in the order
 * they are named, which suits few of them; what is inactive counts as the mean.
 *
 * Cost: d² a suggestion, 5 · d³ a generation.
 * Source: Hansen, arXiv:1604.00772; Auger & Hansen, CEC 2005, 1769–1776; Ros & Hansen, PPSN X (2008) 296–305 (separable).
 *
 * @throws RangeError for several objectives, or options out of range
 */
export function cmaEsSampler(
  coding: SpaceCoding,
  options: CmaEsOptions,
  objectives: number,
  generator: Generator,
): Sampler {
  const { dimensions } = coding
  const d = dimensions.length
  const { population = 4 + Math.floor(3 * Math.log(d)), sigma = 0.25, separable = false } = options
  if (objectives > 1) throw new RangeError('cma_es searches one objective')
  if (!Number.isSafeInteger(population) || population < 4)
    throw new RangeError(`a population of ${population}, not 4 or more`)
  if (!(sigma > 0 && sigma <= 1)) throw new RangeError(`sigma is a share of the range, got ${sigma}`)

  let evolution = startEvolution(new Float64Array(d).fill(0.5), sigma, population, separable)
  let generation = 0
  let restarts = 0
  let hasStarted = false
  let members: Member[] = []
  const generationOf = new Map<number, number>()

  const sharesOf = (codes: Float64Array) =>
    Float64Array.from(codes, (code, j) => (Number.isNaN(code) ? evolution.mean[j]! : shareOfCode(dimensions[j]!, code)))

  const restart = () => {
    restarts++
    const drawn = generator.stream(restarts)
    const mean = Float64Array.from({ length: d }, () => drawn.uniform())
    evolution = startEvolution(mean, sigma, population * 2 ** Math.min(restarts, 6), separable)
  }

  return {
    suggest({ generator: own, isSeen }) {
      return untriedCodes(coding, evolution, own, isSeen)
    },
    asked({ number, codes, isEnqueued }) {
      if (!isEnqueued) generationOf.set(number, generation)
      else if (!hasStarted) evolution = startEvolution(sharesOf(codes), sigma, population, separable)
      hasStarted = true
    },
    told(observation) {
      if (generationOf.get(observation.number) !== generation) return
      members.push({ observation, shares: sharesOf(observation.codes) })
      if (members.length < evolution.population) return
      members.sort((a, b) => compareObservations(a.observation, b.observation))
      evolution = nextGeneration(
        evolution,
        members.map(({ shares }) => shares),
      )
      generation++
      if (isConverged(evolution) || isFlat(members)) restart()
      members = []
    },
  }
}

function isFlat(members: readonly Member[]): boolean {
  const [first, last] = [members[0]!.observation, members.at(-1)!.observation]
  return first.violation === last.violation && first.state === last.state && first.losses[0] === last.losses[0]
}

/** Codes of a point of the generation; of the last one, where all of those drawn were tried. */
function untriedCodes(
  { dimensions }: SpaceCoding,
  evolution: EvolutionPath,
  generator: Generator,
  isSeen: (codes: Float64Array) => boolean,
): Float64Array {
  let codes = new Float64Array(dimensions.length)
  for (let point = 0; point < POINTS; point++) {
    const shares = drawWithin(evolution, generator)
    codes = Float64Array.from(dimensions, (coded, j) => codeAtShare(coded, Math.min(shares[j]!, 1 - 2 ** -53)))
    if (!isSeen(codes)) break
  }
  return codes
}

/** A point of the generation within the unit cube. */
function drawWithin({ mean, sigma, axes, d }: EvolutionPath, generator: Generator): Float64Array {
  const point = new Float64Array(d)
  const z = new Float64Array(d)
  for (let draw = 0; draw < DRAWS; draw++) {
    for (let k = 0; k < d; k++) z[k] = generator.normal()
    let isWithin = true
    for (let j = 0; j < d; j++) {
      let sum = 0
      for (let k = 0; k < d; k++) sum += axes[j * d + k]! * z[k]!
      point[j] = mean[j]! + sigma * sum
      if (!(point[j]! >= 0 && point[j]! <= 1)) isWithin = false
    }
    if (isWithin) break
  }
  return point.map((share) => Math.min(Math.max(share, 0), 1))
}
