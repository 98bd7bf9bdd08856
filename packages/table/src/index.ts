export type { Finding, FindingCode } from './findings.ts'
export type { ColumnProfile, ColumnRole, TableProfile } from './profile.ts'
export { type ReadOptions, readTable } from './read.ts'
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
