import type { Model } from '@zerosec/model'
import { shortNumber } from '../plot-parts.ts'
import type { PredictionOutcome } from './outcome.ts'
import { numbersOf, verdictOf } from './predicted-row.ts'
import type { RowScore } from './row-score.ts'

/** What was found, in the order in which an engineer asks. */
export function headline(outcome: PredictionOutcome): string {
  return outcome.grid?.isRanked ? gridHeadline(outcome) : tableHeadline(outcome)
}

function tableHeadline({ model, rows, score }: PredictionOutcome): string {
  const predicted = rows.filter(({ prediction }) => prediction.value !== null)
  if (predicted.length === 0)
    return `None of the ${rows.length} rows can be predicted: the model needs cells that are missing.`
  return [
    `${predicted.length === rows.length ? `${rows.length}` : `${predicted.length} of ${rows.length}`} rows predicted: ${spread({ model, rows: predicted })}`,
    trust({ model, rows: predicted }),
    scored(model, score),
  ]
    .filter((part) => part !== '')
    .join(' ')
}

type Told = Pick<PredictionOutcome, 'model' | 'rows'>

function spread({ model: { target }, rows }: Told): string {
  if (target.classes) {
    const counts = Map.groupBy(rows, ({ prediction }) => String(prediction.value))
    const sorted = [...counts].sort((a, b) => b[1].length - a[1].length).slice(0, 5)
    return `${sorted.map(([name, of]) => `${of.length} ${name}`).join(', ')}.`
  }
  const values = rows.flatMap((row) => numbersOf(row)?.value ?? [])
  const [low, high] = [values.reduce((a, b) => Math.min(a, b)), values.reduce((a, b) => Math.max(a, b))]
  return `${target.name} from ${shortNumber(low)} to ${shortNumber(high)}${unitText(target)}.`
}

function trust({ model, rows }: Told): string {
  if (!model.domain) return 'The model does not know where it may be believed.'
  const count = (wanted: string) => rows.filter(({ prediction }) => verdictOf(prediction) === wanted).length
  const [edge, outside] = [count('edge'), count('outside')]
  if (edge + outside === 0) return 'All of them lie within the data that the model was trained on.'
  const edgeText = `${edge} at the edge of the training data`
  const outsideText = `${outside} outside of the training data, where the model extrapolates`
  return `${[...(edge > 0 ? [edgeText] : []), ...(outside > 0 ? [outsideText] : [])].join(' and ')}.`
}

function scored({ target, training }: Model, score: RowScore | null): string {
  if (!score) return ''
  if (score.kind === 'class') return `Of ${score.rows} rows with a known class ${percent(score.accuracy)} are right.`
  const coverage = score.coverage === null ? '' : `, and ${percent(score.coverage)} lie in their interval`
  const promised = training.scores['cv_rmse']
  const compared = promised === undefined ? '' : ` (cross-validation said ±${shortNumber(promised)})`
  return `On ${score.rows.length} rows with a measured ${score.column} it is off by about ±${shortNumber(score.rmse)}${unitText(target)}${compared}${coverage}.`
}

function gridHeadline({ model, rows, grid }: PredictionOutcome): string {
  const { plan, points, search } = grid!
  const count = plan.points.toLocaleString('en')
  const [best] = rows
  if (!best) return `None of the ${count} points of the grid lies where the model may be believed.`
  const settings = points.settings(best.row - 1)
  const text = plan.factors
    .map(({ name }, k) => `${name} ${typeof settings[k] === 'number' ? shortNumber(settings[k]) : settings[k]}`)
    .join(', ')
  const numbers = numbersOf(best)
  const { sampled } = search
  const share =
    sampled === null
      ? ''
      : ` About ${percent(sampled.inside / sampled.points)} of the grid lies within the training data.`
  const value = numbers
    ? `${shortNumber(numbers.value)}${unitText(model.target)}${numbers.low < numbers.high ? ` (${shortNumber(numbers.low)} to ${shortNumber(numbers.high)})` : ''}`
    : String(best.prediction.value)
  return `Of ${count} settings, the best ${model.target.name} is predicted as ${value} at ${text}.${share}`
}

function percent(share: number): string {
  const value = 100 * share
  return `${value > 0 && value < 1 ? value.toPrecision(1) : Math.round(value)} %`
}

function unitText({ unit }: { readonly unit?: string }): string {
  return unit === undefined ? '' : ` ${unit}`
}
