import { applyLink } from '../../predictor/link.ts'
import type { Predictor } from '../../predictor/predictor.ts'
import type { Growth } from '../../trees/boost/boosting-options.ts'
import { BoostingSession, type BoostingTask } from '../learners/boosting-session.ts'
import {
  BOOSTING_LIMITS,
  boostingOptions,
  boostingSpace,
  boostingStarts,
  paceOf,
} from '../learners/boosting-settings.ts'
import { type ClassData, type ClassLearner, classLossOf, outputsFor } from './class-data.ts'

/** Trees grow with the number of classes: so much work (rows · features · classes) has as many trials as are asked for, more has fewer. */
const MUCH_WORK = 1e5
const FEWEST_TRIALS = 3

/** Boosting of log loss: trees of one score for two classes, of one for each of more. */
export function boostingClassLearner(growth: Growth): ClassLearner {
  return {
    space: (data) => boostingSpace(growth, data),
    limits: BOOSTING_LIMITS,
    starts: (data) => boostingStarts(growth, data),
    mostTrials: ({ matrix, classes }) => {
      const work = matrix.rows * matrix.columns.length * outputsFor(classes)
      return work <= MUCH_WORK ? Number.POSITIVE_INFINITY : Math.max(FEWEST_TRIALS, Math.ceil((10 * MUCH_WORK) / work))
    },
    keptShare: (data) => paceOf(data).keptShare,
    open: (data) => new BoostingSession(data, classTask(growth, data)),
  }
}

function classTask(growth: Growth, data: ClassData): BoostingTask<Predictor> {
  const { target, classes, weights, seed } = data
  const loss = classes === 2 ? ({ kind: 'logistic' } as const) : ({ kind: 'softmax', classes } as const)
  const link = classes === 2 ? 'logistic' : 'softmax'
  const outputs = outputsFor(classes)
  return {
    outputs,
    optionsOf: (setting) => boostingOptions(growth, setting, { loss, monotone: new Int8Array(0), seed }),
    on: () => ({
      target,
      weights,
      predictionsOf: (scores) => applyLink(link, scores.slice(), scores.length / outputs),
    }),
    lossOf: (rows, shares) => classLossOf(data, rows, shares).sum,
    fitted: (_setting, ensemble) => ({ kind: 'trees', ensemble, link }),
  }
}
