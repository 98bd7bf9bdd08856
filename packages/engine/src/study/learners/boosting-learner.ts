import { applyTransform, fitTransform, invertTransform, type TransformKind } from '../../transforms/target-transform.ts'
import type { Growth } from '../../trees/boost/boosting-options.ts'
import type { FittedModel, Learner, Setting } from '../learner.ts'
import { lossOf, type StudyData, targetsOf } from '../study-data.ts'
import { BoostingSession, type BoostingTask } from './boosting-session.ts'
import { BOOSTING_LIMITS, boostingOptions, boostingSpace, boostingStarts, paceOf } from './boosting-settings.ts'
import { transformDimension } from './transform-dimension.ts'

/** Boosting of trees; the number of rounds comes from the validation rows, the other hyperparameters are searched. */
export function boostingLearner(growth: Growth): Learner {
  return {
    space: (data) => [...boostingSpace(growth, data), transformDimension(data)],
    limits: BOOSTING_LIMITS,
    starts: (data) => boostingStarts(growth, data).map((start) => ({ ...start, transform: data.transforms[0]! })),
    keptShare: (data) => paceOf(data).keptShare,
    open: (data) => new BoostingSession(data, numberTask(growth, data)),
  }
}

/** Numbers: in a transform, and judged in their unit. */
function numberTask(growth: Growth, { target, metric, monotone, seed }: StudyData): BoostingTask<FittedModel> {
  const loss = { kind: metric === 'mae' ? 'absolute' : 'squared' } as const
  const transformOn = (setting: Setting, rows: ArrayLike<number>) =>
    fitTransform(setting['transform'] as TransformKind, targetsOf(target, rows))
  return {
    outputs: 1,
    optionsOf: (setting) => boostingOptions(growth, setting, { loss, monotone, seed }),
    on: (setting, rows) => {
      const transform = transformOn(setting, rows)
      const isPlain = transform.kind === 'none'
      return {
        target: isPlain ? target : applyTransform(transform, target),
        weights: null,
        predictionsOf: (scores) => (isPlain ? scores : invertTransform(transform, scores).values),
      }
    },
    lossOf: (rows, predicted) => {
      let sum = 0
      for (let i = 0; i < rows.length; i++) sum += lossOf(metric, predicted[i]! - target[rows[i]!]!)
      return sum
    },
    fitted: (setting, ensemble) => ({
      predictor: { kind: 'trees', ensemble, link: 'identity' },
      transform: fitTransform(setting['transform'] as TransformKind, target),
    }),
  }
}
