import type { AnalysisFile } from '../analysis.ts'

export type Cell = string | number | boolean

/** UTF-8 with a mark, so that Excel reads it as such. */
export function csv(path: string, header: readonly string[], rows: readonly (readonly Cell[])[]): AnalysisFile {
  const lines = [header, ...rows].map((cells) => cells.map(cellText).join(','))
  return { path, type: 'csv', bytes: new TextEncoder().encode(`\uFEFF${lines.join('\r\n')}\r\n`) }
}

function cellText(cell: Cell): string {
  const text = String(cell)
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
