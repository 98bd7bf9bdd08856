import {
  type BinnedFeatures,
  binFeature,
  type ClassUnitResult,
  type ClassUnits,
  type DesignProblem,
  type DesignSearch,
  type FeatureBins,
  type FeatureMatrix,
  type ForestData,
  type ForestOptions,
  type ForestPart,
  runClassUnit,
  runStudyUnit,
  runTextUnit,
  type ShardedTraining,
  type StudyUnits,
  searchStarts,
  serveShards,
  type TextUnitResult,
  type TextUnits,
  type TreeEnsemble,
  trainForestPart,
  trainShards,
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

/** Which units of a run are wanted. */
export interface TimedUnits {
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

/** Features that are coded each by itself, into codes that all share. */
export interface FeaturesToBin {
  readonly matrix: FeatureMatrix
  readonly codes: Uint8Array
}

/** What the engine can do in parts. */
export const ENGINE_WORK = {
  designStarts: (input: DesignStarts, item: number): DesignSearch => {
    const firstStart = item * input.batch
    const starts = Math.min(input.batch, input.starts - firstStart)
    return searchStarts(input.problem, { seed: input.seed, sweeps: input.sweeps, firstStart, starts })
  },
  featureBins: ({ matrix, codes }: FeaturesToBin, item: number): FeatureBins => binFeature(matrix, item, codes),
  /** One training: the first part gives the steps, the others help until it has ended. */
  shardedBoosting: (training: ShardedTraining, item: number): TreeEnsemble | null => {
    if (item === 0) return trainShards(training)
    serveShards(training)
    return null
  },
  forestTrees: ({ binned, data, options, batch }: ForestTrees, item: number): ForestPart => {
    const first = item * batch
    return trainForestPart(binned, data, options, { first, count: Math.min(batch, options.trees - first) })
  },
  /** After `endsAt` each unit still tries one setting: all of them are needed. */
  studyUnits: (
    input: StudyUnits & TimedUnits,
    item: number,
    { report, shouldStop }: PartContext<UnitProgress>,
  ): UnitResult =>
    runStudyUnit(
      input,
      input.todo[item]!,
      report,
      () => shouldStop() || (input.endsAt !== null && Date.now() > input.endsAt),
    ),
  textUnits: (input: TextUnits, item: number): TextUnitResult => runTextUnit(input, item),
  classUnits: (
    input: ClassUnits & TimedUnits,
    item: number,
    { report, shouldStop }: PartContext<UnitProgress>,
  ): ClassUnitResult =>
    runClassUnit(
      input,
      input.todo[item]!,
      report,
      () => shouldStop() || (input.endsAt !== null && Date.now() > input.endsAt),
    ),
} satisfies PartWork

export type EngineWork = typeof ENGINE_WORK
