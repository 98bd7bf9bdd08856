import { CodedError } from '@zerosec/errors'
import type { DimensionName } from '../metrics/dimensions.ts'
import { type Fact, factNamed } from '../metrics/facts.ts'
import { dimensionsOf, type Measure, type Metric, type Source } from '../metrics/metric.ts'
import type { Grain } from '../sql/expression.ts'
import { type Day, monthStart } from './calendar.ts'
import type { Period, Periods } from './periods.ts'
import { type PersonCount, personCount } from './persons.ts'
import type { SnapshotFacts } from './snapshot-facts.ts'

/** What a source has to have. */
export interface Wanted {
  readonly dimensions: readonly DimensionName[]
  /** These and what is filtered by. */
  readonly needed: readonly DimensionName[]
  readonly grain: Grain | undefined
  readonly periods: Periods
  readonly asOf: Day
  readonly snapshot: SnapshotFacts
  readonly rollups: boolean
}

/** A measure with the source that it is read from. */
export interface PlannedMeasure {
  readonly measure: Measure
  readonly source: Source
  /** Counts persons by the first of their orders, instead of telling them apart. */
  readonly persons?: PersonCount
}

export function plannedMeasure(
  measure: Measure,
  source: Source,
  { needed, rollups, snapshot }: Wanted,
): PlannedMeasure {
  const persons = rollups ? personCount(source, needed, snapshot.alike) : undefined
  return persons ? { measure, source, persons } : { measure, source }
}

/**
 * The cheapest source of a measure that has everything that is wanted.
 * @throws CodedError commerce_dimension_unavailable
 */
export function sourceOf(metric: Metric, measure: Measure, wanted: Wanted): Source {
  const source = measure.sources.find((one) => hasDimensions(one, wanted) && (isPlain(one) || canStandFor(one, wanted)))
  if (source) return source
  const { needed } = wanted
  const known = dimensionsOf(metric)
  const missing = needed.filter((name) => !known.includes(name))
  const dimensions = missing.length === 0 ? [`${needed.join(' and ')} together`] : missing
  throw new CodedError('commerce_dimension_unavailable', { metric: metric.name, dimensions, known })
}

/** Whether it reads the fact that the measure is defined on, and nothing beside it. */
function isPlain({ fact, classes }: Source): boolean {
  return factNamed(fact).rollupOf === undefined && classes === undefined
}

function hasDimensions({ fact }: Source, { dimensions, needed }: Wanted): boolean {
  const { dimensions: own, sets = {} } = factNamed(fact)
  const isSplit = (name: DimensionName) => dimensions.includes(name)
  return needed.every((name) => Object.hasOwn(own, name) || (Object.hasOwn(sets, name) && !isSplit(name)))
}

/** Whether a quick source gives what the plain one gives. */
function canStandFor(source: Source, wanted: Wanted): boolean {
  const { needed, rollups, asOf, snapshot } = wanted
  const fact: Fact = factNamed(source.fact)
  return (
    rollups &&
    (!fact.isMonthly || isOfMonths(wanted)) &&
    (!source.isOfLastDay || asOf === snapshot.lastDay) &&
    (!source.classes ||
      (needed.length === 0 && isOfMonths(wanted) && snapshot.known[source.classes.table] !== undefined)) &&
    (!(fact.isMonthly && source.firstOfSpan) || needed.every((name) => snapshot.alike.has(name))) &&
    Object.values(fact.sets ?? {}).every(({ bits }) => snapshot.known[bits] !== undefined)
  )
}

/** Whether buckets and periods are made of whole months, as far as anything is known. */
function isOfMonths({ grain, periods: { current, previous }, snapshot }: Wanted): boolean {
  const isWhole = ({ from, countedTo }: Period) =>
    monthStart(from) === from && (monthStart(countedTo) === countedTo || countedTo > snapshot.lastDay)
  return (
    grain !== 'day' &&
    grain !== 'week' &&
    isWhole(current) &&
    (!previous || (previous.shift.unit === 'month' && isWhole(previous)))
  )
}
