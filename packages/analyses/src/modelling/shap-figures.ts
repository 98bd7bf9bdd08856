import type { FigureBlock } from '@zerosec/report'
import { axisTitle, type Named, quantity, SIZE, type Spec, shortNumber, tip, zeroLine } from '../plot-parts.ts'
import { type Scope, scoped } from './scope.ts'

/** What each factor adds to each prediction, for some rows. */
export interface ShapView {
  readonly features: readonly Named[]
  /** Lines of the file. */
  readonly rows: readonly number[]
  /** rows × features, row-major. */
  readonly values: ArrayLike<number>
  /** Value of a factor of a row: a number, the name of a level, or null where it is missing. */
  readonly cell: (row: number, feature: number) => number | string | null
  /** The mean prediction that the contributions start from. */
  readonly base: number
  /** Features from the largest mean contribution to the smallest. */
  readonly order: readonly number[]
  /** The unit of the contributions: the response's, or that of its transform. */
  readonly scale: string
}

const MAX_FEATURES = 12
const MAX_BARS = 25
const MAX_SWARM_ROWS = 400

export function meanAbsolute({ features, rows, values }: ShapView): number[] {
  const p = features.length
  return features.map((_, j) => rows.reduce((sum, _row, i) => sum + Math.abs(values[i * p + j]!), 0) / rows.length)
}

/** A point for each row and factor: how far it moved the prediction, coloured by the factor's value. */
export function shapSummaryFigure(view: ShapView, scope: Scope): FigureBlock {
  const { features, order, rows, values, cell } = view
  const shown = order.slice(0, MAX_FEATURES)
  const at = sampledIndices(rows.length, MAX_SWARM_ROWS)
  const points = shown.flatMap((j) => {
    const ranks = relativeRanks(at.map((i) => cell(i, j)))
    return at.map((i, k) => ({
      feature: features[j]!.name,
      contribution: values[i * features.length + j]!,
      level: ranks[k],
      row: rows[i]!,
      offset: ((k * 0.618_033_988_75) % 1) - 0.5,
    }))
  })
  const names = shown.map((j) => features[j]!.name)
  return {
    kind: 'figure',
    id: scoped('shap_summary', scope),
    title: `${scope.response.name}: what each factor adds to each prediction`,
    caption:
      `SHAP values of ${at.length} rows. Dark: the factor is high in that row; light: it is low (categories in the order of their names).` +
      cutText(order.length, MAX_FEATURES),
    spec: {
      width: SIZE.width - 80,
      height: { step: 30 },
      data: { values: points },
      mark: { type: 'circle', size: 16, opacity: 0.75 },
      encoding: {
        x: { field: 'contribution', type: 'quantitative', title: `SHAP value ${view.scale}` },
        y: { field: 'feature', type: 'nominal', title: null, sort: names },
        yOffset: { field: 'offset', type: 'quantitative', scale: { domain: [-1, 1] } },
        color: {
          field: 'level',
          type: 'quantitative',
          title: 'value of the factor',
          scale: { scheme: 'viridis', reverse: true },
          legend: { format: '.0%' },
        },
        tooltip: [
          { field: 'feature', title: 'factor' },
          tip('contribution', 'SHAP value'),
          { field: 'row', title: 'row', type: 'quantitative', format: 'd' },
        ],
      },
    },
  }
}

/** Mean size of the contributions. */
export function shapBarFigure(view: ShapView, scope: Scope): FigureBlock {
  const means = meanAbsolute(view)
  const values = view.order.slice(0, MAX_BARS).map((j) => ({ feature: view.features[j]!.name, size: means[j]! }))
  return {
    kind: 'figure',
    id: scoped('shap_bar', scope),
    title: `${scope.response.name}: which factors matter`,
    caption: `Mean size of the SHAP values over ${view.rows.length} rows.${cutText(view.order.length, MAX_BARS)}`,
    spec: {
      width: SIZE.width - 80,
      height: { step: 24 },
      data: { values },
      mark: { type: 'bar', opacity: 0.7 },
      encoding: {
        x: { field: 'size', type: 'quantitative', title: `mean |SHAP value| ${view.scale}` },
        y: { field: 'feature', type: 'nominal', title: null, sort: values.map(({ feature }) => feature) },
        tooltip: [{ field: 'feature', title: 'factor' }, tip('size', 'mean |SHAP value|')],
      },
    },
  }
}

/** How the contributions of one row add up from the mean to its prediction. */
export function shapWaterfallFigure(
  view: ShapView,
  index: number,
  words: string,
  id: string,
  scope: Scope,
): FigureBlock {
  const bars = waterfallBars(view, index)
  const end = bars.at(-1)?.to ?? view.base
  const y = {
    field: 'label',
    type: 'nominal',
    title: null,
    sort: bars.map(({ label }) => label),
    axis: { labelLimit: 300 },
  }
  return {
    kind: 'figure',
    id: scoped(id, scope),
    title: `${scope.response.name}: row ${view.rows[index]!}, ${words}`,
    caption: `From the mean prediction ${shortNumber(view.base)} (dashed) to this row's ${shortNumber(end)}.`,
    spec: {
      width: SIZE.width - 120,
      height: { step: 26 },
      layer: [
        {
          data: { values: bars },
          mark: { type: 'bar', opacity: 0.8 },
          encoding: {
            y,
            x: { field: 'from', type: 'quantitative', title: `prediction ${view.scale}`, scale: { zero: false } },
            x2: { field: 'to' },
            color: { field: 'sign', type: 'nominal', title: null, scale: { domain: ['raises', 'lowers'] } },
          },
        },
        {
          data: { values: bars.map((bar) => ({ ...bar, end: Math.max(bar.from, bar.to) })) },
          mark: { type: 'text', style: 'annotation', align: 'left', dx: 5 },
          encoding: { y, x: { field: 'end', type: 'quantitative' }, text: { field: 'text' } },
        },
        {
          data: { values: [{ base: view.base }] },
          mark: { type: 'rule', style: 'reference' },
          encoding: { x: { field: 'base', type: 'quantitative' } },
        },
      ],
    },
  }
}

/** A bar for each factor, the largest contribution first, each beginning where the one before ends. */
function waterfallBars(view: ShapView, index: number) {
  const p = view.features.length
  const own = Array.from({ length: p }, (_, j) => view.values[index * p + j]!)
  const byEffect = own.map((_, j) => j).sort((a, b) => Math.abs(own[b]!) - Math.abs(own[a]!) || a - b)
  const single = byEffect.slice(0, MAX_FEATURES - 1)
  const rest = byEffect.slice(MAX_FEATURES - 1)
  const steps = [
    ...single.map((j) => ({ label: cellText(view, index, j), change: own[j]! })),
    ...(rest.length > 0
      ? [{ label: `${rest.length} other factors`, change: rest.reduce((sum, j) => sum + own[j]!, 0) }]
      : []),
  ]
  let at = view.base
  return steps.map(({ label, change }) => {
    const from = at
    at += change
    return {
      label,
      from,
      to: at,
      change,
      text: `${change < 0 ? '−' : '+'}${shortNumber(Math.abs(change))}`,
      sign: change < 0 ? 'lowers' : 'raises',
    }
  })
}

/** Contributions of the leading factors over their values, coloured by the factor that each acts together with most. */
export function shapDependenceFigure(view: ShapView, partners: ReadonlyMap<number, number>, scope: Scope): FigureBlock {
  const shown = view.order.slice(0, 4)
  return {
    kind: 'figure',
    id: scoped('shap_dependence', scope),
    title: `${scope.response.name}: contribution over the value of each leading factor`,
    caption:
      'SHAP values of the leading factors. A spread at one value comes from other factors; the colour is the one that it acts ' +
      'together with most (dark: high).',
    spec: {
      columns: 2,
      concat: shown.map((j) => dependenceSpec(view, j, partners.get(j))),
      resolve: { scale: { color: 'independent' } },
    },
  }
}

function dependenceSpec(view: ShapView, j: number, partner: number | undefined): Spec {
  const p = view.features.length
  const at = sampledIndices(view.rows.length, MAX_SWARM_ROWS)
  const ranks = partner === undefined ? [] : relativeRanks(at.map((i) => view.cell(i, partner)))
  const values = at.flatMap((i, k) => {
    const value = view.cell(i, j)
    return value === null
      ? []
      : [{ value, contribution: view.values[i * p + j]!, level: ranks[k] ?? null, row: view.rows[i]! }]
  })
  const isNumber = values.every(({ value }) => typeof value === 'number')
  const x = isNumber
    ? quantity('value', axisTitle(view.features[j]!))
    : { field: 'value', type: 'nominal', title: view.features[j]!.name, axis: { labelLimit: 80 } }
  const color =
    partner === undefined
      ? {}
      : {
          color: {
            field: 'level',
            type: 'quantitative',
            title: view.features[partner]!.name,
            scale: { scheme: 'viridis', reverse: true },
            legend: { format: '.0%', orient: 'top', gradientLength: 120 },
          },
        }
  return {
    width: 230,
    height: 180,
    layer: [
      zeroLine(),
      {
        data: { values },
        mark: { type: 'circle', size: 22, opacity: 0.75 },
        encoding: {
          x,
          y: { field: 'contribution', type: 'quantitative', title: `SHAP value ${view.scale}` },
          ...color,
        },
      },
    ],
  }
}

/** Mean size of the interaction of each pair of factors; the diagonal is what a factor does by itself. */
export function shapInteractionFigure(
  features: readonly Named[],
  sizes: readonly (readonly number[])[],
  order: readonly number[],
  scope: Scope,
): FigureBlock {
  const shown = order.slice(0, MAX_FEATURES)
  const values = shown.flatMap((a) =>
    shown.map((b) => ({
      a: features[a]!.name,
      b: features[b]!.name,
      size: sizes[a]![b]!,
      text: shortNumber(sizes[a]![b]!),
    })),
  )
  const names = shown.map((j) => features[j]!.name)
  return {
    kind: 'figure',
    id: scoped('shap_interaction', scope),
    title: `${scope.response.name}: which factors act together`,
    caption: 'Mean size of the SHAP interaction values of each pair; on the diagonal what each factor does by itself.',
    spec: {
      width: { step: 42 },
      height: { step: 32 },
      data: { values },
      mark: 'rect',
      encoding: {
        x: { field: 'b', type: 'nominal', title: null, sort: names, axis: { labelAngle: -40, labelLimit: 140 } },
        y: { field: 'a', type: 'nominal', title: null, sort: names },
        color: { field: 'size', type: 'quantitative', title: 'mean size', scale: { type: 'sqrt', range: 'ramp' } },
        tooltip: [{ field: 'a', title: 'factor' }, { field: 'b', title: 'with' }, tip('size', 'mean size')],
      },
    },
  }
}

function cellText(view: ShapView, row: number, feature: number): string {
  const value = view.cell(row, feature)
  const { name, unit } = view.features[feature]!
  if (value === null) return `${name} = missing`
  if (typeof value === 'string') return `${name} = ${value}`
  return `${name} = ${shortNumber(value)}${unit === undefined ? '' : ` ${unit}`}`
}

/** Place of each value among the others, 0 for the lowest and 1 for the highest; null where it is missing. */
function relativeRanks(cells: readonly (number | string | null)[]): (number | null)[] {
  const distinct = [...new Set(cells.filter((cell) => cell !== null))].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  const rank = new Map(distinct.map((value, k) => [value, distinct.length < 2 ? 0.5 : k / (distinct.length - 1)]))
  return cells.map((cell) => (cell === null ? null : rank.get(cell)!))
}

function sampledIndices(count: number, most: number): number[] {
  if (count <= most) return Array.from({ length: count }, (_, i) => i)
  return Array.from({ length: most }, (_, k) => Math.round((k * (count - 1)) / (most - 1)))
}

function cutText(count: number, most: number): string {
  return count > most ? ` The ${most} largest of ${count}.` : ''
}
