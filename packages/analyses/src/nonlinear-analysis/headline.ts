import { MODEL_WORDS, type ModelName } from '../modelling/model-names.ts'
import { type Named, shortNumber } from '../plot-parts.ts'
import { deliveredName } from './delivered-model.ts'
import type { TargetOutcome } from './outcome.ts'

/** What was found of each response, a sentence each. */
export function headline(outcomes: readonly TargetOutcome[]): string {
  return outcomes.map(sentence).join(' ')
}

function sentence(outcome: TargetOutcome): string {
  const { response, inputs } = outcome.preparation
  if (isWorthless(outcome)) return `No model predicts new rows of ${response.name} better than their mean does.`
  const { importance } = outcome.leader
  const first = inputs
    .map(({ name }, j) => ({ name, mean: importance[j]!.mean }))
    .reduce((a, b) => (b.mean > a.mean ? b : a))
  const share = Math.min(99.9, 100 * (outcome.scores.r2 ?? 0))
  const model = MODEL_WORDS[deliveredName(outcome) as ModelName | 'blend']
  return (
    `New rows of ${response.name} are predicted to within about ±${shortNumber(outcome.scores.rmse)}${unitText(response)} by a ${model}, ` +
    `which explains ${share >= 99 ? share.toFixed(1) : share.toFixed(0)} % of the variation; ${first.name} matters most.`
  )
}

export function isWorthless({ scores, baseline }: TargetOutcome): boolean {
  return scores.rmse >= baseline.rmse
}

function unitText({ unit }: Named): string {
  return unit === undefined ? '' : ` ${unit}`
}
