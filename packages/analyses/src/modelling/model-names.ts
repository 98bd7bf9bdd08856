/** The model families, by the names that reports and files give them. */
export const MODELS = [
  'random_forest',
  'extra_trees',
  'lightgbm',
  'xgboost',
  'gaussian_process',
  'linear',
  'neighbours',
] as const
export type ModelName = (typeof MODELS)[number]

/** Neutral names of the two boosting algorithms. */
const NEUTRAL_NAMES: Readonly<Record<string, ModelName>> = {
  leaf_wise_boosting: 'lightgbm',
  depth_wise_boosting: 'xgboost',
}

export const MODEL_CHOICES = ['automatic', ...MODELS, 'leaf_wise_boosting', 'depth_wise_boosting'] as const
export type ModelChoice = (typeof MODEL_CHOICES)[number]

export function modelNamed(choice: Exclude<ModelChoice, 'automatic'>): ModelName {
  return NEUTRAL_NAMES[choice] ?? (choice as ModelName)
}

/** What each is, in words for reports. */
export const MODEL_WORDS: Readonly<Record<ModelName | 'blend', string>> = {
  random_forest: 'random forest',
  extra_trees: 'extra trees',
  lightgbm: "leaf-wise boosting (LightGBM's algorithm)",
  xgboost: "depth-wise boosting (XGBoost's algorithm)",
  gaussian_process: 'Gaussian process',
  linear: 'linear model',
  neighbours: 'mean of the nearest rows',
  blend: 'blend of models',
}
