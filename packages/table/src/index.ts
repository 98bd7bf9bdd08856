export { csvText, tableCsv } from './csv-text.ts'
export type { Finding, FindingCode } from './findings.ts'
export { sha256 } from './hash.ts'
export {
  MAX_COLUMNS,
  MAX_SHEET_CELLS,
  MAX_TEXT_BYTES,
  MAX_TEXT_CELLS,
  MAX_UNPACKED_BYTES,
  MAX_WORKBOOK_BYTES,
} from './limits.ts'
export type { ReadOptions } from './options.ts'
export { type ColumnProfile, type ColumnRole, profileTable, type TableProfile } from './profile.ts'
export { READABLE_EXTENSIONS, readTable } from './read.ts'
export type {
  BooleanColumn,
  CategoryColumn,
  Column,
  DateColumn,
  NumberColumn,
  Source,
  Table,
  TextColumn,
} from './table.ts'
export { type Cell, tableCell } from './table-cell.ts'
export { type Delimiter, findDialect } from './text/dialect.ts'
export { type DecodedText, decodeText } from './text/encoding.ts'
