/** What a score is called and which way is better; one that is not known here is shown by its own name. */
export interface ScoreWords {
  readonly label: string
  readonly better: 'more' | 'less' | null
  /** In the unit of what is predicted. */
  readonly hasUnit: boolean
}

const SCORES: Readonly<Record<string, readonly [label: string, better: 'more' | 'less', hasUnit?: true]>> = {
  r2: ['R²', 'more'],
  q2: ['Q²', 'more'],
  rmse: ['RMSE', 'less', true],
  mae: ['Mean absolute error', 'less', true],
  accuracy: ['Accuracy', 'more'],
  balanced_accuracy: ['Balanced accuracy', 'more'],
  macro_f1: ['F1, mean of the classes', 'more'],
  f1: ['F1', 'more'],
  roc_auc: ['Area under ROC', 'more'],
  log_loss: ['Log loss', 'less'],
  brier: ['Brier score', 'less'],
}
/** The one that stands for a model in a list. */
const HEADLINE = ['r2', 'q2', 'accuracy', 'roc_auc']

export function scoreWords(key: string): ScoreWords {
  const plain = plainKey(key)
  const name = plain in SCORES ? plain : Object.keys(SCORES).find((each) => plain.endsWith(`_${each}`))
  if (name === undefined) return { label: key.replaceAll('_', ' '), better: null, hasUnit: false }
  const [label, better, hasUnit = false] = SCORES[name]!
  const of = plain.slice(0, -name.length - 1).replaceAll('_', ' ')
  return { label: of === '' ? label : `${label}, ${of}`, better, hasUnit }
}

/** The score to name first; undefined where there is none. */
export function headlineScore(
  scores: Readonly<Record<string, number>>,
): readonly [key: string, value: number] | undefined {
  const entries = Object.entries(scores)
  for (const name of HEADLINE) {
    const entry = entries.find(([key]) => plainKey(key) === name)
    if (entry) return entry
  }
  return entries[0]
}

/** Whether the later one is better; null: equal, or nobody knows. */
export function isBetter(key: string, before: number, after: number): boolean | null {
  const { better } = scoreWords(key)
  if (better === null || before === after) return null
  return better === 'more' ? after > before : after < before
}

/** `cv_`: of rows that the model of their fold never saw, as all that we show. */
function plainKey(key: string): string {
  return key.replace(/^(cv|holdout|test)_/, '')
}
