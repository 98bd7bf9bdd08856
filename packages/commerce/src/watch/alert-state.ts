import type { CommerceAlertState } from '@zerosec/contract'
import type { Found } from './check-alert.ts'

export type AlertEvent = 'firing' | 'over'

export const UNCHECKED: CommerceAlertState = {
  is_firing: false,
  fired_period: null,
  period: null,
  value: null,
  sentence: null,
  problem: null,
  checked_at: null,
  snapshot_id: null,
}

/**
 * What follows from a check. An alert fires once for each period in which its condition is met, and tells once when the last period that is
 * over does not meet it any more. Corrected data don't make it fire again for a period that it has fired for.
 */
export function nextState(
  state: CommerceAlertState,
  { isMet, period, value, sentence }: Found,
  at: { readonly snapshotId: string; readonly now: Date },
): { readonly state: CommerceAlertState; readonly event: AlertEvent | null } {
  const isNew = isMet && period !== null && period !== state.fired_period
  const isOver = state.is_firing && !isMet && period !== null
  return {
    event: isNew ? 'firing' : isOver ? 'over' : null,
    state: {
      is_firing: isMet,
      fired_period: isNew ? period : state.fired_period,
      period,
      value,
      sentence,
      problem: null,
      checked_at: at.now.toISOString(),
      snapshot_id: at.snapshotId,
    },
  }
}
