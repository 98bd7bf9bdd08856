import { seededGenerator } from '../random/generator.ts'
import { codedLevels, codedRange } from './coded-range.ts'
import type { DesignProblem } from './design-problem.ts'
import type { Factor } from './factor.ts'
import type { Region } from './region.ts'

/**
 * `count` runs spread evenly over the region, always the same: the additive recurrence of the generalised golden ratio where
 * factors are free of each other, else draws of a fixed seed. Blocks and covariate rows take turns. Given candidates are
 * returned as they are.
 *
 * Source: Roberts, The unreasonable effectiveness of quasirandom sequences (2018); Niederreiter, Random Number Generation and
 * Quasi-Monte Carlo Methods (1992) 3.
 */
export function spreadRuns(problem: DesignProblem, region: Region, count: number): Float64Array {
  const { factors, candidates, covariateRows } = problem
  if (candidates) return candidates.runs
  const k = factors.length
  const runs = new Float64Array(count * k)
  const generator = seededGenerator(0)
  const steps = goldenSteps(k)
  const given = covariateRows ? covariateRows.length / k : 0
  for (let i = 0; i < count; i++) {
    if (!region.isProduct) region.sample(generator, runs, i * k)
    factors.forEach((factor, j) => {
      if (factor.kind === 'block') runs[i * k + j] = i % factor.levels.length
      else if (factor.kind === 'covariate' && given > 0) runs[i * k + j] = covariateRows![(i % given) * k + j]!
      else if (factor.kind === 'covariate' || region.isProduct) {
        runs[i * k + j] = setting(factor, (0.5 + (i + 1) * steps[j]!) % 1)
      }
    })
  }
  return runs
}

/** Powers of 1/φ, φ the positive root of φ^(k+1) = φ + 1. */
function goldenSteps(k: number): Float64Array {
  let root = 1.5
  for (let pass = 0; pass < 80; pass++) {
    let power = 1
    for (let j = 0; j < k; j++) power *= root
    root -= (power * root - root - 1) / ((k + 1) * power - 1)
  }
  const steps = new Float64Array(k)
  let step = 1
  for (let j = 0; j < k; j++) {
    step /= root
    steps[j] = step
  }
  return steps
}

function setting(factor: Factor, share: number): number {
  const levels = codedLevels(factor)
  if (levels) return levels[Math.floor(share * levels.length)]!
  const [low, high] = codedRange(factor)
  return low + share * (high - low)
}
