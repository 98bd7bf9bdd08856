/** Commerce analytics: a shop's files into model tables, facts and metrics. */
export { BOOKKEEPING_TABLES } from './model/bookkeeping-tables.ts'
export { createTable } from './model/columns.ts'
export { FACT_TABLES, type FactTable } from './model/fact-tables.ts'
export { SOURCE_TABLES, type SourceTable } from './model/source-tables.ts'
