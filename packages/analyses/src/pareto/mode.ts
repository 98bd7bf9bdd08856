import { CodedError } from '@zerosec/errors'
import type { OpenedModel } from '@zerosec/model'
import type { Warning } from '@zerosec/report'
import type { Table } from '@zerosec/table'
import type { ParetoParameters } from './parameters.ts'

type Mode = 'columns' | 'candidates' | 'search'

/** @throws CodedError parameter_invalid where models are needed and missing, or there and not asked for */
export function chooseMode(
  table: Table,
  models: readonly OpenedModel[],
  names: readonly string[],
  { mode }: ParetoParameters,
): { mode: Mode; warnings: readonly Warning[] } {
  const targets = models.map(({ model }) => model.target.name)
  const unused = targets.filter((target) => !names.includes(target))
  if (unused.length > 0) {
    invalid(
      'models',
      `${unused.join(', ')} is predicted and no objective or limit is about it; name it in one, such as maximise`,
    )
  }
  if (mode === 'columns' && models.length > 0)
    invalid('mode', 'columns takes no models; leave them out, or use candidates')
  if ((mode === 'candidates' || mode === 'search') && models.length === 0) {
    invalid('models', `${mode} needs the models that predict the objectives; name their files`)
  }
  const chosen = mode === 'auto' ? automatic(table, targets, names) : mode
  if (chosen === 'search') {
    const unknown = names.filter((name) => !targets.includes(name))
    if (unknown.length > 0) {
      invalid(
        'models',
        `no model predicts ${unknown.join(', ')}, which a search needs; name its model, or use candidates`,
      )
    }
  }
  const isGuessed = mode === 'auto' && models.length > 0
  return { mode: chosen, warnings: isGuessed ? [guessed(chosen)] : [] }
}

function automatic(table: Table, targets: readonly string[], names: readonly string[]): Mode {
  if (targets.length === 0) return 'columns'
  const isMeasured = targets.every((name) =>
    table.columns.some((column) => column.name === name && column.missingCount < table.rowCount),
  )
  return isMeasured && names.every((name) => targets.includes(name)) ? 'search' : 'candidates'
}

function guessed(mode: Mode): Warning {
  const message =
    mode === 'search'
      ? 'The table has the responses measured, so new settings were searched. mode=candidates compares its rows by their predictions.'
      : "The table's rows were taken as candidates. mode=search searches new settings."
  return { code: 'mode_chosen', level: 'note', message }
}

function invalid(parameter: string, problem: string): never {
  throw new CodedError('parameter_invalid', { parameter, problem })
}
