import type { ClassLearnerName } from '@zerosec/engine'

/** The model families, by the names that reports and files give them. */
export const CLASS_MODELS = [
  'logistic',
  'random_forest',
  'extra_trees',
  'lightgbm',
  'xgboost',
  'gaussian_process',
] as const satisfies readonly ClassLearnerName[]
export type ClassModelName = (typeof CLASS_MODELS)[number]

const NEUTRAL_NAMES: Readonly<Record<string, ClassModelName>> = {
  leaf_wise_boosting: 'lightgbm',
  depth_wise_boosting: 'xgboost',
}

export const CLASS_MODEL_CHOICES = ['automatic', ...CLASS_MODELS, 'leaf_wise_boosting', 'depth_wise_boosting'] as const
export type ClassModelChoice = (typeof CLASS_MODEL_CHOICES)[number]

export function classModelNamed(choice: Exclude<ClassModelChoice, 'automatic'>): ClassModelName {
  return NEUTRAL_NAMES[choice] ?? (choice as ClassModelName)
}

/** What each is, in words for reports. */
export const CLASS_MODEL_WORDS: Readonly<Record<ClassModelName | 'blend', string>> = {
  logistic: 'logistic regression',
  random_forest: 'random forest',
  extra_trees: 'extra trees',
  lightgbm: "leaf-wise boosting (LightGBM's algorithm)",
  xgboost: "depth-wise boosting (XGBoost's algorithm)",
  gaussian_process: 'Gaussian process',
  blend: 'blend of models',
}
