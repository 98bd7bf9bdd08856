import type { AnalysisFile } from '../analysis.ts'

/** Null: a cell that is empty. */
export type Cell = string | number | boolean | null

/** UTF-8 with a mark, so that Excel reads it as such. */
export function csv(path: string, header: readonly string[], rows: readonly (readonly Cell[])[]): AnalysisFile {
  const lines = [header, ...rows].map((cells) => cells.map(cellText).join(','))
  return { path, type: 'csv', bytes: new TextEncoder().encode(`\uFEFF${lines.join('\r\n')}\r\n`) }
}

function cellText(cell: Cell): string {
  if (cell === null) return ''
  const text = String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
