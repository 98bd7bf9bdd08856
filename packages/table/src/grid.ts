import type { DecimalMark } from './cells/number-text.ts'
import type { RawColumn } from './columns/raw-column.ts'
import type { Finding } from './findings.ts'
import type { Layout, SampleRow } from './layout/layout.ts'
import type { Source } from './table.ts'

/** A file or sheet taken apart: what is left is to give each column its kind. */
export interface ReadGrid {
  readonly layout: Layout
  readonly sample: readonly SampleRow[]
  readonly columns: readonly RawColumn[]
  readonly rowNumbers: Uint32Array
  readonly decimalMark: DecimalMark
  readonly source: Pick<Source, 'format' | 'encoding' | 'delimiter' | 'decimalMark' | 'sheet' | 'sheets'>
  readonly findings: Finding[]
}
