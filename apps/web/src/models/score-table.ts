export interface ScoreTable {
  /** The columns. */
  readonly scores: readonly string[]
  readonly rows: readonly { readonly name: string; readonly values: Readonly<Record<string, number>> }[]
}

const SCORES = ['accuracy', 'roc_auc']

/** `film_accuracy`, `film_roc_auc`, … as a row for what stands before the name of the score. */
export function scoreTable(metrics: Readonly<Record<string, number>>): ScoreTable {
  const rows = new Map<string, Record<string, number>>()
  for (const [key, value] of Object.entries(metrics)) {
    const score = SCORES.find((each) => key.endsWith(`_${each}`)) ?? key
    const name = score === key ? '' : key.slice(0, -score.length - 1)
    rows.set(name, { ...rows.get(name), [score]: value })
  }
  const scores = [...new Set([...rows.values()].flatMap((values) => Object.keys(values)))]
  return { scores, rows: [...rows].map(([name, values]) => ({ name, values })) }
}
