import type { Factor } from '@zerosec/engine'
import type { CategoryColumn, NumberColumn } from '@zerosec/table'
import { commonDecimals, fineDecimals } from './decimals.ts'
import type { FactorDescription } from './factor-description.ts'
import type { MixtureColumns } from './mixture-columns.ts'
import type { FactorColumn } from './request.ts'
import type { Bounds } from './row-bounds.ts'
import { distinctNumbers, isCount, MOST_LEVELS, numberEnds, plainName } from './run-cells.ts'
import { descriptionOf, type RunColumns } from './run-columns.ts'
import { steppedLevels } from './stepped-levels.ts'

/** A count with more settings is searched as if it were continuous. */
const MOST_WHOLE_NUMBERS = 101

/** A factor of a table of runs and its setting in each row. */
export interface RunFactor {
  readonly factor: Factor
  readonly column: FactorColumn
  /** Names of the table's columns that it is read from. */
  readonly sources: readonly string[]
  /** In natural units; NaN where missing, −1 for a level that isn't one of the factor's. */
  readonly setting: (row: number) => number
}

export interface RunFactorOptions {
  readonly described: readonly FactorDescription[]
  /** Low and high in place of those of the rows; where settings are rows, these are within the bounds already. */
  readonly bounds: Bounds
  /** Whether settings are rows of the table: then nothing is known of what lies between them. */
  readonly fromRows: boolean
}

/** The factors of a table of runs, in the order of its columns; a category of several columns stands where the first does. */
export function runFactors(
  columns: RunColumns,
  rows: readonly number[],
  order: readonly string[],
  options: RunFactorOptions,
): RunFactor[] {
  const factors = [
    ...columns.numbers.map((column) => numberFactor(column, rows, options)),
    ...columns.categories.map((column) => categoryFactor(column, options)),
    ...columns.oneHots.map((group) => oneHotFactor(group)),
    ...columns.mixtures.flatMap((group, k) => mixtureFactors(group, groupName(columns, k), rows, options)),
  ]
  const position = ({ sources }: RunFactor) => order.indexOf(sources[0]!)
  return factors.sort((a, b) => position(a) - position(b))
}

function numberFactor(column: NumberColumn, rows: readonly number[], options: RunFactorOptions): RunFactor {
  const description = descriptionOf(column, options.described)
  const name = description?.name ?? plainName(column)
  const numbers = rows.map((row) => column.values[row]!)
  const [low, high] = rangeOf(name, column, numbers, options)
  const levels = discreteLevels(column, rows, [low, high], options)
  const kind = description?.type === 'covariate' && !options.fromRows ? 'covariate' : 'continuous'
  return {
    factor: levels ? { kind: 'discrete', name, levels } : { kind, name, low, high },
    column: numberColumn(
      name,
      column,
      description,
      levels ? commonDecimals(levels) : digitsOf(low, high, numbers, options),
    ),
    sources: [column.name],
    setting: (row) => column.values[row]!,
  }
}

/** The settings of a number that can't take any: those described, or the whole numbers within the range of a count. */
function discreteLevels(
  column: NumberColumn,
  rows: readonly number[],
  [low, high]: readonly [number, number],
  { described, fromRows }: RunFactorOptions,
): readonly number[] | undefined {
  if (fromRows) return undefined
  const description = descriptionOf(column, described)
  if (description?.step !== undefined) return steppedLevels(description, [low, high]).levels
  if (description?.type === 'discrete' || description?.levels) {
    const levels = description.levels?.map(Number).sort((a, b) => a - b) ?? distinctNumbers(column, rows)!
    return levels.filter((level) => level >= low && level <= high)
  }
  const distinct = description?.type === undefined ? distinctNumbers(column, rows, MOST_LEVELS) : undefined
  if (!distinct || !isCount(distinct)) return undefined
  const first = Math.ceil(low)
  const count = Math.floor(high) - first + 1
  return count >= 2 && count <= MOST_WHOLE_NUMBERS ? Array.from({ length: count }, (_, k) => first + k) : undefined
}

function rangeOf(
  name: string,
  column: NumberColumn,
  numbers: Iterable<number>,
  { bounds, fromRows }: RunFactorOptions,
): readonly [number, number] {
  const bound = fromRows ? undefined : (bounds[name] ?? bounds[column.name])
  return bound ?? numberEnds(numbers)
}

/**
 * Settings of rows are shown as they are. New ones between them have the decimals of the rows, but enough to move by a percent
 * of the range and no more than by a tenth of a thousandth, which columns of random numbers would have.
 */
function digitsOf(low: number, high: number, numbers: Iterable<number>, { fromRows }: RunFactorOptions): number {
  const written = commonDecimals(numbers)
  if (fromRows) return written
  return Math.min(Math.max(written, fineDecimals(low, high, 0.01)), fineDecimals(low, high, 1e-4))
}

function numberColumn(
  name: string,
  column: NumberColumn,
  description: FactorDescription | undefined,
  digits: number,
): FactorColumn {
  const unit = description?.unit ?? column.unit
  return { name, digits: Math.max(0, description?.digits ?? digits), ...(unit === undefined ? {} : { unit }) }
}

function categoryFactor(column: CategoryColumn, { described }: RunFactorOptions): RunFactor {
  const description = descriptionOf(column, described)
  const name = description?.name ?? plainName(column)
  const listed = description?.levels?.map(String) ?? []
  const levels = [...new Set([...listed, ...column.levels])]
  const place = column.levels.map((level) => levels.indexOf(level))
  return {
    factor: { kind: 'categorical', name, levels },
    column: { name, digits: 0 },
    sources: [column.name],
    setting: (row) => place[column.codes[row]!] ?? NaN,
  }
}

/** Columns of 0 and 1 as one category; its levels are the columns' names without what they begin with in common. */
function oneHotFactor({ columns }: MixtureColumns): RunFactor {
  const names = columns.map(({ name }) => name)
  const stem = commonStem(names)
  const levels = names.map((name) => name.slice(stem.length).replace(/^[\s_.:=-]+/, ''))
  const areNamed = stem !== '' && levels.every((level) => level !== '')
  const name = stem.replace(/[\s_.:=-]+$/, '') || names.join('/')
  return {
    factor: { kind: 'categorical', name, levels: areNamed ? levels : names },
    column: { name, digits: 0 },
    sources: names,
    setting: (row) => {
      if (columns.some(({ values }) => Number.isNaN(values[row]!))) return NaN
      return columns.findIndex(({ values }) => values[row] === 1)
    },
  }
}

/** What all names begin with, up to a separator or a change from words to a code: `ブラシ` of ブラシVA11, ブラシVA32. */
function commonStem(names: readonly string[]): string {
  const [first = ''] = names
  let length = first.length
  for (const name of names) while (!name.startsWith(first.slice(0, length))) length--
  const common = first.slice(0, length)
  if (/[\s_.:=-]$/.test(common)) return common
  return /^.*[\s_.:=-]/u.exec(common)?.[0] ?? /^\P{ASCII}+/u.exec(common)?.[0] ?? ''
}

/** Mixtures without a name are numbered. */
function groupName({ mixtures }: RunColumns, index: number): string {
  const given = mixtures[index]!.group
  if (given !== undefined) return given
  const taken = new Set(mixtures.map(({ group }) => group))
  let number = index + 1
  while (taken.has(String(number))) number++
  return String(number)
}

function mixtureFactors(
  { columns, total }: MixtureColumns,
  group: string,
  rows: readonly number[],
  options: RunFactorOptions,
): RunFactor[] {
  const totals = new Float64Array(columns[0]!.values.length)
  for (const { values } of columns) values.forEach((amount, row) => (totals[row]! += amount))
  return columns.map((column) => {
    const description = descriptionOf(column, options.described)
    const name = description?.name ?? plainName(column)
    const setting = (row: number) => {
      const amount = column.values[row]!
      return Math.abs(totals[row]! - total) <= 1e-9 * total ? amount : (amount / totals[row]!) * total
    }
    const [low, high] = rangeOf(name, column, rows.map(setting), options)
    return {
      factor: { kind: 'mixture', name, low, high, group, total },
      column: numberColumn(
        name,
        column,
        description,
        digitsOf(
          low,
          high,
          rows.map((row) => column.values[row]!),
          options,
        ),
      ),
      sources: [column.name],
      setting,
    }
  })
}
