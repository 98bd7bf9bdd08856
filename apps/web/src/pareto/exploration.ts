import type { AxisScale } from './axis-scale.ts'
import type { Brushes } from './brushes.ts'
import type { ExplorerTable } from './explorer-table.ts'

/** What the pictures of an explorer share. */
export interface Exploration {
  readonly table: ExplorerTable
  /** By the place of the column. */
  readonly scales: readonly AxisScale[]
  readonly brushes: Brushes
  /** By row: 1 where it lies within every brush. */
  readonly chosen: Uint8Array
  readonly pointed: number | null
  readonly onBrush: (brushes: Brushes) => void
  readonly onPoint: (row: number | null) => void
}
