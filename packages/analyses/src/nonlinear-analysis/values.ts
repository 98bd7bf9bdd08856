import type { Json } from '@zerosec/report'
import { deliveredName } from './delivered-model.ts'
import type { ModelOutcome, TargetOutcome } from './outcome.ts'

/** The numbers for programs: stable snake_case names. All but durations are the same for the same table, parameters and seed. */
export function reportValues(outcomes: readonly TargetOutcome[]): Record<string, Json> {
  return { targets: outcomes.map(targetValues) }
}

function targetValues(outcome: TargetOutcome): Json {
  const { preparation, scores, baseline, interval, domain, models, weights } = outcome
  return {
    target: preparation.response.name,
    rows_used: preparation.target.length,
    features: preparation.inputs.map(({ name }) => name),
    best_model: deliveredName(outcome),
    weights: Object.fromEntries(weights.map(({ name, weight }) => [name, weight])),
    cv_folds: outcome.folds,
    cv_rmse: scores.rmse,
    cv_mae: scores.mae,
    cv_r2: scores.r2,
    baseline_rmse: baseline.rmse,
    baseline_mae: baseline.mae,
    interval_level: interval.level,
    interval_coverage: interval.coverage,
    interval_half_width: interval.half,
    interval_shape: interval.chosen.interval.kind,
    interval_scaled_by: interval.chosen.interval.scaledBy,
    rows_outside_domain: domain.outside.length,
    features_used: outcome.selection.kept.map((j) => preparation.inputs[j]!.name),
    y_randomisation: outcome.randomisation && {
      model: outcome.randomisation.model,
      shuffles: outcome.randomisation.scores.length,
      score: outcome.randomisation.observed,
      best_shuffled_score: Math.min(...outcome.randomisation.scores),
      p_value: outcome.randomisation.pValue,
    },
    trials: outcome.trials,
    stopped_early: outcome.isStopped,
    duration_s: outcome.durationSeconds,
    models: models.map(modelValues),
  }
}

function modelValues({ name, scores, setting, rounds, innerScore, trials }: ModelOutcome): Json {
  return {
    model: name,
    cv_rmse: scores.rmse,
    cv_mae: scores.mae,
    cv_r2: scores.r2,
    inner_score: innerScore,
    hyperparameters: setting,
    rounds,
    trials: trials.length,
    pruned: trials.filter(({ isPruned }) => isPruned).length,
  }
}
