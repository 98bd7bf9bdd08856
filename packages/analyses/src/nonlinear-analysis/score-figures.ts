import type { FigureBlock } from '@zerosec/report'
import { type Scope, scoped } from '../modelling/scope.ts'
import {
  axisTitle,
  extent,
  observations,
  pointFigure,
  pointMark,
  quantity,
  referenceLine,
  rowTip,
  type Spec,
  sampled,
  tip,
  zeroLine,
} from '../plot-parts.ts'

/** A row with its prediction by models that never saw it. */
export interface PredictedRow {
  readonly row: number
  readonly actual: number
  readonly predicted: number
  readonly low: number
  readonly high: number
  readonly residual: number
  /** Beyond two standard deviations of the residuals. */
  readonly isOutlier: boolean
  /** Whether the rows that its fold learnt from let a model speak there. */
  readonly isInside: boolean
  /** From 1. */
  readonly fold: number
}

const MAX_LABELS = 25

/** Measured against predicted, each row predicted from the others; outliers carry the number of their row. */
export function actualAgainstPredicted(rows: readonly PredictedRow[], scope: Scope, interval: number): FigureBlock {
  const shown = sampled(rows)
  const [low, high] = extent(rows.flatMap(({ actual, predicted }) => [actual, predicted]))
  const margin = 0.04 * (high - low || 1)
  const domain: [number, number] = [low - margin, high + margin]
  const name = axisTitle(scope.response)
  const x = quantity('predicted', `predicted ${name}`, domain)
  const y = quantity('actual', `measured ${name}`, domain)
  const percent = Math.round(100 * interval)
  const bars: Spec = {
    data: { values: shown.map((row) => ({ ...row, low: Math.max(low, row.low), high: Math.min(high, row.high) })) },
    mark: { type: 'rule', style: 'interval', opacity: shown.length > 200 ? 0.08 : 0.2, strokeWidth: 1 },
    encoding: {
      x: { field: 'low', type: 'quantitative', scale: { domain, nice: false } },
      x2: { field: 'high' },
      y: { field: 'actual', type: 'quantitative' },
    },
  }
  const points: Spec = {
    data: { values: shown },
    mark: pointMark(shown.length),
    encoding: {
      x,
      y,
      color: outlierColor(),
      tooltip: [
        rowTip(),
        tip('actual', 'measured'),
        tip('predicted', 'predicted'),
        tip('low', 'from'),
        tip('high', 'to'),
      ],
    },
  }
  return pointFigure(
    {
      id: scoped('actual_vs_predicted', scope),
      title: `${scope.response.name}: measured against predicted`,
      caption:
        `Each row predicted by models that never saw it, tuning included; the bars are ${percent} % prediction intervals. ` +
        'Labelled by row: off by more than two standard deviations.',
    },
    { drawn: shown.length, all: rows.length },
    [
      referenceLine([low, high].map((value) => ({ x: value, y: value }))),
      bars,
      points,
      labels(rows, 'predicted', 'actual'),
    ],
  )
}

/** Residuals over predictions with the two-sigma limits. */
export function residualsAgainstPredicted(rows: readonly PredictedRow[], scope: Scope, sigma: number): FigureBlock {
  const shown = sampled(rows)
  const name = axisTitle(scope.response)
  const x = quantity('predicted', `predicted ${name}`)
  const y = quantity('residual', `measured − predicted ${name}`)
  const limits: Spec = {
    data: { values: [{ limit: -2 * sigma }, { limit: 2 * sigma }] },
    mark: { type: 'rule', style: 'reference' },
    encoding: { y: { field: 'limit', type: 'quantitative' } },
  }
  const points = observations(shown, x, y)
  const encoding = { ...(points['encoding'] as object), color: outlierColor() }
  return pointFigure(
    {
      id: scoped('residuals_vs_predicted', scope),
      title: `${scope.response.name}: errors of prediction`,
      caption: 'Dashed: two standard deviations. Rows beyond are labelled: check how they were measured or typed.',
    },
    { drawn: shown.length, all: rows.length },
    [zeroLine(), limits, { ...points, encoding }, labels(rows, 'predicted', 'residual')],
  )
}

function outlierColor(): Spec {
  return { field: 'isOutlier', type: 'nominal', legend: null, scale: { domain: [false, true] } }
}

function labels(rows: readonly PredictedRow[], x: keyof PredictedRow, y: keyof PredictedRow): Spec {
  const outliers = rows.filter(({ isOutlier }) => isOutlier)
  const worst = outliers.toSorted((a, b) => Math.abs(b.residual) - Math.abs(a.residual)).slice(0, MAX_LABELS)
  return {
    data: { values: worst },
    mark: { type: 'text', style: 'annotation', dx: 6, align: 'left', baseline: 'middle' },
    encoding: {
      x: { field: x, type: 'quantitative' },
      y: { field: y, type: 'quantitative' },
      text: { field: 'row', format: 'd' },
    },
  }
}
