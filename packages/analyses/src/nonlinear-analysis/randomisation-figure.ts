import type { FigureBlock } from '@zerosec/report'
import { type Scope, scoped } from '../modelling/scope.ts'
import { axisTitle, quantity, SIZE, tip } from '../plot-parts.ts'
import type { RandomisationOutcome } from './outcome.ts'

/** The error of the response as measured beside those of shuffled responses. */
export function randomisationFigure(
  { observed, scores }: RandomisationOutcome,
  scope: Scope,
  metric: string,
): FigureBlock {
  const labels = ['as measured', 'shuffled']
  const y = { field: 'label', type: 'nominal', title: null, sort: labels }
  const values = scores.map((error, k) => ({ label: 'shuffled', error, shuffle: k + 1 }))
  return {
    kind: 'figure',
    id: scoped('y_randomisation', scope),
    title: `${scope.response.name}: could it be chance?`,
    caption:
      'Points: the same procedure on the response in shuffled orders. The further apart the two, the less of it is chance.',
    spec: {
      width: SIZE.width - 60,
      height: { step: 40 },
      layer: [
        {
          data: { values },
          mark: { type: 'tick', style: 'observation', thickness: 2, opacity: 0.6 },
          encoding: {
            y,
            x: quantity('error', `${metric} in inner folds ${axisTitle(scope.response)}`),
            tooltip: [tip('shuffle', 'shuffle'), tip('error', metric)],
          },
        },
        {
          data: { values: [{ label: 'as measured', error: observed }] },
          mark: { type: 'point', style: 'estimate', shape: 'diamond', size: 110 },
          encoding: { y, x: { field: 'error', type: 'quantitative' }, tooltip: [tip('error', metric)] },
        },
      ],
    },
  }
}
