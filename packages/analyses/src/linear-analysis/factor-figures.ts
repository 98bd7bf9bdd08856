import type { PenaltyCurve } from '@zerosec/engine'
import type { FigureBlock } from '@zerosec/report'
import { axisTitle, extent, type Named, quantity, SIZE, type Spec, shortNumber, tip } from '../plot-parts.ts'
import type { Effect } from './effects.ts'

const MAX_BARS = 25
const MAX_CURVES = 6

/** A bar for what each factor does over its range. */
export function effectsFigure(effects: readonly Effect[], response: Named): FigureBlock {
  const values = effects.slice(0, MAX_BARS).map(({ input, from, to, effect, low, high }) => ({
    label: `${input}: ${pointText(from)} → ${pointText(to)}`,
    value: effect,
    low,
    high,
  }))
  const caption = `Change of the prediction over each factor’s range, the others held at their means.${cut(effects.length)}`
  return {
    kind: 'figure',
    id: 'effects',
    title: `What each factor does to ${response.name}`,
    caption,
    spec: barSpec(values, `change of ${axisTitle(response)}`),
  }
}

/** A bar for each coefficient per standard deviation of its column, in standard deviations of the response. */
export function coefficientsFigure(
  coefficients: readonly { term: string; value: number; low: number | null; high: number | null }[],
): FigureBlock {
  const sorted = [...coefficients].sort((a, b) => Math.abs(b.value) - Math.abs(a.value))
  const values = sorted.slice(0, MAX_BARS).map(({ term, ...rest }) => ({ label: term, ...rest }))
  return {
    kind: 'figure',
    id: 'standardized_coefficients',
    title: 'Standardized coefficients',
    caption: `Standard deviations of the response for one standard deviation of the term.${cut(coefficients.length)}`,
    spec: barSpec(values, 'standardized coefficient'),
  }
}

/** The prediction over the range of the factors that matter most, the others held at their means. */
export function effectCurvesFigure(
  effects: readonly Effect[],
  response: Named,
  units: ReadonlyMap<string, string>,
): FigureBlock {
  const shown = effects.slice(0, MAX_CURVES)
  const domain = extent(shown.flatMap(({ curve }) => [...curve.predicted, ...(curve.low ?? []), ...(curve.high ?? [])]))
  const concat = shown.map((effect, index) => {
    const unit = units.get(effect.input)
    const x = axisTitle({ name: effect.input, ...(unit === undefined ? {} : { unit }) })
    return curveSpec(effect, x, index % 3 === 0 ? axisTitle(response) : '', domain)
  })
  const rest = effects.length > shown.length ? ` The ${shown.length} largest effects of ${effects.length}.` : ''
  return {
    kind: 'figure',
    id: 'effect_curves',
    title: `Prediction of ${response.name} over each factor`,
    caption: `The other factors held at their means; the band is the confidence interval of the mean.${rest}`,
    spec: { columns: 3, concat },
  }
}

/** The cross-validated error along the penalties, and the one chosen. */
export function penaltyFigure(curve: PenaltyCurve, response: Named): FigureBlock {
  const values = Array.from(curve.lambdas, (lambda, k) => ({
    lambda,
    rmse: Math.sqrt(curve.meanSquaredError[k]!),
    low: Math.sqrt(Math.max(0, curve.meanSquaredError[k]! - curve.standardError[k]!)),
    high: Math.sqrt(curve.meanSquaredError[k]! + curve.standardError[k]!),
    terms: curve.degreesOfFreedom[k]!,
  }))
  const x = {
    field: 'lambda',
    type: 'quantitative',
    title: 'penalty',
    scale: { type: 'log', nice: false },
    axis: { format: '~g' },
  }
  return {
    kind: 'figure',
    id: 'penalty',
    title: 'Cross-validated error along the penalty',
    caption: 'The dashed line is the penalty chosen; the band is one standard error.',
    spec: {
      ...SIZE,
      layer: [
        {
          data: { values },
          mark: { type: 'area', style: 'interval', opacity: 0.16 },
          encoding: {
            x,
            y: quantity('low', `error of prediction (RMSE) of ${axisTitle(response)}`),
            y2: { field: 'high' },
          },
        },
        {
          data: { values },
          mark: { type: 'line', style: 'fit', point: { size: 16 } },
          encoding: {
            x,
            y: { field: 'rmse', type: 'quantitative' },
            tooltip: [tip('lambda', 'penalty'), tip('rmse', 'RMSE'), tip('terms', 'degrees of freedom')],
          },
        },
        {
          data: { values: [values[curve.chosen]!] },
          mark: { type: 'rule', style: 'reference' },
          encoding: { x: { field: 'lambda', type: 'quantitative' } },
        },
      ],
    },
  }
}

interface Bar {
  readonly label: string
  readonly value: number
  readonly low: number | null
  readonly high: number | null
}

function barSpec(values: readonly Bar[], title: string): Spec {
  const y = { field: 'label', type: 'nominal', title: null, sort: values.map(({ label }) => label) }
  const tooltip = [{ field: 'label', title: 'term' }, tip('value', title), tip('low', 'from'), tip('high', 'to')]
  const intervals = {
    mark: { type: 'rule', style: 'interval' },
    encoding: { x: { field: 'low', type: 'quantitative' }, x2: { field: 'high' }, y },
  }
  return {
    width: SIZE.width,
    height: { step: 24 },
    data: { values },
    layer: [
      {
        mark: { type: 'bar', opacity: 0.45 },
        encoding: { x: { field: 'value', type: 'quantitative', title }, y, tooltip },
      },
      ...(values.some(({ low }) => low !== null) ? [intervals] : []),
    ],
  }
}

function curveSpec({ curve }: Effect, xTitle: string, yTitle: string, domain: readonly [number, number]): Spec {
  const values = curve.at.map((at, k) => ({
    at,
    predicted: curve.predicted[k]!,
    low: curve.low?.[k] ?? null,
    high: curve.high?.[k] ?? null,
  }))
  const y = { type: 'quantitative', title: yTitle, scale: { domain, nice: true, zero: false } }
  const x =
    curve.kind === 'number'
      ? {
          field: 'at',
          type: 'quantitative',
          title: xTitle,
          scale: { zero: false, nice: false },
          axis: { tickCount: 4 },
        }
      : { field: 'at', type: 'nominal', title: xTitle, sort: curve.at, axis: { labelAngle: 0, labelLimit: 60 } }
  const isNumber = curve.kind === 'number'
  const band = {
    mark: isNumber ? { type: 'area', style: 'interval', opacity: 0.16 } : { type: 'rule', style: 'interval' },
    encoding: { x, y: { field: 'low', ...y }, y2: { field: 'high' } },
  }
  const line = {
    mark: isNumber ? { type: 'line', style: 'fit' } : { type: 'point', style: 'estimate' },
    encoding: { x, y: { field: 'predicted', ...y } },
  }
  return { width: 150, height: 140, data: { values }, layer: [...(curve.low ? [band] : []), line] }
}

function cut(count: number): string {
  return count > MAX_BARS ? ` The ${MAX_BARS} largest of ${count}.` : ''
}

function pointText(point: number | string): string {
  return typeof point === 'number' ? shortNumber(point) : point
}
