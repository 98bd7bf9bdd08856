import { extended } from '../model/axis-range.ts'
import { compareTexts } from './compare-texts.ts'
import type { ExplorerCell, ExplorerTable } from './explorer-table.ts'

/** Where the cells of a column lie on an axis, from 0 at its low end to 1; NaN for an empty cell. */
export interface AxisScale {
  readonly at: (cell: ExplorerCell) => number
  /** What stands at the axis: a number or a level, and its place. */
  readonly marks: readonly { readonly value: number | string; readonly at: number }[]
  /** The number that lies at a place; of levels the place itself. */
  readonly numberAt: (place: number) => number
  readonly isNumber: boolean
}

export function axisScale({ columns, rows }: ExplorerTable, place: number): AxisScale {
  const cells = rows.map((row) => row[place] ?? null)
  return columns[place]!.kind === 'number' ? numberScale(cells) : levelScale(cells)
}

function numberScale(cells: readonly ExplorerCell[]): AxisScale {
  const numbers = cells.filter((cell) => typeof cell === 'number')
  const { low, high } = extended(null, numbers) ?? { low: 0, high: 1 }
  const span = high - low || 1
  const ends = high > low ? [low, high] : [low]
  return {
    at: (cell) => (typeof cell === 'number' ? (cell - low) / span : Number.NaN),
    marks: ends.map((value) => ({ value, at: (value - low) / span })),
    numberAt: (at) => low + at * span,
    isNumber: true,
  }
}

/** Levels stand in the middle of equal parts. */
function levelScale(cells: readonly ExplorerCell[]): AxisScale {
  const levels = [...new Set(cells.filter((cell) => cell !== null).map(String))].sort(compareTexts)
  const places = new Map(levels.map((level, k) => [level, (k + 0.5) / levels.length]))
  return {
    at: (cell) => (cell === null ? Number.NaN : places.get(String(cell))!),
    marks: levels.map((value) => ({ value, at: places.get(value)! })),
    numberAt: (at) => at,
    isNumber: false,
  }
}
