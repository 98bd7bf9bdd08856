'use client'

import { useMemo, useRef, useState, useSyncExternalStore } from 'react'
import { Button } from '../controls/button.tsx'
import { Notice } from '../controls/notice.tsx'
import { ConstraintEditor } from './constraint-editor.tsx'
import { FactorEditor } from './factor-editor.tsx'
import { FoundDesign } from './found-design.tsx'
import { ModelSettings } from './model-settings.tsx'
import { MoreSettings } from './more-settings.tsx'
import { PlanBar } from './plan-bar.tsx'
import { EMPTY_PLAN, EXAMPLE_PLAN, type PlanDraft } from './plan-draft.ts'
import type { PlanInputProps } from './plan-field.tsx'
import { type PlanState, planState } from './plan-state.ts'
import { type PlanNotice, planStore } from './plan-store.ts'
import { visibleProblems } from './read-factors.ts'
import { newOrder } from './search-orders.ts'
import { type SearchOrder, useDesignSearch } from './use-design-search.ts'
import { useReplacement } from './use-replacement.ts'
import type { EngineFailure } from './worker-messages.ts'

/** From factors and a number of runs to a design, searched in this browser, and on to its run sheet. */
export function DesignPage() {
  const {
    draft: plan,
    planned,
    earlier,
    notice,
  } = useSyncExternalStore(planStore.subscribe, planStore.current, planStore.exported)
  const state = useMemo(() => planState(plan), [plan])
  const [failure, setFailure] = useState<EngineFailure | null>(null)
  const [isAsked, setAsked] = useState(false)
  const { standing, start, stop } = useDesignSearch({ onFound: planStore.put, onFailure: setFailure })
  const { replace } = useReplacement({ onReplaced: planStore.put, onFailure: setFailure })
  const page = useRef<HTMLDivElement>(null)

  const search = (order: SearchOrder) => {
    setFailure(null)
    start(order)
  }
  const find = () => {
    setAsked(true)
    if (state.ready) search(newOrder(state.ready))
    else requestAnimationFrame(() => page.current?.querySelector<HTMLElement>('[aria-invalid=true]')?.focus())
  }
  const begin = (next: PlanDraft) => {
    setAsked(false)
    planStore.change(next)
  }

  return (
    <div ref={page} className="pt-8 sm:pt-12">
      <Opening notice={notice} onExample={() => begin(EXAMPLE_PLAN)} onClear={() => begin(EMPTY_PLAN)} />
      <PlanEditor
        state={state}
        plan={plan}
        problems={isAsked ? state.problems : visibleProblems(plan, state.problems)}
        onChange={planStore.change}
      />
      <PlanBar state={state} tells={isAsked} isSearching={standing !== null} onFind={find} onStop={stop} />
      <FoundDesign
        planned={planned}
        standing={standing}
        failure={failure}
        isOutdated={planned !== null && JSON.stringify(planned.plan.draft) !== JSON.stringify(plan)}
        canUndo={earlier.length > 0}
        onSearch={search}
        onReplace={(...run) => {
          setFailure(null)
          replace(...run)
        }}
        onStop={stop}
        onUndo={planStore.undo}
      />
    </div>
  )
}

function PlanEditor({ state, ...input }: PlanInputProps & { state: PlanState }) {
  return (
    <>
      <section aria-labelledby="factors-title" className="mt-10">
        <h2 id="factors-title" className="mb-4 text-xl">
          What can be varied
        </h2>
        <FactorEditor {...input} />
      </section>
      <section aria-labelledby="runs-title" className="mt-12 space-y-8 border-t border-line pt-10">
        <h2 id="runs-title" className="text-xl">
          What the runs have to tell
        </h2>
        <ModelSettings {...input} coefficients={state.coefficients} modelProblem={state.modelFailure?.message} />
        <ConstraintEditor {...input} factors={state.factors} />
        <MoreSettings {...input} />
      </section>
    </>
  )
}

const NOTICES: Readonly<Record<PlanNotice, string>> = {
  unreadable: 'The plan that this browser kept can\u2019t be read any more, so the page starts empty.',
  not_kept: 'This browser keeps nothing for pages, so the plan is gone when the page is closed.',
}

function Opening(props: { notice: PlanNotice | null; onExample: () => void; onClear: () => void }) {
  return (
    <header>
      <h1 className="text-2xl sm:text-3xl">Plan experiments</h1>
      <p className="mt-3 max-w-2xl text-ink-soft">
        Say what can be varied and how many runs you can make. The best runs are searched here in your browser, and you
        see how much better any other choice could be.
      </p>
      <div className="mt-4 flex flex-wrap gap-3">
        <Button onClick={props.onExample}>Start from an example</Button>
        <Button look="quiet" onClick={props.onClear}>
          Clear
        </Button>
      </div>
      {props.notice && (
        <div className="mt-4">
          <Notice level="caution" alert>
            {NOTICES[props.notice]}
          </Notice>
        </div>
      )}
    </header>
  )
}
