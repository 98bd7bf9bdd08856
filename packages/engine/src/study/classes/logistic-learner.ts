import { fillMissing, fillValues } from '../../predictor/fill-missing.ts'
import { type LinearTerms, linearWidth } from '../../predictor/fit-linear-columns.ts'
import { fitLogisticColumns } from '../../predictor/fit-logistic-columns.ts'
import { type ClassData, type ClassLearner, outputsFor } from './class-data.ts'
import { RefittedClassSession } from './refitted-class-session.ts'

/** Products of columns are tried where they are few. */
const NARROW_COLUMNS = 60
const MOST_TRIALS = 12
/** Rows · columns · classes of a table whose fits take long. */
const MUCH_WORK = 2e5
const TRIALS_OF_MUCH_WORK = 5

/** Logistic regression with a ridge penalty; C is its inverse, as scikit-learn's. */
export const logisticLearner: ClassLearner = {
  space: (data) => [
    { kind: 'float', name: 'C', low: 1e-3, high: 1e3, log: true },
    { kind: 'categorical', name: 'terms', choices: termChoices(data) },
  ],
  limits: { C: [1e-9, 1e9] },
  starts: (data) => termChoices(data).flatMap((terms) => [1, 0.1, 0.01, 10].map((C) => ({ C, terms }))),
  mostTrials: ({ matrix, classes }) =>
    matrix.rows * linearWidth(matrix.levels, 'main') * outputsFor(classes) > MUCH_WORK
      ? TRIALS_OF_MUCH_WORK
      : MOST_TRIALS,
  open: (data) =>
    new RefittedClassSession(data, (setting, { matrix, target, weights }) => {
      const fill = fillValues(matrix)
      const predictor = fitLogisticColumns(fillMissing(matrix, fill), target, data.classes, weights, {
        terms: setting['terms'] as LinearTerms,
        penalty: 1 / (setting['C'] as number),
      })
      return { kind: 'filled', fill, predictor }
    }),
}

function termChoices({ matrix }: ClassData): LinearTerms[] {
  return linearWidth(matrix.levels, 'quadratic') <= NARROW_COLUMNS ? ['main', 'quadratic'] : ['main']
}
