import {
  accumulatedEffects,
  type FeatureMatrix,
  partialDependence,
  predictWith,
  shapOfOutput,
  takeRows,
  treeShap,
  treeShapInteractions,
} from '@zerosec/engine'
import type { FactorCurve } from '../modelling/effect-figures.ts'
import { meanAbsolute, type ShapView } from '../modelling/shap-figures.ts'
import { cellOf, evenRows } from '../modelling/shown-rows.ts'
import { deliveredPredictor } from './delivered-model.ts'
import type { ModelOutcome, TargetOutcome } from './outcome.ts'

/** Rows are explained evenly spaced over the table where there are more. */
const MOST_ROWS = 1000
const MOST_INTERACTION_ROWS = 200
const MOST_INTERACTION_FEATURES = 25
const CURVES = 6
const CURVE_ROWS = 100
const DRAWN_ROWS = 30

/** Why a prediction is what it is, by the best single model of trees. */
export interface TreeExplanation {
  readonly model: ModelOutcome
  readonly view: ShapView
  /** p × p mean sizes; null where there are too many factors. */
  readonly interactions: readonly (readonly number[])[] | null
  /** Positions in the model's rows of those that are explained. */
  readonly rows: Int32Array
}

/** Null where no model of trees was fitted. */
export function explainTrees(outcome: TargetOutcome): TreeExplanation | null {
  const trees = outcome.models.filter(({ fitted }) => fitted.predictor.kind === 'trees')
  if (trees.length === 0) return null
  const model = trees.reduce((a, b) => (b.innerScore < a.innerScore ? b : a))
  const { predictor, transform } = model.fitted
  if (predictor.kind !== 'trees') return null
  const { matrix, inputs, rowNumbers, response } = outcome.preparation
  const rows = evenRows(matrix.rows, MOST_ROWS)
  const explained = takeRows(matrix, rows)
  const shap = treeShap(predictor.ensemble, explained, { kind: 'path_dependent' })
  const unit = response.unit === undefined ? '' : ` ${response.unit}`
  const view: ShapView = {
    features: inputs,
    rows: Array.from(rows, (row) => rowNumbers[row]!),
    values: shapOfOutput(shap, 0),
    cell: (row, feature) => cellOf(inputs[feature]!, explained.columns[feature]![row]!),
    base: shap.base[0]!,
    order: [],
    scale: transform.kind === 'none' ? `[${response.name}${unit}]` : `[${transform.kind} of ${response.name}]`,
  }
  const sizes = meanAbsolute(view)
  const order = sizes.map((_, j) => j).sort((a, b) => sizes[b]! - sizes[a]! || a - b)
  const interactions =
    inputs.length > MOST_INTERACTION_FEATURES ? null : interactionSizes(predictor.ensemble, explained)
  return { model, view: { ...view, order }, interactions, rows }
}

function interactionSizes(ensemble: Parameters<typeof treeShap>[0], matrix: FeatureMatrix): number[][] {
  const p = matrix.columns.length
  const part = takeRows(matrix, evenRows(matrix.rows, MOST_INTERACTION_ROWS))
  const { interactions, rows } = treeShapInteractions(ensemble, part, { kind: 'path_dependent' })
  return Array.from({ length: p }, (_, a) =>
    Array.from({ length: p }, (_, b) => {
      let sum = 0
      for (let i = 0; i < rows; i++) sum += Math.abs(interactions[(i * p + a) * p + b]!)
      return sum / rows
    }),
  )
}

/** The factor that each one acts together with most. */
export function partnersOf(interactions: TreeExplanation['interactions']): Map<number, number> {
  return new Map(
    (interactions ?? []).flatMap((sizes, a): [number, number][] => {
      const others = sizes.map((_, b) => b).filter((b) => b !== a)
      if (others.length === 0) return []
      return [[a, others.reduce((best, b) => (sizes[b]! > sizes[best]! ? b : best))]]
    }),
  )
}

/** How the delivered prediction follows the leading factors. */
export function factorCurves(outcome: TargetOutcome, order: readonly number[]): FactorCurve[] {
  const { matrix, inputs } = outcome.preparation
  const predictor = deliveredPredictor(outcome)
  const part = takeRows(matrix, evenRows(matrix.rows, CURVE_ROWS))
  const predict = (given: FeatureMatrix) => predictWith(predictor, given)
  const mean = predict(part).reduce((sum, value) => sum + value, 0) / part.rows
  return order.slice(0, CURVES).map((feature) => {
    const { grid, mean: partial, individual } = partialDependence(predict, part, feature)
    const local = accumulatedEffects(predict, part, feature)
    const effects = new Map(Array.from(local.points, (point, k) => [point, mean + local.effects[k]!]))
    const points = grid.points.length
    const drawn = evenRows(part.rows, DRAWN_ROWS)
    return {
      factor: inputs[feature]!,
      at: Array.from(grid.points, (point) => cellOf(inputs[feature]!, point)!),
      partial: [...partial],
      individual: Array.from(drawn, (row) => [...individual.subarray(row * points, (row + 1) * points)]),
      local: Array.from(grid.points, (point) => effects.get(point) ?? null),
    }
  })
}
