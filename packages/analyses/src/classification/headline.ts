import { CLASS_MODEL_WORDS, type ClassModelName } from './class-model-names.ts'
import { deliveredName } from './delivered-model.ts'
import type { ClassOutcome } from './outcome.ts'

/** What was found, in plain words. */
export function classHeadline(outcome: ClassOutcome): string {
  const { scores, baseline, preparation, decisions, rows } = outcome
  const { classes } = preparation
  if (isWorthless(outcome))
    return `No model tells the classes of ${classes.name} better than always saying the commonest does.`
  const model = CLASS_MODEL_WORDS[deliveredName(outcome) as ClassModelName | 'blend']
  const first = preparation.inputs
    .map(({ name }, j) => ({ name, mean: outcome.leader.importance[j]!.mean }))
    .reduce((a, b) => (b.mean > a.mean ? b : a))
  return (
    `${percent(scores.accuracy)} of new rows get the right class${classes.columns.length > 1 ? '' : ` of ${classes.name}`} by a ${model} (the commonest class alone: ${percent(baseline.accuracy)}); ` +
    `${percent(decisions.said / rows.length)} are sure enough to be decided, the others are better measured. ${first.name} matters most.`
  )
}

/** Whether the shares of the classes alone say as much. */
export function isWorthless({ scores, baseline }: Pick<ClassOutcome, 'scores' | 'baseline'>): boolean {
  return scores.brier >= baseline.brier
}

export function percent(share: number): string {
  return `${(100 * share).toFixed(1)} %`
}
