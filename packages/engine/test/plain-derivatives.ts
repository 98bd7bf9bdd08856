import type { Loss } from '../src/losses/loss.ts'

/** The loss of one row by its scores, of every output. */
export function plainLoss(loss: Loss, scores: readonly number[], target: number): number {
  const score = scores[0]!
  const error = score - target
  switch (loss.kind) {
    case 'squared':
      return error ** 2 / 2
    case 'absolute':
      return Math.abs(error)
    case 'huber':
      return Math.abs(error) <= loss.delta ? error ** 2 / 2 : loss.delta * (Math.abs(error) - loss.delta / 2)
    case 'quantile':
      return error > 0 ? (1 - loss.level) * error : -loss.level * error
    case 'poisson':
      return Math.exp(score) - target * score
    case 'tweedie':
      return (
        Math.exp((2 - loss.power) * score) / (2 - loss.power) -
        (target * Math.exp((1 - loss.power) * score)) / (1 - loss.power)
      )
    case 'logistic':
      return Math.log(1 + Math.exp(score)) - target * score
    case 'softmax':
      return Math.log(scores.reduce((sum, own) => sum + Math.exp(own), 0)) - scores[target]!
  }
}

/** What the loss function calls gradient and hessian of one row, from the textbook's formulas and LightGBM's factors. */
export function derivatives(loss: Loss, scores: readonly number[], output: number, target: number): [number, number] {
  const score = scores[0]!
  const error = score - target
  switch (loss.kind) {
    case 'squared':
      return [error, 1]
    case 'absolute':
      return [Math.sign(error), 1]
    case 'huber':
      return [Math.max(-loss.delta, Math.min(loss.delta, error)), 1]
    case 'quantile':
      return [error >= 0 ? 1 - loss.level : -loss.level, 1]
    case 'poisson':
      return [Math.exp(score) - target, Math.exp(score + 0.7)]
    case 'tweedie': {
      const low = Math.exp((1 - loss.power) * score)
      const high = Math.exp((2 - loss.power) * score)
      return [high - target * low, (2 - loss.power) * high - (1 - loss.power) * target * low]
    }
    case 'logistic': {
      const share = 1 / (1 + Math.exp(-score))
      return [share - target, share * (1 - share)]
    }
    case 'softmax': {
      const share = Math.exp(scores[output]!) / scores.reduce((sum, own) => sum + Math.exp(own), 0)
      const factor = loss.classes / (loss.classes - 1)
      return [share - (target === output ? 1 : 0), factor * share * (1 - share)]
    }
  }
}
