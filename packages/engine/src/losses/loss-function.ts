import { logisticLoss, softmaxLoss } from './class-losses.ts'
import type { Loss, LossFunction } from './loss.ts'
import { absoluteLoss, huberLoss, poissonLoss, quantileLoss, squaredLoss, tweedieLoss } from './regression-losses.ts'

/** @throws RangeError for a parameter out of its range */
export function lossFunction(loss: Loss): LossFunction {
  switch (loss.kind) {
    case 'squared':
      return squaredLoss
    case 'absolute':
      return absoluteLoss
    case 'huber':
      return huberLoss(loss.delta)
    case 'quantile':
      return quantileLoss(loss.level)
    case 'poisson':
      return poissonLoss
    case 'tweedie':
      return tweedieLoss(loss.power)
    case 'logistic':
      return logisticLoss
    case 'softmax':
      return softmaxLoss(loss.classes)
  }
}
