import type { Generator } from '../random/generator.ts'
import type { DesignProblem } from './design-problem.ts'
import { plots } from './information.ts'

/**
 * A random order in which to make the runs, within what the structure allows: blocks one after another in their own order
 * (they are days or batches), within a block the whole plots in random order, and the runs of each plot in random order; without
 * blocks and plots every order is equally likely.
 *
 * @param runs  n × factors, coded; the first in the order of the plots, runs beyond the plots are units of their own
 * @param centerPoints  how many of the last runs are spaced evenly among the others of their block instead
 * @returns order[i] is the run that is made i-th
 */
export function runOrder(
  problem: DesignProblem,
  runs: Float64Array,
  generator: Generator,
  centerPoints = 0,
): Uint32Array {
  const n = runs.length / problem.factors.length
  const units = plots(problem.wholePlots, n).map(({ from, to }) =>
    Array.from({ length: to - from }, (_, r) => from + r),
  )
  const blockOf = blockNumbers(problem, runs)
  const order: number[] = []
  for (const block of [...new Set(blockOf)].sort((a, b) => a - b)) {
    const own = units.filter(([first]) => blockOf[first!] === block)
    const random = own.filter(([first]) => first! < n - centerPoints)
    generator.shuffle(random)
    for (const unit of random) generator.shuffle(unit)
    const even = own.filter(([first]) => first! >= n - centerPoints)
    order.push(...spacedEvenly(random, even).flat())
  }
  return Uint32Array.from(order)
}

/** The block of each run; several block factors count together, the first slowest. Blocks are numbered in their own order. */
function blockNumbers({ factors }: DesignProblem, runs: Float64Array): Float64Array {
  const k = factors.length
  return Float64Array.from({ length: runs.length / k }, (_, i) => {
    let block = 0
    factors.forEach((factor, j) => {
      if (factor.kind === 'block') block = block * factor.levels.length + runs[i * k + j]!
    })
    return block
  })
}

/** Both in one sequence, the places of the second in the middles of equal parts of it. */
function spacedEvenly<Item>(first: readonly Item[], second: readonly Item[]): Item[] {
  const count = first.length + second.length
  const places = new Set(second.map((_, i) => Math.floor(((i + 0.5) * count) / second.length)))
  const others = first.values()
  const spaced = second.values()
  return Array.from({ length: count }, (_, place) => (places.has(place) ? spaced : others).next().value!)
}
