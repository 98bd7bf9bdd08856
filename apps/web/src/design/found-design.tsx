'use client'

import { useEffect, useRef } from 'react'
import { Button } from '../controls/button.tsx'
import { Notice } from '../controls/notice.tsx'
import { ProgressBar } from '../controls/progress-bar.tsx'
import { plural } from '../numbers/format.ts'
import { changeObstacle } from './design-changes.ts'
import { DesignResult } from './design-result.tsx'
import { PlanActions } from './plan-actions.tsx'
import { type PlannedRuns, problemOf } from './planned-runs.ts'
import { RunSheetOrder } from './run-sheet-order.tsx'
import { additionOrder } from './search-orders.ts'
import type { SearchOrder, SearchStanding } from './use-design-search.ts'
import type { EngineFailure } from './worker-messages.ts'

interface FoundDesignProps {
  readonly planned: PlannedRuns | null
  readonly standing: SearchStanding | null
  readonly failure: EngineFailure | null
  /** Whether the plan was changed since the design was found. */
  readonly isOutdated: boolean
  readonly canUndo: boolean
  readonly onSearch: (order: SearchOrder) => void
  readonly onReplace: (planned: PlannedRuns, index: number) => void
  readonly onUndo: () => void
  readonly onStop: () => void
}

/** The design: appearing while it is sought, then to be changed and taken along. */
export function FoundDesign(props: FoundDesignProps) {
  const { planned, standing, failure } = props
  const section = useRef<HTMLElement>(null)
  const isSearching = standing !== null
  useEffect(() => {
    const isBelow = (section.current?.getBoundingClientRect().top ?? 0) > window.innerHeight / 2
    if (isSearching && isBelow) section.current?.scrollIntoView({ behavior: 'smooth', block: 'start' })
  }, [isSearching])
  const shown = standing ? standing.best : planned
  if (!shown && !standing && !failure) return null
  const canReplace = planned && changeObstacle(problemOf(planned)) === null
  return (
    <section
      ref={section}
      id="design"
      aria-labelledby="design-title"
      className="mt-12 min-h-[calc(100dvh-8rem)] space-y-6 border-t border-line pt-10"
    >
      <h2 id="design-title" className="text-2xl">
        The design
      </h2>
      <p role="status" className="sr-only">
        {!standing && planned && `The design of ${plural(planned.marks.length, 'run')} is there.`}
      </p>
      {standing && <SearchProgress standing={standing} onStop={props.onStop} />}
      {failure && (
        <Notice level="serious" alert title="No design was found">
          <p data-code={failure.code}>{failure.message}</p>
        </Notice>
      )}
      {props.isOutdated && !standing && (
        <Notice level="caution">
          The plan above was changed since. These runs are those of the plan before; search again for the new one.
        </Notice>
      )}
      {shown && (
        <DesignResult
          planned={shown}
          isSought={isSearching}
          onReplace={canReplace && !standing ? (index) => props.onReplace(planned, index) : undefined}
        />
      )}
      {planned && !standing && (
        <div className="flex flex-wrap items-start justify-between gap-6">
          <PlanActions
            planned={planned}
            canUndo={props.canUndo}
            onAdd={(count) => props.onSearch(additionOrder(planned, count))}
            onUndo={props.onUndo}
          />
          <RunSheetOrder planned={planned} />
        </div>
      )}
    </section>
  )
}

function SearchProgress({ standing, onStop }: { standing: SearchStanding; onStop: () => void }) {
  const { starts, order } = standing
  return (
    <div className="flex items-center gap-4">
      <div className="min-w-0 flex-1">
        <p className="mb-2 text-sm text-ink-soft">
          Start {Math.min(starts + 1, order.starts)} of {order.starts}
        </p>
        <ProgressBar fraction={starts / order.starts} label="Starts of the search" />
      </div>
      <Button onClick={onStop}>Stop and keep this</Button>
    </div>
  )
}
