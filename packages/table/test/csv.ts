import { type ReadOptions, readTable, type Table } from '../src/index.ts'

/** Reads a text as if it were a file. */
export function readCsv(text: string, options: ReadOptions = {}, name = 'runs.csv'): Promise<Table> {
  return readTable(name, new TextEncoder().encode(text), options)
}

/** The column's cells as plain values: null where missing, dates as milliseconds. */
export function cells(table: Table, name: string): (string | number | boolean | null)[] {
  const column = table.columns.find((column) => column.name === name)
  if (column === undefined)
    throw new RangeError(`no column ${name} among ${table.columns.map((column) => column.name).join()}`)
  switch (column.kind) {
    case 'number':
    case 'date':
      return Array.from(column.values, (value) => (Number.isNaN(value) ? null : value))
    case 'boolean':
      return Array.from(column.values, (value) => (value < 0 ? null : value === 1))
    case 'category':
      return Array.from(column.codes, (code) => column.levels[code] ?? null)
    case 'text':
      return [...column.values]
  }
}

/** Codes of the findings, with the column where there is one: "cell_infinite x". */
export function found(table: Table): string[] {
  return table.findings.map(({ code, column }) => (column === undefined ? code : `${code} ${column}`))
}
