import {
  type BinnedFeatures,
  type DesignProblem,
  type DesignSearch,
  type ForestData,
  type ForestOptions,
  type ForestPart,
  runStudyUnit,
  type StudyUnits,
  searchStarts,
  trainForestPart,
  type UnitProgress,
  type UnitResult,
} from '@zerosec/engine'
import type { PartContext, PartWork } from './part-work.ts'

/** A range of starts of one search; item i is starts i · batch … of them. */
export interface DesignStarts {
  readonly problem: DesignProblem
  readonly seed: number
  readonly sweeps: number
  readonly starts: number
  readonly batch: number
}

export interface TimedUnits extends StudyUnits {
  /** The units that are to be run: item i is unit todo[i]. */
  readonly todo: readonly number[]
  /** Milliseconds since 1970; null: no limit. */
  readonly endsAt: number | null
}

/** The trees of one forest; item i is trees i · batch … of them. */
export interface ForestTrees {
  readonly binned: BinnedFeatures
  readonly data: ForestData
  readonly options: ForestOptions
  readonly batch: number
}

/** What the engine can do in parts. */
export const ENGINE_WORK = {
  designStarts: (input: DesignStarts, item: number): DesignSearch => {
    const firstStart = item * input.batch
    const starts = Math.min(input.batch, input.starts - firstStart)
    return searchStarts(input.problem, { seed: input.seed, sweeps: input.sweeps, firstStart, starts })
  },
  forestTrees: ({ binned, data, options, batch }: ForestTrees, item: number): ForestPart => {
    const first = item * batch
    return trainForestPart(binned, data, options, { first, count: Math.min(batch, options.trees - first) })
  },
  /** After `endsAt` each unit still tries one setting: all of them are needed. */
  studyUnits: (input: TimedUnits, item: number, { report, shouldStop }: PartContext<UnitProgress>): UnitResult =>
    runStudyUnit(
      input,
      input.todo[item]!,
      report,
      () => shouldStop() || (input.endsAt !== null && Date.now() > input.endsAt),
    ),
} satisfies PartWork

export type EngineWork = typeof ENGINE_WORK
