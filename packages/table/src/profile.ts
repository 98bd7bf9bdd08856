import type { Column, Table } from './table.ts'

/** What `zerosec inspect`, the API and the page show of a table before anything is run. Plain JSON. */
export interface TableProfile {
  readonly name: string
  readonly sha256: string
  readonly rows: number
  readonly source: {
    readonly format: string
    readonly bytes: number
    readonly encoding?: string
    readonly delimiter?: string
    readonly decimal_mark?: string
    readonly sheet?: string
    readonly sheets?: readonly string[]
    readonly header_row: number
    readonly units_row?: number
  }
  readonly columns: readonly ColumnProfile[]
  readonly findings: readonly import('./findings.ts').Finding[]
  /** The first rows as text, for a preview. */
  readonly preview: readonly (readonly (string | number | boolean | null)[])[]
}

export interface ColumnProfile {
  readonly name: string
  readonly kind: Column['kind']
  readonly role: ColumnRole
  readonly unit?: string
  readonly missing: number
  readonly distinct: number
  readonly min?: number | string
  readonly max?: number | string
  readonly mean?: number
  readonly sd?: number
  /** Most frequent first, 12 at most. */
  readonly levels?: readonly { readonly value: string; readonly count: number }[]
  /** 16 equal bins between min and max, numbers only. */
  readonly histogram?: readonly number[]
}

/** What a column can serve as. `factor`: usable as an input or response. */
export type ColumnRole = 'factor' | 'identifier' | 'constant' | 'text' | 'date'

export function profileTable(table: Table, previewRows = 20): TableProfile {
  void previewRows
  throw new Error(`not profiled: ${table.name}`)
}
