import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { accuracy, balancedAccuracy, confusionMatrix, f1Score, macroF1, matthewsCorrelation } from './class-scores.ts'
import { averagePrecision, brierScore, logLoss, rocAuc } from './probability-scores.ts'
import { spearman } from './ranks.ts'
import { wilsonInterval } from './score-intervals.ts'
import { maximumError, meanAbsolutePercentageError, medianAbsoluteError, q2Score, r2Score } from './scores.ts'

// by scikit-learn and scipy: see reference/validation.py
const { classes: c, numbers } = JSON.parse(
  readFileSync(new URL('../../reference/validation.json', import.meta.url), 'utf8'),
)

describe('scores agree with scikit-learn and scipy', () => {
  const matrix = confusionMatrix(c.classes, c.predicted, c.k)
  it.each([
    ['log loss', logLoss(c.classes, c.probabilities, c.k), c.log_loss],
    ['accuracy', accuracy(matrix), c.accuracy],
    ['balanced accuracy', balancedAccuracy(matrix), c.balanced_accuracy],
    ['macro F1', macroF1(matrix), c.macro_f1],
    ['Matthews correlation', matthewsCorrelation(matrix), c.matthews],
    ['area under ROC, with ties', rocAuc(c.binary, c.scores), c.roc_auc],
    ['average precision, with ties', averagePrecision(c.binary, c.scores), c.average_precision],
    [
      'Brier score',
      brierScore(
        c.binary,
        (c.scores as number[]).flatMap((s) => [1 - s, s]),
        2,
      ),
      c.brier_binary,
    ],
    ['percentage error', meanAbsolutePercentageError(numbers.actual, numbers.predicted), numbers.mape],
    ['median absolute error', medianAbsoluteError(numbers.actual, numbers.predicted), numbers.median_absolute_error],
    ['maximum error', maximumError(numbers.actual, numbers.predicted), numbers.maximum_error],
    [
      "Spearman's correlation, with ties",
      spearman(tenths(numbers.actual), tenths(numbers.predicted)),
      numbers.spearman,
    ],
  ])('%s', (_, ours, theirs) => {
    expect(ours).toBeCloseTo(theirs, 13)
  })

  it.each(numbers.wilson as [number, number, number, number][])(
    "Wilson's interval of %d in %d",
    (successes, trials, low, high) => {
      const interval = wilsonInterval(successes, trials)
      expect(interval.low).toBeCloseTo(low, 12)
      expect(interval.high).toBeCloseTo(high, 12)
    },
  )
})

function tenths(values: number[]): number[] {
  return values.map((value) => Math.round(value * 10) / 10)
}

describe('rocAuc', () => {
  it('is the share of pairs in the right order, counted one by one', () => {
    const { binary, scores }: { binary: number[]; scores: number[] } = c
    let sum = 0
    let pairs = 0
    for (const [i, one] of binary.entries()) {
      for (const [j, other] of binary.entries()) {
        if (one !== 1 || other !== 0) continue
        pairs++
        sum += scores[i]! > scores[j]! ? 1 : scores[i] === scores[j] ? 0.5 : 0
      }
    }
    expect(rocAuc(binary, scores)).toBeCloseTo(sum / pairs, 14)
  })

  it('has no value with one class', () => {
    expect(rocAuc([1, 1], [0.1, 0.2])).toBeNull()
    expect(averagePrecision([0, 0], [0.1, 0.2])).toBeNull()
  })
})

describe('class scores', () => {
  it('give 0 where a class neither occurs nor is predicted, and pass it over in the balanced accuracy', () => {
    const matrix = confusionMatrix([0, 1, 1], [0, 1, 0], 3)
    expect(f1Score(matrix, 2)).toBe(0)
    expect(balancedAccuracy(matrix)).toBe(0.75)
    expect(matthewsCorrelation(confusionMatrix([0, 1], [1, 1], 2))).toBe(0)
  })

  it.each([
    [[0], [0, 1], 2],
    [[0, 2], [0, 1], 2],
    [[0, 1], [0.5, 1], 2],
    [[], [], 2],
  ])('refuse classes %j predicted as %j', (classes, predicted, k) => {
    expect(() => confusionMatrix(classes, predicted, k)).toThrow(RangeError)
  })
})

describe('q2Score', () => {
  it('is R² where every reference is the mean of the values, and less where the mean was known worse', () => {
    const actual: number[] = numbers.actual
    const mean = actual.reduce((sum, value) => sum + value, 0) / actual.length
    const means = actual.map(() => mean)
    expect(q2Score(actual, numbers.predicted, means)).toBeCloseTo(r2Score(actual, numbers.predicted)!, 12)
    expect(q2Score(actual, actual, means)).toBe(1)
    expect(q2Score([2, 2], [2, 1], [2, 2])).toBeNull()
  })

  it('is what scores refuse: lengths that differ', () => {
    expect(() => q2Score([1], [1], [1, 2])).toThrow(RangeError)
    expect(meanAbsolutePercentageError([0, 1], [1, 1])).toBeNull()
  })
})
