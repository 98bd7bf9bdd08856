import type { Generator } from '../random/generator.ts'
import { centerPoints } from './center-points.ts'
import type { DesignProblem } from './design-problem.ts'
import type { Region } from './region.ts'
import { replicatesOf } from './replicates.ts'
import { runOrder } from './run-order.ts'

/** All runs to make. */
export interface CompleteRuns {
  /** Coded: the design's runs as they are, then replicates, then centre points. */
  readonly runs: Float64Array
  /** Where each of them comes from. */
  readonly origins: readonly RunOrigin[]
  /** order[i] is the run that is made i-th. */
  readonly order: Uint32Array
}

export type RunOrigin =
  | { readonly kind: 'new' }
  | { readonly kind: 'center' }
  /** run: index of the run that it repeats. */
  | { readonly kind: 'replicate'; readonly run: number }

/**
 * The runs of a design with replicates and centre points, and the order of making them: random within blocks and whole plots,
 * centre points spaced evenly.
 *
 * @param runs  n × factors, coded, in the order of blocks or plots
 * @throws CodedError see `centerPoints`
 */
export function completeRuns(
  problem: DesignProblem,
  region: Region,
  runs: Float64Array,
  extra: { readonly centerPoints: number; readonly replicates: number },
  generator: Generator,
): CompleteRuns {
  const k = problem.factors.length
  const n = runs.length / k
  const repeated = replicatesOf(problem, region, runs, extra.replicates)
  const all = new Float64Array((n + extra.replicates + extra.centerPoints) * k)
  all.set(runs)
  repeated.forEach((i, r) => all.set(runs.subarray(i * k, (i + 1) * k), (n + r) * k))
  all.set(centerPoints(problem, region, extra.centerPoints), (n + extra.replicates) * k)
  return {
    runs: all,
    origins: [
      ...Array.from({ length: n }, (): RunOrigin => ({ kind: 'new' })),
      ...Array.from(repeated, (run): RunOrigin => ({ kind: 'replicate', run })),
      ...Array.from({ length: extra.centerPoints }, (): RunOrigin => ({ kind: 'center' })),
    ],
    order: runOrder(problem, all, generator, extra.centerPoints),
  }
}
