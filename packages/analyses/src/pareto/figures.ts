import { epsilonFront, scaledLosses } from '@zerosec/engine'
import type { FigureBlock } from '@zerosec/report'
import { axisTitle, extent, quantity, SIZE, type Spec, sampled, shortNumber, tip } from '../plot-parts.ts'
import type { Quantity } from './candidates.ts'
import { choiceOf } from './front-columns.ts'
import type { ParetoParameters } from './parameters.ts'
import { readLoss, type TradeOff } from './trade-off.ts'
import { wishText } from './wishes.ts'

const FEW_LABELS = 12
/** Front rows up to which intervals are drawn: more hide each other. */
const FEW_INTERVALS = 40
const MOST_LINES = 300
const KINDS = ['measured', 'behind the front', 'front', 'choice'] as const
const COLORS = { measured: '#8c98a4', 'behind the front': '#b9c0c7', front: '#0067a8', choice: '#d55e00' } as const
type Kind = (typeof KINDS)[number]
/** Part of an axis within which a second label would cover the first. */
const NEAR = 0.05

function colorsOf(points: readonly { readonly kind: Kind }[]): { domain: readonly Kind[]; range: readonly string[] } {
  const domain = KINDS.filter((kind) => points.some((point) => point.kind === kind))
  return { domain, range: domain.map((kind) => COLORS[kind]) }
}

/** Front rows that are drawn: all, or one of each box of the thinning. */
export function drawnFront({ front, losses, wishes }: TradeOff, { epsilon }: ParetoParameters): readonly number[] {
  if (epsilon === 0) return front
  const m = wishes.length
  const ofFront = Float64Array.from(front.flatMap((place) => [...losses.subarray(place * m, place * m + m)]))
  const kept = epsilonFront(
    scaledLosses(ofFront, m),
    m,
    wishes.map(() => epsilon),
  )
  return kept.map((i) => front[i]!)
}

/** Candidates over two objectives: those behind the front grey, the front drawn, choices named. */
export function pairFigure(
  tradeOff: TradeOff,
  drawn: readonly number[],
  [a, b]: readonly [number, number],
): FigureBlock {
  const { candidates, wishes, ranks, front } = tradeOff
  const [first, second] = [a, b].map((k) => candidates.quantities.get(wishes[k]!.name)!) as [Quantity, Quantity]
  const pointOf = (place: number): Point => ({
    number: candidates.numbers[place]!,
    label: candidates.labels?.[place] ?? null,
    a: first.values[place]!,
    b: second.values[place]!,
    kind: ranks[place] !== 0 ? 'behind the front' : choiceOf(tradeOff, place) === null ? 'front' : 'choice',
    choice: choiceOf(tradeOff, place),
  })
  const behind = [
    ...measuredPoints(tradeOff, first, second),
    ...candidates.numbers.flatMap((_, place) => (ranks[place] === 0 ? [] : [pointOf(place)])),
  ]
  const shown = sampled(behind)
  const onFront = drawn.map(pointOf).filter(({ choice }) => choice === null)
  const choices = front
    .map(pointOf)
    .filter(({ choice }) => choice !== null)
    .slice(0, FEW_LABELS)
  const colors = colorsOf([...shown, ...onFront, ...choices])
  const numbered = front.length <= FEW_LABELS ? onFront : []
  return {
    kind: 'figure',
    id: `pair_${a + 1}_${b + 1}`,
    title: `${first.name} against ${second.name}`,
    caption: captionOf(tradeOff, [a, b], { shown: shown.length, behind: behind.length, drawn: drawn.length }),
    spec: {
      ...SIZE,
      layer: [
        points(shown, [first, second], colors, { size: 22, opacity: 0.5 }),
        ...(wishes.length === 2 ? [frontLine(tradeOff, [a, b])] : []),
        ...intervals(drawn, [first, second]),
        points(onFront, [first, second], colors, { size: 40, opacity: 0.9 }),
        points(choices, [first, second], colors, { size: 90, opacity: 1 }),
        ...labels([...choices.slice(0, 4), ...numbered], [...shown, ...onFront, ...choices]),
      ].filter((layer) => hasData(layer)),
    },
  }
}

interface Point {
  readonly number: number | null
  readonly label: string | number | boolean | null
  readonly a: number
  readonly b: number
  readonly kind: Kind
  readonly choice: string | null
}

/** What was measured beside what a search predicts. */
function measuredPoints({ candidates: { measured } }: TradeOff, first: Quantity, second: Quantity): Point[] {
  const [a, b] = [measured?.get(first.name), measured?.get(second.name)]
  if (!a || !b) return []
  return Array.from(a, (value, i): Point => {
    return { number: null, label: null, a: value, b: b[i]!, kind: 'measured', choice: null }
  }).filter((point) => !Number.isNaN(point.a) && !Number.isNaN(point.b))
}

function captionOf(
  { wishes, front, candidates }: TradeOff,
  pair: readonly [number, number],
  { shown, behind, drawn }: { shown: number; behind: number; drawn: number },
): string {
  const wanted = `Wanted: ${pair.map((k) => wishText(wishes[k]!)).join(', ')}.`
  const others = wishes.length > 2 ? ' Front rows that look beaten here are better in another objective.' : ''
  const thinned = drawn < front.length ? ` ${drawn} of ${front.length} front rows are drawn.` : ''
  const left = shown < behind ? ` ${shown} of ${behind} rows behind the front are drawn, evenly spaced.` : ''
  const bars =
    candidates.quantities.get(wishes[pair[0]]!.name)!.interval && drawn <= FEW_INTERVALS
      ? ' Bars are prediction intervals.'
      : ''
  return `${wanted}${others}${bars}${thinned}${left}`
}

function hasData(layer: Spec): boolean {
  return (layer['data'] as { readonly values: readonly unknown[] }).values.length > 0
}

function points(
  values: readonly Point[],
  [first, second]: readonly [Quantity, Quantity],
  colors: ReturnType<typeof colorsOf>,
  { size, opacity }: { readonly size: number; readonly opacity: number },
): Spec {
  return {
    data: { values },
    mark: { type: 'point', style: 'observation', size, opacity },
    encoding: {
      x: quantity('a', axisTitle(first)),
      y: quantity('b', axisTitle(second)),
      color: { field: 'kind', type: 'nominal', scale: colors, legend: { title: null, orient: 'bottom' } },
      tooltip: [
        { field: 'number', title: 'number', type: 'quantitative', format: 'd' },
        { field: 'label', title: 'label', type: 'nominal' },
        { field: 'choice', title: 'choice', type: 'nominal' },
        tip('a', first.name),
        tip('b', second.name),
      ],
    },
  }
}

/** Through the front of two objectives; in steps where rows are given, as between them there is nothing. */
function frontLine({ candidates, wishes, front }: TradeOff, [a, b]: readonly [number, number]): Spec {
  const [first, second] = [a, b].map((k) => candidates.quantities.get(wishes[k]!.name)!.values) as [
    Float64Array,
    Float64Array,
  ]
  const values = front.map((place, order) => ({ a: first[place]!, b: second[place]!, order }))
  const isStepped =
    candidates.source !== 'search' &&
    wishes.every(({ objective: { goal } }) => goal === 'maximise' || goal === 'minimise')
  return {
    data: { values: values.length > 1 ? values : [] },
    mark: { type: 'line', style: 'fit', strokeWidth: 1.25, ...(isStepped ? { interpolate: 'step-after' } : {}) },
    encoding: { x: quantity('a', ''), y: quantity('b', ''), order: { field: 'order', type: 'quantitative' } },
  }
}

function intervals(drawn: readonly number[], [first, second]: readonly [Quantity, Quantity]): Spec[] {
  if (drawn.length > FEW_INTERVALS) return []
  const rule = (values: readonly object[], encoding: Spec): Spec => ({
    data: { values },
    mark: { type: 'rule', style: 'interval', strokeWidth: 1, opacity: 0.25 },
    encoding,
  })
  const x = (field: string) => ({ field, type: 'quantitative', scale: { zero: false } })
  return [
    rule(
      first.interval
        ? drawn.map((i) => ({ a: first.interval!.low[i]!, to: first.interval!.high[i]!, b: second.values[i]! }))
        : [],
      { x: x('a'), x2: { field: 'to' }, y: x('b') },
    ),
    rule(
      second.interval
        ? drawn.map((i) => ({ a: first.values[i]!, b: second.interval!.low[i]!, to: second.interval!.high[i]! }))
        : [],
      { x: x('a'), y: x('b'), y2: { field: 'to' } },
    ),
  ]
}

/** Left of a point on the right half of the picture, else right of it; the first of those that would cover each other. */
function labels(named: readonly Point[], all: readonly Point[]): Spec[] {
  const [left, right] = extent(all.map(({ a }) => a))
  const [low, high] = extent(all.map(({ b }) => b))
  const apart = (p: Point, q: Point) =>
    Math.abs(p.a - q.a) > 2 * NEAR * (right - left) || Math.abs(p.b - q.b) > NEAR * (high - low)
  const placed = named.filter((point, i) => named.slice(0, i).every((other) => apart(point, other)))
  return [true, false].map((isRight) => ({
    data: {
      values: placed
        .filter(({ a }) => a > (left + right) / 2 === isRight)
        .map(({ a, b, number, label, choice }) => {
          const name = String(label ?? number)
          return { a, b, text: choice === null ? name : `${name}: ${choice}` }
        }),
    },
    mark: {
      type: 'text',
      style: 'annotation',
      dx: isRight ? -8 : 8,
      dy: isRight ? 11 : -7,
      align: isRight ? 'right' : 'left',
    },
    encoding: {
      x: { field: 'a', type: 'quantitative' },
      y: { field: 'b', type: 'quantitative' },
      text: { field: 'text' },
    },
  }))
}

interface Axis {
  readonly name: string
  readonly title: string
  readonly values: ArrayLike<number>
  /** Larger is drawn higher; of an objective better is. */
  readonly isTurned: boolean
}

/** Each front row a line over the objectives, better upwards, and over what else is a number. */
export function parallelFigure(tradeOff: TradeOff, drawn: readonly number[]): FigureBlock {
  const axes = axesOf(tradeOff)
  const step = Math.max(1, drawn.length / MOST_LINES)
  const picked = Array.from({ length: Math.min(drawn.length, MOST_LINES) }, (_, i) => drawn[Math.floor(i * step)]!)
  const chosen = tradeOff.front.filter((place) => choiceOf(tradeOff, place) !== null)
  const lines = [...new Set([...picked, ...chosen])]
  const values = axes.flatMap(({ title, values: all, isTurned }) => {
    const [low, high] = extent(tradeOff.front.map((place) => all[place]!).filter((value) => !Number.isNaN(value)))
    return lines.flatMap((place) => {
      const value = all[place]!
      if (Number.isNaN(value)) return []
      const part = high > low ? (value - low) / (high - low) : 0.5
      const kind: Kind = choiceOf(tradeOff, place) === null ? 'front' : 'choice'
      return [
        { number: tradeOff.candidates.numbers[place]!, axis: title, place: isTurned ? 1 - part : part, value, kind },
      ]
    })
  })
  const titles = axes.map(({ title }) => title)
  const ends = axes.flatMap((axis) => axisEnds(axis, tradeOff.front))
  return {
    kind: 'figure',
    id: 'parallel',
    title: 'What goes with what on the front',
    caption: `Each line is a row of the front. Of the ${tradeOff.wishes.length} objectives on the left better is up; the rest rises with its value. Scales go from the least to the most on the front.`,
    spec: {
      width: Math.max(360, Math.min(900, 90 * axes.length)),
      height: SIZE.height,
      data: { values },
      layer: [
        {
          ...lineLayer(titles, "datum.kind === 'front'"),
          mark: { type: 'line', strokeWidth: 1, opacity: 0.35 },
        },
        {
          ...lineLayer(titles, "datum.kind === 'choice'"),
          mark: { type: 'line', strokeWidth: 2.5, opacity: 1 },
        },
        endLayer(titles, ends, 1),
        endLayer(titles, ends, 0),
      ],
    },
  }
}

/** The least and the most on the front, at the ends where they are drawn. */
function axisEnds({ title, values, isTurned }: Axis, front: readonly number[]) {
  const [low, high] = extent(front.map((place) => values[place]!).filter((value) => !Number.isNaN(value)))
  const [bottom, top] = isTurned ? [high, low] : [low, high]
  return [
    { axis: title, place: 1, text: shortNumber(top) },
    { axis: title, place: 0, text: shortNumber(bottom) },
  ]
}

function endLayer(titles: readonly string[], ends: ReturnType<typeof axisEnds>, place: 0 | 1): Spec {
  return {
    data: { values: ends.filter((end) => end.place === place) },
    mark: { type: 'text', style: 'annotation', dy: place === 1 ? -9 : 10 },
    encoding: {
      x: { field: 'axis', type: 'nominal', sort: [...titles] },
      y: { field: 'place', type: 'quantitative' },
      text: { field: 'text' },
    },
  }
}

function lineLayer(titles: readonly string[], filter: string): Spec {
  return {
    transform: [{ filter }],
    encoding: {
      x: {
        field: 'axis',
        type: 'nominal',
        sort: [...titles],
        title: null,
        scale: { type: 'point', padding: 0.3 },
        axis: { labelAngle: titles.length > 4 ? -30 : 0, grid: true, labelLimit: 130 },
      },
      y: {
        field: 'place',
        type: 'quantitative',
        title: null,
        scale: { domain: [-0.06, 1.06], nice: false },
        axis: { labels: false, ticks: false, grid: false, domain: false },
      },
      detail: { field: 'number' },
      color: {
        field: 'kind',
        type: 'nominal',
        scale: colorsOf([{ kind: 'front' }, { kind: 'choice' }]),
        legend: { title: null, orient: 'bottom' },
      },
      tooltip: [
        { field: 'number', title: 'number', type: 'quantitative', format: 'd' },
        { field: 'axis', title: 'of', type: 'nominal' },
        tip('value', 'value'),
      ],
    },
  }
}

const MOST_AXES = 14

function axesOf({ wishes, candidates, losses }: TradeOff): Axis[] {
  const m = wishes.length
  const objectives = wishes.map((wish, k): Axis => {
    const { values, ...named } = candidates.quantities.get(wish.name)!
    const { goal } = wish.objective
    if (goal === 'maximise' || goal === 'minimise')
      return { name: wish.name, title: axisTitle(named), values, isTurned: goal === 'minimise' }
    const off = Float64Array.from(values, (_, i) => readLoss(wish, losses[i * m + k]!))
    return { name: wish.name, title: `${axisTitle(named)} off by`, values: off, isTurned: true }
  })
  const others = candidates.settings.flatMap(({ name, unit, cells }): Axis[] => {
    if (!cells.every((cell) => cell === null || typeof cell === 'number') || new Set(cells).size < 2) return []
    const values = cells.map((cell) => (typeof cell === 'number' ? cell : Number.NaN))
    return [{ name, title: axisTitle({ name, ...(unit === undefined ? {} : { unit }) }), values, isTurned: false }]
  })
  return [...objectives, ...others].slice(0, Math.max(MOST_AXES, m))
}
