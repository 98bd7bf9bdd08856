import type { Section, TableBlock } from '@zerosec/report'
import type { TargetOutcome } from './outcome.ts'
import { type Scope, scoped } from './scope.ts'
import type { PredictedRow } from './score-figures.ts'

const SHOWN_ROWS = 30

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
export function trustSection(outcome: TargetOutcome, rows: readonly PredictedRow[], scope: Scope): Section {
  const { interval, domain } = outcome
  const { kind, scaledBy } = interval.chosen.interval
  const percent = Math.round(100 * interval.level)
  const isMeasured = domain.outside.length > 0
  return {
    id: scoped('trust', scope),
    title: `${scope.response.name}: where predictions may be believed`,
    text:
      `The ${percent} % intervals reach ${SHAPES[kind]} and are ${WIDTHS[scaledBy]}. ${(100 * interval.coverage).toFixed(1)} % of the rows lie inside intervals that were made without them. The model file ` +
      'holds the interval, and tells for each new row whether the rows it learnt from are near.' +
      (isMeasured ? '' : ' Every measured row lies where the other rows let a model speak.'),
    blocks: isMeasured ? [outsideTable(rows, scope)] : [],
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
