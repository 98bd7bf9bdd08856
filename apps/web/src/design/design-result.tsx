'use client'

import { useMemo } from 'react'
import { DesignFacts } from './design-facts.tsx'
import { PairPlot } from './pair-plot.tsx'
import { type PlannedRuns, problemOf } from './planned-runs.ts'
import { RunTable } from './run-table.tsx'
import { useWorkerAnswer } from './use-worker-answer.ts'
import type { WorkerCall } from './worker-messages.ts'

interface DesignResultProps {
  readonly planned: PlannedRuns
  /** Whether better ones may still come: then only what is known at once is told of it. */
  readonly isSought: boolean
  readonly onReplace: ((index: number) => void) | undefined
}

/** A design, also while it is still sought: how good it is, its runs, and where they lie. */
export function DesignResult({ planned, isSought, onReplace }: DesignResultProps) {
  const { request } = planned.plan
  const count = planned.marks.length
  const problem = useMemo(() => ({ ...request.problem, runs: count }), [request, count])
  const bound = useWorkerAnswer(useMemo((): WorkerCall => ({ kind: 'bound', problem }), [problem]))
  const judged = useWorkerAnswer(
    useMemo(
      (): WorkerCall | null => (isSought ? null : { kind: 'judge', problem: problemOf(planned), runs: planned.runs }),
      [planned, isSought],
    ),
  )
  const quality = judged.isCurrent && judged.answer?.kind === 'judged' ? judged.answer.quality : null
  const { factors } = request.problem
  return (
    <div className="space-y-8">
      <DesignFacts
        dEfficiency={planned.dEfficiency}
        isProven={planned.isProven}
        dBound={bound.isCurrent && bound.answer?.kind === 'bounded' ? bound.answer.dBound : undefined}
        averageVariance={quality?.averageVariance ?? null}
        runs={count}
        coefficients={problem.model.columns.length}
      />
      <div className="grid gap-8 lg:grid-cols-[minmax(0,3fr)_minmax(0,2fr)]">
        <RunTable {...planned} factors={factors} columns={request.columns} onReplace={onReplace} />
        <PairPlot factors={factors} runs={planned.runs} marks={planned.marks} />
      </div>
    </div>
  )
}
