import type { CategoryColumn, Column, NumberColumn, Table } from '@zerosec/table'
import { isPlotNumber, isRowNumber } from '../row-numbers.ts'
import type { FactorDescription } from './factor-description.ts'
import { isOneHot, type MixtureColumns, mixtureColumns, namedMixture } from './mixture-columns.ts'
import { groupOf } from './mixture-totals.ts'
import type { Responses } from './response-columns.ts'
import { asCategory, isConstant, isNamed, plainName } from './run-cells.ts'

/** The columns of a table of runs that can be factors, and those that can't, with the reason. */
export interface RunColumns {
  /** Numbers that stand alone. */
  readonly numbers: readonly NumberColumn[]
  readonly categories: readonly CategoryColumn[]
  readonly mixtures: readonly MixtureColumns[]
  /** Columns of 0 and 1 that are the levels of one category. */
  readonly oneHots: readonly MixtureColumns[]
  readonly block: CategoryColumn | undefined
  /** The column that numbers the runs, as run sheets have. */
  readonly runNumber: string | undefined
  readonly leftOut: readonly { readonly column: string; readonly reason: string }[]
}

const BLOCK_NAME = /^(blocks?|ブロック)$/i
/** A text column with more texts is no category. */
const MOST_LEVELS = 50

/**
 * Sorts the columns of a table of runs.
 *
 * @param rows       the rows that count
 * @param described  factors described by a parameter: their columns are factors whatever they look like
 */
export function runColumns(
  table: Table,
  rows: readonly number[],
  responses: Responses,
  described: readonly FactorDescription[],
): RunColumns {
  const identifiers = new Set(
    table.findings.filter(({ code }) => code === 'column_identifier').map(({ column }) => column),
  )
  const sorted = {
    numbers: [] as NumberColumn[],
    categories: [] as CategoryColumn[],
    block: undefined as CategoryColumn | undefined,
    runNumber: undefined as string | undefined,
    leftOut: [] as { column: string; reason: string }[],
  }
  for (const column of table.columns) {
    if (responses.columns.some(({ name }) => name === column.name)) continue
    const description = descriptionOf(column, described)
    const category = categoryOf(column, rows, description)
    const isResult = responses.others.includes(column.name)
    const reason = description ? null : isResult ? 'a result' : exclusionReason(column, rows, category, identifiers)
    if (reason === RUN_NUMBER) sorted.runNumber ??= column.name
    if (reason !== null) sorted.leftOut.push({ column: column.name, reason })
    else if (category && isBlock(column, description)) sorted.block ??= category
    else if (category) sorted.categories.push(category)
    else if (column.kind === 'number') sorted.numbers.push(column)
    else sorted.leftOut.push({ column: column.name, reason: 'neither numbers nor levels' })
  }
  const named = namedMixtures(sorted.numbers, rows, described)
  const free = sorted.numbers.filter((column) => descriptionOf(column, described)?.type === undefined)
  const groups = [...named, ...mixtureColumns(free, rows)]
  const grouped = new Set(groups.flatMap(({ columns }) => columns))
  return {
    ...sorted,
    numbers: sorted.numbers.filter((column) => !grouped.has(column)),
    mixtures: groups.filter((group) => group.group !== undefined || !isOneHot(group, rows)),
    oneHots: groups.filter((group) => group.group === undefined && isOneHot(group, rows)),
  }
}

function namedMixtures(
  columns: readonly NumberColumn[],
  rows: readonly number[],
  described: readonly FactorDescription[],
): MixtureColumns[] {
  const groups = new Map<string, NumberColumn[]>()
  for (const column of columns) {
    const description = descriptionOf(column, described)
    if (description?.type !== 'mixture') continue
    const group = groupOf(description)
    groups.set(group, [...(groups.get(group) ?? []), column])
  }
  return [...groups].map(([group, members]) => {
    const total = members.map((column) => descriptionOf(column, described)?.total).find((each) => each !== undefined)
    return namedMixture(group, members, rows, total)
  })
}

/** The description of a column's factor, by its name with or without the unit. */
export function descriptionOf(column: Column, described: readonly FactorDescription[]): FactorDescription | undefined {
  return described.find(({ name }) => isNamed(column, name))
}

const RUN_NUMBER = 'number of the row'

function categoryOf(
  column: Column,
  rows: readonly number[],
  description: FactorDescription | undefined,
): CategoryColumn | undefined {
  if (column.kind !== 'number') return asCategory(column, rows, MOST_LEVELS)
  const isLevels = description?.type === 'categorical' || isBlock(column, description)
  return isLevels ? asCategory(column, rows, rows.length) : undefined
}

function isBlock(column: Column, description: FactorDescription | undefined): boolean {
  return description ? description.type === 'block' : BLOCK_NAME.test(plainName(column).trim())
}

function exclusionReason(
  column: Column,
  rows: readonly number[],
  category: CategoryColumn | undefined,
  identifiers: ReadonlySet<unknown>,
): string | null {
  if (column.missingCount >= rows.length && isConstant(column, rows)) return 'empty'
  if (isRowNumber(column)) return RUN_NUMBER
  if (column.kind === 'date') return 'dates'
  if (identifiers.has(column.name)) return 'identifier'
  if (column.kind === 'text' && (!category || 2 * category.levels.length > rows.length)) return 'text'
  if (isPlotNumber(column)) return 'whole plots of an earlier design'
  if (isConstant(column, rows)) return 'the same in every row'
  return null
}
