import type { DesignProblem } from '../design-problem.ts'
import { codedLevel, type Factor } from '../factor.ts'
import type { CatalogueEntry } from './catalogue-entry.ts'
import { fullFactorial } from './full-factorial.ts'

/**
 * The D-optimal design where only p different runs are worth making, one for each coefficient: each as equally often as can be,
 * since det M is the squared determinant of the p model rows times the product of how often each is made.
 *
 * These runs are the distinct candidates, or the combinations of all levels; of a factor in which the model is linear only the
 * two ends are worth making, det M being convex in its setting.
 */
export function minimumSupport(problem: DesignProblem): CatalogueEntry | undefined {
  const { factors, model, runs: n, criterion, candidates } = problem
  const p = model.columns.length
  if (criterion.kind !== 'D' || n < p) return undefined
  const support = candidates ? distinctRows(candidates.runs, factors.length, p) : levelCombinations(problem, p)
  if (support?.length !== p * factors.length) return undefined
  return {
    name: `all ${p} combinations as equally often as can be`,
    runs: Float64Array.from({ length: n * factors.length }, (_, i) => support[i % support.length]!),
  }
}

/** The distinct rows; undefined where there are more than `most`. */
function distinctRows(runs: Float64Array, k: number, most: number): Float64Array | undefined {
  const rows = new Map<string, Float64Array>()
  for (let at = 0; at < runs.length && rows.size <= most; at += k) {
    const row = runs.subarray(at, at + k)
    rows.set(row.join(), row)
  }
  return rows.size <= most ? Float64Array.from([...rows.values()].flatMap((row) => [...row])) : undefined
}

function levelCombinations(problem: DesignProblem, most: number): Float64Array | undefined {
  const { factors } = problem
  const levels = factors.map((factor) => worthwhileLevels(problem, factor))
  const count = levels.reduce((product, own) => product * (own?.length ?? Number.POSITIVE_INFINITY), 1)
  if (count > most || levels.some((own) => own!.length > 256)) return undefined
  return Float64Array.from(
    fullFactorial(levels.map((own) => own!.length)),
    (level, i) => levels[i % factors.length]![level]!,
  )
}

function worthwhileLevels({ model }: DesignProblem, factor: Factor): number[] | undefined {
  if (factor.kind === 'categorical') return factor.levels.map((_, index) => index)
  if (factor.kind !== 'continuous' && factor.kind !== 'discrete') return undefined
  const isLinear = model.columns.every(({ pieces }) => {
    const own = pieces.filter(({ input }) => input === factor.name)
    return own.length === 0 || (own.length === 1 && own[0]!.kind === 'power' && own[0]!.power === 1)
  })
  if (isLinear) return [-1, 1]
  return factor.kind === 'discrete' ? factor.levels.map((level) => codedLevel(factor, level)) : undefined
}
