import type { Table } from '@zerosec/table'
import { isRowNumber } from '../row-numbers.ts'
import { cellText } from './cell-text.ts'
import type { FactorTable } from './factor-table.ts'
import { plainName } from './run-cells.ts'

/** Nobody tries more levels of a factor by hand. */
const MOST_LEVELS = 12

/**
 * A sheet with the levels of one factor in each column: no level twice, some factors with fewer than others, so that the rows
 * can't be runs. Undefined for any other table.
 */
export function readLevelColumns(table: Table): FactorTable | undefined {
  if (table.rowCount > MOST_LEVELS || table.columns.length < 2 || table.columns.some(isRowNumber)) return undefined
  const lists = table.columns.map((column) => {
    const cells = Array.from({ length: table.rowCount }, (_, row) => cellText(table, column, row))
    return { column, cells, levels: cells.filter((text) => text !== '') }
  })
  const areLevels = lists.every(
    ({ cells, levels }) =>
      levels.length >= 2 && new Set(levels).size === levels.length && cells.slice(0, levels.length).every(Boolean),
  )
  if (!areLevels || lists.every(({ levels }) => levels.length === table.rowCount)) return undefined
  return {
    layout: 'levels',
    descriptions: lists.map(({ column, levels }) => ({
      name: plainName(column),
      levels,
      ...(column.unit === undefined ? {} : { unit: column.unit }),
    })),
    ignored: [],
  }
}
