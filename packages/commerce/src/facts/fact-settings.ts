/** Why an order does not count. */
export const EXCLUSIONS = ['canceled', 'created', 'deleted', 'test', 'unavailable'] as const
export type Exclusion = (typeof EXCLUSIONS)[number]

/** What the deriving of facts has to be told of a shop. */
export interface FactSettings {
  /** The report's currency, ISO 4217. */
  readonly currency: string
  /** The store's time zone, IANA. */
  readonly timeZone: string
  /** The shop's words for states that don't count, in lower case; `STATUS_WORDS` where the mapping says nothing. */
  readonly statuses?: Readonly<Record<string, Exclusion>>
}

/** Words for the state of an order that does not count, in lower case. */
export const STATUS_WORDS: Readonly<Record<string, Exclusion>> = {
  canceled: 'canceled',
  cancelled: 'canceled',
  unavailable: 'unavailable',
  created: 'created',
}

/** Something that the deriving left out or capped, in words and numbers. */
export interface Finding {
  readonly code: string
  /** What was, to stand before or after the count. */
  readonly words: string
  readonly count: number
}

/** What was derived, beside the tables. */
export interface DerivedFacts {
  /** The earliest business date of an order, ISO; null without orders. */
  readonly firstDate: string | null
  /** The latest day that any fact is of: ages, recency and lateness count to it. */
  readonly lastDate: string | null
  readonly findings: readonly Finding[]
}
