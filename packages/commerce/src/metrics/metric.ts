import type { FactTable } from '../model/fact-tables.ts'
import type { Aggregate, Expression } from '../sql/expression.ts'
import type { DimensionName } from './dimensions.ts'
import { type FactName, factNamed } from './facts.ts'

/** One aggregate of one fact: what metrics are computed from. It has the same value whichever of its sources it is read from. */
export interface Measure {
  /** Its column in the SQL. */
  readonly name: string
  /** What it is rounded to at the end: cents, or nothing. */
  readonly type: 'amount' | 'integer' | 'number'
  /** The cheapest first; the first that has every dimension and filter of a query is read. */
  readonly sources: readonly Source[]
  /** A table without whose rows it is unknown, where that is not the one that it is read from. */
  readonly requires?: FactTable
  /** Without any rows of its fact in the snapshot it counts as nothing, with a note, instead of making the metric unknown. */
  readonly isOptional?: true
  /** Which orders it takes; without it the valid ones. */
  readonly takes?: 'all but test and deleted'
}

export interface Source {
  readonly fact: FactName
  readonly value: Aggregate
  /** What is counted differently when it is read here, for people. */
  readonly note?: string
  /**
   * Of a number of different persons: the one row of a person that stands for all of theirs in a span which begins on a day. Counting these
   * remembers no person. It holds where a person's rows fit the dimensions and filters together or not at all.
   */
  readonly firstOfSpan?: (start: Expression) => Expression
  /** Only of the last day of the snapshot. */
  readonly isOfLastDay?: true
  /** Of a median: counts of its rows by month and class, which say among which few rows it is. */
  readonly classes?: { readonly table: FactTable; readonly column: string }
  /** Reads the column `as_of`: the day that the numbers are of. */
  readonly usesAsOf?: true
}

/** How a metric is made of measures, after they were aggregated. */
export type Formula =
  | { readonly kind: 'measure'; readonly measure: Measure }
  | { readonly kind: 'plus' | 'minus'; readonly left: Formula; readonly right: Formula }
  /** Sum over sum; null where the bottom is 0. */
  | { readonly kind: 'over'; readonly top: Formula; readonly bottom: Formula }
  /** A formula that is known only where a count of unknown parts is 0. */
  | { readonly kind: 'known_if_none'; readonly of: Formula; readonly unknown: Measure }

export type Unit = 'money' | 'count' | 'number' | 'ratio' | 'days' | 'score'

export interface Metric {
  readonly name: string
  readonly label: string
  readonly family: Family
  readonly words: string
  /** As one would write it on paper. */
  readonly formula: string
  readonly unit: Unit
  readonly value: Formula
  /** Whether values of several days or groups may be added. */
  readonly isAdditive: boolean
  readonly riseIs: 'good' | 'bad' | 'neither'
  /** What is left out of it. */
  readonly exclusions: string
  /** What one can get wrong with it; shown to the user. */
  readonly traps: readonly string[]
}

export type Family =
  | 'sales'
  | 'orders'
  | 'customers'
  | 'sessions'
  | 'delivery'
  | 'reviews'
  | 'refunds'
  | 'margin'
  | 'payments'
  | 'stock'

export const VALID_ORDERS = 'Orders that are test, deleted, canceled, unavailable or only created.'

export const of = (measure: Measure): Formula => ({ kind: 'measure', measure })
export const add = (left: Formula, right: Formula): Formula => ({ kind: 'plus', left, right })
export const less = (left: Formula, right: Formula): Formula => ({ kind: 'minus', left, right })
export const over = (top: Formula, bottom: Formula): Formula => ({ kind: 'over', top, bottom })
export const knownIfNone = (of: Formula, unknown: Measure): Formula => ({ kind: 'known_if_none', of, unknown })

export function measuresOf(formula: Formula): readonly Measure[] {
  switch (formula.kind) {
    case 'measure':
      return [formula.measure]
    case 'over':
      return [...measuresOf(formula.top), ...measuresOf(formula.bottom)]
    case 'known_if_none':
      return [...measuresOf(formula.of), formula.unknown]
    default:
      return [...measuresOf(formula.left), ...measuresOf(formula.right)]
  }
}

/** What a metric can be split by: what each of its measures has a source for. */
export function dimensionsOf(metric: Metric): readonly DimensionName[] {
  const [first, ...others] = measuresOf(metric.value).map(dimensionsOfMeasure)
  return [...(first ?? [])].filter((name) => others.every((known) => known.has(name)))
}

function dimensionsOfMeasure({ sources }: Measure): Set<DimensionName> {
  return new Set(sources.flatMap(({ fact }) => Object.keys(factNamed(fact).dimensions) as DimensionName[]))
}
