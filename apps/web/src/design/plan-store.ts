import { EMPTY_PLAN, type PlanDraft } from './plan-draft.ts'
import { type KeptPlan, rememberedPlan, rememberPlan } from './plan-storage.ts'
import type { PlannedRuns } from './planned-runs.ts'

export type PlanNotice = 'unreadable' | 'not_kept'

export interface OpenPlan extends KeptPlan {
  /** The designs that `undo` goes back to, newest last. */
  readonly earlier: readonly PlannedRuns[]
  readonly notice: PlanNotice | null
}

const EMPTY: OpenPlan = { draft: EMPTY_PLAN, planned: null, earlier: [], notice: null }

let open: OpenPlan | null = null
const listeners = new Set<() => void>()

/** The plan as the browser kept it, and as it was changed since; outlives moving between pages. */
export const planStore = {
  subscribe: (listener: () => void): (() => void) => {
    listeners.add(listener)
    return () => listeners.delete(listener)
  },
  current: (): OpenPlan => {
    open ??= openRemembered()
    return open
  },
  /** While the page is exported there is no browser that could have kept anything. */
  exported: (): OpenPlan => EMPTY,
  change: (draft: PlanDraft): void => {
    set({ ...planStore.current(), draft })
  },
  put: (planned: PlannedRuns): void => {
    const before = planStore.current()
    set({ ...before, planned, earlier: before.planned ? [...before.earlier, before.planned] : [] })
  },
  undo: (): void => {
    const before = planStore.current()
    set({ ...before, planned: before.earlier.at(-1) ?? before.planned, earlier: before.earlier.slice(0, -1) })
  },
}

function openRemembered(): OpenPlan {
  const remembered = rememberedPlan(localStorage)
  switch (remembered.kind) {
    case 'nothing':
      return EMPTY
    case 'unreadable':
      return { ...EMPTY, notice: 'unreadable' }
    case 'plan':
      return { ...EMPTY, draft: remembered.draft, planned: remembered.planned }
  }
}

function set(next: OpenPlan): void {
  open = { ...next, notice: rememberPlan(localStorage, next) ? null : 'not_kept' }
  for (const listener of listeners) listener()
}
