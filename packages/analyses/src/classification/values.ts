import type { Json } from '@zerosec/report'
import { deliveredName } from './delivered-model.ts'
import type { ClassModelOutcome, ClassOutcome } from './outcome.ts'
import type { ClassificationParameters } from './parameters.ts'

/** The numbers for programs: stable snake_case names. All but durations are the same for the same table, parameters and seed. */
export function classValues(outcome: ClassOutcome, parameters: ClassificationParameters): Record<string, Json> {
  const { preparation, scores, baseline, intervals, decisions, finish, rawScores } = outcome
  const { classes, target } = preparation
  const labelOf = (place: number | null) => (place === null ? null : classes.labels[place]!)
  const interval = (of: { readonly low: number; readonly high: number } | null): Json => of && [of.low, of.high]
  return {
    target: classes.name,
    classes: [...classes.labels],
    positive_label: labelOf(classes.positive),
    ok_label: labelOf(classes.ok),
    rows_used: target.length,
    features: preparation.inputs.map(({ name }) => name),
    best_model: deliveredName(outcome),
    weights: Object.fromEntries(outcome.members.map(({ name, weight }) => [name, weight])),
    cv_folds: outcome.folds,
    cv_accuracy: scores.accuracy,
    cv_accuracy_interval: interval(intervals.accuracy),
    balanced_accuracy: scores.balancedAccuracy,
    balanced_accuracy_interval: interval(intervals.balancedAccuracy),
    f1: scores.f1,
    f1_interval: interval(intervals.f1),
    mcc: scores.mcc,
    mcc_interval: interval(intervals.mcc),
    log_loss: scores.logLoss,
    log_loss_interval: interval(intervals.logLoss),
    brier: scores.brier,
    brier_interval: interval(intervals.brier),
    brier_uncalibrated: rawScores.brier,
    roc_auc: scores.rocAuc,
    roc_auc_interval: interval(intervals.rocAuc),
    baseline_accuracy: baseline.accuracy,
    baseline_log_loss: baseline.logLoss,
    baseline_brier: baseline.brier,
    calibration: finish.calibration.kind,
    alpha: parameters.alpha,
    ok_from: finish.rule?.okFrom ?? null,
    ng_below: finish.rule?.ngBelow ?? null,
    say_from: finish.sayFrom,
    false_ok_rate: decisions.atRisk === 0 ? null : decisions.falseOk / decisions.atRisk,
    false_ok_bound: decisions.falseOkBound,
    false_ng_rate:
      decisions.falseNg && decisions.falseNg.atRisk > 0 ? decisions.falseNg.count / decisions.falseNg.atRisk : null,
    false_ng_bound: decisions.falseNg?.bound ?? null,
    measured_share: decisions.measured / outcome.rows.length,
    cost_threshold: decisions.cost?.threshold ?? null,
    cost_per_row: decisions.cost?.perRow ?? null,
    rows_outside_domain: outcome.outside.length,
    notes: notesOf(parameters),
    trials: outcome.trials,
    stopped_early: outcome.isStopped,
    duration_s: outcome.durationSeconds,
    models: outcome.models.map(modelValues),
  }
}

/** What the run was about, as it was told. */
export function notesOf(parameters: ClassificationParameters): Record<string, string | number> {
  const names = ['brush_type', 'material', 'wire_length', 'wire_count'] as const
  return Object.fromEntries(names.flatMap((name) => (parameters[name] === undefined ? [] : [[name, parameters[name]]])))
}

function modelValues({ name, scores, setting, rounds, innerScore, trials }: ClassModelOutcome): Json {
  return {
    model: name,
    cv_accuracy: scores.accuracy,
    roc_auc: scores.rocAuc,
    log_loss: scores.logLoss,
    brier: scores.brier,
    inner_score: innerScore,
    hyperparameters: setting,
    rounds,
    trials: trials.length,
    pruned: trials.filter(({ isPruned }) => isPruned).length,
  }
}
