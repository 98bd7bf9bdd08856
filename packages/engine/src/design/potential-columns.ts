import type { ModelColumn } from '../linear/model-columns.ts'
import { mainEffects, productTerm, secondOrderTerms, type Term } from '../linear/terms.ts'
import { designModel } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'
import type { Factor } from './factor.ts'

/**
 * The columns of terms that the model leaves out but the truth may have: main effects, products of two factors, squares of
 * factors with three levels and more; with `threeFactor` products of three as well. Blocks take no part.
 */
export function potentialColumns({ factors, model }: DesignProblem, threeFactor = false): ModelColumn[] {
  const free = factors.filter(({ kind }) => kind !== 'block')
  const names = free.map(({ name }) => name)
  const second = secondOrderTerms(
    names,
    free.filter(hasMiddle).map(({ name }) => name),
  )
  const terms = threeFactor ? [...second, ...threeFactorTerms(names)] : second
  const present = new Set(model.terms.terms.map(variableSet))
  // coded as if all margins were in the model: what is in it takes up their part
  const wide = designModel(factors, { intercept: true, terms })
  const isMissing = (term: Term) => !isBlock(factors, term) && !present.has(variableSet(term))
  return wide.columns.filter(({ term }) => term >= 0 && isMissing(wide.terms.terms[term]!))
}

function hasMiddle(factor: Factor): boolean {
  return (
    factor.kind === 'continuous' ||
    factor.kind === 'covariate' ||
    (factor.kind === 'discrete' && factor.levels.length > 2)
  )
}

function isBlock(factors: readonly Factor[], { label }: Term): boolean {
  return factors.some(({ kind, name }) => kind === 'block' && name === label)
}

function threeFactorTerms(names: readonly string[]): Term[] {
  const variables = mainEffects(names).map((term) => term.variables[0]!)
  return variables.flatMap((first, i) =>
    variables
      .slice(i + 1)
      .flatMap((second, j) => variables.slice(i + j + 2).map((third) => productTerm([first, second, third]))),
  )
}

function variableSet({ variables }: Term): string {
  return JSON.stringify(variables.map(({ label }) => label).sort())
}
