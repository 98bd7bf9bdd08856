import { rowsForBound } from '@zerosec/engine'
import type { Warning } from '@zerosec/report'
import {
  foldDecisionWarnings,
  outsideWarnings,
  rareLevelWarnings,
  repeatedRowsWarning,
  screeningWarnings,
  timeLimitWarning,
} from '../modelling/data-warnings.ts'
import { CLASS_MODEL_WORDS } from './class-model-names.ts'
import { isWorthless } from './headline.ts'
import type { ClassOutcome } from './outcome.ts'
import type { ClassificationParameters } from './parameters.ts'
import type { ClassPlan } from './plan.ts'

/** A class of fewer rows is hardly learnt, and its scores hang on single rows. */
const FEW_ROWS = 10

/** What was decided or is doubtful, in words. */
export function classWarnings(outcome: ClassOutcome, plan: ClassPlan, parameters: ClassificationParameters): Warning[] {
  const { preparation, outside } = outcome
  const { classes, target } = preparation
  return [
    ...(isWorthless(outcome) ? [worthless(classes.name)] : []),
    ...screeningWarnings(preparation, classes.name),
    ...labelWarnings(outcome, parameters),
    ...smallClassWarnings(outcome, plan),
    ...boundWarnings(outcome, parameters),
    ...outsideWarnings(outside, target.length),
    ...(outcome.isStopped ? [timeLimitWarning(parameters.time_limit_s)] : []),
    ...foldDecisionWarnings(plan.folds.decisions),
    ...plan.tooWide.map(
      (name): Warning => ({
        code: 'model_left_out',
        level: 'note',
        message: `The ${CLASS_MODEL_WORDS[name]} was left out: the factors have too many levels, each of which is a column to it. Name it in models_to_use to have it all the same.`,
      }),
    ),
    ...(plan.hasRepeatedRows ? [repeatedRowsWarning()] : []),
    ...rareLevelWarnings(preparation.rareLevels),
    ...preparation.warnings,
  ]
}

function worthless(name: string): Warning {
  const message = `On rows that they have not seen the models tell the classes of ${name} no better than the shares of the classes do.`
  return { code: 'prediction_worthless', level: 'serious', message }
}

function labelWarnings({ preparation }: ClassOutcome, { ok_label: named }: ClassificationParameters): Warning[] {
  const { classes } = preparation
  if (classes.positiveBy === 'name' || (classes.positive === null && named !== undefined)) return []
  if (classes.positive === null) {
    const message = `No class of interest was named, so that no class is OK: each is said where it is sure enough. positive_label or ok_label names one of ${classes.labels.join(', ')}.`
    return [{ code: 'positive_label_none', level: 'note', message, columns: [...classes.columns] }]
  }
  const chosen = classes.labels[classes.positive]!
  const why = classes.positiveBy === 'rarity' ? 'the rarer one' : 'by its meaning'
  const okay = classes.ok === null || named !== undefined ? '' : `, and "${classes.labels[classes.ok]}" as OK`
  const message = `No class of interest was named: "${chosen}" was taken (${why})${okay}. positive_label and ok_label name others.`
  return [{ code: 'positive_label_chosen', level: 'caution', message, columns: [...classes.columns] }]
}

function smallClassWarnings({ preparation, folds }: ClassOutcome, plan: ClassPlan): Warning[] {
  const { classes, target } = preparation
  const small = classes.labels
    .map((label, k) => ({ label, rows: target.filter((code) => code === k).length }))
    .filter(({ rows }) => rows < FEW_ROWS)
  if (small.length === 0) return []
  const list = small.map(({ label, rows }) => `${label} (${rows})`).join(', ')
  const without = plan.folds.outer.filter(
    ({ training }) => new Set(Array.from(training, (row) => target[row])).size < classes.labels.length,
  ).length
  const untaught = without === 0 ? '' : ` In ${without} of ${folds} folds a class was not there to be learnt.`
  const message = `Classes of few rows are hardly learnt, and their scores hang on single rows: ${list}.${untaught}`
  return [{ code: 'classes_small', level: 'caution', message, count: small.length }]
}

/** Answers that are never given, and bounds that new rows did not keep. */
function boundWarnings(
  { finish, decisions, preparation }: ClassOutcome,
  { alpha }: ClassificationParameters,
): Warning[] {
  const { labels, ok } = preparation.classes
  const needed = rowsForBound(alpha)
  const warnings: Warning[] = []
  if (finish.rule && ok !== null) {
    const rows = preparation.target.filter((code) => code !== ok).length
    if (finish.rule.okFrom === null) {
      const message = `OK is never said: ${rows} rows that are not ${labels[ok]} can't bound a rate of false OK by ${alpha}. ${needed} or more are needed, or a larger alpha.`
      warnings.push({ code: 'false_ok_unbounded', level: 'caution', message })
    }
    if (finish.rule.ngBelow === null) {
      const own = preparation.target.length - rows
      const message = `NG is never said: ${own} rows that are ${labels[ok]} can't bound a rate of false NG by ${alpha}. ${needed} or more are needed, or a larger alpha.`
      warnings.push({ code: 'false_ng_unbounded', level: 'caution', message })
    }
  } else if (finish.sayFrom === null) {
    const message = `No class is said: at no probability is the share of wrong rows bounded by ${alpha}. A larger alpha, or more rows, would help.`
    warnings.push({ code: 'false_ok_unbounded', level: 'caution', message })
  }
  if (decisions.atRisk > 0 && decisions.falseOk / decisions.atRisk > alpha) {
    const rate = (100 * decisions.falseOk) / decisions.atRisk
    const message = `On new rows ${rate.toFixed(1)} % of decisions were wrong where at most ${100 * alpha} % were wanted: thresholds that are found on few rows hold only roughly on others.`
    warnings.push({ code: 'false_ok_above_alpha', level: 'caution', message })
  }
  return warnings
}
