import type { Finding } from './findings.ts'

/** A table as read from a file: typed columns of equal length, and the list of everything that the reading changed or doubted. */
export interface Table {
  /** The file's name, or the name given by the caller. */
  readonly name: string
  /** SHA-256 of the file's bytes, lower-case hexadecimal. */
  readonly sha256: string
  readonly rowCount: number
  /** Names are unique and not empty. */
  readonly columns: readonly Column[]
  readonly findings: readonly Finding[]
  readonly source: Source
  /** The expressions of columns that were calculated after the reading, in their order: `cutting_time = 100 / feed * 60`. */
  readonly derived?: readonly string[]
  /** Units of the columns that they were calculated from, by the names in the expressions. */
  readonly derivedUnits?: Readonly<Record<string, string>>
}

/** How the file was read, so that the reading can be repeated and shown. Rows are 1-based lines of the file or rows of the sheet. */
export interface Source {
  readonly format: 'csv' | 'tsv' | 'xlsx'
  readonly bytes: number
  readonly encoding?: string
  readonly delimiter?: string
  readonly decimalMark?: '.' | ','
  readonly sheet?: string
  /** Every sheet of the workbook in order; hidden ones included. */
  readonly sheets?: readonly string[]
  /** 0 where the file has no header. */
  readonly headerRow: number
  readonly unitsRow?: number
  /** The line of the file (or row of the sheet) that each table row starts on; length rowCount. */
  readonly rowNumbers: Uint32Array
}

export type Column = NumberColumn | CategoryColumn | TextColumn | DateColumn | BooleanColumn

interface ColumnBase {
  readonly name: string
  /** The header as it stands in the file, where the name differs. */
  readonly header?: string
  /** From a units row, from the header's brackets, or from the cells: "MPa", "kg/m3". */
  readonly unit?: string
  readonly missingCount: number
}

export interface NumberColumn extends ColumnBase {
  readonly kind: 'number'
  /** NaN where missing or unreadable. */
  readonly values: Float64Array
  /**
   * Cells that hold text that is no number, by their line of the file or row of the sheet; their values are NaN, they count as
   * missing, and a finding lists them.
   */
  readonly unreadable: readonly { readonly row: number; readonly text: string }[]
}

/** Few distinct texts: a factor with levels. */
export interface CategoryColumn extends ColumnBase {
  readonly kind: 'category'
  /** In order of first appearance. */
  readonly levels: readonly string[]
  /** Index into levels; -1 where missing. */
  readonly codes: Int32Array
}

/** Free text and identifiers. */
export interface TextColumn extends ColumnBase {
  readonly kind: 'text'
  readonly values: readonly (string | null)[]
}

export interface DateColumn extends ColumnBase {
  readonly kind: 'date'
  /** Milliseconds since 1970-01-01 of the wall-clock time as written, taken as UTC; NaN where missing. */
  readonly values: Float64Array
  readonly precision: 'day' | 'second'
}

export interface BooleanColumn extends ColumnBase {
  readonly kind: 'boolean'
  /** 1, 0, or -1 where missing. */
  readonly values: Int8Array
}
