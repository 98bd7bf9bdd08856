import type { Json } from '@zerosec/report'
import type { PredictionOutcome } from './outcome.ts'
import { numbersOf, type Verdict, verdictOf } from './predicted-row.ts'
import type { RowScore } from './row-score.ts'

/** The numbers for programs: stable snake_case names. */
export function reportValues({
  model,
  rows,
  grid,
  score,
  contributions,
  fileBytes,
}: PredictionOutcome): Record<string, Json> {
  const count = (wanted: Verdict) => rows.filter(({ prediction }) => verdictOf(prediction) === wanted).length
  const values = rows.flatMap((row) => numbersOf(row)?.value ?? [])
  const level = rows.flatMap(({ prediction }) =>
    prediction.kind === 'number' && prediction.interval ? [prediction.interval.level] : [],
  )[0]
  return {
    target: model.target.name,
    unit: model.target.unit ?? null,
    classes: model.target.classes ?? null,
    model: {
      algorithm: model.training.algorithm,
      inputs: model.inputs.map(({ name }) => name),
      trained_on_rows: model.training.rows,
      trained_on_sha256: model.training.tableSha256,
      seed: model.training.seed,
      version: model.training.version,
      scores: { ...model.training.scores },
    },
    rows: rows.length,
    rows_predicted: rows.filter(({ prediction }) => prediction.value !== null).length,
    rows_inside: count('inside'),
    rows_edge: count('edge'),
    rows_outside: count('outside'),
    interval_level: level ?? null,
    prediction_lowest: values.length === 0 ? null : values.reduce((a, b) => Math.min(a, b)),
    prediction_highest: values.length === 0 ? null : values.reduce((a, b) => Math.max(a, b)),
    prediction_mean: values.length === 0 ? null : values.reduce((a, b) => a + b) / values.length,
    ...scoreValues(score),
    contribution_rows: contributions?.rows.length ?? 0,
    contribution_base: contributions?.base ?? null,
    contributions_exact: contributions?.isExact ?? null,
    predictions_csv_bytes: fileBytes,
    grid: gridValues(grid, rows.length),
  }
}

function scoreValues(score: RowScore | null): Record<string, Json> {
  if (!score)
    return { rows_measured: 0, r2: null, rmse: null, mae: null, bias: null, interval_coverage: null, accuracy: null }
  if (score.kind === 'class') {
    const { rows, accuracy } = score
    return { rows_measured: rows, r2: null, rmse: null, mae: null, bias: null, interval_coverage: null, accuracy }
  }
  const { rows, r2, rmse, mae, bias, coverage } = score
  return { rows_measured: rows.length, r2, rmse, mae, bias, interval_coverage: coverage, accuracy: null }
}

function gridValues(grid: PredictionOutcome['grid'], kept: number): Json {
  if (!grid) return null
  const { plan, points, search, isRanked } = grid
  const best = isRanked ? search.kept[0] : undefined
  const settings = best === undefined ? null : points.settings(best)
  return {
    points: plan.points,
    kept,
    without_prediction: search.unpredicted,
    lowest: Number.isFinite(search.lowest) ? search.lowest : null,
    highest: Number.isFinite(search.highest) ? search.highest : null,
    share_inside: search.sampled && search.sampled.inside / search.sampled.points,
    share_edge: search.sampled && search.sampled.edge / search.sampled.points,
    factors: plan.factors.map(({ name, levels }) => ({
      name,
      settings: levels.length,
      lowest: levels[0]!,
      highest: levels.at(-1)!,
    })),
    best: settings && Object.fromEntries(plan.factors.map(({ name }, k) => [name, settings[k]!])),
  }
}
