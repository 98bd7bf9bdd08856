/**
 * Something that the reading changed (repair) or is not sure of (doubt). `code` is stable, `message` says it in words that an
 * engineer uses. `row` is the 1-based line of the file or row of the sheet, as the user's editor shows it.
 */
export interface Finding {
  readonly kind: 'repair' | 'doubt'
  readonly code: FindingCode
  readonly message: string
  readonly column?: string
  /** How many cells, rows or columns it concerns. */
  readonly count: number
  /** The first places, 20 at most; `count` tells how many there are. */
  readonly places: readonly {
    readonly row: number
    readonly column?: string
    readonly before?: string
    readonly after?: string
  }[]
}

export type FindingCode =
  | 'encoding_guessed'
  | 'decimal_comma'
  | 'delimiter_guessed'
  | 'header_duplicate_renamed'
  | 'header_empty_named'
  | 'header_trimmed'
  | 'header_missing'
  | 'title_rows_skipped'
  | 'units_row_used'
  | 'column_empty_dropped'
  | 'row_empty_skipped'
  | 'footer_rows_skipped'
  | 'row_too_long'
  | 'row_too_short'
  | 'cell_missing_marker'
  | 'cell_number_repaired'
  | 'cell_unreadable'
  | 'cell_censored'
  | 'cell_trimmed'
  | 'cell_infinite'
  | 'cell_error'
  | 'cell_formula_without_value'
  | 'column_identifier'
  | 'column_constant'
  | 'column_mixed'
  | 'date_format_ambiguous'
  | 'rows_duplicate'
  | 'sheet_chosen'
  | 'table_transposed'
