/** Short names that are no words. */
const ABBREVIATIONS = new Set(['ols', 'aic', 'aicc', 'bic', 'tpe', 'pca', 'gp', 'rmse', 'mae'])
const PROPER_NAMES: Readonly<Record<string, string>> = {
  lightgbm: 'LightGBM',
  xgboost: 'XGBoost',
  box_cox: 'Box–Cox',
  yeo_johnson: 'Yeo–Johnson',
  sqrt: 'Square root',
  leaf_wise_boosting: 'Leaf-wise boosting',
  depth_wise_boosting: 'Depth-wise boosting',
  top_k: 'Top k',
}

/** "elastic_net" → "Elastic net", "ols" → "OLS", "xgboost" → "XGBoost". */
export function choiceWords(option: string): string {
  if (ABBREVIATIONS.has(option)) return option.toUpperCase()
  const name = PROPER_NAMES[option]
  if (name !== undefined) return name
  const words = option.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
