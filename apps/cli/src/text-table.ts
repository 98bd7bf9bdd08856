import { cutText, padText, textWidth, visibleText } from './text-width.ts'

export interface TextColumn {
  /** None: the table has no header line. */
  readonly label?: string
  readonly align?: 'left' | 'right'
  /** Longer cells are cut to this many terminal columns. */
  readonly maxWidth?: number
}

/** Rows as aligned lines, under a header line where a column has a label; columns in which every cell is empty are left out. */
export function textTable(columns: readonly TextColumn[], rows: readonly (readonly string[])[]): string {
  const cells = rows.map((row) => row.map((cell, j) => cutText(visibleText(cell), columns[j]?.maxWidth ?? Infinity)))
  const shown = columns.map((_, j) => j).filter((j) => cells.some((row) => row[j] !== ''))
  const labels = columns.map((column) => column.label ?? '')
  const lines = labels.some((label) => label !== '') ? [labels, ...cells] : cells
  const widths = columns.map((_, j) => Math.max(...lines.map((row) => textWidth(row[j] ?? ''))))
  const line = (texts: readonly string[]) =>
    shown
      .map((j) => padText(texts[j] ?? '', widths[j] ?? 0, columns[j]?.align))
      .join('  ')
      .trimEnd()
  return lines.map(line).join('\n')
}
