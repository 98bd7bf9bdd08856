import { expect, test } from 'vitest'
import { headlineScore, isBetter, scoreWords } from './score-words.ts'

test.each([
  ['cv_r2', 0.9, 0.95, true],
  ['cv_rmse', 0.9, 0.95, false],
  ['cv_log_loss', 0.3, 0.2, true],
  ['cv_r2', 0.9, 0.9, null],
  ['something_else', 1, 2, null],
])('%s from %d to %d: better is %s', (key, before, after, better) => {
  expect(isBetter(key, before, after)).toBe(better)
})

test('the first score is the one that people ask for, else whichever there is', () => {
  expect(headlineScore({ cv_rmse: 0.5, cv_r2: 0.9 })).toEqual(['cv_r2', 0.9])
  expect(headlineScore({ cv_brier: 0.1, cv_roc_auc: 0.8, cv_accuracy: 0.7 })).toEqual(['cv_accuracy', 0.7])
  expect(headlineScore({ own: 1 })).toEqual(['own', 1])
  expect(headlineScore({})).toBeUndefined()
  expect(scoreWords('film_roc_auc').label).toBe('Area under ROC, film')
  expect(scoreWords('own_score')).toEqual({ label: 'own score', better: null, hasUnit: false })
})
