import type { Warning } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import { isPlotNumber, isRowNumber } from '../row-numbers.ts'
import { cellText } from './cell-text.ts'
import type { FactorDescription } from './factor-description.ts'
import { readFactorTable } from './factor-table.ts'
import type { OptimizationParameters } from './parameters.ts'
import { isNamed } from './run-cells.ts'

/** What a run sheet of ours says about itself when it comes back with results. */
export interface ReturnedSheet {
  readonly factors: readonly FactorDescription[]
  readonly constraints: readonly string[]
  /** Names of the columns right of the factors that hold numbers. */
  readonly responses: readonly string[]
}

/**
 * The factors, constraints and responses of a run sheet that `renderRunSheet` wrote: they stand on its other sheets, and every
 * factor that is listed there has a column. Undefined for any other table.
 */
export async function returnedSheet(
  table: Table,
  readSheet: ((sheet: string) => Promise<Table>) | undefined,
): Promise<ReturnedSheet | undefined> {
  const { sheet, sheets = [] } = table.source
  if (!readSheet || sheet !== 'Runs' || !sheets.includes('Factors')) return undefined
  const list = readFactorTable(await readSheet('Factors'))
  if (list?.layout !== 'rows') return undefined
  const places = list.descriptions.map(({ name }) => table.columns.findIndex((column) => isNamed(column, name)))
  if (places.length === 0 || places.includes(-1)) return undefined
  const isResult = (column: Table['columns'][number]) =>
    column.kind === 'number' && column.missingCount < table.rowCount && !isRowNumber(column) && !isPlotNumber(column)
  return {
    factors: list.descriptions,
    constraints: sheets.includes('Constraints') ? constraintsOf(await readSheet('Constraints')) : [],
    responses: table.columns
      .slice(Math.max(...places) + 1)
      .filter(isResult)
      .map(({ name }) => name),
  }
}

function constraintsOf(table: Table): string[] {
  const [texts] = table.columns
  if (!texts) return []
  return Array.from({ length: table.rowCount }, (_, row) => cellText(table, texts, row)).filter((text) => text !== '')
}

/** The parameters, completed by what the sheet says; what the user says wins. */
export function withReturnedSheet(
  parameters: OptimizationParameters,
  sheet: ReturnedSheet,
): { parameters: OptimizationParameters; warnings: readonly Warning[] } {
  const { factors: given, constraints, response_columns: responses } = parameters
  const described = sheet.factors.map((factor) => ({ ...factor, ...given.find(({ name }) => name === factor.name) }))
  const others = given.filter(({ name }) => !sheet.factors.some((factor) => factor.name === name))
  return {
    parameters: {
      ...parameters,
      factors: [...described, ...others] as OptimizationParameters['factors'],
      constraints: [...sheet.constraints.filter((text) => !constraints.includes(text)), ...constraints],
      response_columns: responses.length > 0 ? responses : [...sheet.responses],
    },
    warnings: [
      {
        code: 'run_sheet_returned',
        level: 'note',
        message:
          'The file is a run sheet: factors' +
          (sheet.constraints.length > 0 ? ' and constraints are' : ' are') +
          ' taken from its other sheets. The parameters factors and constraints say otherwise or more.',
      },
    ],
  }
}
