import type { ColumnProfile } from '@zerosec/table'
import { formatInteger, formatShort } from '../numbers/format.ts'

/** What a column's role means for an analysis, where it is not simply a factor. */
export const ROLE_WORDS: Record<ColumnProfile['role'], string | null> = {
  factor: null,
  identifier: 'identifier',
  constant: 'constant',
  text: 'free text',
  date: 'date',
}

/** Whether an analysis can use the column as a factor or response. */
export function isUsable(column: ColumnProfile): boolean {
  return column.role === 'factor'
}

/** "102 to 540", "3 levels", "2026-01-04 to 2026-03-01". */
export function rangeWords(column: ColumnProfile): string {
  if (column.kind === 'category' || column.kind === 'boolean') {
    return `${formatInteger(column.distinct)} level${column.distinct === 1 ? '' : 's'}`
  }
  if (column.min === undefined || column.max === undefined) return `${formatInteger(column.distinct)} different`
  const written = (end: number | string) => (typeof end === 'number' ? formatShort(end) : end)
  return `${written(column.min)} to ${written(column.max)}`
}

/** The unit, where the name does not already hold it as the header does in "load [N]". */
export function unitBeside({ name, unit }: { name: string; unit?: string }): string | null {
  return unit === undefined || name.includes(unit) ? null : unit
}

/** Bars for a column that has a shape: bins of numbers, counts of levels. */
export function shapeOf(column: ColumnProfile): readonly number[] | null {
  if (column.kind === 'text') return null
  return column.histogram ?? column.levels?.map(({ count }) => count) ?? null
}
