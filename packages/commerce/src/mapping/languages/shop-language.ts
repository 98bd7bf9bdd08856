import type { SourceTable } from '../../model/source-tables.ts'

/** What shops of a language call things, and what is likeliest of them where the files do not say it. */
export interface ShopLanguage {
  readonly name: string
  readonly currency: string
  readonly timeZone: string
  /** How their amounts are written, where that can't be mistaken for anything else. */
  readonly amounts?: { readonly thousands: ','; readonly signs: readonly string[] }
  /** States of orders that were called off, in lower case. */
  readonly canceled: readonly string[]
  /** Words as in `COLUMN_WORDS`: whole names without marks between words, accents of Latin letters left out. */
  readonly columns: Partial<Readonly<Record<SourceTable, Readonly<Record<string, readonly string[]>>>>>
  /** Words in a file's name that speak for a table. */
  readonly files: Partial<Readonly<Record<SourceTable, RegExp>>>
}
