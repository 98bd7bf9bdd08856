import type { FigureBlock } from '@zerosec/report'
import { axisTitle, type Named, SIZE, type Spec, tip } from '../plot-parts.ts'
import { type Scope, scoped } from './scope.ts'

/** How the prediction follows one factor. */
export interface FactorCurve {
  readonly factor: Named
  /** Points of the factor's range, or its levels. */
  readonly at: readonly (number | string)[]
  /** Mean prediction with the factor set to each point, the others as they are in the rows. */
  readonly partial: readonly number[]
  /** The same for single rows: rows × points. */
  readonly individual: readonly (readonly number[])[]
  /** Accumulated local effect at each point, moved to the mean prediction; null where there is none. */
  readonly local: readonly (number | null)[]
}

const MAX_BARS = 25

export interface HeldOutImportance {
  readonly factor: string
  readonly mean: number
  readonly sd: number
}

/** How much worse new rows are predicted when a factor's values are shuffled. */
export function importanceFigure(importances: readonly HeldOutImportance[], scope: Scope, metric: string): FigureBlock {
  const sorted = importances.toSorted((a, b) => b.mean - a.mean).slice(0, MAX_BARS)
  const values = sorted.map(({ factor, mean, sd }) => ({ factor, mean, low: mean - sd, high: mean + sd }))
  const y = { field: 'factor', type: 'nominal', title: null, sort: values.map(({ factor }) => factor) }
  return {
    kind: 'figure',
    id: scoped('permutation_importance', scope),
    title: `${scope.response.name}: what the prediction of new rows needs`,
    caption:
      `Rise of the error (${metric}) on held-out rows when the values of one factor are shuffled; the line is one standard ` +
      'deviation between folds. Near zero: the model does without it.',
    spec: {
      width: SIZE.width - 80,
      height: { step: 24 },
      data: { values },
      layer: [
        {
          mark: { type: 'bar', opacity: 0.45 },
          encoding: {
            y,
            x: { field: 'mean', type: 'quantitative', title: `rise of ${metric} ${axisTitle(scope.response)}` },
            tooltip: [{ field: 'factor', title: 'factor' }, tip('mean', `rise of ${metric}`)],
          },
        },
        {
          mark: { type: 'rule', style: 'interval' },
          encoding: { y, x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' } },
        },
      ],
    },
  }
}

/** Partial dependence over single rows' curves, and accumulated local effects beside it. */
export function curvesFigure(curves: readonly FactorCurve[], scope: Scope): FigureBlock {
  return {
    kind: 'figure',
    id: scoped('partial_dependence', scope),
    title: `${scope.response.name}: how the prediction follows each factor`,
    caption:
      'Bold: mean prediction with the factor set to each value, the others as measured. Thin: single rows; where they cross, the ' +
      'factor acts differently in different rows. Dashed: accumulated local effects, which stay where factors were measured together.',
    spec: { columns: 3, concat: curves.map((curve, index) => curveSpec(curve, scope, index % 3 === 0)) },
  }
}

function curveSpec({ factor, at, partial, individual, local }: FactorCurve, scope: Scope, hasTitle: boolean): Spec {
  const isNumber = at.every((point) => typeof point === 'number')
  const x = {
    field: 'at',
    type: isNumber ? 'quantitative' : 'nominal',
    title: axisTitle(factor),
    ...(isNumber
      ? { scale: { zero: false, nice: false }, axis: { tickCount: 4 } }
      : { sort: at, axis: { labelAngle: -40, labelLimit: 90 } }),
  }
  const y = {
    type: 'quantitative',
    title: hasTitle ? `predicted ${axisTitle(scope.response)}` : '',
    scale: { zero: false },
  }
  const rows = individual.flatMap((curve, row) => curve.map((value, k) => ({ at: at[k]!, value, row })))
  const mean = at.map((point, k) => ({ at: point, value: partial[k]! }))
  const effects = at.flatMap((point, k) => (local[k] === null ? [] : [{ at: point, value: local[k]! }]))
  const mark = isNumber ? 'line' : 'point'
  return {
    width: 150,
    height: 140,
    layer: [
      {
        data: { values: isNumber ? rows : [] },
        mark: { type: 'line', strokeWidth: 0.6, opacity: 0.25 },
        encoding: { x, y: { field: 'value', ...y }, detail: { field: 'row' } },
      },
      {
        data: { values: effects },
        mark: isNumber ? { type: 'line', style: 'reference' } : { type: 'tick', style: 'reference', strokeDash: [] },
        encoding: { x, y: { field: 'value', ...y } },
      },
      {
        data: { values: mean },
        mark: { type: mark, style: isNumber ? 'fit' : 'estimate', ...(isNumber ? { strokeWidth: 3 } : {}) },
        encoding: { x, y: { field: 'value', ...y } },
      },
    ],
  }
}
