import { type DesignProblem, type DesignSearch, searchStarts } from '@zerosec/engine'

/** A range of starts of one search; item i is starts i · batch … of them. */
export interface DesignStarts {
  readonly problem: DesignProblem
  readonly seed: number
  readonly sweeps: number
  readonly starts: number
  readonly batch: number
}

/** What the engine can do in parts: from the input that all parts share to the result of one part. Inputs and results are plain data. */
export const ENGINE_WORK = {
  designStarts: (input: DesignStarts, item: number): DesignSearch => {
    const firstStart = item * input.batch
    const starts = Math.min(input.batch, input.starts - firstStart)
    return searchStarts(input.problem, { seed: input.seed, sweeps: input.sweeps, firstStart, starts })
  },
}

export type EngineWork = typeof ENGINE_WORK
export type WorkName = keyof EngineWork
export type WorkInput<Name extends WorkName> = Parameters<EngineWork[Name]>[0]
export type WorkResult<Name extends WorkName> = ReturnType<EngineWork[Name]>
