import { type FoldDecision, screenFeatures } from '@zerosec/engine'
import type { Warning } from '@zerosec/report'
import { MODEL_WORDS } from '../modelling/model-names.ts'
import { isWorthless } from './headline.ts'
import type { TargetOutcome } from './outcome.ts'
import type { NonlinearParameters } from './parameters.ts'
import type { LeftOutModel, TargetPlan } from './plan.ts'
import type { Preparation } from './prepare.ts'

const SHOWN_ROWS = 20
const FEW_ALIKE = 5
/** Share of the rows above which the whole table is thin, not some rows unusual. */
const OFTEN = 0.2
/** A p value of y-randomisation above it is no sign of a relation; fewer than 20 shuffles can't reach it. */
const CHANCE = 0.05

/** What was decided or is doubtful about one response, in words. */
export function targetWarnings(outcome: TargetOutcome, plan: TargetPlan, parameters: NonlinearParameters): Warning[] {
  const { preparation } = outcome
  return [
    ...worthWarnings(outcome),
    ...screeningWarnings(preparation),
    ...intervalWarnings(outcome),
    ...outsideWarnings(outcome),
    ...selectionWarnings(outcome, parameters),
    ...chanceWarnings(outcome, parameters),
    ...(outcome.isStopped ? [stoppedWarning(parameters)] : []),
    ...plan.folds.decisions.flatMap((decision) => decisionWarning(decision)),
    ...plan.leftOut.map((model) => leftOutWarning(model)),
    ...(plan.hasRepeatedRows ? [repeatedWarning()] : []),
    ...rareLevelWarnings(preparation),
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

function outsideWarnings({ domain: { outside }, preparation }: TargetOutcome): Warning[] {
  if (outside.length === 0) return []
  const count = outside.length
  if (count > OFTEN * preparation.target.length) {
    const message =
      `${count} of ${preparation.target.length} rows lie outside of what the other rows let a model speak of: the rows lie so thin that new ` +
      'ones will often do so too.'
    return [{ code: 'rows_outside_domain', level: 'caution', message, rows: outside.slice(0, SHOWN_ROWS), count }]
  }
  const message =
    `${count} ${count === 1 ? 'row lies' : 'rows lie'} outside of what the other rows let a model speak of (range, level or distance): ` +
    'a wrong value, or a place where more runs would help.'
  return [{ code: 'rows_outside_domain', level: 'note', message, rows: outside.slice(0, SHOWN_ROWS), count }]
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

function rareLevelWarnings({ rareLevels }: Preparation): Warning[] {
  return rareLevels.map(({ name, levels, kept, rows }) => ({
    code: 'levels_rare',
    level: 'caution',
    message: `${name} has ${levels} levels: the ${kept} commonest are learnt from, the others count as missing (${rows} rows).`,
    columns: [name],
    count: rows,
  }))
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

/** Findings of a kind are told one by one up to `FEW_ALIKE`, the others are counted. */
function screeningWarnings(preparation: Preparation): Warning[] {
  const byCode = Map.groupBy(allScreeningWarnings(preparation), ({ code }) => code)
  return [...byCode.values()].flatMap((alike) => {
    if (alike.length <= FEW_ALIKE) return alike
    const { code, level } = alike[0]!
    const columns = [...new Set(alike.slice(FEW_ALIKE).flatMap(({ columns }) => columns ?? []))]
    const count = alike.length - FEW_ALIKE
    const message = `And ${count} more of the same kind as the last.`
    return [...alike.slice(0, FEW_ALIKE), { code, level, message, columns: columns.slice(0, SHOWN_ROWS), count }]
  })
}

function allScreeningWarnings({ matrix, target, inputs, response }: Preparation): Warning[] {
  return screenFeatures(matrix, target).flatMap((finding): Warning[] => {
    if (finding.code === 'leakage') {
      const { name } = inputs[finding.feature]!
      const message =
        `${name} gives ${response.name} away by itself. If it is known only once ${response.name} is, the scores mean nothing: ` +
        'leave it out of feature_columns.'
      return [{ code: 'leakage', level: 'serious', message, columns: [name] }]
    }
    if (finding.code === 'duplicate') {
      const [name, other] = [inputs[finding.feature]!.name, inputs[finding.of]!.name]
      const message = `${name} says the same as ${other}: their importance is shared between them. One of the two is enough.`
      return [{ code: 'columns_duplicate', level: 'note', message, columns: [name, other] }]
    }
    if (finding.code === 'identifier') {
      const { name } = inputs[finding.feature]!
      const message = `${name} has a value of its own in nearly every row, as an identifier has. If it is one, leave it out of feature_columns.`
      return [{ code: 'column_identifier', level: 'caution', message, columns: [name] }]
    }
    if (finding.code === 'group_candidate') {
      const { name } = inputs[finding.feature]!
      const message =
        `Rows of the same ${name} follow each other in the table, as lots and days do. If rows of one are alike, give it as ` +
        'group_column: the scores are then those of new ones.'
      return [{ code: 'group_candidate', level: 'caution', message, columns: [name] }]
    }
    return []
  })
}

function stoppedWarning({ time_limit_s: limit }: NonlinearParameters): Warning {
  return {
    code: 'time_limit_reached',
    level: 'caution',
    message: `The time limit of ${limit} s was reached: the result is the best of the settings tried until then, and may differ in another run.`,
  }
}

function leftOutWarning({ name, reason }: LeftOutModel): Warning {
  const why =
    reason === 'too_wide'
      ? 'the factors have too many levels, each of which is a column to it. Name it in models_to_use to have it all the same.'
      : 'in some fold too few rows would be left to fit it on.'
  const message = `The ${MODEL_WORDS[name]} was left out: ${why}`
  return { code: 'model_left_out', level: 'note', message }
}

function repeatedWarning(): Warning {
  return {
    code: 'rows_repeated',
    level: 'note',
    message: 'Rows with the same factors were kept in one fold, so that none is predicted from its own repeat.',
  }
}

function decisionWarning(decision: FoldDecision): Warning[] {
  const note = (message: string): Warning[] => [{ code: `folds_${decision.kind}`, level: 'note', message }]
  switch (decision.kind) {
    case 'leave_one_out':
      return note(
        `There are only ${decision.rows} rows for ${decision.wanted} folds: each row was left out once instead.`,
      )
    case 'fewer_folds':
      return note(
        `There are ${decision.used} ${decision.units}, so there are ${decision.used} folds instead of ${decision.wanted}.`,
      )
    case 'rows_never_tested':
      return note(`The first ${decision.rows} rows in the order of time are only learnt from, never predicted.`)
    case 'rows_passed_over':
      return note(`${decision.rows} rows were not learnt from in some fold, because their group was predicted there.`)
    case 'repeats_dropped':
      return []
  }
}
