import type { Generator } from '../../random/generator.ts'
import { correlationMeasure, distanceMeasure, type LatinMeasure } from './latin-measures.ts'

export interface LatinHypercubeOptions {
  /**
   * random: independent permutations. maximin: points as far apart as can be (smallest sum of distance⁻¹⁶ over all pairs).
   * uncorrelated: the smallest sum of squared correlations of two factors.
   */
  readonly optimise: 'random' | 'maximin' | 'uncorrelated'
  /** center: each value in the middle of its cell. random: anywhere in it. edges: from −1 to 1 in equal steps. */
  readonly place: 'center' | 'random' | 'edges'
  /** Rounds of the optimisation; 30 if left out. */
  readonly rounds?: number
}

/**
 * A Latin hypercube of n runs: each factor takes n values, one in each of n equal cells of −1 … 1. n × factors, row-major.
 *
 * Optimised by enhanced stochastic evolution: swaps of two values of a factor, accepted below a threshold that rises while too
 * few and falls while too many are accepted; the best design of all is kept.
 *
 * @throws RangeError unless n ≥ 2 and at least one factor
 * Cost: a swap costs n for maximin and the number of factors for uncorrelated. Sources: McKay, Beckman & Conover, Technometrics
 * 21 (1979) 239–245; Morris & Mitchell, J. Statist. Plann. Inference 43 (1995) 381–402; Jin, Chen & Sudjianto, ibid. 134 (2005)
 * 268–287.
 */
export function latinHypercube(
  n: number,
  factorCount: number,
  generator: Generator,
  options: LatinHypercubeOptions,
): Float64Array {
  if (!Number.isInteger(n) || n < 2 || !Number.isInteger(factorCount) || factorCount < 1) {
    throw new RangeError(`a Latin hypercube has two runs and a factor at least, got ${n} and ${factorCount}`)
  }
  const cells = new Float64Array(n * factorCount)
  for (let j = 0; j < factorCount; j++) {
    generator.permutation(n).forEach((cell, i) => {
      cells[i * factorCount + j] = cell
    })
  }
  if (options.optimise !== 'random' && factorCount > 1 && n > 2) {
    const measure = (options.optimise === 'maximin' ? distanceMeasure : correlationMeasure)(cells, n, factorCount)
    evolve(cells, n, factorCount, measure, generator, options.rounds ?? 30)
  }
  return cells.map((cell) => {
    if (options.place === 'edges') return (2 * cell) / (n - 1) - 1
    return (2 * (cell + (options.place === 'center' ? 0.5 : generator.uniform()))) / n - 1
  })
}

function evolve(
  cells: Float64Array,
  n: number,
  factorCount: number,
  measure: LatinMeasure,
  generator: Generator,
  rounds: number,
): void {
  const pairs = (n * (n - 1)) / 2
  const tries = Math.max(1, Math.min(50, Math.floor(pairs / 5)))
  const steps = Math.min(100, Math.max(factorCount, Math.ceil((2 * pairs * factorCount) / tries)))
  const best = cells.slice()
  let bestValue = measure.value()
  let threshold = 0.005 * bestValue
  for (let round = 0; round < rounds; round++) {
    const before = bestValue
    let accepted = 0
    let improved = 0
    for (let step = 0; step < steps; step++) {
      const { factor, first, second, value } = bestSwap(step % factorCount, n, tries, measure, generator)
      if (value - measure.value() > threshold * generator.uniform()) continue
      measure.swap(factor, first, second)
      accepted++
      if (value < bestValue) {
        bestValue = value
        best.set(cells)
        improved++
      }
    }
    threshold *= thresholdChange(before - bestValue > 1e-4 * before, accepted / steps, improved < accepted)
  }
  cells.set(best)
}

function bestSwap(factor: number, n: number, tries: number, measure: LatinMeasure, generator: Generator) {
  let best = { factor, first: 0, second: 1, value: Number.POSITIVE_INFINITY }
  for (let attempt = 0; attempt < tries; attempt++) {
    const first = generator.integer(n)
    const second = (first + 1 + generator.integer(n - 1)) % n
    const value = measure.afterSwap(factor, first, second)
    if (value < best.value) best = { factor, first, second, value }
  }
  return best
}

/** While improving: fewer acceptances where many don't improve. While not: widely open, then slowly closed again. */
function thresholdChange(isImproving: boolean, acceptance: number, wasLax: boolean): number {
  if (isImproving) return acceptance > 0.1 && wasLax ? 0.8 : acceptance > 0.1 ? 1 : 1 / 0.8
  return acceptance < 0.1 ? 1 / 0.7 : acceptance > 0.8 ? 0.9 : 1
}
