import { type Criterion, type DesignModel, designModel, type Factor, type ModelColumn } from '@zerosec/engine'
import { chooseTerms } from './model-terms.ts'
import type { OptimizationParameters } from './parameters.ts'

/** Of the bias against the determinant in the alias criterion. */
const ALIAS_WEIGHT = 1
/** τ² of DuMouchel & Jones for higher terms; of Jones, Lin & Nachtsheim (2008) where main effects are too many for the runs. */
const PRIOR_VARIANCE = { higher: 1, supersaturated: 5 }

/**
 * The criterion with what it needs to know.
 *
 * alias: the terms left out that may be there after all are those of the quadratic model. bayesian_D: terms above the first
 * order may be absent; where the runs are no more than the main effects, all terms but blocks and the intercept may.
 *
 * @param runs  new and existing ones
 */
export function designCriterion(
  { criterion, coding }: Pick<OptimizationParameters, 'criterion' | 'coding'>,
  factors: readonly Factor[],
  model: DesignModel,
  runs: number,
): Criterion {
  if (criterion === 'alias')
    return { kind: criterion, potential: leftOutTerms(factors, model, coding), weight: ALIAS_WEIGHT }
  if (criterion !== 'bayesian_D') return { kind: criterion }
  const isBlock = (name: string) => factors.some((factor) => factor.kind === 'block' && factor.name === name)
  const first = model.columns.filter((column) => order(column) <= 1).length
  const certain = ({ pieces }: ModelColumn) => pieces.every(({ input }) => isBlock(input))
  const isSupersaturated = first > runs
  return {
    kind: criterion,
    potential: model.columns.flatMap((column, j) =>
      (isSupersaturated ? certain(column) : order(column) <= 1) ? [] : [j],
    ),
    priorVariance: isSupersaturated ? PRIOR_VARIANCE.supersaturated : PRIOR_VARIANCE.higher,
  }
}

function order({ pieces }: ModelColumn): number {
  return pieces.reduce((sum, piece) => sum + (piece.kind === 'power' ? Math.abs(piece.power) : 1), 0)
}

function leftOutTerms(
  factors: readonly Factor[],
  model: DesignModel,
  coding: OptimizationParameters['coding'],
): ModelColumn[] {
  const { terms } = chooseTerms(factors, 'quadratic')
  const names = new Set(model.columns.map(({ name }) => name))
  const larger = designModel(factors, { ...terms, intercept: true }, coding)
  return larger.columns.filter(({ name, term }) => term >= 0 && !names.has(name))
}
