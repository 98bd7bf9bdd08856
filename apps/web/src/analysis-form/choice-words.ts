/** Short names that are no words. */
const ABBREVIATIONS = new Set(['ols', 'aic', 'aicc', 'bic', 'tpe', 'pca', 'gp'])

/** "elastic_net" → "Elastic net", "ols" → "OLS". */
export function choiceWords(option: string): string {
  if (ABBREVIATIONS.has(option)) return option.toUpperCase()
  const words = option.replaceAll('_', ' ')
  return words.charAt(0).toUpperCase() + words.slice(1)
}
