import { z } from 'zod'
import { MODEL_CHOICES } from '../modelling/model-names.ts'
import { described, sharedParameters } from '../shared-parameters.ts'

export const NonlinearParameters = z.strictObject({
  target_columns: described(z.array(z.string().min(1)).default([]), {
    title: 'Responses',
    description: 'The measured columns to model, each by itself. None chosen: the last column of numbers.',
    column: 'response',
  }),
  feature_columns: described(z.array(z.string().min(1)).default([]), {
    title: 'Factors',
    description: 'The columns to predict from. None chosen: every usable column that is no response.',
    column: 'factor',
  }),
  models_to_use: described(z.array(z.enum(MODEL_CHOICES)).optional(), {
    title: 'Models',
    description:
      'Left out or "automatic": random_forest, lightgbm and xgboost, beside them a linear model and, up to 2,000 rows, a ' +
      'Gaussian process, and their blend; the nearest neighbours are measured for comparison. lightgbm and xgboost are our implementations of those ' +
      'algorithms, also called leaf_wise_boosting and depth_wise_boosting.',
  }),
  outer_splits: described(z.int().min(2).max(100).default(10), {
    title: 'Outer folds',
    description:
      'Parts that measure the whole procedure, tuning included. More than there are rows: each row is left out once.',
  }),
  n_trials: described(z.int().min(1).max(5000).default(50), {
    title: 'Trials',
    description: 'Settings that are tried for each model, in each outer fold and for the final model.',
  }),
  train_test_split: described(z.number().min(0).max(0.9).default(0.2), {
    title: 'Held-out share',
    description:
      'Taken from existing clients and not used: nested folds measure on every row, so that none needs to be kept back.',
    advanced: true,
  }),
  metric: described(z.enum(['rmse', 'mae']).default('rmse'), {
    title: 'Error to minimise',
    description:
      'rmse: root mean squared error, large misses count most. mae: mean absolute error, each miss counts by its size.',
  }),
  transform: described(z.enum(['automatic', 'none', 'log', 'sqrt', 'box_cox', 'yeo_johnson']).default('automatic'), {
    title: 'Transform of the response',
    description:
      'automatic: chosen by cross-validation inside the folds. Predictions are always in the unit of the response.',
  }),
  interval: described(z.number().min(0.5).max(0.99).default(0.9), {
    title: 'Prediction interval',
    description: 'Share of new rows that the prediction interval is to hold.',
  }),
  group_column: described(z.string().min(1).optional(), {
    title: 'Group column',
    description:
      'Rows of one group (a lot, a day, a sample) stay in one fold, so that the score is that of new groups.',
    column: 'factor',
  }),
  time_column: described(z.string().min(1).optional(), {
    title: 'Time column',
    description: 'Folds follow this column: later rows are predicted from earlier ones only.',
    column: 'factor',
    advanced: true,
  }),
  fold_column: described(z.string().min(1).optional(), {
    title: 'Fold column',
    description: 'The outer fold of each row, where the folds are given.',
    column: 'factor',
    advanced: true,
  }),
  monotone: described(z.record(z.string(), z.union([z.literal(-1), z.literal(0), z.literal(1)])).default({}), {
    title: 'Monotone factors',
    description:
      'Factor: 1 where the response may only rise with it, -1 where it may only fall. Kept by lightgbm and xgboost; models that ' +
      "can't keep it are left out.",
    advanced: true,
  }),
  feature_selection: described(z.enum(['none', 'correlation', 'top_k']).default('none'), {
    title: 'Selection of factors',
    description:
      'Found anew inside each fold, so that scores stay honest. correlation: of numbers with |r| above 0.9 the one that is better ' +
      'related to the response. top_k: the factors that the splits of a forest gain most by.',
    advanced: true,
  }),
  top_k: described(z.int().min(1).max(10_000).default(10), {
    title: 'Number of factors',
    description: 'How many factors top_k keeps.',
    advanced: true,
  }),
  y_randomisation: described(z.int().min(0).max(1000).default(0), {
    title: 'Shuffles of the response',
    description:
      'How often the response is shuffled and modelled again, to see how well chance alone can be fitted. 0: not at all; 20 or more ' +
      'tell whether the result may be chance.',
    advanced: true,
  }),
  hyperparams: described(z.record(z.string(), z.record(z.string(), z.unknown())).default({}), {
    title: 'Hyperparameters',
    description:
      'Per model, settings that are fixed (a value) or narrowed ([low, high], or a list of choices) in place of the ranges that are ' +
      'searched: {"lightgbm": {"num_leaves": 15, "learning_rate": [0.02, 0.1]}}.',
    advanced: true,
  }),
  enable_shap: described(z.boolean().default(true), {
    title: 'Explain with SHAP',
    description: 'What each factor adds to each prediction; exact for trees.',
  }),
  enable_pareto: described(z.boolean().default(true), {
    title: 'Compare responses',
    description: 'With several responses: the rows that no other row beats in all of them.',
  }),
  directions: described(z.record(z.string(), z.enum(['maximise', 'minimise'])).default({}), {
    title: 'Directions',
    description: 'For comparing responses: whether each is to be large or small. Not said: large.',
    advanced: true,
  }),
  time_limit_s: described(z.number().positive().max(86_400).optional(), {
    title: 'Time limit in seconds',
    description: 'After it no further trial is begun: the report is made from what was found, and says so.',
    advanced: true,
  }),
  ...sharedParameters,
})
export type NonlinearParameters = z.infer<typeof NonlinearParameters>
