import { type Named, shortNumber } from '../plot-parts.ts'
import type { Effect } from './effects.ts'
import type { Scores } from './scores.ts'

/**
 * What matters most, and how well the model predicts new rows.
 *
 * @param pOfModel  of the test of all factors together; null where there is none
 */
export function headline(
  response: Named,
  effects: readonly Effect[],
  scores: Scores,
  units: ReadonlyMap<string, string>,
  pOfModel: number | null,
): string {
  return `${whatMatters(response, effects, units, pOfModel)} ${howWell(response, scores)}`
}

function whatMatters(
  response: Named,
  effects: readonly Effect[],
  units: ReadonlyMap<string, string>,
  pOfModel: number | null,
): string {
  const clear = effects.filter(
    ({ effect, low, high }) => effect !== 0 && (low === null || high === null || low * high > 0),
  )
  const [first, ...others] = clear
  if (!first && pOfModel !== null && pOfModel < 0.05) {
    return `The factors together explain ${response.name}, but none of them clearly by itself: they move together.`
  }
  if (!first) return `No factor has a clear effect on ${response.name}.`
  const unit = units.get(first.input)
  const point = (value: number | string) => (typeof value === 'number' ? shortNumber(value) : value)
  const range = `from ${point(first.from)} to ${point(first.to)}${unit && typeof first.to === 'number' ? ` ${unit}` : ''}`
  const change = `${first.effect > 0 ? 'raises' : 'lowers'} it by ${shortNumber(Math.abs(first.effect))}${unitText(response)}`
  const next = others.slice(0, 2).map(({ input }) => input)
  const then = next.length > 0 ? `, then ${next.join(' and ')}` : ''
  return `${first.input} matters most for ${response.name} (${range} ${change})${then}.`
}

function howWell(response: Named, { crossValidation: { rmse, r2 } }: Scores): string {
  if (rmse === null || r2 === null) return 'Too few rows to tell how well new ones are predicted.'
  if (r2 <= 0) return 'New rows are predicted no better than by the mean.'
  const share = Math.min(99.9, 100 * r2)
  return (
    `New rows are predicted to within about ±${shortNumber(rmse)}${unitText(response)} (cross-validated), which explains ` +
    `${share >= 99 ? share.toFixed(1) : share.toFixed(0)} % of the variation.`
  )
}

function unitText({ unit }: Named): string {
  return unit === undefined ? '' : ` ${unit}`
}
