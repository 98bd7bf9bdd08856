'use client'

import { useId, useMemo, useState } from 'react'
import { Button } from '../controls/button.tsx'
import { axisScale } from './axis-scale.ts'
import { type Brushes, chosenRows } from './brushes.ts'
import { ChosenTable } from './chosen-table.tsx'
import type { Exploration } from './exploration.ts'
import { axesOf, type ExplorerTable } from './explorer-table.ts'
import { LimitFields } from './limit-fields.tsx'
import { ParallelPicture } from './parallel-picture.tsx'
import { ScatterPicture } from './scatter-picture.tsx'

interface TableExplorerProps {
  readonly table: ExplorerTable
  /** Of the chosen rows. */
  readonly fileName: string
}

/** More axes than these have a line of their own. */
const MOST_BESIDE = 5

/** Objectives and factors of the same rows in linked pictures: what is brushed in one is chosen in all. */
export function TableExplorer({ table, fileName }: TableExplorerProps) {
  const [brushes, onBrush] = useState<Brushes>({})
  const [pointed, onPoint] = useState<number | null>(null)
  const axes = useMemo(() => inOrderOfRoles(table), [table])
  const [pair, setPair] = useState<Pair>(() => [axes[0] ?? 0, axes[1] ?? axes[0] ?? 0])
  const scales = useMemo(() => table.columns.map((_, place) => axisScale(table, place)), [table])
  const chosen = useMemo(() => chosenRows(table, scales, brushes), [table, scales, brushes])
  const telling = axes.filter((place) => table.columns[place]!.role !== 'other')
  const parallel = telling.length < 2 ? axes : telling
  const exploration: Exploration = { table, scales, brushes, chosen, pointed, onBrush, onPoint }
  if (axes.length < 2)
    return <p className="text-sm text-ink-soft">There are no two columns in which these rows differ.</p>
  return (
    <div data-testid="explorer" className="rounded-lg border border-line bg-surface px-4 py-4">
      <div
        className={`grid gap-6 ${parallel.length > MOST_BESIDE ? '' : 'xl:grid-cols-[minmax(0,2fr)_minmax(0,3fr)]'}`}
      >
        <div>
          <PairChoice table={table} axes={axes} pair={pair} onChoose={setPair} />
          <ScatterPicture exploration={exploration} across={pair[0]} up={pair[1]} />
        </div>
        <ParallelPicture exploration={exploration} axes={parallel} />
      </div>
      <p className="mt-3 text-sm text-ink-soft">
        Draw a rectangle around points, or along an axis of the lines: the same rows stand out in both pictures. A click
        takes a limit away.
      </p>
      <details className="group mt-3">
        <summary className="cursor-pointer text-sm text-ink-soft hover:text-ink">Set limits by numbers</summary>
        <div className="mt-2">
          <LimitFields exploration={exploration} axes={axes} />
        </div>
      </details>
      {Object.keys(brushes).length > 0 && (
        <Button look="quiet" className="mt-2 min-h-8 px-2.5 py-1" onClick={() => onBrush({})}>
          Take all limits away
        </Button>
      )}
      <ChosenTable exploration={exploration} fileName={fileName} />
    </div>
  )
}

/** Places of the columns that lie across and upward. */
type Pair = readonly [across: number, up: number]

interface PairChoiceProps {
  readonly table: ExplorerTable
  readonly axes: readonly number[]
  readonly pair: Pair
  readonly onChoose: (pair: Pair) => void
}

function PairChoice({ table, axes, pair, onChoose }: PairChoiceProps) {
  const id = useId()
  const choices = [
    { label: 'Upward', place: pair[1], choose: (place: number) => onChoose([pair[0], place]) },
    { label: 'Across', place: pair[0], choose: (place: number) => onChoose([place, pair[1]]) },
  ]
  return (
    <div className="mb-3 flex flex-wrap gap-3">
      {choices.map(({ label, place, choose }) => (
        <div key={label} className="min-w-0 flex-1">
          <label htmlFor={`${id}-${label}`} className="label">
            {label}
          </label>
          <select
            id={`${id}-${label}`}
            value={place}
            onChange={(event) => choose(Number(event.target.value))}
            className="field min-h-8 py-0.5 text-sm"
          >
            {axes.map((axis) => (
              <option key={axis} value={axis}>
                {table.columns[axis]!.name}
              </option>
            ))}
          </select>
        </div>
      ))}
    </div>
  )
}

/** Objectives first, factors behind them, and what is neither last. */
function inOrderOfRoles(table: ExplorerTable): number[] {
  const rank = { objective: 0, factor: 1, other: 2 }
  return axesOf(table).toSorted((a, b) => rank[table.columns[a]!.role] - rank[table.columns[b]!.role])
}
