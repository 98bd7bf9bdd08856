import type { Warning } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import type { Responses } from './response-columns.ts'
import type { RunColumns } from './run-columns.ts'
import type { RunUse } from './run-mode.ts'

/** 1-based rows listed in a warning, at most. */
const SHOWN = 20

export function tableUse(use: RunUse, existing: number, planned: number): Warning {
  const meaning = {
    new: 'The table gives the ranges of the factors only',
    select: `The table is read as candidate rows to choose from${existing > 0 ? `, of which ${runs(existing)} with results count as made` : ''}`,
    augment: `The table is read as ${runs(existing)} to which new ones are added${planned > 0 ? `; ${planned} without a result count as planned` : ''}`,
  }[use.mode]
  const ranges =
    use.mode === 'select'
      ? ''
      : ' New settings lie between the lowest and highest of the table; bounds and factors say otherwise.'
  return {
    code: 'table_use',
    level: 'note',
    message: `${meaning}, because ${use.because}.${ranges} To read it otherwise, set mode (new, select, augment) or existing_runs (keep, ignore).`,
  }
}

export function responsesFound({ columns, found }: Responses): Warning[] {
  if (found === 'named' || found === 'none') return []
  const names = columns.map(({ name }) => name)
  const why = {
    'by name': 'by the name',
    'by gaps': 'because cells are missing there',
    'by shape': 'because hardly a value repeats there, as settings do',
  }[found]
  return [
    {
      code: 'responses_found',
      level: found === 'by name' ? 'note' : 'caution',
      message: `Taken for a response, ${why}: ${names.join(', ')}. Name the responses in response_columns if this is wrong.`,
      columns: names,
    },
  ]
}

export function columnsLeftOut(leftOut: RunColumns['leftOut']): Warning[] {
  if (leftOut.length === 0) return []
  const reasons = [...new Set(leftOut.map(({ reason }) => reason))]
  const texts = reasons.map((reason) => {
    const columns = leftOut.filter((each) => each.reason === reason).map(({ column }) => column)
    return `${columns.join(', ')} (${reason})`
  })
  return [
    {
      code: 'columns_left_out',
      level: 'note',
      message: `Not used as factors: ${texts.join('; ')}. Describe a column in factors to use it all the same.`,
      columns: leftOut.map(({ column }) => column),
      count: leftOut.length,
    },
  ]
}

/** Columns that were taken together: mixtures and categories of several columns. */
export function groupsFound({ mixtures, oneHots }: RunColumns): Warning[] {
  return [
    ...mixtures.map(({ columns, total, isExact }): Warning => {
      const names = columns.map(({ name }) => name)
      return {
        code: 'mixture_found',
        level: 'note',
        message: `${names.join(', ')} sum to ${total} in every row${isExact ? '' : ' but for rounding'}, so they are the components of a mixture${isExact ? '' : '; amounts are scaled to sum to it'}. Give them a type in factors if this is wrong.`,
        columns: names,
      }
    }),
    ...oneHots.map(({ columns }): Warning => {
      const names = columns.map(({ name }) => name)
      return {
        code: 'category_joined',
        level: 'note',
        message: `${names.join(', ')} are 0 except for one 1 in every row, so they are the levels of one category.`,
        columns: names,
      }
    }),
  ]
}

export function rowsIncomplete(table: Table, rows: readonly number[]): Warning[] {
  if (rows.length === 0) return []
  const message = `${countRows(rows.length)} left out because a factor's cell is missing.`
  return [rowsWarning('rows_left_out', rows.length > 0.2 * table.rowCount ? 'caution' : 'note', message, table, rows)]
}

export function rowsOutOfBounds(table: Table, rows: readonly number[]): Warning[] {
  if (rows.length === 0) return []
  return [
    rowsWarning(
      'rows_out_of_bounds',
      'note',
      `${countRows(rows.length)} outside the bounds and left out.`,
      table,
      rows,
    ),
  ]
}

export function rowsForbidden(table: Table, rows: readonly number[]): Warning[] {
  if (rows.length === 0) return []
  const message = `${countRows(rows.length)} left out because a constraint forbids it.`
  return [rowsWarning('rows_forbidden', 'note', message, table, rows)]
}

export function rowsDone(table: Table, rows: readonly number[]): Warning[] {
  if (rows.length === 0) return []
  const message = `${countRows(rows.length)} not offered again because an existing run has the same settings. Set repeats to true to offer them.`
  return [rowsWarning('rows_done', 'note', message, table, rows)]
}

export function existingOutside(table: Table, rows: readonly number[]): Warning[] {
  if (rows.length === 0) return []
  const message =
    rows.length === 1
      ? '1 existing run lies outside the bounds or constraints. It counts all the same.'
      : `${rows.length} existing runs lie outside the bounds or constraints. They count all the same.`
  return [rowsWarning('existing_outside', 'caution', message, table, rows)]
}

function rowsWarning(
  code: string,
  level: Warning['level'],
  message: string,
  table: Table,
  rows: readonly number[],
): Warning {
  const shown = rows.slice(0, SHOWN).map((row) => table.source.rowNumbers[row]!)
  return { code, level, message, rows: shown, count: rows.length }
}

function runs(count: number): string {
  return count === 1 ? '1 run' : `${count} runs`
}

function countRows(count: number): string {
  return count === 1 ? '1 row is' : `${count} rows are`
}
