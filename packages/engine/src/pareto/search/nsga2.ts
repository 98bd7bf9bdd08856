import { type Generator, seededGenerator } from '../../random/generator.ts'
import { crowdingDistances } from '../crowding-distance.ts'
import { constrainedRanks } from './constrained-ranks.ts'
import { firstGeneration, type Generation, joined, offspring, selected } from './generation.ts'
import { RegionVariation } from './region-variation.ts'
import type { TradeOffOptions, TradeOffPopulation, TradeOffProblem } from './trade-off-problem.ts'

const VARIATION = { crossoverEta: 15, mutationEta: 20, crossoverRate: 0.9 }

/**
 * Searches the front of a problem with up to about three objectives: NSGA-II, by fronts and the room of a run in its front, over any
 * region (mixed factors, mixtures, constraints).
 *
 * @throws RangeError for a population below 4
 *
 * Cost: the evaluations, and for each about log(population)² steps.
 * Source: Deb, Pratap, Agarwal & Meyarivan, IEEE Trans. Evol. Comput. 6 (2002) 182–197.
 */
export function nsga2(problem: TradeOffProblem, options: TradeOffOptions): TradeOffPopulation {
  const { population, evaluations, seed, onGeneration } = options
  if (!(population >= 4)) throw new RangeError(`a population has 4 runs at least, got ${population}`)
  const generator = seededGenerator(seed)
  const variation = new RegionVariation(problem.region, VARIATION)
  let parents = rated(firstGeneration(problem, population, generator), problem.objectives)
  let done = population
  while (done < evaluations) {
    const count = Math.min(population, evaluations - done)
    const { generation, ranks, room } = parents
    const draw = drawnEvenly(population, generator)
    const choose = () => winner(draw(), draw(), ranks, room)
    const children = offspring(problem, generation, count, variation, generator, choose)
    parents = survivors(joined(generation, children), population, problem.objectives)
    done += count
    onGeneration?.(done / evaluations)
  }
  return { ...parents.generation, ranks: parents.ranks, evaluations: done }
}

interface Rated {
  readonly generation: Generation
  readonly ranks: Int32Array
  readonly room: Float64Array
}

function rated(generation: Generation, objectives: number): Rated {
  const ranks = constrainedRanks(generation.losses, objectives, generation.violations)
  return { generation, ranks, room: crowdingDistances(generation.losses, objectives, ranks) }
}

/** Whole fronts, and of the one that does not fit those with the most room. */
function survivors(all: Generation, population: number, objectives: number): Rated {
  const { ranks, room } = rated(all, objectives)
  const order = [...ranks.keys()].sort((a, b) => ranks[a]! - ranks[b]! || compareRoom(room[b]!, room[a]!) || a - b)
  const kept = order.slice(0, population)
  return {
    generation: selected(all, kept),
    ranks: Int32Array.from(kept, (place) => ranks[place]!),
    room: Float64Array.from(kept, (place) => room[place]!),
  }
}

/** Each run as often as any other: one shuffle after the other. */
function drawnEvenly(population: number, generator: Generator): () => number {
  let order = generator.permutation(population)
  let next = 0
  return () => {
    if (next === population) {
      order = generator.permutation(population)
      next = 0
    }
    return order[next++]!
  }
}

/** The difference of infinities is no number. */
function compareRoom(a: number, b: number): number {
  return a === b ? 0 : a - b
}

function winner(a: number, b: number, ranks: Int32Array, room: Float64Array): number {
  if (ranks[a] !== ranks[b]) return ranks[a]! < ranks[b]! ? a : b
  return room[b]! > room[a]! ? b : a
}
