import type { TableBlock } from '@zerosec/report'

/** objective: what is traded off. factor: what is set. other: neither, such as a row's number. */
export type ColumnRole = 'objective' | 'factor' | 'other'

export interface ExplorerColumn {
  readonly name: string
  readonly unit?: string
  readonly kind: 'number' | 'level'
  readonly role: ColumnRole
}

export type ExplorerCell = number | string | null

/** Rows to explore: objectives and factors side by side. */
export interface ExplorerTable {
  readonly columns: readonly ExplorerColumn[]
  readonly rows: readonly (readonly ExplorerCell[])[]
}

/** A column with more levels than these names its rows, and is no axis. */
const MOST_LEVELS = 30

/** Columns that can be an axis: those that tell rows apart. */
export function axesOf({ columns, rows }: ExplorerTable): number[] {
  return columns.flatMap(({ kind }, place) => {
    const values = new Set(rows.map((row) => row[place]).filter((value) => value !== null))
    return values.size > 1 && (kind === 'number' || values.size <= MOST_LEVELS) ? [place] : []
  })
}

/** What is measured comes before what only numbers or names a row. */
export function tableOfBlock({ columns, rows }: TableBlock): ExplorerTable {
  return {
    columns: columns.map(({ label, format, unit }, place) => ({
      name: label,
      ...(unit === undefined ? {} : { unit }),
      kind: format === 'text' ? 'level' : 'number',
      role: place === 0 && (format === 'text' || format === 'integer') ? 'other' : 'factor',
    })),
    rows: rows.map((row) => row.map((cell) => (typeof cell === 'boolean' ? (cell ? 'yes' : 'no') : cell))),
  }
}

/**
 * The table of a comma-separated file as analyses write them: headings in the first line, quotes doubled. A column is of numbers where
 * all its cells are, but for empty ones.
 */
export function tableOfCsv(text: string, roleOf: (name: string) => ColumnRole): ExplorerTable {
  const [headings = [], ...lines] = csvLines(text)
  const isNumber = headings.map((_, place) =>
    lines.every((cells) => (cells[place] ?? '') === '' || Number.isFinite(Number(cells[place]))),
  )
  return {
    columns: headings.map((name, place) => ({ name, kind: isNumber[place] ? 'number' : 'level', role: roleOf(name) })),
    rows: lines.map((cells) =>
      headings.map((_, place) => {
        const cell = cells[place] ?? ''
        if (cell === '') return null
        return isNumber[place] ? Number(cell) : cell
      }),
    ),
  }
}

const CELL = /"((?:[^"]|"")*)"(,|\r?\n|$)|([^,\r\n]*)(,|\r?\n|$)/y

function csvLines(text: string): string[][] {
  const plain = text.replace(/^\ufeff/, '')
  const lines: string[][] = []
  let line: string[] = []
  CELL.lastIndex = 0
  while (CELL.lastIndex < plain.length) {
    const [whole, quoted, afterQuoted, bare = '', after = afterQuoted] = CELL.exec(plain) ?? []
    if (whole === undefined) throw new RangeError('the file is not comma-separated text')
    line.push(quoted === undefined ? bare : quoted.replaceAll('""', '"'))
    if (after === ',') continue
    lines.push(line)
    line = []
  }
  return line.length > 0 ? [...lines, line] : lines
}
