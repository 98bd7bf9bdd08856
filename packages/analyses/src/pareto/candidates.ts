import type { DomainVerdict } from '@zerosec/engine'
import type { Warning } from '@zerosec/report'
import type { Cell } from '@zerosec/table'

/** A quantity of every candidate, measured or predicted. */
export interface Quantity {
  readonly name: string
  readonly unit?: string
  /** n; NaN where missing. */
  readonly values: Float64Array
  /** Of predictions; null for what is measured. */
  readonly interval: { readonly level: number; readonly low: Float64Array; readonly high: Float64Array } | null
}

/** Whatever else is known of the candidates: factors, other columns. */
export interface Setting {
  readonly name: string
  readonly unit?: string
  readonly cells: readonly Cell[]
}

/** What is compared, in the order of the table or of the search. */
export interface Candidates {
  readonly source: 'columns' | 'candidates' | 'search'
  /** Lines of the file; of a search 1, 2 … */
  readonly numbers: readonly number[]
  /** Null where no column names the rows. */
  readonly labels: readonly Cell[] | null
  /** By name: objectives, and what limits are about. */
  readonly quantities: ReadonlyMap<string, Quantity>
  readonly settings: readonly Setting[]
  /** The worst verdict of the models; null without models that have a domain. */
  readonly domain: readonly DomainVerdict[] | null
  readonly search: SearchFacts | null
  /** What the table has measured of the quantities, for pictures of a search. */
  readonly measured: ReadonlyMap<string, Float64Array> | null
  readonly warnings: readonly Warning[]
}

export interface SearchFacts {
  readonly algorithm: 'nsga2' | 'nsga3'
  readonly evaluations: number
  readonly population: number
  /** In words, a line a factor. */
  readonly factors: readonly string[]
}

/** The candidates at the given places. */
export function takeCandidates(candidates: Candidates, places: readonly number[]): Candidates {
  const pick = <Item>(items: readonly Item[]) => places.map((place) => items[place]!)
  const numbers = (values: Float64Array) => Float64Array.from(places, (place) => values[place]!)
  return {
    ...candidates,
    numbers: pick(candidates.numbers),
    labels: candidates.labels && pick(candidates.labels),
    quantities: new Map(
      [...candidates.quantities].map(([name, { values, interval, ...rest }]) => [
        name,
        {
          ...rest,
          values: numbers(values),
          interval: interval && { level: interval.level, low: numbers(interval.low), high: numbers(interval.high) },
        },
      ]),
    ),
    settings: candidates.settings.map((setting) => ({ ...setting, cells: pick(setting.cells) })),
    domain: candidates.domain && pick(candidates.domain),
  }
}
