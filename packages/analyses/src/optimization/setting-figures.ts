import type { FigureBlock, RunSheetBlock, RunSheetFactor, RunSheetRun } from '@zerosec/report'
import { axisTitle, SIZE, type Spec } from '../plot-parts.ts'

const MAX_PAIRS = 6
const MAX_BACKGROUND = 400
/** A repeat makes the point of the run it repeats larger. */
const ROLES: Readonly<Record<RunSheetRun['role'], string>> = {
  new: 'new',
  existing: 'existing',
  center: 'centre point',
  replicate: 'new',
}

type Setting = number | string

/** How each pair of factors is covered; of many pairs those whose settings go together most, where the design is least free. */
export function factorPairsFigure(
  { factors, runs }: RunSheetBlock,
  candidates: readonly (readonly Setting[])[],
): FigureBlock[] {
  const pairs = rankedPairs(factors, runs)
  if (pairs.length === 0) return []
  const shown = pairs.slice(0, MAX_PAIRS)
  const roles = [...new Set(runs.map(({ role }) => ROLES[role]))]
  const counts = shown.map((pair) => countedPoints(runs, pair))
  const most = Math.max(...counts.flat().map(({ count }) => count))
  const size = shown.length === 1 ? SIZE : { width: 190, height: 150 }
  const concat = shown.map((pair, i) => ({
    ...size,
    layer: [
      ...backgroundLayer(candidates, pair, factors),
      {
        data: { values: counts[i] },
        mark: { type: 'point', style: 'observation', opacity: 0.75 },
        encoding: {
          ...pairAxes(pair, factors),
          size: {
            field: 'count',
            type: 'quantitative',
            title: 'runs',
            scale: { domain: [1, Math.max(2, most)], range: [50, 50 * Math.max(2, most)] },
            legend: most > 1 ? { values: legendCounts(most), format: 'd' } : null,
          },
          ...roleColor(roles),
          tooltip: [
            { field: 'x' },
            { field: 'y' },
            { field: 'count', title: 'runs' },
            { field: 'numbers', title: 'No.' },
          ],
        },
      },
    ],
  }))
  const rest =
    pairs.length > shown.length
      ? ` ${shown.length} of ${pairs.length} pairs: those whose settings go together most.`
      : ''
  return [
    {
      kind: 'figure',
      id: 'factor_pairs',
      title: 'Where the runs lie, two factors at a time',
      caption: `A larger point stands for several runs with the same two settings.${candidates.length > 0 ? ' Grey: candidates not chosen.' : ''}${rest}`,
      spec: shown.length === 1 ? concat[0]! : { columns: 3, concat },
    },
  ]
}

type Pair = readonly [first: number, second: number]

function rankedPairs(factors: readonly RunSheetFactor[], runs: readonly RunSheetRun[]): Pair[] {
  const set = factors.flatMap((factor, f) => (factor.kind === 'block' ? [] : [f]))
  const pairs = set.flatMap((first, i) => set.slice(i + 1).map((second): Pair => [first, second]))
  if (pairs.length <= MAX_PAIRS) return pairs
  const codes = factors.map((factor, f) => runs.map(({ settings }) => code(factor, settings[f]!)))
  const strength = new Map(pairs.map((pair) => [pair, Math.abs(correlation(codes[pair[0]]!, codes[pair[1]]!))]))
  return pairs.sort((a, b) => strength.get(b)! - strength.get(a)!)
}

/** A setting as a number: a category by the place of its level. */
function code(factor: RunSheetFactor, setting: Setting): number {
  return factor.kind === 'number' ? (setting as number) : factor.levels.indexOf(String(setting))
}

function correlation(a: readonly number[], b: readonly number[]): number {
  const mean = (values: readonly number[]) => values.reduce((sum, value) => sum + value, 0) / values.length
  const [meanA, meanB] = [mean(a), mean(b)]
  let [ab, aa, bb] = [0, 0, 0]
  for (let i = 0; i < a.length; i++) {
    const [x, y] = [a[i]! - meanA, b[i]! - meanB]
    ab += x * y
    aa += x * x
    bb += y * y
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0
}

interface CountedPoint {
  readonly x: Setting
  readonly y: Setting
  readonly role: string
  readonly count: number
  readonly numbers: string
}

/** Runs that share a point of the picture, largest first so that small ones stay visible. */
function countedPoints(runs: readonly RunSheetRun[], [first, second]: Pair): CountedPoint[] {
  const points = new Map<string, { x: Setting; y: Setting; role: string; numbers: number[] }>()
  for (const { number, role, settings } of runs) {
    const [x, y] = [settings[first]!, settings[second]!]
    const key = JSON.stringify([x, y, ROLES[role]])
    const point = points.get(key) ?? { x, y, role: ROLES[role], numbers: [] }
    point.numbers.push(number)
    points.set(key, point)
  }
  return [...points.values()]
    .map(({ numbers, ...point }) => ({ ...point, count: numbers.length, numbers: numbers.join(', ') }))
    .sort((a, b) => b.count - a.count)
}

function legendCounts(most: number): number[] {
  return [...new Set([1, Math.ceil(most / 2), most])]
}

function roleColor(roles: readonly string[]): Spec {
  if (roles.length < 2) return {}
  const role = { field: 'role', type: 'nominal', title: null, scale: { domain: roles } }
  return { color: role, shape: role }
}

function pairAxes([first, second]: Pair, factors: readonly RunSheetFactor[]): { x: Spec; y: Spec } {
  return { x: settingAxis(factors[first]!, 'x'), y: settingAxis(factors[second]!, 'y') }
}

function settingAxis(factor: RunSheetFactor, field: string): Spec {
  const title = axisTitle(factor)
  if (factor.kind !== 'number') {
    const angle = field === 'x' ? { axis: { labelAngle: 0, labelLimit: 70 } } : { axis: { labelLimit: 90 } }
    return { field, type: 'nominal', title, scale: { domain: factor.levels }, ...angle }
  }
  const margin = 0.06 * (factor.high - factor.low || 1)
  return {
    field,
    type: 'quantitative',
    title,
    scale: { domain: [factor.low - margin, factor.high + margin], nice: false, zero: false },
    axis: { tickCount: 4 },
  }
}

function backgroundLayer(
  candidates: readonly (readonly Setting[])[],
  pair: Pair,
  factors: readonly RunSheetFactor[],
): Spec[] {
  if (candidates.length === 0) return []
  const distinct = new Map(
    candidates.map((settings) => {
      const point = { x: settings[pair[0]]!, y: settings[pair[1]]! }
      return [JSON.stringify([point.x, point.y]), point]
    }),
  )
  const points = [...distinct.values()]
  const step = Math.max(1, Math.ceil(points.length / MAX_BACKGROUND))
  return [
    {
      data: { values: points.filter((_, i) => i % step === 0) },
      mark: { type: 'point', size: 10, color: '#8c98a4', opacity: 0.4 },
      encoding: pairAxes(pair, factors),
    },
  ]
}

/** A point of the plane that shows most of how the candidates differ. */
export interface PlanePoint {
  readonly x: number
  readonly y: number
  readonly kind: 'candidate' | 'chosen' | 'existing'
  /** 1-based row of the file. */
  readonly row: number
}

/** The candidates seen from their principal plane, and which were chosen. */
export function candidatePlaneFigure(points: readonly PlanePoint[], shares: readonly [number, number]): FigureBlock {
  const percent = (share: number) => `${(100 * share).toFixed(0)} %`
  const ofKind = (kind: PlanePoint['kind']) => points.filter((point) => point.kind === kind)
  const candidates = ofKind('candidate')
  const chosen = ofKind('chosen')
  const step = Math.max(1, Math.ceil(candidates.length / MAX_CANDIDATES))
  const taken = [...stacked(chosen), ...stacked(ofKind('existing'))].sort((a, b) => b.count - a.count)
  const most = Math.max(2, ...taken.map(({ count }) => count))
  const axis = (field: string, title: string) => ({
    field,
    type: 'quantitative',
    title,
    scale: { zero: false, nice: false, padding: 14 },
  })
  const axes = {
    x: axis('x', `first principal component (${percent(shares[0])} of the variation)`),
    y: axis('y', `second (${percent(shares[1])})`),
  }
  const kinds = [...new Set(taken.map(({ kind }) => kind))]
  const kind = { field: 'kind', type: 'nominal', title: null, scale: { domain: kinds } }
  return {
    kind: 'figure',
    id: 'candidate_plane',
    title: 'The candidates and the runs chosen from them',
    caption:
      'Candidates that lie close together are alike in all factors. The runs of a good design lie at the rim, spread all ' +
      `round, and for squares in the middle. ${chosen.length} of ${candidates.length + chosen.length} candidates are chosen; ` +
      `larger points are several at one place.${step > 1 ? ' Not all candidates are drawn.' : ''}`,
    spec: {
      ...SIZE,
      layer: [
        {
          data: { values: candidates.filter((_, i) => i % step === 0).map(({ x, y }) => ({ x, y })) },
          mark: { type: 'point', size: 14, color: '#8c98a4', opacity: 0.45 },
          encoding: axes,
        },
        {
          data: { values: taken },
          mark: { type: 'point', style: 'observation', opacity: 0.75 },
          encoding: {
            ...axes,
            size: {
              field: 'count',
              type: 'quantitative',
              scale: { domain: [1, most], range: [60, 60 * most] },
              legend: null,
            },
            ...(kinds.length > 1 ? { color: kind, shape: kind } : {}),
            tooltip: [
              { field: 'rows', title: 'rows' },
              { field: 'kind', title: 'kind' },
            ],
          },
        },
      ],
    },
  }
}

/** More of them hide each other. */
const MAX_CANDIDATES = 2_000

/** Points of one kind; those at the same place to the eye are one. */
function stacked(points: readonly PlanePoint[]) {
  const places = new Map<string, { x: number; y: number; kind: string; rows: number[] }>()
  for (const { x, y, kind, row } of points) {
    const key = `${x.toFixed(6)} ${y.toFixed(6)}`
    const place = places.get(key) ?? { x, y, kind, rows: [] }
    place.rows.push(row)
    places.set(key, place)
  }
  return [...places.values()].map(({ rows, ...place }) => ({
    ...place,
    count: rows.length,
    rows: rows.slice(0, 10).join(', '),
  }))
}
