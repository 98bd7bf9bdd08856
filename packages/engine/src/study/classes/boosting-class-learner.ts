import { applyLink } from '../../predictor/link.ts'
import type { Predictor } from '../../predictor/predictor.ts'
import type { Growth } from '../../trees/boost/boosting-options.ts'
import type { Setting } from '../learner.ts'
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
const FEWEST_TRIALS = 2
/** Above it trees learn twice as fast, in half as many rounds. */
const LONG_WORK = 2e5

/** Boosting of log loss: trees of one score for two classes, of one for each of more. */
export function boostingClassLearner(growth: Growth): ClassLearner {
  return {
    space: (data) => boostingSpace(growth, data),
    limits: BOOSTING_LIMITS,
    starts: (data) => boostingStarts(growth, data).map((start) => (workOf(data) > LONG_WORK ? hurried(start) : start)),
    mostTrials: (data) => {
      const work = workOf(data)
      return work <= MUCH_WORK ? Number.POSITIVE_INFINITY : Math.max(FEWEST_TRIALS, Math.ceil((6 * MUCH_WORK) / work))
    },
    keptShare: (data) => paceOf(data).keptShare,
    open: (data) => new BoostingSession(data, classTask(growth, data)),
  }
}

function workOf({ matrix, classes }: ClassData): number {
  return matrix.rows * matrix.columns.length * outputsFor(classes)
}

function hurried(start: Setting): Setting {
  return { ...start, learning_rate: 2 * (start['learning_rate'] as number) }
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
