import type { FigureBlock } from '@zerosec/report'
import { referenceLine, SIZE, type Spec, tip } from '../plot-parts.ts'

const MAX_BARS = 30
const MAX_CURVES = 6
const MAX_COLUMNS = 32
const VARIANCE = 'prediction variance / σ²'

/** The probability to find an effect of each term. */
export function powerFigure(
  terms: readonly { readonly label: string; readonly power: number }[],
  what: string,
): FigureBlock {
  const shown = terms.slice(0, MAX_BARS)
  const y = { field: 'label', type: 'nominal', title: null, sort: shown.map(({ label }) => label) }
  return {
    kind: 'figure',
    id: 'power',
    title: 'The chance to find an effect',
    caption:
      `Of a test at 5 %, ${what}. Dashed: 80 %, which is usually wanted.` +
      (terms.length > shown.length ? ` The first ${shown.length} of ${terms.length} terms.` : ''),
    spec: {
      width: SIZE.width,
      height: { step: 24 },
      layer: [
        {
          data: { values: shown },
          mark: { type: 'bar', opacity: 0.45 },
          encoding: {
            x: {
              field: 'power',
              type: 'quantitative',
              title: 'power',
              scale: { domain: [0, 1] },
              axis: { format: '.0%' },
            },
            y,
            tooltip: [
              { field: 'label', title: 'term' },
              { field: 'power', title: 'power', type: 'quantitative', format: '.1%' },
            ],
          },
        },
        {
          data: { values: [{ wanted: 0.8 }] },
          mark: { type: 'rule', style: 'reference' },
          encoding: { x: { field: 'wanted', type: 'quantitative' } },
        },
      ],
    },
  }
}

/** Which share of the region is predicted at least so well. */
export function fractionOfDesignSpaceFigure(
  curve: readonly { readonly fraction: number; readonly variance: number }[],
  average: number,
): FigureBlock {
  return {
    kind: 'figure',
    id: 'fraction_of_design_space',
    title: 'Prediction variance over the region',
    caption:
      'Read across: in this share of all allowed settings the prediction varies at most so much, in units of the variance of ' +
      'one run. Low and flat is good. Dashed: the average.',
    spec: {
      ...SIZE,
      layer: [
        referenceLine([
          { x: 0, y: average },
          { x: 1, y: average },
        ]),
        {
          data: { values: curve },
          mark: { type: 'line', style: 'fit' },
          encoding: {
            x: {
              field: 'fraction',
              type: 'quantitative',
              title: 'share of the region',
              scale: { domain: [0, 1] },
              axis: { format: '.0%' },
            },
            y: { field: 'variance', type: 'quantitative', title: VARIANCE, scale: { domainMin: 0 } },
          },
        },
      ],
    },
  }
}

export interface VarianceCurve {
  /** The factor with its unit. */
  readonly label: string
  readonly kind: 'number' | 'category'
  readonly at: readonly (number | string)[]
  readonly variance: readonly number[]
}

/** The prediction variance along each factor, the others in the middle. */
export function varianceProfileFigure(curves: readonly VarianceCurve[]): FigureBlock {
  const rise = ({ variance }: VarianceCurve) => Math.max(...variance) - Math.min(...variance)
  const shown = curves.length > MAX_CURVES ? curves.toSorted((a, b) => rise(b) - rise(a)).slice(0, MAX_CURVES) : curves
  const highest = Math.max(...shown.flatMap(({ variance }) => variance))
  return {
    kind: 'figure',
    id: 'variance_profile',
    title: 'Prediction variance along each factor',
    caption:
      'The other factors are held in the middle. Where a curve rises, a prediction is less certain.' +
      (curves.length > shown.length
        ? ` The ${shown.length} of ${curves.length} factors along which it varies most.`
        : ''),
    spec: { columns: 3, concat: shown.map((curve, i) => profileSpec(curve, i % 3 === 0 ? VARIANCE : '', highest)) },
  }
}

function profileSpec({ label, kind, at, variance }: VarianceCurve, yTitle: string, highest: number): Spec {
  const isNumber = kind === 'number'
  return {
    width: 150,
    height: 130,
    data: { values: at.map((setting, i) => ({ setting, variance: variance[i] })) },
    mark: isNumber ? { type: 'line', style: 'fit' } : { type: 'point', style: 'estimate' },
    encoding: {
      x: isNumber
        ? {
            field: 'setting',
            type: 'quantitative',
            title: label,
            scale: { zero: false, nice: false },
            axis: { tickCount: 4 },
          }
        : { field: 'setting', type: 'nominal', title: label, sort: at, axis: { labelAngle: 0, labelLimit: 60 } },
      y: {
        field: 'variance',
        type: 'quantitative',
        title: yTitle,
        scale: { domain: [0, highest], nice: true },
        axis: { tickCount: 4 },
      },
      tooltip: [{ field: 'setting', title: label }, tip('variance', VARIANCE)],
    },
  }
}

/**
 * How far the columns of the model, and of terms left out of it, go together over the runs.
 *
 * @param correlations  width × width, row-major
 */
export function correlationMapFigure(names: readonly string[], correlations: Float64Array): FigureBlock {
  const width = names.length
  const kept = strongestColumns(correlations, width)
  const values = kept.flatMap((i) =>
    kept.map((j) => ({ a: names[i], b: names[j], r: Math.abs(correlations[i * width + j]!) })),
  )
  const order = kept.map((i) => names[i])
  const step = kept.length > 16 ? 13 : 20
  const axis = { labelLimit: 110, labelFontSize: kept.length > 16 ? 9 : 11, domain: false }
  return {
    kind: 'figure',
    id: 'correlation_map',
    title: 'How far effects can be told apart',
    caption:
      'Correlation of the model’s columns over the runs. White off the diagonal: two effects are estimated independently; ' +
      'dark: they are hard to tell apart.' +
      (kept.length < width ? ` The ${kept.length} of ${width} columns with the largest correlations.` : ''),
    spec: {
      width: { step },
      height: { step },
      data: { values },
      mark: { type: 'rect' },
      encoding: {
        x: { field: 'a', type: 'nominal', title: null, sort: order, axis: { ...axis, labelAngle: -90 } },
        y: { field: 'b', type: 'nominal', title: null, sort: order, axis },
        color: {
          field: 'r',
          type: 'quantitative',
          title: '|r|',
          scale: { domain: [0, 1], range: ['#ffffff', '#8dbbd9', '#2f7fb3', '#0b3d66'], interpolate: 'rgb' },
        },
        tooltip: [{ field: 'a', title: 'term' }, { field: 'b', title: 'and' }, tip('r', '|r|')],
      },
    },
  }
}

/** In their own order. */
function strongestColumns(correlations: Float64Array, width: number): number[] {
  const all = Array.from({ length: width }, (_, i) => i)
  if (width <= MAX_COLUMNS) return all
  const strongest = all.map((i) =>
    all.reduce((most, j) => (i === j ? most : Math.max(most, Math.abs(correlations[i * width + j]!))), 0),
  )
  const kept = new Set([...all].sort((a, b) => strongest[b]! - strongest[a]!).slice(0, MAX_COLUMNS))
  return all.filter((i) => kept.has(i))
}

export interface GrowthPoint {
  readonly runs: number
  readonly efficiency: number
  readonly averageVariance: number | null
  readonly power: number | null
}

/** What more or fewer runs would give. */
export function growthFigure(points: readonly GrowthPoint[], chosen: number): FigureBlock {
  const values = points.flatMap(({ runs, efficiency, power }) => [
    { runs, value: efficiency, kind: 'D-efficiency' },
    ...(power === null ? [] : [{ runs, value: power, kind: 'lowest power of a term' }]),
  ])
  const x = {
    field: 'runs',
    type: 'quantitative',
    title: 'runs',
    scale: { zero: false, nice: false },
    axis: { format: 'd', tickMinStep: 1 },
  }
  return {
    kind: 'figure',
    id: 'growth',
    title: 'What more or fewer runs would give',
    caption:
      'The dashed line is the number of runs asked for. The efficiency is per run: it tells how well the runs are used; ' +
      'the power tells whether they are enough.',
    spec: {
      ...SIZE,
      layer: [
        {
          data: { values: [{ runs: chosen }] },
          mark: { type: 'rule', style: 'reference' },
          encoding: { x },
        },
        {
          data: { values },
          mark: { type: 'line', point: { size: 36 } },
          encoding: {
            x,
            y: {
              field: 'value',
              type: 'quantitative',
              title: null,
              scale: { domain: [0, 1] },
              axis: { format: '.0%' },
            },
            color: { field: 'kind', type: 'nominal', title: null, sort: ['D-efficiency'] },
            tooltip: [
              { field: 'runs', title: 'runs' },
              { field: 'kind', title: null },
              { field: 'value', title: 'value', type: 'quantitative', format: '.1%' },
            ],
          },
        },
      ],
    },
  }
}
