import { z } from 'zod'
import { described, sharedParameters } from '../shared-parameters.ts'

export const PRESETS = ['main', 'interactions', 'quadratic'] as const

export const LinearParameters = z.strictObject({
  target_column: described(z.string().min(1), {
    title: 'Response',
    description: 'The measured column to explain and predict.',
    column: 'response',
  }),
  feature_columns: described(z.array(z.string().min(1)).default([]), {
    title: 'Factors',
    description: 'The columns that may explain the response. None chosen: every usable column.',
    column: 'factor',
  }),
  terms: described(z.union([z.enum(PRESETS), z.string().min(1).max(20_000)]).default('main'), {
    title: 'Terms',
    description:
      'main: each factor by itself. interactions: and every product of two. quadratic: and the square of each number. ' +
      'Or a formula such as "a + b*c + I(a^2) + log(d)", where . stands for all factors.',
  }),
  method: described(z.enum(['ols', 'ridge', 'lasso', 'elastic_net']).default('ols'), {
    title: 'Method',
    description:
      'ols: least squares, with tests and intervals. ridge, lasso, elastic_net: shrunken coefficients for many or ' +
      'correlated factors, their penalty chosen by cross-validation; lasso and elastic_net leave factors out.',
  }),
  coding: described(z.enum(['effects', 'treatment']).default('effects'), {
    title: 'Coding of categories',
    description: 'effects: each level against the mean of the levels. treatment: each level against the first.',
  }),
  confidence_level: described(z.number().min(0.5).max(0.9999).default(0.95), {
    title: 'Confidence level',
    description: 'Of the intervals of coefficients and predictions.',
  }),
  standardize: described(z.boolean().default(true), {
    title: 'Standardize',
    description:
      'Ridge, lasso and elastic net penalise each factor in units of its standard deviation. Least squares is the same ' +
      'either way. Coefficients are always reported in natural units, standardized ones beside them.',
  }),
  train_test_split: described(z.number().min(0).max(0.9).default(0.2), {
    title: 'Held-out share',
    description: 'Share of the rows kept back once to measure the prediction. The reported model uses all rows.',
  }),
  cv_splits: described(z.int().min(2).max(100).default(5), {
    title: 'Folds',
    description: 'Number of parts for cross-validation. More than there are rows: each row is left out once.',
  }),
  penalty_rule: described(z.enum(['automatic', 'minimum', 'one_standard_error']).default('automatic'), {
    title: 'Choice of the penalty',
    description:
      'minimum: smallest cross-validated error. one_standard_error: the simplest model within one standard error of it. ' +
      'automatic: minimum for ridge, one_standard_error for lasso and elastic_net.',
    advanced: true,
  }),
  ...sharedParameters,
})
export type LinearParameters = z.infer<typeof LinearParameters>
