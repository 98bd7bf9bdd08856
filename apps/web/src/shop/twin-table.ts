import type { Unit } from './shop-format.ts'

/** The table that says the same as a chart. */
export interface TwinTable {
  readonly columns: readonly { readonly label: string; readonly unit?: Unit }[]
  readonly rows: readonly (readonly (string | number | boolean | null)[])[]
}

/** Programs that open CSV take a text that begins so for a formula. */
const FORMULA = /^[=+\-@\t\r]/

/** The table as CSV by RFC 4180, numbers unrounded and with a point. A text that a program would run is kept from it by a ' before. */
export function csvOf({ columns, rows }: TwinTable): string {
  const lines = [columns.map(({ label }) => label), ...rows].map((cells) => cells.map(csvCell).join(','))
  return `\ufeff${lines.join('\r\n')}\r\n`
}

function csvCell(cell: string | number | boolean | null): string {
  if (cell === null) return ''
  if (typeof cell !== 'string') return String(cell)
  const text = FORMULA.test(cell) ? `'${cell}` : cell
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
