/** What a column of the model holds. Amounts are exact decimals with four places; they are rounded to cents only after summing. */
export type ColumnType = 'text' | 'integer' | 'amount' | 'rate' | 'number' | 'date' | 'timestamp' | 'boolean'

export interface Column {
  readonly type: ColumnType
  /** What it says, in a shop's words. */
  readonly words: string
  /** A row without it is quarantined. */
  readonly required?: boolean
}

export interface ModelTable {
  readonly words: string
  readonly columns: Readonly<Record<string, Column>>
}

/** The types of DuckDB that hold each of them. */
export const SQL_TYPES: Readonly<Record<ColumnType, string>> = {
  text: 'VARCHAR',
  integer: 'BIGINT',
  amount: 'DECIMAL(18,4)',
  rate: 'DECIMAL(18,8)',
  number: 'DOUBLE',
  date: 'DATE',
  timestamp: 'TIMESTAMP',
  boolean: 'BOOLEAN',
}

/** A table of the model; keeps the names of its columns for the compiler. */
export function table<Columns extends Record<string, Column>>(words: string, columns: Columns) {
  return { words, columns }
}

export function column(type: ColumnType, words: string): Column {
  return { type, words }
}

export function required(type: ColumnType, words: string): Column {
  return { type, words, required: true }
}

/** `CREATE TABLE` of a declared table, with further columns written as SQL. */
export function createTable(name: string, { columns }: ModelTable, further: readonly string[] = []): string {
  const declared = Object.entries(columns).map(([column, { type }]) => `${column} ${SQL_TYPES[type]}`)
  return `CREATE TABLE ${name} (${[...declared, ...further].join(', ')})`
}
