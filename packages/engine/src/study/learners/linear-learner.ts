import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import type { PenalisedMethod } from '../../linear/penalised.ts'
import { fillMissing, fillValues } from '../../predictor/fill-missing.ts'
import { fitLinearColumns, type LinearTerms, linearWidth } from '../../predictor/fit-linear-columns.ts'
import type { Predictor } from '../../predictor/predictor.ts'
import { seededGenerator } from '../../random/generator.ts'
import type { Learner, Setting } from '../learner.ts'
import type { StudyData } from '../study-data.ts'
import { RefittedSession } from './refitted-session.ts'
import { transformDimension } from './transform-dimension.ts'

/** More columns than this cost more than they tell. */
const MOST_COLUMNS = 300
const NARROW_COLUMNS = 30

/** Ridge, lasso and elastic net on main effects or second-order terms. */
export const linearLearner: Learner = {
  space: (data) => [
    { kind: 'categorical', name: 'method', choices: methodChoices(data) },
    { kind: 'categorical', name: 'terms', choices: termChoices(data) },
    transformDimension(data),
  ],
  starts: (data) =>
    termChoices(data).flatMap((terms) =>
      (['ridge', 'lasso'] as const).map((method) => ({ method, terms, transform: data.transforms[0]! })),
    ),
  open: (data) => new RefittedSession(data, (setting, matrix, target) => fitted(data, setting, matrix, target)),
}

/** An elastic net tries five mixtures, and lies between the other two. */
function methodChoices({ matrix }: StudyData): PenalisedMethod[] {
  const isNarrow = linearWidth(matrix.levels, 'quadratic') <= NARROW_COLUMNS
  return isNarrow ? ['ridge', 'lasso', 'elastic_net'] : ['ridge', 'lasso']
}

function termChoices({ matrix }: StudyData): LinearTerms[] {
  return linearWidth(matrix.levels, 'quadratic') <= MOST_COLUMNS ? ['main', 'quadratic'] : ['main']
}

function fitted({ seed }: StudyData, setting: Setting, matrix: FeatureMatrix, target: Float64Array): Predictor {
  const fill = fillValues(matrix)
  const options = { method: setting['method'] as PenalisedMethod, terms: setting['terms'] as LinearTerms }
  const linear = fitLinearColumns(fillMissing(matrix, fill), target, options, seededGenerator(seed))
  return { kind: 'filled', fill, predictor: { kind: 'linear', linear } }
}
