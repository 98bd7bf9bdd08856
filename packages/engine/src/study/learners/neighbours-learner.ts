import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import { fitNeighbours, type Weighting } from '../../neighbours/neighbours.ts'
import { fillMissing, fillValues } from '../../predictor/fill-missing.ts'
import type { Predictor } from '../../predictor/predictor.ts'
import type { Learner, Setting } from '../learner.ts'
import { RefittedSession } from './refitted-session.ts'
import { transformDimension } from './transform-dimension.ts'

const MOST_NEIGHBOURS = 30
/** It is a yardstick: its error hardly depends on more than the rough number of neighbours. */
const MOST_TRIALS = 8
/** Above so many rows every trial compares millions of pairs. */
const MANY_ROWS = 1000
const TRIALS_OF_MANY_ROWS = 4

/** The mean of the nearest rows. */
export const neighboursLearner: Learner = {
  space: (data) => [
    { kind: 'int', name: 'n_neighbors', low: 1, high: MOST_NEIGHBOURS, log: true },
    { kind: 'categorical', name: 'weights', choices: ['inverse_distance', 'uniform'] },
    transformDimension(data),
  ],
  starts: ({ transforms }) =>
    [5, 3, 10, 2].map((count) => ({
      n_neighbors: count,
      weights: 'inverse_distance',
      transform: transforms[0]!,
    })),
  mostTrials: ({ matrix }) => (matrix.rows > MANY_ROWS ? TRIALS_OF_MANY_ROWS : MOST_TRIALS),
  open: (data) => new RefittedSession(data, fitted),
}

function fitted(setting: Setting, matrix: FeatureMatrix, target: Float64Array): Predictor {
  const fill = fillValues(matrix)
  const neighbours = fitNeighbours(fillMissing(matrix, fill), target, {
    k: Math.min(setting['n_neighbors'] as number, matrix.rows),
    weighting: setting['weights'] as Weighting,
  })
  return { kind: 'filled', fill, predictor: { kind: 'neighbours', neighbours } }
}
