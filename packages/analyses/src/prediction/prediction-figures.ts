import type { Model } from '@zerosec/model'
import type { FigureBlock } from '@zerosec/report'
import {
  axisTitle,
  extent,
  pointFigure,
  pointMark,
  quantity,
  referenceLine,
  rowTip,
  SIZE,
  type Spec,
  sampled,
  tip,
} from '../plot-parts.ts'
import type { Contributions } from './contributions.ts'
import type { GridFactor } from './grid-factors.ts'
import type { GridPoints } from './grid-points.ts'
import { numbersOf, type PredictedRow } from './predicted-row.ts'
import type { NumberScore } from './row-score.ts'

const VERDICTS = ['inside', 'edge', 'outside', 'unknown']
/** More intervals than these beside each other can't be told apart. */
const MOST_ORDERED = 400
const MOST_BARS = 15

/** Predictions from the lowest to the highest, each with its interval. */
export function orderedFigure({ target }: Model, rows: readonly PredictedRow[], isGrid: boolean): FigureBlock {
  const known = rows.map(numbersOf).filter((row) => row !== null)
  const ordered = known.toSorted((a, b) => a.value - b.value || a.row - b.row)
  const step = Math.max(1, (ordered.length - 1) / (MOST_ORDERED - 1))
  const count = Math.min(ordered.length, MOST_ORDERED)
  const values = Array.from({ length: count }, (_, k) => ({
    ...ordered[Math.round(k * step)]!,
    rank: Math.round(k * step) + 1,
  }))
  const name = axisTitle(target)
  const x = {
    ...quantity('rank', isGrid ? 'kept points, by prediction' : 'rows, by prediction'),
    axis: { tickMinStep: 1, format: 'd' },
  }
  const bars: Spec = {
    data: { values },
    mark: { type: 'rule', style: 'interval', opacity: count > 150 ? 0.25 : 0.5, strokeWidth: 1.5 },
    encoding: { x, y: { ...quantity('low', `predicted ${name}`) }, y2: { field: 'high' }, color: verdictColor() },
  }
  const points: Spec = {
    data: { values },
    mark: { ...pointMark(count), size: count > 150 ? 12 : 30, filled: true },
    encoding: {
      x,
      y: quantity('value', `predicted ${name}`),
      color: verdictColor(),
      tooltip: [
        rowTip(),
        tip('value', 'predicted'),
        tip('low', 'from'),
        tip('high', 'to'),
        { field: 'domain', title: 'domain' },
      ],
    },
  }
  return pointFigure(
    {
      id: 'predictions_in_order',
      title: `${target.name}: predictions with their intervals`,
      caption:
        'From the lowest prediction to the highest; bars are prediction intervals. Outside: unlike every row that the model was trained on.',
    },
    { drawn: count, all: ordered.length },
    [bars, points],
  )
}

/** How far each row is from the training rows, against how wide its interval is. */
export function distanceFigure({ target, domain }: Model, rows: readonly PredictedRow[]): FigureBlock | null {
  if (!domain) return null
  const known = rows
    .map(numbersOf)
    .flatMap((row) => (row && row.distance !== null ? [{ ...row, width: row.high - row.low }] : []))
  if (known.length === 0) return null
  const shown = sampled(known)
  const hasWidth = known.some(({ width }) => width > 0)
  const name = axisTitle(target)
  // from zero: widths that are all the same differ by their rounding, which a scale of their own would show
  const width = { ...quantity('width', `width of the interval ${name}`), scale: { zero: true } }
  const y = hasWidth ? width : quantity('value', `predicted ${name}`)
  const x = { ...quantity('distance', 'distance to the nearest training rows'), scale: { type: 'sqrt', zero: true } }
  const limits = [
    { limit: domain.edgeDistance, text: '95 % of training rows' },
    { limit: domain.farDistance, text: '99 %' },
  ]
  return pointFigure(
    {
      id: 'distance_to_data',
      title: `${target.name}: how near the training rows are`,
      caption:
        'Each point is a row. Dashed: distances that 95 % and 99 % of the training rows keep among themselves; beyond them, or out of ' +
        'the range of a factor, the model extrapolates.',
    },
    { drawn: shown.length, all: known.length },
    [
      {
        data: { values: limits },
        mark: { type: 'rule', style: 'reference' },
        encoding: { x: { ...x, field: 'limit' } },
      },
      {
        data: { values: shown },
        mark: pointMark(shown.length),
        encoding: {
          x,
          y,
          color: verdictColor(),
          tooltip: [rowTip(), tip('distance', 'distance'), tip('value', 'predicted')],
        },
      },
    ],
  )
}

/** Measured against predicted, with intervals. */
export function measuredFigure({ target }: Model, score: NumberScore): FigureBlock {
  const all = score.rows.flatMap(({ row, measured }) => {
    const numbers = numbersOf(row)
    return numbers ? [{ ...numbers, measured }] : []
  })
  const shown = sampled(all)
  const [low, high] = extent(all.flatMap(({ value, measured }) => [value, measured]))
  const margin = 0.04 * (high - low || 1)
  const domain: [number, number] = [low - margin, high + margin]
  const name = axisTitle(target)
  const clipped = shown.map((row) => ({
    ...row,
    low: Math.max(domain[0], row.low),
    high: Math.min(domain[1], row.high),
  }))
  return pointFigure(
    {
      id: 'measured_vs_predicted',
      title: `${target.name}: measured against predicted`,
      caption:
        'Rows of this table with a measured response. On the line: predicted as measured; bars are prediction intervals.',
    },
    { drawn: shown.length, all: all.length },
    [
      referenceLine([low, high].map((value) => ({ x: value, y: value }))),
      {
        data: { values: clipped },
        mark: { type: 'rule', style: 'interval', opacity: shown.length > 200 ? 0.08 : 0.25, strokeWidth: 1 },
        encoding: {
          x: { field: 'low', type: 'quantitative', scale: { domain, nice: false } },
          x2: { field: 'high' },
          y: { field: 'measured', type: 'quantitative' },
        },
      },
      {
        data: { values: shown },
        mark: pointMark(shown.length),
        encoding: {
          x: quantity('value', `predicted ${name}`, domain),
          y: quantity('measured', `measured ${name}`, domain),
          color: verdictColor(),
          tooltip: [
            rowTip(),
            tip('measured', 'measured'),
            tip('value', 'predicted'),
            tip('low', 'from'),
            tip('high', 'to'),
          ],
        },
      },
    ],
  )
}

/** Which settings the kept points of a grid have: a bubble for each, as large as they are many. */
export function settingsFigure(
  { target }: Model,
  points: GridPoints,
  factors: readonly GridFactor[],
  rows: readonly PredictedRow[],
): FigureBlock {
  const varied = factors.flatMap((factor, k) => (factor.levels.length > 1 ? [{ ...factor, k }] : []))
  const counts = varied.map(({ levels }) => new Float64Array(levels.length))
  const positions = varied.map(({ levels }) => new Map(levels.map((level, at) => [level, at])))
  for (const { row } of rows) {
    const settings = points.settings(row - 1)
    varied.forEach(({ k }, v) => counts[v]![positions[v]!.get(settings[k]!)!]!++)
  }
  const values = varied.flatMap(({ name, levels }, v) =>
    Array.from(counts[v]!, (count, at) => ({
      factor: name,
      at: at / (levels.length - 1),
      count,
      setting: levels[at]!,
    })).filter(({ count }) => count > 0),
  )
  return {
    kind: 'figure',
    id: 'best_settings',
    title: `${target.name}: settings of the points that are kept`,
    caption:
      'Bubbles: settings of each factor from its lowest (or first) to its highest (or last), as large as there are points with them.',
    spec: {
      width: SIZE.width - 80,
      height: { step: 34 },
      data: { values },
      mark: { type: 'circle', style: 'observation', opacity: 0.7 },
      encoding: {
        x: {
          ...quantity('at', 'lowest setting of the grid → highest', [-0.05, 1.05]),
          axis: { format: '%', values: [0, 0.25, 0.5, 0.75, 1] },
        },
        y: { field: 'factor', type: 'nominal', title: null, sort: null, axis: { labelLimit: 240 } },
        size: { field: 'count', type: 'quantitative', title: 'points', scale: { range: [10, 420] } },
        tooltip: [{ field: 'factor', title: 'factor' }, { field: 'setting', title: 'setting' }, tip('count', 'points')],
      },
    },
  }
}

/** The mean size of what each factor adds. */
export function contributionsFigure({ target }: Model, { inputs, rows, values }: Contributions): FigureBlock {
  const p = inputs.length
  const sizes = inputs
    .map((input, j) => ({
      input,
      size: rows.reduce((sum, _, i) => sum + Math.abs(values[i * p + j]!), 0) / rows.length,
    }))
    .sort((a, b) => b.size - a.size)
    .slice(0, MOST_BARS)
  return {
    kind: 'figure',
    id: 'contributions',
    title: `${target.name}: what moves these predictions`,
    caption: `Mean size of what each factor adds to or takes from the mean prediction, over ${rows.length} rows.`,
    spec: {
      width: SIZE.width - 80,
      height: { step: 24 },
      data: { values: sizes },
      mark: { type: 'bar', style: 'estimate' },
      encoding: {
        x: { field: 'size', type: 'quantitative', title: `mean size of the contribution ${axisTitle(target)}` },
        y: { field: 'input', type: 'nominal', title: null, sort: null, axis: { labelLimit: 240 } },
        tooltip: [{ field: 'input', title: 'factor' }, tip('size', 'mean size')],
      },
    },
  }
}

function verdictColor(): Spec {
  return { field: 'domain', type: 'nominal', title: 'domain', scale: { domain: VERDICTS.slice(0, 3) } }
}
