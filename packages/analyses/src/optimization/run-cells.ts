import type { CategoryColumn, Column, NumberColumn } from '@zerosec/table'
import { decimals } from './decimals.ts'

export function isMissing(column: Column, row: number): boolean {
  switch (column.kind) {
    case 'number':
    case 'date':
      return Number.isNaN(column.values[row]!)
    case 'category':
      return column.codes[row]! < 0
    case 'boolean':
      return column.values[row]! < 0
    case 'text':
      return column.values[row] === null
  }
}

/** Whether the rows that have a value all have the same. */
export function isConstant(column: Column, rows: readonly number[]): boolean {
  const cells = column.kind === 'category' ? column.codes : column.values
  let first: string | number | null | undefined
  for (const row of rows) {
    if (isMissing(column, row)) continue
    if (first === undefined) first = cells[row]
    else if (cells[row] !== first) return false
  }
  return true
}

/**
 * A column as levels; numbers as their texts. Only levels that occur, numbers by size, other texts in order of appearance.
 *
 * @param most  more levels give undefined
 */
export function asCategory(column: Column, rows: readonly number[], most: number): CategoryColumn | undefined {
  if (column.kind === 'date') return undefined
  const texts = rowTexts(column)
  const levels = new Set<string>()
  for (const row of rows) {
    const text = texts(row)
    if (text !== null) levels.add(text)
    if (levels.size > most) return undefined
  }
  const ordered = column.kind === 'number' ? [...levels].sort((a, b) => Number(a) - Number(b)) : [...levels]
  const codeOf = new Map(ordered.map((level, code) => [level, code]))
  const count = column.kind === 'category' ? column.codes.length : column.values.length
  return {
    kind: 'category',
    name: column.name,
    missingCount: column.missingCount,
    ...(column.unit === undefined ? {} : { unit: column.unit }),
    levels: ordered,
    codes: Int32Array.from({ length: count }, (_, row) => codeOf.get(texts(row) ?? '') ?? -1),
  }
}

function rowTexts(column: Exclude<Column, { kind: 'date' }>): (row: number) => string | null {
  switch (column.kind) {
    case 'number':
      return (row) => (Number.isNaN(column.values[row]!) ? null : String(column.values[row]))
    case 'category':
      return (row) => column.levels[column.codes[row]!] ?? null
    case 'boolean':
      return (row) => (column.values[row]! < 0 ? null : String(column.values[row] === 1))
    case 'text':
      return (row) => column.values[row] ?? null
  }
}

/** The ends of a column's numbers; Infinity and −Infinity where it has none. */
export function numberEnds(values: Iterable<number>): [low: number, high: number] {
  let low = Infinity
  let high = -Infinity
  for (const value of values) {
    if (value < low) low = value
    if (value > high) high = value
  }
  return [low, high]
}

/** The distinct numbers of a column, ascending; undefined if there are more than `most`. */
export function distinctNumbers(
  { values }: NumberColumn,
  rows: readonly number[],
  most = Infinity,
): number[] | undefined {
  const distinct = new Set<number>()
  for (const row of rows) {
    const value = values[row]!
    if (!Number.isNaN(value)) distinct.add(value)
    if (distinct.size > most) return undefined
  }
  return [...distinct].sort((a, b) => a - b)
}

/** More levels of a count, or of anything that is set by hand, are as good as any number. */
export const MOST_LEVELS = 12

/** Whether a column counts or switches: 0 and 1, or 1, 2, 3, with nothing in between. */
export function isCount(distinct: readonly number[]): boolean {
  if (distinct.length < 2 || distinct.length > MOST_LEVELS || decimals(distinct[0]!) > 0) return false
  return distinct.every((value, i) => i === 0 || value === 1 + distinct[i - 1]!)
}

/** The name without the unit that it ends with: `温度` of `温度（℃）`, `depth` of `depth, mm`. */
export function plainName({ name, unit }: { readonly name: string; readonly unit?: string }): string {
  if (unit === undefined) return name
  const ending = BRACKETED.exec(name) ?? LISTED.exec(name)
  return ending && ending[1] !== '' && ending[2] === unit ? ending[1]! : name
}

const BRACKETED = /^(.*?)\s*[([{（［｛〔【]\s*([^([{（［｛〔【]*(?:\([^()]*\))?)\s*[)\]}）］｝〕】]\s*$/u
const LISTED = /^(.*?)\s*[,:：，]\s*([^,:：，]+?)\s*$/u

/** Whether a column is meant by a name, with the unit or without. */
export function isNamed(column: Column, name: string): boolean {
  return column.name === name || plainName(column) === name
}
