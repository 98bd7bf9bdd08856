import { type Direction, type Trial, violationOf } from './trial.ts'

/** A trial as samplers see it: codes, and losses of which less is better. */
export interface Observation {
  readonly number: number
  /** One of each dimension, NaN where it is inactive. */
  readonly codes: Float64Array
  readonly state: 'running' | 'complete' | 'pruned'
  /** One of each objective; of a pruned trial what is known. Empty while it runs. */
  readonly losses: readonly number[]
  /** The last step of a pruned trial: those that came farther are better. */
  readonly lastStep: number
  /** 0 is feasible. */
  readonly violation: number
}

/** Null for a failed trial, of which there is nothing to learn. */
export function observe(trial: Trial, codes: Float64Array, directions: readonly Direction[]): Observation | null {
  if (trial.state === 'failed') return null
  const last = trial.state === 'pruned' ? trial.intermediate.at(-1) : undefined
  const values = last ? [last.value] : trial.values
  return {
    number: trial.number,
    codes,
    state: trial.state,
    losses: values.map((value, k) => lossOfValue(value, directions[k]!)),
    lastStep: last?.step ?? 0,
    violation: violationOf(trial),
  }
}

export function lossOfValue(value: number, direction: Direction): number {
  return direction === 'minimize' ? value : -value
}

/**
 * Orders observations of one objective from the best: those that run come last, of the others feasible before infeasible by violation,
 * then complete before pruned, pruned ones by how far they came, then by loss, then by number.
 */
export function compareObservations(a: Observation, b: Observation): number {
  // what a running trial breaks is not known: it must not pass for feasible
  if ((a.state === 'running') !== (b.state === 'running')) return a.state === 'running' ? 1 : -1
  if (a.violation !== b.violation) return a.violation - b.violation
  if (a.state !== b.state) return STATE_ORDER[a.state] - STATE_ORDER[b.state]
  if (a.lastStep !== b.lastStep) return b.lastStep - a.lastStep
  // one that was pruned before any value comes last of its step
  const difference = (a.losses[0] ?? Number.MAX_VALUE) - (b.losses[0] ?? Number.MAX_VALUE)
  return difference || a.number - b.number
}

const STATE_ORDER = { complete: 0, pruned: 1, running: 2 }
