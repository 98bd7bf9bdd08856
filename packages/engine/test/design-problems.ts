import { designModel } from '../src/design/design-model.ts'
import type { DesignProblem } from '../src/design/design-problem.ts'
import type { Factor } from '../src/design/factor.ts'
import { parseFormula } from '../src/linear/formula.ts'

/** k continuous factors x1 … xk from −1 to 1. */
export function cubeFactors(k: number): Factor[] {
  return Array.from({ length: k }, (_, j) => ({ kind: 'continuous', name: `x${j + 1}`, low: -1, high: 1 }))
}

/** A D-optimal problem without constraints; `model` is the right-hand side of a formula, `.` stands for all factors. */
export function designProblem(
  factors: readonly Factor[],
  model: string,
  more: Partial<DesignProblem> = {},
): DesignProblem {
  const names = factors.map(({ name }) => name)
  const terms = parseFormula(`~ ${model}`, { columns: names, features: names })
  const built = designModel(factors, terms)
  return { factors, model: built, criterion: { kind: 'D' }, runs: built.columns.length, constraints: [], ...more }
}

/** The full second-order model of x1 … xk. */
export function quadraticModel(k: number): string {
  const names = cubeFactors(k).map(({ name }) => name)
  return [`(${names.join(' + ')})^2`, ...names.map((name) => `I(${name}^2)`)].join(' + ')
}

/** Every combination of k levels each, coded, row-major; the last factor varies fastest. */
export function fullFactorial(levels: readonly number[], k: number): Float64Array {
  let runs: number[][] = [[]]
  for (let j = 0; j < k; j++) runs = runs.flatMap((run) => levels.map((level) => [...run, level]))
  return Float64Array.from(runs.flat())
}
