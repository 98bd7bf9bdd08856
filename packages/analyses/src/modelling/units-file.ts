import type { Setting } from '@zerosec/engine'
import type { AnalysisFile } from '../analysis.ts'
import { csv } from './csv-file.ts'

/** A study that is done. */
export interface DoneUnit {
  readonly response: string
  readonly model: string
  /** The rows that it learnt from: all, or without those of a fold. */
  readonly place: string
  readonly trials: number
  /** Of the best setting in the inner folds. */
  readonly score: number
  readonly setting: Setting
  readonly rounds: number | null
}

/** What a run has found so far: the best setting of each study that is done. */
export function unitsFile(done: readonly DoneUnit[], metric: string): AnalysisFile {
  const header = ['response', 'model', 'part', 'trials', `best_${metric}`, 'rounds', 'settings']
  const rows = done.map(({ response, model, place, trials, score, setting, rounds }) => [
    response,
    model,
    place,
    trials,
    score,
    rounds ?? '',
    JSON.stringify(setting),
  ])
  return csv('found_so_far.csv', header, rows)
}
