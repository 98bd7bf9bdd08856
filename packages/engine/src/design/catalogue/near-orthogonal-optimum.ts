import { factorCholesky, logDeterminant } from '../../linalg/cholesky.ts'
import { designModel } from '../design-model.ts'
import type { DesignProblem } from '../design-problem.ts'
import type { Factor } from '../factor.ts'
import { informationMatrix } from '../information.ts'
import type { CatalogueEntry } from './catalogue-entry.ts'
import { maximalDeterminantMatrix } from './maximal-determinants.ts'
import { orthogonalDesign } from './orthogonal-design.ts'
import { isOdd } from './regular-fraction.ts'
import { twoLevelBound } from './two-level-bound.ts'
import { codedSetting, twoLevelEffects } from './two-level-model.ts'

/**
 * D-optimal two-level designs of n ≢ 0 (mod 4) runs: an orthogonal design with one run more, two or three more, or one less,
 * where its determinant attains the bound for n and p; or the first p columns of a matrix of maximal determinant where p is n, or
 * where they attain the bound.
 *
 * Source: Galil & Kiefer, Ann. Statist. 8 (1980) 1293–1306; see two-level-bound.ts and maximal-determinants.ts.
 */
export function nearOrthogonalOptimum(problem: DesignProblem): CatalogueEntry | undefined {
  const { factors, model, runs: n, criterion } = problem
  const effects = criterion.kind === 'D' && model.terms.intercept && twoLevelEffects(problem)
  const p = model.columns.length
  if (!effects || n < p || n % 4 === 0) return undefined
  const plain = { ...problem, model: designModel(factors, model.terms) }
  const isMainEffects = effects.every((effect, j) => effect === 1 << j) && effects.length === factors.length
  if (isMainEffects && p === n) return saturated(factors, n)
  const bound = twoLevelBound(n, p)
  const entries = [...changed(plain, effects, isMainEffects), ...(isMainEffects ? [saturated(factors, n)] : [])]
  return entries.find((entry) => entry && logDet(plain, entry.runs) >= bound - 1e-9 * p)
}

/** The columns of a matrix of maximal determinant beside its column of ones; the last ones are left out. */
function saturated(factors: readonly Factor[], n: number): CatalogueEntry | undefined {
  const matrix = maximalDeterminantMatrix(n)
  if (!matrix) return undefined
  const k = factors.length
  const runs = new Float64Array(n * k)
  for (let i = 0; i < n; i++) {
    for (let j = 0; j < k; j++) runs[i * k + j] = codedSetting(factors[j]!, matrix[i * n + j + 1]! > 0 ? 1 : 0)
  }
  return { name: `maximal determinant of order ${n}`, runs }
}

function* changed(
  problem: DesignProblem,
  effects: readonly number[],
  isMainEffects: boolean,
): Generator<CatalogueEntry | undefined> {
  const { factors, runs: n } = problem
  if (n % 4 === 1) yield extended(problem, [0])
  if (n % 4 === 2) yield extended(problem, [0, mostBalancedDifference(effects, factors.length)])
  if (n % 4 === 3) {
    yield shortened(problem)
    // columns 0, 4, 8 … (0 is the intercept) have signs + + +, the others one of three: products within are 3, between −1
    if (isMainEffects)
      yield extended(
        problem,
        [1, 2, 3].map((row) => maskWhere(factors, (j) => ![0, row].includes((j + 1) % 4))),
      )
  }
}

/** An orthogonal design without its last run. */
function shortened(problem: DesignProblem): CatalogueEntry | undefined {
  const base = orthogonalDesign({ ...problem, runs: problem.runs + 1 })
  const length = problem.runs * problem.factors.length
  return base && { name: `${base.name} less 1 run`, runs: base.runs.slice(0, length) }
}

/**
 * An orthogonal design and more runs: each mask has the factors that are low. All of them may have the same further factors
 * turned over without a change of the determinant, which is done where it makes the runs differ from all others.
 */
function extended(problem: DesignProblem, masks: readonly number[]): CatalogueEntry | undefined {
  const { factors } = problem
  const k = factors.length
  const base = orthogonalDesign({ ...problem, runs: problem.runs - masks.length })
  if (!base) return undefined
  const present = new Set<number>()
  for (let at = 0; at < base.runs.length; at += k) {
    present.add(maskWhere(factors, (j) => base.runs[at + j] === codedSetting(factors[j]!, 0)))
  }
  let turned = 0
  while (turned < Math.min(2 ** k, TURNS) && masks.some((mask) => present.has(mask ^ turned))) turned++
  if (turned === Math.min(2 ** k, TURNS)) turned = 0
  const added = masks.flatMap((mask) =>
    factors.map((factor, j) => codedSetting(factor, 1 - (((mask ^ turned) >> j) & 1))),
  )
  const many = masks.length === 1 ? '1 run' : `${masks.length} runs`
  return { name: `${base.name} and ${many}`, runs: Float64Array.from([...base.runs, ...added]) }
}

const TURNS = 4096

/** The factors in which two runs must differ for their model rows to be as orthogonal as can be. */
function mostBalancedDifference(effects: readonly number[], k: number): number {
  let best = 0
  let least = Number.POSITIVE_INFINITY
  for (let mask = 0; mask < Math.min(2 ** k, 2 ** 16) && least > 0; mask++) {
    let product = 1
    for (const effect of effects) product += isOdd(effect & mask) ? -1 : 1
    if (Math.abs(product) >= least) continue
    least = Math.abs(product)
    best = mask
  }
  return best
}

function maskWhere(factors: readonly Factor[], isSet: (factor: number) => boolean): number {
  return factors.reduce((mask, _, j) => (isSet(j) ? mask | (1 << j) : mask), 0)
}

function logDet(problem: DesignProblem, runs: Float64Array): number {
  const p = problem.model.columns.length
  const lower = factorCholesky(informationMatrix(problem, runs), p)
  return lower ? logDeterminant(lower, p) : Number.NEGATIVE_INFINITY
}
