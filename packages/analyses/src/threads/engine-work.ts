import { type DesignProblem, type DesignSearch, searchStarts } from '@zerosec/engine'
import type { PartWork } from './part-work.ts'

/** A range of starts of one search; item i is starts i · batch … of them. */
export interface DesignStarts {
  readonly problem: DesignProblem
  readonly seed: number
  readonly sweeps: number
  readonly starts: number
  readonly batch: number
}

/** What the engine can do in parts. */
export const ENGINE_WORK = {
  designStarts: (input: DesignStarts, item: number): DesignSearch => {
    const firstStart = item * input.batch
    const starts = Math.min(input.batch, input.starts - firstStart)
    return searchStarts(input.problem, { seed: input.seed, sweeps: input.sweeps, firstStart, starts })
  },
} satisfies PartWork

export type EngineWork = typeof ENGINE_WORK
