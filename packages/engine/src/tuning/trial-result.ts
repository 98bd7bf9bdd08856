import type { TrialResult } from './trial.ts'

/** @throws RangeError for a result without sense: it is the caller who knows what a trial without a value means, and tells it as failed */
export function checkResult(result: TrialResult, objectives: number): void {
  const { state = 'complete', values = [], intermediate = [], constraints = [] } = result
  const isWanted =
    state === 'complete' ? values.length === objectives : values.length === 0 || values.length === objectives
  if (!isWanted) throw new RangeError(`a ${state} trial has ${objectives} values, got ${values.length}`)
  if (!values.every(Number.isFinite))
    throw new RangeError(`values are finite, got ${values.join(', ')}; tell the trial as failed`)
  if (constraints.some(Number.isNaN)) throw new RangeError('a constraint is NaN; tell the trial as failed')
  let before = Number.NEGATIVE_INFINITY
  for (const { step, value } of intermediate) {
    if (!Number.isFinite(value)) throw new RangeError(`the value of step ${step} is ${value}; tell the trial as failed`)
    if (!(step > before)) throw new RangeError(`step ${step} follows step ${before}`)
    before = step
  }
}
