import type { Source } from '../mapping/mapping.ts'

/** How the texts of one source become values. */
export interface Reading {
  readonly decimal: '.' | ','
  readonly thousands: string | undefined
  readonly signs: readonly string[]
  /** IANA zone of times that do not say it. */
  readonly zone: string
  /** The store's. */
  readonly storeZone: string
  /** How the dates of a column are written: `iso` or formats of strptime, the first that fits. */
  readonly datesOf: (column: string | undefined) => readonly string[]
}

/** @param found  formats that were found in the files, by column, where the mapping states none */
export function readingOf(source: Source, storeZone: string, found: ReadonlyMap<string, readonly string[]>): Reading {
  return {
    decimal: source.decimal,
    thousands: source.thousands,
    signs: source.signs,
    zone: source.times_in === 'store' ? storeZone : source.times_in,
    storeZone,
    datesOf: (column) => source.dates ?? (column === undefined ? undefined : found.get(column)) ?? ['iso'],
  }
}
