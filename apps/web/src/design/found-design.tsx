'use client'

import { Notice } from '../controls/notice.tsx'
import { ProgressBar } from '../controls/progress-bar.tsx'
import { plural } from '../numbers/format.ts'
import { changeObstacle } from './design-changes.ts'
import { DesignResult } from './design-result.tsx'
import { PlanActions } from './plan-actions.tsx'
import { type PlannedRuns, problemOf } from './planned-runs.ts'
import { RunSheetOrder } from './run-sheet-order.tsx'
import { additionOrder, replacementOrder } from './search-orders.ts'
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
  readonly onUndo: () => void
}

/** The design: appearing while it is sought, then to be changed and taken along. */
export function FoundDesign(props: FoundDesignProps) {
  const { planned, standing, failure } = props
  const shown = standing ? (standing.best?.planned ?? null) : planned
  if (!shown && !standing && !failure) return null
  const canReplace = planned && changeObstacle(problemOf(planned), 'replace') === null
  return (
    <section id="design" aria-labelledby="design-title" className="mt-12 space-y-6 border-t border-line pt-10">
      <h2 id="design-title" className="text-2xl">
        The design
      </h2>
      <p role="status" className="sr-only">
        {!standing && planned && `The design of ${plural(planned.marks.length, 'run')} is there.`}
      </p>
      {standing && <SearchProgress standing={standing} />}
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
          soughtEfficiency={standing?.best?.dEfficiency ?? null}
          onReplace={canReplace && !standing ? (index) => props.onSearch(replacementOrder(planned, index)) : undefined}
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

function SearchProgress({ standing: { starts, order } }: { standing: SearchStanding }) {
  return (
    <div>
      <p className="mb-2 text-sm text-ink-soft">
        Start {Math.min(starts + 1, order.starts)} of {order.starts}
      </p>
      <ProgressBar fraction={starts / order.starts} label="Starts of the search" />
    </div>
  )
}
