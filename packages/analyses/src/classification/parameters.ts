import { z } from 'zod'
import { described, sharedParameters } from '../shared-parameters.ts'
import { CLASS_MODEL_CHOICES } from './class-model-names.ts'

const note = z.union([z.string(), z.number()]).optional()

export const ClassificationParameters = z.strictObject({
  target_column: described(z.string().min(1).optional(), {
    title: 'Class column',
    description: 'The column of classes to tell apart. Left out: the last column that can hold classes.',
    column: 'response',
  }),
  target_columns: described(z.array(z.string().min(1)).default([]), {
    title: 'Class columns',
    description:
      'In place of one column: several of 0 and 1, one for each class, of which each row has one 1. They are joined into one class.',
    column: 'response',
    advanced: true,
  }),
  positive_label: described(z.string().min(1).optional(), {
    title: 'Class of interest',
    description:
      'Its F1, ROC curve and probability are reported. Left out: YES, or a class of that meaning; of two other classes the rarer one; of more none.',
  }),
  ok_label: described(z.string().min(1).optional(), {
    title: 'Class that is OK',
    description:
      'For decisions: rows of this class are OK, all others are not (NG). Left out: the class of interest, if that was named or means yes; of two other classes the commoner one. Of more classes none: each is said where it is sure enough.',
  }),
  feature_columns: described(z.array(z.string().min(1)).default([]), {
    title: 'Factors',
    description: 'The columns to predict from. None chosen: every usable column beside the classes.',
    column: 'factor',
  }),
  models_to_use: described(z.array(z.enum(CLASS_MODEL_CHOICES)).optional(), {
    title: 'Models',
    description:
      'Left out or "automatic": logistic regression, random_forest, lightgbm and xgboost, and of small tables a Gaussian process. Their blend is delivered. ' +
      'lightgbm and xgboost are our implementations of those algorithms, also called leaf_wise_boosting and depth_wise_boosting.',
  }),
  outer_splits: described(z.int().min(2).max(100).default(10), {
    title: 'Outer folds',
    description:
      'Parts that measure the whole procedure: tuning, calibration and thresholds included. Each has its share of every class.',
  }),
  n_trials_inner: described(z.int().min(1).max(5000).default(50), {
    title: 'Trials',
    description:
      'Settings that are tried for each model at most; fewer in the outer folds, and of models that need no more.',
  }),
  train_test_split: described(z.number().min(0).max(0.9).default(0.2), {
    title: 'Held-out share',
    description:
      'Taken from existing clients and not used: nested folds measure on every row, so that none needs to be kept back.',
    advanced: true,
  }),
  metric: described(z.enum(['log_loss', 'brier']).default('log_loss'), {
    title: 'What is minimised',
    description:
      'log_loss: certain mistakes count most. brier: the squared distance of the probabilities from the truth.',
    advanced: true,
  }),
  class_weight: described(
    z.union([z.enum(['none', 'balanced']), z.record(z.string(), z.number().positive())]).default('none'),
    {
      title: 'Weights of classes',
      description:
        'none: every row counts once. balanced: every class counts the same. Or a weight for each class: {"NG": 5}; a class that is not named counts 1.',
      advanced: true,
    },
  ),
  calibration: described(z.enum(['automatic', 'none', 'platt', 'temperature', 'isotonic']).default('automatic'), {
    title: 'Calibration',
    description:
      'How probabilities are corrected, so that of rows with 80 % about 80 % come true. automatic: what lowers the Brier score inside the folds, or nothing.',
    advanced: true,
  }),
  alpha: described(z.number().min(0.001).max(0.5).default(0.05), {
    title: 'Largest rate of false OK',
    description:
      'Of the rows that are not OK so few may be said to be, with 95 % confidence. The same holds of false NG. Rows in between are to be measured.',
  }),
  cost_false_ok: described(z.number().positive().max(1e9).default(1), {
    title: 'Cost of a false OK',
    description: 'In any unit, beside that of a false NG. It sets the threshold where nothing is measured.',
  }),
  cost_false_ng: described(z.number().positive().max(1e9).default(1), {
    title: 'Cost of a false NG',
    description: 'In the same unit.',
  }),
  word_list: described(z.string().default(''), {
    title: 'Word list',
    description:
      'For texts and two classes: a CSV of words with values, such as good,1.9. Values above 0 speak for the class of interest, below 0 for ' +
      'the other. How much the list counts is learnt. A path on the command line, in a job the key of a file. Empty: none.',
    file: 'table',
    advanced: true,
  }),
  group_column: described(z.string().min(1).optional(), {
    title: 'Group column',
    description:
      'Rows of one group (a lot, a day, a sample) stay in one fold, so that the score is that of new groups.',
    column: 'factor',
  }),
  fold_column: described(z.string().min(1).optional(), {
    title: 'Fold column',
    description: 'The outer fold of each row, where the folds are given.',
    column: 'factor',
    advanced: true,
  }),
  hyperparams: described(z.record(z.string(), z.record(z.string(), z.unknown())).default({}), {
    title: 'Hyperparameters',
    description:
      'Per model, settings that are fixed (a value) or narrowed ([low, high], or a list of choices) in place of the ranges that are ' +
      'searched: {"logistic": {"C": 1}, "lightgbm": {"num_leaves": [4, 31]}}.',
    advanced: true,
  }),
  enable_shap: described(z.boolean().default(true), {
    title: 'Explain with SHAP',
    description: 'What each factor adds to each prediction; exact for trees.',
  }),
  time_limit_s: described(z.number().positive().max(86_400).optional(), {
    title: 'Time limit in seconds',
    description: 'After it no further trial is begun: the report is made from what was found, and says so.',
    advanced: true,
  }),
  brush_type: described(note, {
    title: 'Brush type',
    description: 'A note that is kept with the result.',
    advanced: true,
  }),
  material: described(note, { title: 'Material', description: 'A note that is kept with the result.', advanced: true }),
  wire_length: described(note, {
    title: 'Wire length',
    description: 'A note that is kept with the result.',
    advanced: true,
  }),
  wire_count: described(note, {
    title: 'Wire count',
    description: 'A note that is kept with the result.',
    advanced: true,
  }),
  ...sharedParameters,
})
export type ClassificationParameters = z.infer<typeof ClassificationParameters>
