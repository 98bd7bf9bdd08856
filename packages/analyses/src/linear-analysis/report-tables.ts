import type { TableBlock } from '@zerosec/report'
import { shortNumber } from '../plot-parts.ts'
import type { Effect } from './effects.ts'
import type { PlottedRow } from './residual-figures.ts'
import type { Statistics } from './statistics.ts'
import type { Evidence } from './warnings.ts'

const MAX_ROWS = 30
const percent = (share: number) => `${Number((100 * share).toPrecision(6))} %`

export function coefficientsTable({ statistics, fit }: Evidence, confidence: number): TableBlock {
  const isPenalised = fit.penalised !== null
  const shown = isPenalised ? statistics.coefficients.filter(({ estimate }) => estimate !== 0) : statistics.coefficients
  const tests: TableBlock['columns'] = [
    { name: 'std_error', label: 'Standard error', format: 'number' },
    { name: 't', label: 't', format: 'number' },
    { name: 'p', label: 'p', format: 'p_value' },
    { name: 'low', label: `Low ${percent(confidence)}`, format: 'number' },
    { name: 'high', label: `High ${percent(confidence)}`, format: 'number' },
    { name: 'vif', label: 'VIF', format: 'number' },
  ]
  const left = statistics.coefficients.length - shown.length
  return {
    kind: 'table',
    id: 'coefficients',
    title: 'Coefficients',
    columns: [
      { name: 'term', label: 'Term', format: 'text' },
      { name: 'estimate', label: 'Estimate', format: 'number' },
      ...(isPenalised ? [] : tests),
      { name: 'standardized', label: 'Standardized', format: 'number' },
    ],
    rows: shown.map(({ term, estimate, stdError, t, p, low, high, vif, standardized }) =>
      isPenalised ? [term, estimate, standardized] : [term, estimate, stdError, t, p, low, high, vif, standardized],
    ),
    note:
      'Estimates are in the units of the data. Standardized: standard deviations of the response for one standard ' +
      `deviation of the term.${left > 0 ? ` ${left} terms have the coefficient 0 and are not listed.` : ''}`,
  }
}

export function anovaTable({ anova, residualDegreesOfFreedom, sigma }: Statistics): TableBlock {
  const error = residualDegreesOfFreedom ?? 0
  const meanSquare = sigma === null ? null : sigma ** 2
  return {
    kind: 'table',
    id: 'anova',
    title: 'Analysis of variance',
    columns: [
      { name: 'term', label: 'Term', format: 'text' },
      { name: 'df', label: 'Degrees of freedom', format: 'integer' },
      { name: 'sum_of_squares', label: 'Sum of squares', format: 'number' },
      { name: 'mean_square', label: 'Mean square', format: 'number' },
      { name: 'f', label: 'F', format: 'number' },
      { name: 'p', label: 'p', format: 'p_value' },
    ],
    rows: [
      ...anova.map(({ term, df, sumOfSquares, meanSquare: mean, f, p }) => [term, df, sumOfSquares, mean, f, p]),
      ['Residual', error, meanSquare === null ? null : meanSquare * error, meanSquare, null, null],
    ],
    note:
      'Type II: each term is tested with all others in the model except those that contain it (a:b and a^2 contain a), so ' +
      'the tests depend neither on the order of the terms nor on the coding of categories.' +
      (anova.some(({ df }) => df === 0)
        ? " 0 degrees of freedom: the other terms already determine this one, so it can't be tested by itself."
        : ''),
  }
}

export function lackOfFitTable({ lackOfFit }: Statistics): TableBlock[] {
  if (!lackOfFit) return []
  return [
    {
      kind: 'table',
      id: 'lack_of_fit',
      title: 'Lack of fit',
      columns: [
        { name: 'source', label: 'Source', format: 'text' },
        { name: 'df', label: 'Degrees of freedom', format: 'integer' },
        { name: 'sum_of_squares', label: 'Sum of squares', format: 'number' },
        { name: 'f', label: 'F', format: 'number' },
        { name: 'p', label: 'p', format: 'p_value' },
      ],
      rows: [
        ['Lack of fit', lackOfFit.lackOfFitDegreesOfFreedom, lackOfFit.lackOfFitSumOfSquares, lackOfFit.f, lackOfFit.p],
        [
          'Pure error (repeated settings)',
          lackOfFit.pureErrorDegreesOfFreedom,
          lackOfFit.pureErrorSumOfSquares,
          null,
          null,
        ],
      ],
      note: 'A small p: the model misses something that repeated settings do not explain by scatter.',
    },
  ]
}

export function effectsTable(effects: readonly Effect[], unit: string | undefined, confidence: number): TableBlock {
  const inUnit = unit === undefined ? {} : { unit }
  const hasIntervals = effects.some(({ low }) => low !== null)
  const point = (value: number | string) => (typeof value === 'number' ? shortNumber(value) : value)
  return {
    kind: 'table',
    id: 'effects_table',
    title: 'Effects',
    columns: [
      { name: 'factor', label: 'Factor', format: 'text' },
      { name: 'from', label: 'From', format: 'text' },
      { name: 'to', label: 'To', format: 'text' },
      { name: 'effect', label: 'Change', format: 'number', ...inUnit },
      ...(hasIntervals
        ? [
            { name: 'low', label: `Low ${percent(confidence)}`, format: 'number' as const, ...inUnit },
            { name: 'high', label: `High ${percent(confidence)}`, format: 'number' as const, ...inUnit },
          ]
        : []),
    ],
    rows: effects.map(({ input, from, to, effect, low, high }) => [
      input,
      point(from),
      point(to),
      effect,
      ...(hasIntervals ? [low, high] : []),
    ]),
  }
}

/** The rows that stand out most: residuals beyond two standard errors, or a Cook's distance beyond 2/3. */
export function unusualRowsTable(rows: readonly PlottedRow[], response: string): TableBlock {
  const weight = ({ studentized, standardized, cook }: PlottedRow) =>
    Math.max(Math.abs(studentized ?? standardized ?? 0) / 3, cook ?? 0)
  const shown = rows
    .filter((row) => weight(row) > 2 / 3)
    .sort((a, b) => weight(b) - weight(a))
    .slice(0, MAX_ROWS)
  return {
    kind: 'table',
    id: 'unusual_rows',
    title: 'Rows that stand out',
    columns: [
      { name: 'row', label: 'Row', format: 'integer' },
      { name: 'actual', label: response, format: 'number' },
      { name: 'fitted', label: 'Fitted', format: 'number' },
      { name: 'residual', label: 'Residual', format: 'number' },
      { name: 'studentized', label: 'Studentized residual', format: 'number' },
      { name: 'leverage', label: 'Leverage', format: 'number' },
      { name: 'cook', label: "Cook's distance", format: 'number' },
    ],
    rows: shown.map(({ row, actual, fitted, residual, standardized, studentized, leverage, cook }) => [
      row,
      actual,
      fitted,
      residual,
      studentized ?? standardized,
      leverage,
      cook,
    ]),
    note:
      shown.length === 0
        ? 'No row stands out.'
        : 'Row: the line of the file. Studentized residuals beyond ±3 and Cook’s distances near 1 deserve a look first.',
  }
}
