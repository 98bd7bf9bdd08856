import type { ExperimentObjective } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { Warning } from '@zerosec/report'
import type { NumberColumn, Table } from '@zerosec/table'
import { responseColumns } from '../optimization/response-columns.ts'
import { isNamed, plainName } from '../optimization/run-cells.ts'
import { shortNumber } from '../plot-parts.ts'
import type { NextExperimentsParameters } from './parameters.ts'

/** A measured column and what it shall be. */
export interface ResponseObjective {
  readonly name: string
  readonly unit?: string
  readonly column: NumberColumn
  readonly objective: ExperimentObjective
}

export interface ReadObjectives {
  readonly objectives: readonly ResponseObjective[]
  /** Results without an objective: neither factors nor aims. */
  readonly otherResults: readonly string[]
  readonly warnings: readonly Warning[]
}

/**
 * What the experiments are for. Without any word on it the only response of the table is maximised, and said to be.
 *
 * @throws CodedError objective_missing, objective_conflict, column_unknown, response_not_numeric, parameter_invalid
 */
export function readObjectives(table: Table, parameters: NextExperimentsParameters): ReadObjectives {
  const wishes = namedWishes(parameters)
  const found = responseColumns(table, [])
  if (wishes.length === 0) return onlyResponse(table, found.columns, found.others)
  const objectives = wishes.map(({ name, objective }) => responseObjective(table, name, objective))
  for (const { column } of objectives) {
    const same = objectives.filter((other) => other.column === column)
    if (same.length < 2) continue
    throw new CodedError('objective_conflict', {
      column: column.name,
      objectives: same.map(({ objective }) => objectiveWords(objective)),
    })
  }
  // guessed by shape alone a column may be a factor: it is left out only where its name or its place says that it is a result
  const others = found.found === 'by name' ? [...found.columns.map(({ name }) => name), ...found.others] : found.others
  return {
    objectives,
    otherResults: others.filter((name) => !objectives.some(({ column }) => column.name === name)),
    warnings: [],
  }
}

interface Wish {
  readonly name: string
  readonly objective: ExperimentObjective
}

function namedWishes({ maximise, minimise, targets, ranges }: NextExperimentsParameters): Wish[] {
  return [
    ...maximise.map((name): Wish => ({ name, objective: { kind: 'maximise' } })),
    ...minimise.map((name): Wish => ({ name, objective: { kind: 'minimise' } })),
    ...Object.entries(targets).map(([name, target]): Wish => ({ name, objective: { kind: 'target', target } })),
    ...Object.entries(ranges).map(([name, [low, high]]): Wish => {
      const objective = { kind: 'range' as const, low: low ?? -Infinity, high: high ?? Infinity }
      if (objective.low < objective.high && (low !== null || high !== null)) return { name, objective }
      const problem = `the range of "${name}" needs a low below its high`
      throw new CodedError('parameter_invalid', { parameter: 'ranges', problem })
    }),
  ]
}

function onlyResponse(table: Table, columns: readonly NumberColumn[], otherResults: readonly string[]): ReadObjectives {
  const [column, second] = columns
  if (!column || second) {
    const names = columns.length > 0 ? columns : table.columns.filter(({ kind }) => kind === 'number')
    throw new CodedError('objective_missing', { columns: names.map(({ name }) => name) })
  }
  const message = `No objective was given: ${column.name}, the only response found, is maximised. Name it in minimise, targets or ranges if it shall be something else.`
  return {
    objectives: [responseObjective(table, column.name, { kind: 'maximise' })],
    otherResults,
    warnings: [{ code: 'objective_assumed', level: 'caution', message, columns: [column.name] }],
  }
}

function responseObjective(table: Table, name: string, objective: ExperimentObjective): ResponseObjective {
  const column = table.columns.find((each) => isNamed(each, name))
  if (!column) throw new CodedError('column_unknown', { column: name, known: table.columns.map((each) => each.name) })
  if (column.kind !== 'number') throw new CodedError('response_not_numeric', { column: name, kind: column.kind })
  return {
    name: plainName(column),
    ...(column.unit === undefined ? {} : { unit: column.unit }),
    column,
    objective,
  }
}

/** "as large as possible", "close to 5", "between 2 and 4". */
export function objectiveWords(objective: ExperimentObjective): string {
  switch (objective.kind) {
    case 'maximise':
      return 'as large as possible'
    case 'minimise':
      return 'as small as possible'
    case 'target':
      return `close to ${shortNumber(objective.target)}`
    case 'range': {
      const { low, high } = objective
      if (low === -Infinity) return `at most ${shortNumber(high)}`
      if (high === Infinity) return `at least ${shortNumber(low)}`
      return `between ${shortNumber(low)} and ${shortNumber(high)}`
    }
  }
}
