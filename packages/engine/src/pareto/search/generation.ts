import type { Generator } from '../../random/generator.ts'
import type { RegionVariation } from './region-variation.ts'
import type { TradeOffProblem } from './trade-off-problem.ts'

/** Runs with what they lose. */
export interface Generation {
  readonly count: number
  readonly runs: Float64Array
  readonly losses: Float64Array
  readonly violations: Float64Array
}

/** Draws for a child that no other run is, after which an equal one is taken. */
const TRIES = 8

/** Runs spread over the region, each once where there are enough. */
export function firstGeneration(problem: TradeOffProblem, count: number, generator: Generator): Generation {
  const k = problem.region.factors.length
  const runs = new Float64Array(count * k)
  const seen = new Set<number>()
  for (let i = 0; i < count; i++) {
    for (let attempt = 0; attempt < TRIES; attempt++) {
      problem.region.sample(generator, runs, i * k)
      if (!seen.has(hashOf(runs.subarray(i * k, i * k + k)))) break
    }
    seen.add(hashOf(runs.subarray(i * k, i * k + k)))
  }
  return evaluated(problem, runs, count)
}

/** @param choose  the number of a parent, drawn by how good it is */
export function offspring(
  problem: TradeOffProblem,
  parents: Generation,
  count: number,
  variation: RegionVariation,
  generator: Generator,
  choose: () => number,
): Generation {
  const k = problem.region.factors.length
  const runs = new Float64Array(count * k)
  const seen = new Set<number>()
  for (let i = 0; i < parents.count; i++) seen.add(hashOf(parents.runs.subarray(i * k, i * k + k)))
  const pair = new Float64Array(2 * k)
  for (let made = 0, tries = 0; made < count; ) {
    variation.vary(generator, parents.runs, choose() * k, choose() * k, pair, 0)
    for (let child = 0; child < 2 && made < count; child++) {
      const run = pair.subarray(child * k, child * k + k)
      const key = hashOf(run)
      if (seen.has(key) && tries++ < TRIES * count) continue
      seen.add(key)
      runs.set(run, made++ * k)
    }
  }
  return evaluated(problem, runs, count)
}

/** Of all bits (FNV-1a): runs that differ anywhere have different ones but for some billionth. A rounded key would end a search near an edge. */
function hashOf(run: Float64Array): number {
  const words = new Uint32Array(run.buffer, run.byteOffset, 2 * run.length)
  let hash = 0x811c9dc5
  for (let i = 0; i < words.length; i++) hash = Math.imul(hash ^ words[i]!, 0x01000193)
  return hash
}

function evaluated(problem: TradeOffProblem, runs: Float64Array, count: number): Generation {
  const losses = new Float64Array(count * problem.objectives)
  const violations = new Float64Array(count)
  problem.evaluate(runs, count, losses, violations)
  return { count, runs, losses, violations }
}

export function joined(a: Generation, b: Generation): Generation {
  const join = (x: Float64Array, y: Float64Array) => {
    const both = new Float64Array(x.length + y.length)
    both.set(x)
    both.set(y, x.length)
    return both
  }
  return {
    count: a.count + b.count,
    runs: join(a.runs, b.runs),
    losses: join(a.losses, b.losses),
    violations: join(a.violations, b.violations),
  }
}

export function selected({ count, runs, losses, violations }: Generation, places: readonly number[]): Generation {
  const take = (from: Float64Array) => {
    const width = from.length / count
    const taken = new Float64Array(places.length * width)
    for (const [i, place] of places.entries()) taken.set(from.subarray(place * width, (place + 1) * width), i * width)
    return taken
  }
  return { count: places.length, runs: take(runs), losses: take(losses), violations: take(violations) }
}
