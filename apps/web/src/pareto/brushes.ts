import type { AxisScale } from './axis-scale.ts'
import type { ExplorerTable } from './explorer-table.ts'

/** A part of an axis, from 0 to 1: rows outside it are not chosen. */
export interface Brush {
  readonly from: number
  readonly to: number
}

/** By the place of the column. What is brushed in one picture narrows all others: they share these. */
export type Brushes = Readonly<Record<number, Brush>>

/** Rows that lie within every brush. */
export function chosenRows({ rows }: ExplorerTable, scales: readonly AxisScale[], brushes: Brushes): Uint8Array {
  const chosen = new Uint8Array(rows.length).fill(1)
  for (const [key, { from, to }] of Object.entries(brushes)) {
    const place = Number(key)
    const { at } = scales[place]!
    for (let i = 0; i < rows.length; i++) {
      const value = at(rows[i]![place] ?? null)
      // a row at the very end of a brush is in it, however the end was rounded
      if (!(value >= from - EPSILON && value <= to + EPSILON)) chosen[i] = 0
    }
  }
  return chosen
}

const EPSILON = 1e-9
/** A drag shorter than this was a click: it takes the brush away. */
const LEAST = 0.015

/** The brush of a drag from one place to another; null where it takes the brush away. */
export function draggedBrush(start: number, end: number): Brush | null {
  const from = Math.max(0, Math.min(start, end))
  const to = Math.min(1, Math.max(start, end))
  return to - from < LEAST ? null : { from, to }
}

export function withBrush(brushes: Brushes, place: number, brush: Brush | null): Brushes {
  const { [place]: _, ...others } = brushes
  return brush === null ? others : { ...others, [place]: brush }
}
