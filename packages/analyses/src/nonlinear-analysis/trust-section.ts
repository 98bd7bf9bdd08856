import type { Block, Section, TableBlock } from '@zerosec/report'
import { MODEL_WORDS } from '../modelling/model-names.ts'
import { type Scope, scoped } from '../modelling/scope.ts'
import type { RandomisationOutcome, TargetOutcome } from './outcome.ts'
import type { NonlinearParameters } from './parameters.ts'
import { randomisationFigure } from './randomisation-figure.ts'
import type { PredictedRow } from './score-figures.ts'

const SHOWN_ROWS = 30
const SHOWN_FACTORS = 200

const SHAPES = {
  symmetric: 'as far above as below the prediction',
  two_sided: 'above and below the prediction by what the errors on either side ask for',
} as const

const WIDTHS = {
  none: 'as wide for every row',
  size: 'wider for larger predictions',
  spread: 'wider where the model itself is less sure',
  neighbours: 'wider where the nearest rows are predicted badly',
} as const

/** How far predictions may be believed, and where not. */
export function trustSection(
  outcome: TargetOutcome,
  rows: readonly PredictedRow[],
  scope: Scope,
  { metric }: NonlinearParameters,
): Section {
  const { interval, domain, randomisation } = outcome
  const { kind, scaledBy } = interval.chosen.interval
  const percent = Math.round(100 * interval.level)
  const hasOutside = domain.outside.length > 0
  const blocks: Block[] = [
    ...(hasOutside ? [outsideTable(rows, scope)] : []),
    ...(outcome.selection.kept.length < outcome.preparation.inputs.length ? [selectionTable(outcome, scope)] : []),
    ...(randomisation ? [randomisationFigure(randomisation, scope, metric.toUpperCase())] : []),
  ]
  return {
    id: scoped('trust', scope),
    title: `${scope.response.name}: where predictions may be believed`,
    text:
      `The ${percent} % intervals reach ${SHAPES[kind]} and are ${WIDTHS[scaledBy]}. ${(100 * interval.coverage).toFixed(1)} % of the rows lie inside intervals that were made without them. The model file ` +
      'holds the interval, and tells for each new row whether the rows it learnt from are near.' +
      (hasOutside ? '' : ' Every measured row lies where the other rows let a model speak.') +
      (randomisation ? ` ${chanceSentence(randomisation)}` : ''),
    blocks,
  }
}

function chanceSentence({ model, observed, scores, pValue }: RandomisationOutcome): string {
  const better = scores.filter((score) => score <= observed).length
  return (
    `With the response shuffled ${scores.length} times the ${MODEL_WORDS[model]} did as well ${better} times ` +
    `(p = ${pValue.toPrecision(2)}).`
  )
}

function selectionTable({ preparation, selection, folds }: TargetOutcome, scope: Scope): TableBlock {
  const kept = new Set(selection.kept)
  const order = preparation.inputs
    .map((_, j) => j)
    .sort((a, b) => Number(kept.has(b)) - Number(kept.has(a)) || selection.folds[b]! - selection.folds[a]! || a - b)
  return {
    kind: 'table',
    id: scoped('selection', scope),
    title: `Factors that were kept (${kept.size} of ${order.length})`,
    columns: [
      { name: 'factor', label: 'factor', format: 'text' },
      { name: 'kept', label: 'in the delivered model', format: 'text' },
      { name: 'folds', label: `kept in folds, of ${folds}`, format: 'integer' },
    ],
    rows: order
      .slice(0, SHOWN_FACTORS)
      .map((j) => [preparation.inputs[j]!.name, kept.has(j) ? 'yes' : 'no', selection.folds[j]!]),
  }
}

function outsideTable(rows: readonly PredictedRow[], scope: Scope): TableBlock {
  const outside = rows.filter(({ isInside }) => !isInside)
  return {
    kind: 'table',
    id: scoped('outside_domain', scope),
    title: `Rows unlike those that their prediction was learnt from (${outside.length})`,
    columns: [
      { name: 'row', label: 'row', format: 'integer' },
      { name: 'actual', label: 'measured', format: 'number' },
      { name: 'predicted', label: 'predicted', format: 'number' },
      { name: 'low', label: 'from', format: 'number' },
      { name: 'high', label: 'to', format: 'number' },
      { name: 'inside', label: 'inside its interval', format: 'text' },
    ],
    rows: outside
      .slice(0, SHOWN_ROWS)
      .map(({ row, actual, predicted, low, high }) => [
        row,
        actual,
        predicted,
        low,
        high,
        actual >= low && actual <= high ? 'yes' : 'no',
      ]),
  }
}
