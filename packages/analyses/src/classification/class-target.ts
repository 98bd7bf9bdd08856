import { CodedError } from '@zerosec/errors'
import type { Column, NumberColumn, Table } from '@zerosec/table'
import { columnNamed } from '../factor-columns.ts'
import { compareLevels } from '../level-order.ts'
import type { ClassificationParameters } from './parameters.ts'

/** The classes of a table's rows. */
export interface ClassTarget {
  readonly name: string
  /** The columns that say them. */
  readonly columns: readonly string[]
  /** In order; of two classes the class of interest is the second. */
  readonly labels: readonly string[]
  /** Rows of the table: the place of its label; −1 where it is missing. */
  readonly codes: Int32Array
  /** The place of the class of interest; null of many classes where none was named. */
  readonly positive: number | null
  /** The place of the class that is OK; null where none is. */
  readonly ok: number | null
  /** How the class of interest came about: it was named or is YES, has a label of that meaning, or is the rarer of two. */
  readonly positiveBy: 'name' | 'meaning' | 'rarity' | null
}

/** More different numbers are measurements. */
const MOST_NUMBERS = 20
const MOST_CLASSES = 50
/** What has too few rows can't be learnt in one part and tested in another. */
const FEWEST_OF_CLASS = 2
/** Labels that mean YES, if there is no YES. */
const AFFIRMATIVE = ['yes', 'ok', 'true', 'pass', 'positive', 'good', '良', '合格', '可']

/**
 * The classes as the parameters name them.
 *
 * @throws CodedError column_unknown, column_all_missing, class_*, classes_too_many, parameter_invalid
 */
export function classTarget(table: Table, parameters: ClassificationParameters): ClassTarget {
  const { name, columns, levels, codes } = readClasses(table, parameters)
  const counts = new Int32Array(levels.length)
  for (const code of codes) if (code >= 0) counts[code]!++
  const present = levels.map((_, code) => code).filter((code) => counts[code]! > 0)
  if (present.length < 2) {
    throw new CodedError('class_single', { column: name, label: levels[present[0] ?? 0] ?? '' })
  }
  if (present.length > MOST_CLASSES)
    throw new CodedError('classes_too_many', { column: name, classes: present.length, limit: MOST_CLASSES })
  const small = present.find((code) => counts[code]! < FEWEST_OF_CLASS)
  if (small !== undefined) {
    const [label, rows] = [levels[small]!, counts[small]!]
    throw new CodedError('class_too_small', { column: name, label, rows, needed: FEWEST_OF_CLASS })
  }
  const sorted = present.sort((a, b) => compareLevels(levels[a]!, levels[b]!))
  const { positive, by } = positiveOf(name, sorted, levels, counts, parameters)
  // of two classes the share of the second is predicted
  const order =
    sorted.length === 2 && positive !== null ? [...sorted.filter((code) => code !== positive), positive] : sorted
  const place = new Map(order.map((code, at) => [code, at]))
  const labels = order.map((code) => levels[code]!)
  const ok =
    parameters.ok_label === undefined
      ? okWithout(by, positive, sorted)
      : codeOf(name, parameters.ok_label, 'ok_label', sorted, levels)
  return {
    name,
    columns,
    labels,
    codes: codes.map((code) => place.get(code) ?? -1),
    positive: positive === null ? null : place.get(positive)!,
    ok: ok === null ? null : place.get(ok)!,
    positiveBy: by,
  }
}

interface ReadClasses {
  readonly name: string
  readonly columns: readonly string[]
  readonly levels: readonly string[]
  readonly codes: Int32Array
}

function readClasses(
  table: Table,
  { target_column: single, target_columns: joined }: ClassificationParameters,
): ReadClasses {
  if (joined.length > 0) {
    if (single !== undefined)
      throw new CodedError('parameter_invalid', { parameter: 'target_columns', problem: 'target_column is given too' })
    return joinedClasses(table, [...new Set(joined)])
  }
  const column = single === undefined ? lastClassColumn(table) : columnNamed(table, single)
  if (column.missingCount >= table.rowCount) throw new CodedError('column_all_missing', { column: column.name })
  return { name: column.name, columns: [column.name], ...levelsOf(column) }
}

function lastClassColumn(table: Table): Column {
  const column = table.columns.findLast(
    (each) =>
      each.kind === 'category' ||
      each.kind === 'boolean' ||
      (each.kind === 'number' && distinct(each).length <= MOST_NUMBERS),
  )
  if (column) return column
  throw new CodedError('parameter_invalid', {
    parameter: 'target_column',
    problem: 'the table has no column of classes',
  })
}

function levelsOf(column: Column): Pick<ReadClasses, 'levels' | 'codes'> {
  switch (column.kind) {
    case 'category':
      return { levels: column.levels, codes: column.codes }
    case 'boolean':
      return { levels: ['false', 'true'], codes: Int32Array.from(column.values) }
    case 'number': {
      const values = distinct(column)
      if (values.length > MOST_NUMBERS) {
        throw new CodedError('class_target_numeric', {
          column: column.name,
          values: values.length,
          limit: MOST_NUMBERS,
        })
      }
      const code = new Map(values.map((value, at) => [value, at]))
      return { levels: values.map(String), codes: Int32Array.from(column.values, (value) => code.get(value) ?? -1) }
    }
    case 'text': {
      const levels = [...new Set(column.values.filter((value) => value !== null))]
      const code = new Map(levels.map((level, at) => [level, at]))
      return { levels, codes: Int32Array.from(column.values, (value) => (value === null ? -1 : code.get(value)!)) }
    }
    case 'date':
      throw new CodedError('class_target_unfit', { column: column.name, kind: 'dates' })
  }
}

function distinct({ values }: NumberColumn): number[] {
  const found = new Set<number>()
  for (const value of values) if (!Number.isNaN(value)) found.add(value)
  return [...found].sort((a, b) => a - b)
}

/** A row in which a class column is missing has no class. */
function joinedClasses(table: Table, names: readonly string[]): ReadClasses {
  if (names.length < 2)
    throw new CodedError('parameter_invalid', { parameter: 'target_columns', problem: 'it takes two columns or more' })
  const columns = names.map((name) => columnNamed(table, name))
  const codes = new Int32Array(table.rowCount)
  for (let row = 0; row < codes.length; row++) {
    const cells = columns.map((column) => truthOf(column, row))
    codes[row] = cells.some(Number.isNaN) ? -1 : cells.indexOf(1)
    const ones = cells.filter((cell) => cell === 1).length
    if (codes[row] === -1 && cells.some(Number.isNaN)) continue
    if (ones !== 1 || cells.some((cell) => cell !== 0 && cell !== 1)) {
      const problem = ones === 1 ? 'a value that is neither 0 nor 1' : `${ones} times a 1`
      throw new CodedError('class_columns_overlap', {
        columns: [...names],
        problem,
        row: table.source.rowNumbers[row]!,
      })
    }
  }
  return { name: 'class', columns: names, levels: names, codes }
}

function truthOf(column: Column, row: number): number {
  if (column.kind === 'number') return column.values[row]!
  if (column.kind === 'boolean') return column.values[row]! < 0 ? Number.NaN : column.values[row]!
  throw new CodedError('class_target_unfit', { column: column.name, kind: `${column.kind} cells in place of 0 and 1` })
}

function positiveOf(
  name: string,
  codes: readonly number[],
  levels: readonly string[],
  counts: Int32Array,
  { positive_label: label }: ClassificationParameters,
): { positive: number | null; by: ClassTarget['positiveBy'] } {
  if (label !== undefined) return { positive: codeOf(name, label, 'positive_label', codes, levels), by: 'name' }
  const yes = codes.find((code) => levels[code] === 'YES')
  if (yes !== undefined) return { positive: yes, by: 'name' }
  for (const word of AFFIRMATIVE) {
    const meant = codes.find((code) => levels[code]!.trim().toLowerCase() === word)
    if (meant !== undefined) return { positive: meant, by: 'meaning' }
  }
  if (codes.length > 2) return { positive: null, by: null }
  const [first, second] = codes as [number, number]
  return { positive: counts[first]! < counts[second]! ? first : second, by: 'rarity' }
}

/** The class of interest is OK; but the rarer of two classes that nobody named is more likely the fault. */
function okWithout(by: ClassTarget['positiveBy'], positive: number | null, codes: readonly number[]): number | null {
  return by === 'rarity' ? codes.find((code) => code !== positive)! : positive
}

/** Labels of numbers may be written otherwise: 1.0 for 1. */
function codeOf(
  column: string,
  label: string,
  parameter: string,
  codes: readonly number[],
  levels: readonly string[],
): number {
  const exact = codes.find((code) => levels[code] === label)
  if (exact !== undefined) return exact
  const alike = codes.find((code) => label.trim() !== '' && Number(label) === Number(levels[code]))
  if (alike !== undefined) return alike
  throw new CodedError('class_label_unknown', { parameter, label, column, known: codes.map((code) => levels[code]!) })
}
