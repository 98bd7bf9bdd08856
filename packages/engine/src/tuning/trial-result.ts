import type { Trial, TrialResult } from './trial.ts'

/** @throws RangeError for a result without sense: it is the caller who knows what a trial without a value means, and tells it as failed */
export function checkResult(result: TrialResult, objectives: number): void {
  const { state = 'complete', values = [], intermediate = [], constraints = [] } = result
  const isWanted =
    state === 'complete' ? values.length === objectives : values.length === 0 || values.length === objectives
  if (!isWanted) throw new RangeError(`a ${state} trial has ${objectives} values, got ${values.length}`)
  if (!values.every(Number.isFinite))
    throw new RangeError(`values are finite, got ${values.join(', ')}; tell the trial as failed`)
  if (!constraints.every(Number.isFinite))
    throw new RangeError(`constraints are finite, got ${constraints.join(', ')}; tell the trial as failed`)
  let before = Number.NEGATIVE_INFINITY
  for (const { step, value } of intermediate) {
    if (!Number.isFinite(value)) throw new RangeError(`the value of step ${step} is ${value}; tell the trial as failed`)
    if (!(step > before)) throw new RangeError(`step ${step} follows step ${before}`)
    before = step
  }
}

/** @throws RangeError for trials that no study could have asked for and been told in the order that they say */
export function checkHistory(trials: readonly Trial[], objectives: number): void {
  const places = new Set<number>()
  let askedAfter = 0
  for (const [number, trial] of trials.entries()) {
    const { state, toldAs } = trial
    if (trial.number !== number) throw new RangeError(`trial ${number} has the number ${trial.number}`)
    if ((state === 'running') !== (toldAs === null))
      throw new RangeError(`trial ${number} is ${state}, told as ${toldAs}`)
    checkResult(state === 'running' ? { ...trial, state: 'pruned' } : { ...trial, state }, objectives)
    const isAfter = trial.askedAfter >= askedAfter && (toldAs === null || toldAs >= trial.askedAfter)
    if (!isAfter) throw new RangeError(`trial ${number} was asked for after ${trial.askedAfter}, told as ${toldAs}`)
    askedAfter = trial.askedAfter
    if (toldAs !== null) places.add(toldAs)
  }
  const told = trials.filter(({ toldAs }) => toldAs !== null).length
  for (let place = 0; place < told; place++)
    if (!places.has(place)) throw new RangeError(`no trial was told as ${place}`)
  if (askedAfter > told) throw new RangeError(`a trial was asked for after ${askedAfter} were told, of ${told}`)
}
