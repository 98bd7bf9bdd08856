import type { ApplicabilityDomain, ConformalInterval, FeatureDomain, LocalDifficulty } from '@zerosec/engine'
import type { PredictionInterval } from '../model.ts'
import {
  array,
  choice,
  finite,
  hasLength,
  integer,
  isIndexEverywhere,
  list,
  nullable,
  number,
  object,
  positive,
  type Reader,
  refused,
  tagged,
  truth,
} from './checked-data.ts'

type Scaling = ApplicabilityDomain['scaling']
type Leverage = NonNullable<ApplicabilityDomain['leverage']>

/** @throws CodedError model_file_invalid, for a scale that is asked for and missing too */
export function predictionInterval(levels: Int32Array): Reader<PredictionInterval> {
  const reader = object<PredictionInterval>({ conformal, difficulty: nullable(localDifficulty(levels)) })
  return (value, place) => {
    const interval = reader(value, place)
    if (interval.conformal.scaledBy === 'neighbours' && interval.difficulty === null) {
      throw refused(`${place}.difficulty`, 'is missing')
    }
    return interval
  }
}

const conformalFields = object<ConformalInterval>({
  kind: choice('symmetric', 'two_sided'),
  scaledBy: choice('none', 'size', 'spread', 'neighbours'),
  floor: finite,
  levels: list(finite),
  lower: list(finite),
  upper: list(finite),
  reached: list(truth),
  rows: integer(1),
})

const conformal: Reader<ConformalInterval> = (value, place) => {
  const interval = conformalFields(value, place)
  if (interval.levels.length === 0) throw refused(`${place}.levels`, 'is empty')
  for (const name of ['lower', 'upper', 'reached'] as const) {
    hasLength(interval[name], interval.levels.length, `${place}.${name}`)
  }
  return interval
}

function localDifficulty(levels: Int32Array): Reader<LocalDifficulty> {
  const reader = object<LocalDifficulty>({
    scaling: scaling(levels.length),
    reference: array(Float64Array),
    errors: array(Float64Array),
    overall: finite,
  })
  return (value, place) => {
    const difficulty = reader(value, place)
    const rows = difficulty.errors.length
    if (rows === 0) throw refused(`${place}.errors`, 'is empty')
    hasLength(difficulty.reference, rows * levels.length, `${place}.reference`)
    return difficulty
  }
}

/** The domain of a model with these features. @throws CodedError model_file_invalid */
export function applicabilityDomain(levels: Int32Array): Reader<ApplicabilityDomain> {
  const p = levels.length
  const missing = integer(0)
  const feature = tagged<FeatureDomain>('kind', {
    number: object({ kind: choice('number'), low: number, high: number, missing }),
    category: object({ kind: choice('category'), counts: list(integer(0)), missing }),
  })
  const reader = object<ApplicabilityDomain>({
    rows: integer(1),
    features: list(feature),
    scaling: scaling(p),
    reference: array(Float64Array),
    neighbours: integer(1, 1000),
    edgeDistance: finite,
    farDistance: finite,
    leverage: nullable(leverage(p)),
  })
  return (value, place) => {
    const domain = reader(value, place)
    hasLength(domain.features, p, `${place}.features`)
    domain.features.forEach((found, j) => {
      const fits = found.kind === 'number' ? levels[j] === 0 : found.counts.length === levels[j]
      if (!fits) throw refused(`${place}.features[${j}]`, 'does not fit the input')
    })
    if (domain.reference.length === 0 || domain.reference.length % p !== 0) {
      throw refused(`${place}.reference`, `is no rows of ${p}`)
    }
    return domain
  }
}

function scaling(p: number): Reader<Scaling> {
  return object<Scaling>({ spread: array(Float64Array, p), mismatch: array(Float64Array, p) })
}

function leverage(p: number): Reader<Leverage> {
  const reader = object<Leverage>({
    features: list(integer(0, p - 1)),
    means: array(Float64Array),
    deviations: array(Float64Array),
    precision: array(Float64Array),
    rows: integer(1),
    limit: positive,
  })
  return (value, place) => {
    const read = reader(value, place)
    const q = read.features.length
    isIndexEverywhere(read.features, 0, p, `${place}.features`)
    hasLength(read.means, q, `${place}.means`)
    hasLength(read.deviations, q, `${place}.deviations`)
    hasLength(read.precision, q * q, `${place}.precision`)
    return read
  }
}
