import { type FoldDecision, screenFeatures } from '@zerosec/engine'
import type { Warning } from '@zerosec/report'
import type { ModelInputs } from './inputs.ts'

const SHOWN_ROWS = 20
const FEW_ALIKE = 5
/** Share of the rows above which the whole table is thin, not some rows unusual. */
const OFTEN = 0.2

interface ScreenedInputs extends Pick<ModelInputs, 'matrix' | 'inputs'> {
  readonly target: Float64Array
}

/** @param outside  numbers of the rows outside, of so many */
export function outsideWarnings(outside: readonly number[], rows: number): Warning[] {
  if (outside.length === 0) return []
  const count = outside.length
  if (count > OFTEN * rows) {
    const message =
      `${count} of ${rows} rows lie outside of what the other rows let a model speak of: the rows lie so thin that new ` +
      'ones will often do so too.'
    return [{ code: 'rows_outside_domain', level: 'caution', message, rows: outside.slice(0, SHOWN_ROWS), count }]
  }
  const message =
    `${count} ${count === 1 ? 'row lies' : 'rows lie'} outside of what the other rows let a model speak of (range, level or distance): ` +
    'a wrong value, or a place where more runs would help.'
  return [{ code: 'rows_outside_domain', level: 'note', message, rows: outside.slice(0, SHOWN_ROWS), count }]
}

/** Findings of a kind are told one by one up to `FEW_ALIKE`, the others are counted. */
export function screeningWarnings(inputs: ScreenedInputs, response: string): Warning[] {
  const byCode = Map.groupBy(allScreeningWarnings(inputs, response), ({ code }) => code)
  return [...byCode.values()].flatMap((alike) => {
    if (alike.length <= FEW_ALIKE) return alike
    const { code, level } = alike[0]!
    const columns = [...new Set(alike.slice(FEW_ALIKE).flatMap(({ columns }) => columns ?? []))]
    const count = alike.length - FEW_ALIKE
    const message = `And ${count} more of the same kind as the last.`
    return [...alike.slice(0, FEW_ALIKE), { code, level, message, columns: columns.slice(0, SHOWN_ROWS), count }]
  })
}

function allScreeningWarnings({ matrix, target, inputs }: ScreenedInputs, response: string): Warning[] {
  return screenFeatures(matrix, target).flatMap((finding): Warning[] => {
    if (finding.code === 'leakage') {
      const { name } = inputs[finding.feature]!
      const message =
        `${name} gives ${response} away by itself. If it is known only once ${response} is, the scores mean nothing: ` +
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

export function timeLimitWarning(limit: number | undefined): Warning {
  return {
    code: 'time_limit_reached',
    level: 'caution',
    message: `The time limit of ${limit} s was reached: the result is the best of the settings tried until then, and may differ in another run.`,
  }
}

export function rareLevelWarnings(rareLevels: ModelInputs['rareLevels']): Warning[] {
  return rareLevels.map(({ name, levels, kept, rows }) => ({
    code: 'levels_rare',
    level: 'caution',
    message: `${name} has ${levels} levels: the ${kept} commonest are learnt from, the others count as missing (${rows} rows).`,
    columns: [name],
    count: rows,
  }))
}

export function repeatedRowsWarning(): Warning {
  return {
    code: 'rows_repeated',
    level: 'note',
    message: 'Rows with the same factors were kept in one fold, so that none is predicted from its own repeat.',
  }
}

/** What was done otherwise than asked when rows were divided. */
export function foldDecisionWarnings(decisions: readonly FoldDecision[]): Warning[] {
  return decisions.flatMap((decision) => decisionWarning(decision))
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
