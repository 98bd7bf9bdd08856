import { CodedError } from '@zerosec/errors'
import { gridCandidates } from './candidate-set.ts'
import { checkFactors } from './check-factors.ts'
import { codedLinear, mixtureSums } from './coded-linear.ts'
import { rangeTest } from './coded-range.ts'
import type { Constraint } from './constraint.ts'
import { settingsDraw } from './draw-settings.ts'
import { equalityDirections } from './equality-directions.ts'
import type { Factor } from './factor.ts'
import { linearMoves } from './linear-moves.ts'
import type { Region } from './region.ts'

const TRIES = 100_000

/**
 * The region of the runs that the factors and constraints allow.
 *
 * @throws CodedError `design_factor_invalid`, `design_mixture_impossible`, `design_region_empty`, `design_region_not_found`
 */
export function designRegion(factors: readonly Factor[], constraints: readonly Constraint[]): Region {
  checkFactors(factors)
  const linear = constraints.filter((constraint) => constraint.kind === 'linear')
  const rows = [...mixtureSums(factors), ...linear.map((constraint) => codedLinear(factors, constraint))]
  const moves = linearMoves(factors, rows)
  const inRange = rangeTest(factors)
  const contains = (runs: Float64Array, at: number) => inRange(runs, at) && moves.isMet(runs, at)
  const draw = settingsDraw(factors)
  return {
    factors,
    isProduct: rows.length === 0 && constraints.length === 0,
    contains,
    span: moves.span,
    pairSpan: moves.pairSpan,
    directions: equalityDirections(factors, rows),
    directionSpan: moves.directionSpan,
    sample(generator, runs, at) {
      for (let attempt = 0; attempt < TRIES; attempt++) {
        if (draw(generator, runs, at) && contains(runs, at)) return
      }
      throw new CodedError('design_region_not_found', {
        tries: TRIES,
        constraints: constraints.map(({ text }) => text),
      })
    },
    candidates: (limit) => gridCandidates(factors, contains, limit),
  }
}
