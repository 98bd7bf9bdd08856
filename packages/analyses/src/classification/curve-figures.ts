import { averagePrecision, precisionRecallCurve, rocAuc, rocCurve, type ThresholdCurve } from '@zerosec/engine'
import type { FigureBlock } from '@zerosec/report'
import { SIZE, type Spec, tip } from '../plot-parts.ts'
import type { ClassOutcome } from './outcome.ts'

/** More lines can't be told apart. */
const MOST_LINES = 7
const MOST_POINTS = 400

/** One class against the others. */
interface ShownClass {
  readonly label: string
  readonly hits: Uint8Array
  readonly shares: Float64Array
}

/** Of two classes the one of interest; of more each, the commonest first. */
function shownClasses({ rows, preparation }: ClassOutcome): ShownClass[] {
  const { labels, positive } = preparation.classes
  const places = labels.map((_, k) => k)
  const count = (k: number) => rows.filter(({ actual }) => actual === k).length
  const shown = labels.length === 2 ? [positive ?? 1] : places.sort((a, b) => count(b) - count(a)).slice(0, MOST_LINES)
  return shown.map((k) => ({
    label: labels[k]!,
    hits: Uint8Array.from(rows, ({ actual }) => (actual === k ? 1 : 0)),
    shares: Float64Array.from(rows, ({ shares }) => shares[k]!),
  }))
}

/** How many of the other classes come along for those of a class that are found. */
export function rocFigure(outcome: ClassOutcome): FigureBlock {
  const classes = shownClasses(outcome).map((shown) => ({
    ...shown,
    name: `${shown.label} (area ${rocAuc(shown.hits, shown.shares)?.toFixed(3) ?? '–'})`,
    curve: rocCurve(shown.hits, shown.shares),
  }))
  return curveFigure(
    'roc_curve',
    'ROC curve',
    'Of the class: share found, against the share of the other rows that is taken for it. Dashed: guessing.',
    classes,
    {
      x: 'share of other rows taken for the class',
      y: 'share of the class found',
      guess: [
        { x: 0, y: 0 },
        { x: 1, y: 1 },
      ],
    },
  )
}

/** How much of what is said is right, for the share of a class that is found. */
export function precisionRecallFigure(outcome: ClassOutcome): FigureBlock {
  const classes = shownClasses(outcome).map((shown) => ({
    ...shown,
    name: `${shown.label} (average ${averagePrecision(shown.hits, shown.shares)?.toFixed(3) ?? '–'})`,
    curve: precisionRecallCurve(shown.hits, shown.shares),
  }))
  const share = classes[0]!.hits.reduce((sum, hit) => sum + hit, 0) / classes[0]!.hits.length
  return curveFigure(
    'precision_recall_curve',
    'Precision and recall',
    'Of the rows that are taken for the class the share that is right. Dashed: guessing.',
    classes,
    {
      x: 'share of the class found (recall)',
      y: 'share that is right (precision)',
      guess:
        classes.length > 1
          ? []
          : [
              { x: 0, y: share },
              { x: 1, y: share },
            ],
    },
  )
}

function curveFigure(
  id: string,
  title: string,
  caption: string,
  classes: readonly { readonly name: string; readonly curve: ThresholdCurve }[],
  axes: { readonly x: string; readonly y: string; readonly guess: readonly { x: number; y: number }[] },
): FigureBlock {
  const axis = (field: string, text: string): Spec => ({
    field,
    type: 'quantitative',
    title: text,
    scale: { domain: [0, 1] },
  })
  const values = classes.flatMap(({ name, curve }) => thinned(curve).map((point, order) => ({ ...point, name, order })))
  return {
    kind: 'figure',
    id,
    title,
    caption,
    spec: {
      width: SIZE.height,
      height: SIZE.height,
      layer: [
        {
          data: { values: axes.guess },
          mark: { type: 'line', style: 'reference' },
          encoding: { x: axis('x', axes.x), y: axis('y', axes.y) },
        },
        {
          data: { values },
          mark: { type: 'line', strokeWidth: 2 },
          encoding: {
            x: axis('x', axes.x),
            y: axis('y', axes.y),
            color: { field: 'name', type: 'nominal', title: null, sort: classes.map(({ name }) => name) },
            order: { field: 'order', type: 'quantitative' },
            tooltip: [
              { field: 'name', title: 'class' },
              tip('threshold', 'from probability'),
              tip('x', axes.x),
              tip('y', axes.y),
            ],
          },
        },
      ],
    },
  }
}

function thinned({ thresholds, x, y }: ThresholdCurve): { x: number; y: number; threshold: number }[] {
  const n = x.length
  const step = Math.max(1, (n - 1) / (MOST_POINTS - 1))
  const count = Math.min(n, MOST_POINTS)
  return Array.from({ length: count }, (_, i) => Math.round(i * step)).map((at) => ({
    x: x[at]!,
    y: y[at]!,
    threshold: Math.min(1, thresholds[at]!),
  }))
}
