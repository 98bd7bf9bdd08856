import { tTwoSided } from '@zerosec/engine'
import type { Warning } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import type { FactorColumn } from '../factor-columns.ts'
import { findingWarnings } from '../finding-warnings.ts'
import { shortNumber } from '../plot-parts.ts'
import { aliasWarnings } from './aliasing.ts'
import type { Fit } from './fit.ts'
import type { Model } from './model.ts'
import type { Preparation } from './prepare.ts'
import type { Statistics } from './statistics.ts'
import type { Validation } from './validation.ts'

const SHOWN = 20
const ABOUT_ROLES = new Set<string>(['column_identifier', 'column_constant'])

/** What is known of a finished analysis, for judging it. */
export interface Evidence {
  readonly preparation: Preparation
  readonly model: Model
  readonly fit: Fit
  readonly statistics: Statistics
  readonly crossValidation: Validation
}

/** What the reading of the file changed or doubted; that a column is an identifier or constant matters only if it is used. */
export function readingWarnings(table: Table, inputs: readonly FactorColumn[]): Warning[] {
  const isUsed = (name: string | undefined) => inputs.some((input) => input.name === name)
  return findingWarnings(table, ({ code, column }) => !ABOUT_ROLES.has(code) || isUsed(column))
}

/** Everything doubtful about the model, in the order of weight. */
export function modelWarnings(evidence: Evidence): Warning[] {
  const found = [
    ...leakageWarnings(evidence),
    ...(evidence.fit.leastSquares ? aliasWarnings(evidence.model, evidence.fit.leastSquares) : []),
    ...fewRowsWarnings(evidence),
    ...predictionWarnings(evidence),
    ...penaltyWarnings(evidence),
    ...collinearityWarnings(evidence),
    ...influenceWarnings(evidence),
    ...orderWarnings(evidence),
    ...lackOfFitWarnings(evidence),
    ...curvatureWarnings(evidence),
  ]
  const weight = { serious: 0, caution: 1, note: 2 }
  return found.sort((a, b) => weight[a.level] - weight[b.level])
}

/** A factor that is the response in other words. */
function leakageWarnings({ preparation: { data, response } }: Evidence): Warning[] {
  return [...data.frame.columns].flatMap(([name, column]) => {
    if (column.kind !== 'number') return []
    const r = correlation(column.values, data.response)
    if (Math.abs(r) <= 0.9999) return []
    return [
      {
        code: 'leakage',
        level: 'serious',
        message:
          `${name} is almost the same as ${response.name} (correlation ${r.toFixed(6)}). If it is known only once ` +
          `${response.name} is, the scores mean nothing: leave it out of feature_columns.`,
        columns: [name],
      },
    ]
  })
}

function fewRowsWarnings({ model, fit }: Evidence): Warning[] {
  const free = fit.leastSquares?.residualDegreesOfFreedom ?? Infinity
  if (free >= Math.max(5, 0.5 * model.columns.length)) return []
  return [
    {
      code: 'rows_few',
      level: free < 3 ? 'serious' : 'caution',
      message:
        `${model.rows} rows for ${fit.leastSquares?.rank} coefficients leave ${free} to judge the error by: intervals and ` +
        'tests are weak. Use fewer terms, more rows, or the method lasso or ridge.',
      count: model.rows,
    },
  ]
}

function predictionWarnings({ preparation: { data, response }, statistics, crossValidation }: Evidence): Warning[] {
  const { r2, unpredictable } = crossValidation
  const warnings: Warning[] = []
  if (r2 === null) {
    warnings.push({
      code: 'validation_impossible',
      level: 'serious',
      message:
        'Cross-validation was not possible: without a fold too few rows are left for the model. Use fewer terms.',
    })
  } else if (r2 <= 0) {
    warnings.push({
      code: 'prediction_worthless',
      level: 'serious',
      message: `On rows it has not seen the model predicts ${response.name} no better than the mean of the others does.`,
    })
  } else if (statistics.r2 !== null && statistics.r2 - r2 > 0.2) {
    warnings.push({
      code: 'overfitted',
      level: 'caution',
      message:
        `The model fits its own rows much better (R² ${statistics.r2.toFixed(2)}) than new ones (${r2.toFixed(2)}): ` +
        'it has more terms than the data support. Use fewer, or the method lasso or ridge.',
    })
  }
  if (r2 !== null && unpredictable.length > 0) {
    warnings.push({
      code: 'rows_not_predictable',
      level: 'caution',
      message:
        `${countRows(unpredictable)} could not be predicted from the others (they hold a level or a combination that ` +
        'stands in no other fold); the cross-validated scores leave them out.',
      rows: unpredictable.slice(0, SHOWN).map((i) => data.rowNumbers[i]!),
      count: unpredictable.length,
    })
  }
  return warnings
}

function penaltyWarnings({ fit: { penalised } }: Evidence): Warning[] {
  if (!penalised) return []
  const warnings: Warning[] = [
    {
      code: 'intervals_none',
      level: 'note',
      message:
        'Shrunken coefficients have no exact standard errors: there are no tests or intervals of coefficients, and the ' +
        'calculator takes the cross-validated error for its interval.',
    },
  ]
  if (!penalised.converged) {
    warnings.push({
      code: 'not_converged',
      level: 'serious',
      message:
        'The fit did not settle at every penalty. Standardize the factors or leave out those that move together.',
    })
  }
  if (penalised.atGridEnd) {
    warnings.push({
      code: 'penalty_at_end',
      level: 'caution',
      message: 'The chosen penalty is the last one tried: no factor helps, or none should be shrunken.',
    })
  }
  return warnings
}

/** Squares and products of uncentred factors always move together, so only models without them are judged. */
function collinearityWarnings({ model, statistics }: Evidence): Warning[] {
  const simple = model.columns.every(
    ({ pieces }) => pieces.length <= 1 && pieces.every((p) => p.kind !== 'power' || p.power === 1),
  )
  const high = simple ? statistics.coefficients.filter(({ vif }) => vif !== null && vif > 10) : []
  if (high.length === 0) return []
  const named = high.slice(0, 8).map(({ term, vif }) => `${term} (${shortNumber(vif!)})`)
  return [
    {
      code: 'collinear',
      level: 'caution',
      message:
        `These terms move together with others (variance inflation above 10): ${named.join(', ')}. Their separate ` +
        'coefficients are uncertain; predictions within the data are not affected.',
      columns: high.map(({ term }) => term),
      count: high.length,
    },
  ]
}

function influenceWarnings({ preparation: { data }, fit, statistics }: Evidence): Warning[] {
  if (!fit.leastSquares) return []
  const { leverage, cook, studentized } = statistics.rows
  const n = leverage.length
  const rowsWhere = (matches: (i: number) => boolean) => Array.from({ length: n }, (_, i) => i).filter(matches)
  const warning = (code: string, rows: readonly number[], message: string): Warning[] =>
    rows.length === 0
      ? []
      : [
          {
            code,
            level: 'caution',
            message,
            rows: rows.slice(0, SHOWN).map((i) => data.rowNumbers[i]!),
            count: rows.length,
          },
        ]
  const alone = rowsWhere((i) => leverage[i] === 1)
  const influential = rowsWhere((i) => (cook[i] ?? 0) > 1)
  const df = fit.leastSquares.residualDegreesOfFreedom - 1
  // Bonferroni: one row in twenty clean tables
  const isOutlier = (t: number) => Math.abs(t) > 2.5 && df > 0 && n * tTwoSided(t, df) < 0.05
  const unusual = rowsWhere((i) => isOutlier(studentized[i] ?? 0))
  return [
    ...warning(
      'leverage_one',
      alone,
      `Fitted exactly, because a coefficient rests on it alone: ${countRows(alone)}. The others can't check such a value.`,
    ),
    ...warning(
      'influential',
      influential,
      `Strong influence on the coefficients (Cook's distance above 1): ${countRows(influential)}. Check them first.`,
    ),
    ...warning(
      'outliers',
      unusual,
      `Further from the model than chance explains: ${countRows(unusual)}. Check how they were measured or typed.`,
    ),
  ]
}

function countRows(rows: readonly unknown[]): string {
  return rows.length === 1 ? '1 row' : `${rows.length} rows`
}

function orderWarnings({ statistics, model }: Evidence): Warning[] {
  const { durbinWatson } = statistics
  if (durbinWatson === null || model.rows < 15) return []
  const r = 1 - durbinWatson / 2
  if (Math.abs(r) < 0.2 || Math.abs(r) * Math.sqrt(model.rows) < 2.6) return []
  return [
    {
      code: 'rows_ordered',
      level: 'caution',
      message:
        `Residuals of neighbouring rows are ${r > 0 ? 'alike' : 'opposite'} (Durbin-Watson ${durbinWatson.toFixed(2)}). If the ` +
        'rows stand in the order of time or in groups, something drifts that no factor holds, and intervals and scores are too hopeful.',
    },
  ]
}

function lackOfFitWarnings({ statistics: { lackOfFit } }: Evidence): Warning[] {
  if (!lackOfFit || lackOfFit.p === null || lackOfFit.p > 0.05) return []
  return [
    {
      code: 'lack_of_fit',
      level: 'caution',
      message:
        `Repeated settings agree better with each other than with the model (lack of fit, p = ${shortNumber(lackOfFit.p)}): ` +
        'squares, interactions or a factor are missing.',
    },
  ]
}

function curvatureWarnings({ model }: Evidence): Warning[] {
  const steep = model.columns.filter(({ pieces }) =>
    pieces.some(
      (p) => (p.kind === 'power' && (p.power > 2 || p.power < 0)) || (p.kind === 'function' && p.function === 'exp'),
    ),
  )
  if (steep.length === 0) return []
  return [
    {
      code: 'extrapolation',
      level: 'note',
      message: `High powers run away outside the measured range: do not predict beyond it (${steep[0]!.name}).`,
      columns: steep.slice(0, SHOWN).map(({ name }) => name),
    },
  ]
}

function correlation(a: Float64Array, b: Float64Array): number {
  const n = a.length
  const meanA = a.reduce((sum, value) => sum + value, 0) / n
  const meanB = b.reduce((sum, value) => sum + value, 0) / n
  let ab = 0
  let aa = 0
  let bb = 0
  for (let i = 0; i < n; i++) {
    ab += (a[i]! - meanA) * (b[i]! - meanB)
    aa += (a[i]! - meanA) ** 2
    bb += (b[i]! - meanB) ** 2
  }
  return aa > 0 && bb > 0 ? ab / Math.sqrt(aa * bb) : 0
}
