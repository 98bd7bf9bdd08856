import { type Generator, seededGenerator } from '../../random/generator.ts'
import { constrainedRanks } from './constrained-ranks.ts'
import { FrontScaling } from './front-scaling.ts'
import { firstGeneration, type Generation, joined, offspring, selected } from './generation.ts'
import { referenceDirections } from './reference-directions.ts'
import { fillNiches, nichesOf } from './reference-niches.ts'
import { RegionVariation } from './region-variation.ts'
import type { TradeOffOptions, TradeOffPopulation, TradeOffProblem } from './trade-off-problem.ts'

const VARIATION = { crossoverEta: 30, mutationEta: 20, crossoverRate: 1 }

/**
 * Searches the front of a problem with many objectives: NSGA-III, which keeps a run near each of evenly spread directions, as many as the
 * population allows.
 *
 * @throws RangeError for a population below the number of objectives, or below 4
 *
 * Cost: the evaluations, and for each about directions · objectives steps.
 * Source: Deb & Jain, IEEE Trans. Evol. Comput. 18 (2014) 577–601; constraints: Jain & Deb, same volume, 602–622.
 */
export function nsga3(problem: TradeOffProblem, options: TradeOffOptions): TradeOffPopulation {
  const { population, evaluations, seed, onGeneration } = options
  if (!(population >= 4)) throw new RangeError(`a population has 4 runs at least, got ${population}`)
  const generator = seededGenerator(seed)
  const variation = new RegionVariation(problem.region, VARIATION)
  const selection = new Selection(problem.objectives, population, generator)
  let parents = firstGeneration(problem, population, generator)
  let done = population
  while (done < evaluations) {
    const count = Math.min(population, evaluations - done)
    const { violations } = parents
    const choose = () => lessViolating(generator.integer(population), generator.integer(population), violations)
    const children = offspring(problem, parents, count, variation, generator, choose)
    parents = selection.survivors(joined(parents, children))
    done += count
    onGeneration?.(done / evaluations)
  }
  const ranks = constrainedRanks(parents.losses, problem.objectives, parents.violations)
  return { ...parents, ranks, evaluations: done }
}

/** The first where neither is better: both are drawn at random. */
function lessViolating(a: number, b: number, violations: Float64Array): number {
  return violations[b]! < violations[a]! ? b : a
}

class Selection {
  readonly #objectives: number
  readonly #population: number
  readonly #generator: Generator
  readonly #directions: Float64Array
  readonly #scaling: FrontScaling

  constructor(objectives: number, population: number, generator: Generator) {
    this.#objectives = objectives
    this.#population = population
    this.#generator = generator
    this.#directions = referenceDirections(objectives, population)
    this.#scaling = new FrontScaling(objectives)
  }

  survivors(all: Generation): Generation {
    const m = this.#objectives
    const ranks = constrainedRanks(all.losses, m, all.violations)
    const order = [...ranks.keys()].sort((a, b) => ranks[a]! - ranks[b]! || a - b)
    const last = ranks[order[this.#population - 1]!]!
    const kept = order.filter((row) => ranks[row]! < last)
    const front = order.filter((row) => ranks[row] === last)
    const missing = this.#population - kept.length
    const allowed = order.filter((row) => all.violations[row] === 0)
    // beyond the allowed rows the lesser violation decides alone
    if (missing === front.length || allowed.length < this.#population) {
      return selected(all, order.slice(0, this.#population))
    }
    this.#scaling.update(
      all.losses,
      allowed,
      allowed.filter((row) => ranks[row] === 0),
    )
    const niches = nichesOf(all.losses, this.#scaling, this.#directions)
    const filled = fillNiches(niches, this.#directions.length / m, kept, front, missing, this.#generator)
    return selected(all, [...kept, ...filled])
  }
}
