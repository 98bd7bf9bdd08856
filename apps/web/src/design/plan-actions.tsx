'use client'

import { useState } from 'react'
import { Button } from '../controls/button.tsx'
import { Icon } from '../controls/icon.tsx'
import { plural } from '../numbers/format.ts'
import { typedNumber } from '../numbers/typed-number.ts'
import { changeObstacle } from './design-changes.ts'
import { type PlannedRuns, problemOf } from './planned-runs.ts'

const MOST_ADDED = 50

interface PlanActionsProps {
  readonly planned: PlannedRuns
  readonly canUndo: boolean
  readonly onAdd: (count: number) => void
  readonly onUndo: () => void
}

/** What can be done with a finished design: more runs, and a step back. */
export function PlanActions({ planned, canUndo, onAdd, onUndo }: PlanActionsProps) {
  const [text, setText] = useState('4')
  const count = typedNumber(text)
  const isCount = count !== null && Number.isInteger(count) && count >= 1 && count <= MOST_ADDED
  const obstacle = changeObstacle(problemOf(planned))
  return (
    <div>
      <div className="flex flex-wrap items-center gap-2">
        <label htmlFor="added-runs" className="sr-only">
          Number of runs to add
        </label>
        <input
          id="added-runs"
          type="text"
          inputMode="numeric"
          autoComplete="off"
          value={text}
          aria-invalid={!isCount}
          onChange={(event) => setText(event.target.value)}
          className="field w-16 text-center"
        />
        <Button onClick={() => onAdd(count ?? 0)} disabled={!isCount || obstacle !== null}>
          <Icon name="plus" /> Add {isCount ? plural(count, 'run') : 'runs'}
        </Button>
        <Button onClick={onUndo} disabled={!canUndo}>
          <Icon name="undo" /> Undo
        </Button>
      </div>
      {obstacle && <p className="mt-1.5 max-w-prose text-sm text-ink-soft">{obstacle}</p>}
    </div>
  )
}
