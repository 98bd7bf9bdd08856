import type { CodedError } from '@zerosec/errors'
import type { Log } from '@zerosec/jobs'
import type { Prediction } from '@zerosec/model'
import type { LoadedModel } from './loaded-model.ts'
import type { PredictCall, Predicted } from './predict-call.ts'
import { predictRows, type RowOutcome } from './predict-rows.ts'

/**
 * What a version says to the rows of a call.
 *
 * @param until  of `performance.now()`: a batch that takes longer is given up
 * @throws CodedError, RangeError as `predictRows`
 */
export async function answerRows(
  loaded: LoadedModel,
  { rows, terms }: PredictCall,
  log: Log,
  until?: number,
): Promise<Predicted> {
  const outcomes = await predictRows(loaded, rows, terms, until)
  tellFaults(loaded, outcomes, log)
  return { version: loaded.facts.version, target: loaded.model.target.name, outcomes }
}

/** Faults of ours, which the answer hides: the first of them stands for all. */
function tellFaults({ facts: { name, version } }: LoadedModel, outcomes: readonly RowOutcome[], log: Log): void {
  const faults = rowErrors(outcomes).filter(({ code }) => code === 'internal')
  const [err] = faults
  if (!err) return
  log.error(
    { err, reference: err.details.reference, model: name, version, rows: faults.length },
    'rows could not be predicted',
  )
}

/** Refusals of rows, in the order of the rows. */
export function rowErrors(outcomes: readonly RowOutcome[]): CodedError[] {
  return outcomes.flatMap((outcome) => ('error' in outcome ? [outcome.error] : []))
}

export function predictionOf(outcome: RowOutcome): Prediction | undefined {
  return 'prediction' in outcome ? outcome.prediction : undefined
}

export interface Timed<T> {
  readonly value: T
  readonly ms: number
}

export async function timed<T>(run: () => Promise<T>): Promise<Timed<T>> {
  const start = performance.now()
  const value = await run()
  return { value, ms: performance.now() - start }
}
