import type { FigureBlock } from '@zerosec/report'
import { axisTitle, SIZE, tip } from '../plot-parts.ts'
import { type Scope, scoped } from './scope.ts'

export interface ComparedModel {
  readonly label: string
  readonly error: number
  /** One value a fold. */
  readonly foldErrors: readonly number[]
}

/** The error of each model on rows that it never saw, fold by fold, beside that of the mean. */
export function comparisonFigure(models: readonly ComparedModel[], scope: Scope, metric: string): FigureBlock {
  const order = models.map(({ label }) => label)
  const y = { field: 'label', type: 'nominal', title: null, sort: order, axis: { labelLimit: 260 } }
  const title = `${metric} on new rows ${axisTitle(scope.response)}`
  return {
    kind: 'figure',
    id: scoped('model_comparison', scope),
    title: `${scope.response.name}: models compared`,
    caption: 'Diamonds: all outer folds together. Points: single folds. Further left is better.',
    spec: {
      width: SIZE.width - 60,
      height: { step: 28 },
      layer: [
        {
          data: { values: models.flatMap(({ label, foldErrors }) => foldErrors.map((error) => ({ label, error }))) },
          mark: { type: 'point', style: 'observation', opacity: 0.45 },
          encoding: { y, x: { field: 'error', type: 'quantitative', title, scale: { zero: false } } },
        },
        {
          data: { values: models.map(({ label, error }) => ({ label, error })) },
          mark: { type: 'point', style: 'estimate', shape: 'diamond', size: 110 },
          encoding: {
            y,
            x: { field: 'error', type: 'quantitative' },
            tooltip: [{ field: 'label', title: 'model' }, tip('error', metric)],
          },
        },
      ],
    },
  }
}
