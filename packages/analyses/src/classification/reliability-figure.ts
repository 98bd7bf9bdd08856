import { type ReliabilityBin, reliabilityBins } from '@zerosec/engine'
import type { FigureBlock } from '@zerosec/report'
import { SIZE, type Spec, tip } from '../plot-parts.ts'
import type { ClassOutcome } from './outcome.ts'

/** Said probabilities against what came true. */
export interface Reliability {
  readonly before: readonly ReliabilityBin[]
  readonly after: readonly ReliabilityBin[]
}

/** Of two classes the shares of the class of interest; of more those of the likeliest class. */
export function reliability({ preparation, shares, rawShares }: ClassOutcome): Reliability {
  const { target, classes } = preparation
  const k = classes.labels.length
  const binsOf = (of: Float64Array): ReliabilityBin[] => {
    const known = Int32Array.from(target.keys()).filter((row) => !Number.isNaN(of[row * k]!))
    const places = Array.from(known, (row) => (k === 2 ? 1 : largest(of.subarray(row * k, (row + 1) * k))))
    return reliabilityBins(
      Float64Array.from(known, (row, i) => of[row * k + places[i]!]!),
      Uint8Array.from(known, (row, i) => (target[row] === places[i] ? 1 : 0)),
    )
  }
  return { before: binsOf(rawShares), after: binsOf(shares) }
}

function largest(shares: Float64Array): number {
  return shares.reduce((best, share, at) => (share > shares[best]! ? at : best), 0)
}

/** A point for each tenth of the rows, with Wilson's 95 % interval. */
export function reliabilityFigure(outcome: ClassOutcome, { before, after }: Reliability): FigureBlock {
  const { labels } = outcome.preparation.classes
  const isCorrected = outcome.finish.calibration.kind !== 'none'
  const said = labels.length === 2 ? `of ${labels[1]}` : 'of the likeliest class'
  const values = [
    ...(isCorrected ? before.map((bin) => ({ ...bin, name: 'before calibration' })) : []),
    ...after.map((bin) => ({ ...bin, name: isCorrected ? 'after calibration' : 'as delivered' })),
  ]
  // the likeliest of several classes has no small share
  const start =
    labels.length === 2
      ? 0
      : Math.floor(10 * Math.min(...values.map(({ meanShare, low }) => Math.min(meanShare, low)))) / 10
  const axis = (field: string, title: string): Spec => ({
    field,
    type: 'quantitative',
    title,
    scale: { domain: [start, 1], clamp: true },
    axis: { format: '.0%' },
  })
  const color = {
    field: 'name',
    type: 'nominal',
    title: null,
    sort: isCorrected ? ['after calibration', 'before calibration'] : ['as delivered'],
    ...(isCorrected ? {} : { legend: null }),
  }
  return {
    kind: 'figure',
    id: 'reliability',
    title: 'How often what was said came true',
    caption:
      'Rows in tenths by their probability; bars are 95 % intervals. On the dashed line probabilities are what they say.',
    spec: {
      width: SIZE.height,
      height: SIZE.height,
      layer: [
        {
          data: { values: [start, 1].map((value) => ({ x: value, y: value })) },
          mark: { type: 'line', style: 'reference' },
          encoding: { x: axis('x', ''), y: axis('y', '') },
        },
        ...binLayers(values, { x: axis('meanShare', `probability ${said} that was said`), color }, (field) =>
          axis(field, 'share that came true'),
        ),
      ],
    },
  }
}

/** Intervals, a line through the bins, and a point for each. */
function binLayers(values: readonly object[], shared: Spec, y: (field: string) => Spec): Spec[] {
  const layer = (mark: Spec, encoding: Spec): Spec => ({ data: { values }, mark, encoding: { ...shared, ...encoding } })
  return [
    layer({ type: 'rule', strokeWidth: 1.5, opacity: 0.6 }, { y: y('low'), y2: { field: 'high' } }),
    layer({ type: 'line', strokeWidth: 1.5 }, { y: y('observed') }),
    layer(
      { type: 'point', size: 46, opacity: 1 },
      { y: y('observed'), tooltip: [tip('meanShare', 'said'), tip('observed', 'came true'), tip('rows', 'rows')] },
    ),
  ]
}
