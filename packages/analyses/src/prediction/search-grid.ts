import { type DomainVerdict, domainOf, type FeatureMatrix, takeRows } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { Model } from '@zerosec/model'
import { BestPoints } from './best-points.ts'
import { outputOf, shareOutput } from './contributions.ts'
import type { GridPoints } from './grid-points.ts'
import { MOST_KEPT, type PredictionParameters } from './parameters.ts'

/** Points that are predicted at once. */
const CHUNK = 16_384
/** Candidates whose domain is looked at together. */
const TOGETHER = 512
/** Points from which the share of the grid is estimated that lies within the data. */
const SAMPLED = 4000

export interface SearchedGrid {
  /** Numbers of the points that are kept: the best first, or all in the order of the grid. */
  readonly kept: readonly number[]
  /** Points without a prediction. */
  readonly unpredicted: number
  /** Of a model of numbers: over all points. */
  readonly lowest: number
  readonly highest: number
  /** Of evenly spaced points; null for a model without a domain. */
  readonly sampled: { readonly points: number; readonly inside: number; readonly edge: number } | null
}

/**
 * Predicts every point of the grid, chunk by chunk, and keeps the best that lie where the model may be believed.
 *
 * Cost: points · a prediction; the domain is looked at for points only that would be kept. Memory: a chunk and what is kept.
 *
 * @throws CodedError prediction_grid_invalid where all are to be kept and are too many
 */
export function searchGrid(
  model: Model,
  points: GridPoints,
  parameters: PredictionParameters,
  progress: (share: number) => void,
): SearchedGrid {
  const { keep } = parameters
  if (keep === 'all' && points.count > MOST_KEPT) {
    const problem = `all of ${points.count.toLocaleString('en')} points can't be kept, only up to ${MOST_KEPT.toLocaleString('en')}; keep the best ones, or use a coarser grid`
    throw new CodedError('prediction_grid_invalid', { problem })
  }
  const best = new BestPoints(keep === 'all' ? points.count : keep)
  const scoreOf = objective(model, parameters)
  const isAllowed = domainFilter(model, keep === 'all' ? 'any' : parameters.grid_domain)
  let [unpredicted, lowest, highest] = [0, Number.POSITIVE_INFINITY, Number.NEGATIVE_INFINITY]
  for (let from = 0; from < points.count; from += CHUNK) {
    progress(from / points.count)
    const matrix = points.matrix(from, Math.min(points.count, from + CHUNK))
    const { values, score } = scoreOf(matrix)
    for (const value of values) {
      if (Number.isNaN(value)) unpredicted++
      else if (value < lowest) lowest = value
      if (value > highest) highest = value
    }
    keepBest(best, matrix, score, from, isAllowed)
  }
  const kept = keep === 'all' ? [...best.sorted()].sort((a, b) => a - b) : best.sorted()
  return { kept, unpredicted, lowest, highest, sampled: sampleDomain(model, points) }
}

/** Candidates in the order of their scores, so that only those are looked at that can still get in. */
function keepBest(
  best: BestPoints,
  matrix: FeatureMatrix,
  score: Float64Array,
  from: number,
  isAllowed: (rows: FeatureMatrix) => readonly boolean[],
): void {
  const candidates: number[] = []
  for (let i = 0; i < score.length; i++) if (best.wants(score[i]!)) candidates.push(i)
  candidates.sort((a, b) => score[b]! - score[a]! || a - b)
  for (let at = 0; at < candidates.length && best.wants(score[candidates[at]!]!); at += TOGETHER) {
    const rows = candidates.slice(at, at + TOGETHER)
    const allowed = isAllowed(takeRows(matrix, rows))
    rows.forEach((row, k) => allowed[k] && best.add(from + row, score[row]!))
  }
}

/** Larger is better; a point without a prediction has NaN, which nothing wants. */
function objective(
  model: Model,
  { objective: kind, objective_target: wanted, objective_class: wantedClass }: PredictionParameters,
): (matrix: FeatureMatrix) => { values: Float64Array; score: Float64Array } {
  const { output, isRest } = shareOutput(model, classPosition(model.target.classes, wantedClass))
  if (kind === 'target' && wanted === undefined) {
    throw new CodedError('parameter_invalid', {
      parameter: 'objective_target',
      problem: 'it is missing, and the objective is "target"',
    })
  }
  return (matrix) => {
    const predicted = outputOf(model.predictor, matrix, output)
    const values = isRest ? predicted.map((share) => 1 - share) : predicted
    if (kind === 'maximize') return { values, score: values }
    return { values, score: values.map((value) => (kind === 'minimize' ? -value : -Math.abs(value - wanted!))) }
  }
}

/** The output that an objective is about. @throws CodedError parameter_invalid for a class that the model does not have */
export function classPosition(classes: readonly string[] | undefined, wanted: string | undefined): number {
  if (!classes || wanted === undefined) return classes ? classes.length - 1 : 0
  const position = classes.indexOf(wanted)
  if (position >= 0) return position
  throw new CodedError('parameter_invalid', {
    parameter: 'objective_class',
    problem: `the model has no class "${wanted}"; it has ${classes.join(', ')}`,
  })
}

const RANK: Readonly<Record<DomainVerdict, number>> = { inside: 0, edge: 1, outside: 2 }

function domainFilter(
  { domain }: Model,
  wanted: PredictionParameters['grid_domain'],
): (rows: FeatureMatrix) => readonly boolean[] {
  if (!domain || wanted === 'any') return (rows) => Array.from({ length: rows.rows }, () => true)
  const most = RANK[wanted]
  return (rows) => domainOf(domain, rows).map(({ verdict }) => RANK[verdict] <= most)
}

function sampleDomain({ domain }: Model, points: GridPoints): SearchedGrid['sampled'] {
  if (!domain) return null
  const count = Math.min(points.count, SAMPLED)
  const verdicts = Array.from({ length: count }, (_, k) => {
    const point = Math.floor(((k + 0.5) * points.count) / count)
    return domainOf(domain, points.matrix(point, point + 1))[0]!.verdict
  })
  const countOf = (wanted: DomainVerdict) => verdicts.filter((verdict) => verdict === wanted).length
  return { points: count, inside: countOf('inside'), edge: countOf('edge') }
}
