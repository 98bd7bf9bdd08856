import { type DesignProblem, designGrowth, growthSizes } from '@zerosec/engine'
import { ALPHA } from './assess.ts'
import type { DesignQuality, PlannedDesign } from './planned-design.ts'
import type { GrowthPoint } from './quality-figures.ts'

/** Steps of the search that the growth may take in all: about a second. */
const AFFORDABLE = 4e8
const STARTS = 4
const SIZES = 8
const USUAL_SWEEPS = 10

/** Efficiency and power for other numbers of runs; fewer of them and fewer starts where a start is dear. */
export function growthOf({ request, seed, roles }: PlannedDesign, { evaluation, power }: DesignQuality): GrowthPoint[] {
  const { problem, sigma, effect } = request
  const affordable = AFFORDABLE / costOfStart(problem)
  const starts = Math.max(1, Math.min(STARTS, Math.floor(affordable / SIZES)))
  const all = growthSizes(problem)
  const sizes = affordable < SIZES ? thinned(all, problem.runs, Math.max(2, Math.floor(affordable))) : all
  const steps = designGrowth(problem, { sizes, seed, starts, power: { sigma, effect, alpha: ALPHA } })
  const tested = power.terms.flatMap((term) => (term.power === null ? [] : [term.power]))
  const own = { efficiency: evaluation.dEfficiency, power: tested.length === 0 ? null : Math.min(...tested) }
  return steps.map(({ runs, dEfficiency, lowestPower }) =>
    runs === roles.length ? { runs, ...own } : { runs, efficiency: dEfficiency, power: lowestPower },
  )
}

function costOfStart({ runs, factors, model, candidates }: DesignProblem): number {
  const looked = candidates ? candidates.runs.length / factors.length : 5 * factors.length * runs
  return USUAL_SWEEPS * looked * model.columns.length ** 2
}

/** So many of the sizes, evenly, the problem's own among them. */
function thinned(sizes: readonly number[], own: number, count: number): number[] {
  const step = Math.max(1, Math.ceil(sizes.length / count))
  const at = sizes.indexOf(own)
  return sizes.filter((_, i) => (i - at) % step === 0)
}
