import type { Design, DesignProblem, DesignSearch } from '@zerosec/engine'

/** What the page asks of a design worker. Runs are coded, row-major. */
export type WorkerCall =
  | {
      readonly kind: 'search'
      readonly problem: DesignProblem
      readonly seed: number
      readonly firstStart: number
      readonly starts: number
    }
  | { readonly kind: 'judge'; readonly problem: DesignProblem; readonly runs: Float64Array }
  /** For another run in the place of number `index`, which is refused as all of `refused` are. */
  | {
      readonly kind: 'replace'
      readonly problem: DesignProblem
      readonly runs: Float64Array
      readonly index: number
      readonly refused: Float64Array
    }
  | { readonly kind: 'bound'; readonly problem: DesignProblem }
  /** Whether the conditions can be read, and met together. */
  | { readonly kind: 'check'; readonly factors: DesignProblem['factors']; readonly lines: readonly string[] }

/** What it answers: for a search any number of `better` first, then one of the others. */
export type WorkerAnswer =
  | { readonly kind: 'better'; readonly design: Design; readonly dEfficiency: number }
  | { readonly kind: 'searched'; readonly part: DesignSearch; readonly dEfficiency: number }
  | { readonly kind: 'judged'; readonly quality: DesignQuality }
  | { readonly kind: 'replaced'; readonly run: Float64Array; readonly dEfficiency: number }
  | { readonly kind: 'bounded'; readonly dBound: number | null }
  | { readonly kind: 'checked'; readonly check: ConstraintCheck }
  | { readonly kind: 'failed'; readonly failure: EngineFailure }

/** How well a design predicts. */
export interface DesignQuality {
  /** In units of the variance of a single run; null where the runs can't estimate the model. */
  readonly averageVariance: number | null
}

/** What is said of the constraints while they are typed. */
export interface ConstraintCheck {
  /** What stands in the way, each with the text it is about in it. */
  readonly errors: readonly string[]
  /** What is allowed but hardly meant. */
  readonly doubts: readonly string[]
  /** What the constraints leave of the factors that they narrow. */
  readonly narrowed: readonly { readonly name: string; readonly low: number; readonly high: number }[]
}

/** An error of the engine as it crosses to the page. */
export interface EngineFailure {
  readonly code: string
  readonly message: string
  readonly details: Readonly<Record<string, unknown>>
}
