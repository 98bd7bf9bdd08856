import type { Column, Table } from '@zerosec/table'
import { cellText } from './cell-text.ts'
import { type DescribedCells, readDescription } from './describe-cells.ts'
import type { FactorDescription } from './factor-description.ts'
import { type Heading, headingOf } from './heading-words.ts'
import { plainName } from './run-cells.ts'

export interface FactorTable {
  /** How the table was read, for the note that says so. */
  readonly layout: 'rows' | 'columns' | 'levels'
  readonly descriptions: readonly FactorDescription[]
  /** Headings or labels that mean nothing here. */
  readonly ignored: readonly string[]
}

/**
 * A table of factors: one row a factor under headings such as name, type, low, high, levels (因子, 種類, 下限, 上限, 水準); or one
 * column a factor with rows labelled min, max, step (最小, 最大, 間隔) or upper, lower, group, rounding. Undefined for any other.
 *
 * @throws CodedError design_factor_invalid for a cell that can't be read
 */
export function readFactorTable(table: Table): FactorTable | undefined {
  return factorsInRows(table) ?? factorsInColumns(table)
}

function factorsInRows(table: Table): FactorTable | undefined {
  const headings = table.columns.map((column) => headingOf(plainHeader(column)))
  if (!describesRange(headings)) return undefined
  const name = nameColumn(table.columns, headings)
  if (!name || name.kind === 'number') return undefined
  const rows = Array.from({ length: table.rowCount }, (_, row) => row).filter(
    (row) => cellText(table, name, row) !== '',
  )
  return {
    layout: 'rows',
    descriptions: rows.map((row) => {
      const cells = table.columns.flatMap((column, k) => {
        const heading = headings[k]
        return heading && column !== name ? [{ heading, text: cellText(table, column, row) }] : []
      })
      return readDescription(cellText(table, name, row), cells)
    }),
    ignored: table.columns.flatMap((column, k) => (headings[k] || column === name ? [] : [column.name])),
  }
}

/** The header as it stands, which is empty where the reader named the column by its place. */
function plainHeader(column: Column): string {
  return column.header ?? column.name
}

function nameColumn(columns: readonly Column[], headings: readonly (Heading | undefined)[]): Column | undefined {
  const named = columns.find((_, k) => headings[k]?.role === 'name')
  const [first] = columns
  return named ?? (first && plainHeader(first).trim() === '' ? first : undefined)
}

function describesRange(headings: readonly (Heading | undefined)[]): boolean {
  const has = (role: Heading['role']) => headings.some((heading) => heading?.role === role)
  return (has('low') && has('high')) || has('levels')
}

function factorsInColumns(table: Table): FactorTable | undefined {
  const [labels, ...factors] = table.columns
  if (!labels || factors.length === 0 || labels.kind === 'number') return undefined
  const texts = Array.from({ length: table.rowCount }, (_, row) => cellText(table, labels, row))
  const headings = texts.map(headingOf)
  if (!describesRange(headings) || headings.filter(Boolean).length <= texts.length / 2) return undefined
  return {
    layout: 'columns',
    descriptions: factors.map((column) => {
      const cells: DescribedCells = headings.flatMap((heading, row) =>
        heading ? [{ heading, text: cellText(table, column, row) }] : [],
      )
      const unit = column.unit === undefined ? [] : [{ heading: { role: 'unit' } as const, text: column.unit }]
      return readDescription(plainName(column), [...unit, ...cells])
    }),
    ignored: texts.filter((text, row) => !headings[row] && text !== ''),
  }
}
