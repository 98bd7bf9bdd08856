import type { Warning } from '@zerosec/report'
import {
  foldDecisionWarnings,
  outsideWarnings,
  rareLevelWarnings,
  repeatedRowsWarning,
  screeningWarnings,
  timeLimitWarning,
} from '../modelling/data-warnings.ts'
import { MODEL_WORDS } from '../modelling/model-names.ts'
import { isWorthless } from './headline.ts'
import type { TargetOutcome } from './outcome.ts'
import type { NonlinearParameters } from './parameters.ts'
import type { LeftOutModel, TargetPlan } from './plan.ts'

const SHOWN_ROWS = 20
/** A p value of y-randomisation above it is no sign of a relation; fewer than 20 shuffles can't reach it. */
const CHANCE = 0.05

/** What was decided or is doubtful about one response, in words. */
export function targetWarnings(outcome: TargetOutcome, plan: TargetPlan, parameters: NonlinearParameters): Warning[] {
  const { preparation } = outcome
  return [
    ...worthWarnings(outcome),
    ...screeningWarnings(preparation, preparation.response.name),
    ...intervalWarnings(outcome),
    ...outsideWarnings(outcome.domain.outside, preparation.target.length),
    ...selectionWarnings(outcome, parameters),
    ...chanceWarnings(outcome, parameters),
    ...(outcome.isStopped ? [timeLimitWarning(parameters.time_limit_s)] : []),
    ...foldDecisionWarnings(plan.folds.decisions),
    ...plan.leftOut.map((model) => leftOutWarning(model)),
    ...(plan.hasRepeatedRows ? [repeatedRowsWarning()] : []),
    ...rareLevelWarnings(preparation.rareLevels),
    ...preparation.warnings,
  ]
}

function worthWarnings(outcome: TargetOutcome): Warning[] {
  if (!isWorthless(outcome)) return []
  const { name } = outcome.preparation.response
  const message = `On rows that they have not seen the models predict ${name} no better than the mean of the others does.`
  return [{ code: 'prediction_worthless', level: 'serious', message }]
}

function intervalWarnings({ interval }: TargetOutcome): Warning[] {
  const { reached, rows } = interval.chosen.interval
  if (reached.every(Boolean)) return []
  const percent = Math.round(100 * interval.level)
  const message = `${rows} rows are too few for ${percent} % intervals: they are as wide as the largest error, which may hold fewer new rows.`
  return [{ code: 'interval_level_unreached', level: 'caution', message }]
}

function selectionWarnings({ preparation, selection }: TargetOutcome, parameters: NonlinearParameters): Warning[] {
  const { feature_selection: kind, top_k: wanted } = parameters
  const all = preparation.inputs.length
  const used = selection.kept.length
  if (kind === 'none') {
    if (used === all) return []
    const message =
      `There are ${all} factors: in each fold the ${used} that the splits of a forest gain most by were kept, and the others left out. ` +
      'feature_columns, feature_selection and top_k choose otherwise.'
    return [{ code: 'factors_many', level: 'caution', message, count: all - used }]
  }
  if (kind === 'top_k' && wanted >= all) {
    const message = `There are ${all} factors, so that a choice of ${wanted} leaves out none.`
    return [{ code: 'selection_idle', level: 'note', message }]
  }
  const kept = new Set(selection.kept)
  const columns = preparation.inputs.map(({ name }) => name).filter((_, j) => !kept.has(j))
  if (columns.length === 0) return []
  const message = `${columns.length} of ${all} factors are not used by the delivered model (${kind}).`
  return [
    {
      code: 'factors_not_selected',
      level: 'note',
      message,
      columns: columns.slice(0, SHOWN_ROWS),
      count: columns.length,
    },
  ]
}

function chanceWarnings({ randomisation, preparation }: TargetOutcome, parameters: NonlinearParameters): Warning[] {
  const wanted = parameters.y_randomisation
  if (wanted === 0) return []
  const made = randomisation?.scores.length ?? 0
  const short: Warning[] =
    made < wanted
      ? [
          {
            code: 'y_randomisation_cut',
            level: 'note',
            message: `The time limit left time for ${made} of ${wanted} shuffles of the response.`,
          },
        ]
      : []
  if (!randomisation || randomisation.pValue < CHANCE || made < 1 / CHANCE) return short
  const message =
    `${preparation.response.name} is not modelled better than by chance: the same procedure does as well on shuffled values ` +
    `(p = ${randomisation.pValue.toPrecision(2)}).`
  return [{ code: 'model_by_chance', level: 'serious', message }, ...short]
}

function leftOutWarning({ name, reason }: LeftOutModel): Warning {
  const why =
    reason === 'too_wide'
      ? 'the factors have too many levels, each of which is a column to it. Name it in models_to_use to have it all the same.'
      : 'in some fold too few rows would be left to fit it on.'
  const message = `The ${MODEL_WORDS[name]} was left out: ${why}`
  return { code: 'model_left_out', level: 'note', message }
}
