import type { Constraint, Factor } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { Warning } from '@zerosec/report'
import { readTable, type Table } from '@zerosec/table'
import type { AnalysisInput } from '../analysis.ts'
import { findingWarnings } from '../finding-warnings.ts'
import type { TableRuns } from '../optimization/design-basis.ts'
import type { FactorDescription } from '../optimization/factor-description.ts'
import { unknownFactor } from '../optimization/model-terms.ts'
import { readConstraints } from '../optimization/read-constraints.ts'
import type { FactorColumn } from '../optimization/request.ts'
import { returnedSheet } from '../optimization/returned-sheet.ts'
import { checkBounds } from '../optimization/row-bounds.ts'
import { isNamed, plainName } from '../optimization/run-cells.ts'
import { type RunColumns, runColumns } from '../optimization/run-columns.ts'
import { type RunFactor, runFactors } from '../optimization/run-factors.ts'
import * as say from '../optimization/run-warnings.ts'
import { tableRuns } from '../optimization/table-runs.ts'
import { joinedTable } from './joined-table.ts'
import { type ReadObjectives, type ResponseObjective, readObjectives } from './objectives.ts'
import type { NextExperimentsParameters } from './parameters.ts'
import { openSpace, type SearchSpace } from './search-space.ts'

/** Runs of a campaign, and where further ones may be looked for; every run coded. */
export interface ExperimentCampaign {
  readonly factors: readonly Factor[]
  /** One a factor. */
  readonly columns: readonly FactorColumn[]
  readonly constraints: readonly Constraint[]
  readonly objectives: readonly ResponseObjective[]
  /** Runs with some result, in the order of the table. */
  readonly measured: TableRuns
  /** One an objective, as many values as measured runs; NaN: not measured. */
  readonly responses: readonly Float64Array[]
  /** Planned runs without a result. */
  readonly pending: TableRuns
  readonly space: SearchSpace
  readonly warnings: readonly Warning[]
}

/** Runs that a model of anything needs. */
export const FEWEST_RUNS = 5

type Input = Pick<AnalysisInput<NextExperimentsParameters>, 'table' | 'parameters' | 'readSheet' | 'openFile'>

/**
 * The campaign so far, from a table of runs: also from a run sheet of ours that came back, with the ranges and constraints on its other
 * sheets.
 *
 * @throws CodedError for whatever can't be read or has no answer, naming the column, the factor or the constraint
 */
export async function readCampaign(input: Input): Promise<ExperimentCampaign> {
  const { table, parameters } = input
  checkBounds(parameters.bounds)
  const sheet = await returnedSheet(table, input.readSheet)
  const aims = readObjectives(table, parameters)
  const descriptions = describedFactors(table, parameters, sheet?.factors ?? [])
  const chosen = chosenTable(table, aims, parameters)
  const candidates = await openCandidates(input)
  const found = factorsOf(chosen, candidates, aims, descriptions, parameters)
  const factors = found.factors.map(({ factor }) => factor)
  const constraints = readConstraints([...new Set([...(sheet?.constraints ?? []), ...parameters.constraints])], factors)
  const rows = sortedRows(chosen, aims.objectives, found.factors)
  const warnings = [
    ...aims.warnings,
    ...(sheet ? [sheetNote(sheet.constraints.length > 0)] : []),
    ...leftOutNotes(found.columns, aims, chosen),
    ...say.groupsFound(found.columns),
    ...say.rowsIncomplete(table, rows.incomplete),
    ...findingWarnings(table, ({ code, column }) => !QUIET.has(code) && isUsed(column, found.factors, aims)),
  ]
  const runsAt = (of: readonly number[]) => tableRuns(found.factors, of)
  const isList = candidates !== undefined || parameters.blank_rows === 'candidates'
  const offered = candidates
    ? rowsFrom(found.table, table.rowCount).filter((row) => isComplete(found.factors, row))
    : rows.blank
  checkMeasured(aims.objectives, rows.measured)
  return {
    factors,
    columns: found.factors.map(({ column }) => column),
    constraints,
    objectives: aims.objectives,
    measured: runsAt(rows.measured),
    responses: aims.objectives.map(({ column }) => Float64Array.from(rows.measured, (row) => column.values[row]!)),
    pending: runsAt(parameters.blank_rows === 'candidates' ? [] : rows.blank),
    space: isList
      ? { kind: 'list', source: candidates ? 'candidates' : 'rows', runs: runsAt(offered).runs }
      : openSpace(factors, constraints, parameters),
    warnings,
  }
}

const QUIET = new Set<string>(['column_identifier', 'column_constant', 'rows_duplicate', 'cell_missing_marker'])

function isUsed(column: string | undefined, factors: readonly RunFactor[], { objectives }: ReadObjectives): boolean {
  if (column === undefined) return true
  return (
    factors.some(({ sources }) => sources.includes(column)) || objectives.some((each) => each.column.name === column)
  )
}

/** What the parameters and a returned sheet say of the factors; the parameters win. */
function describedFactors(
  table: Table,
  { steps, mixture, bounds, factor_columns: named }: NextExperimentsParameters,
  fromSheet: readonly FactorDescription[],
): readonly FactorDescription[] {
  const descriptions = new Map(fromSheet.map((description) => [description.name, description]))
  const describe = (parameter: string, name: string, more: Partial<FactorDescription>) => {
    const column = table.columns.find((each) => isNamed(each, name))
    if (!column) throw unknownFactor(parameter, name, table.columns.map(plainName))
    const plain = plainName(column)
    descriptions.set(plain, { ...descriptions.get(plain), name: plain, ...more })
  }
  for (const name of named) describe('factor_columns', name, {})
  for (const name of mixture) describe('mixture', name, { type: 'mixture', group: 'mixture' })
  for (const [name, step] of Object.entries(steps)) describe('steps', name, { step })
  for (const [name, [low, high]] of Object.entries(bounds)) describe('bounds', name, { low, high })
  return [...descriptions.values()].filter(
    ({ name, type }) => type !== 'block' && table.columns.some((column) => isNamed(column, name)),
  )
}

/** The columns that can be factors, and the objectives: those named, else all but results and blocks. */
function chosenTable(
  table: Table,
  { objectives, otherResults }: ReadObjectives,
  parameters: NextExperimentsParameters,
): Table {
  const { factor_columns: named, mixture } = parameters
  const wanted = [...named, ...mixture]
  const columns = table.columns.filter((column) => {
    if (objectives.some((each) => each.column === column)) return true
    if (named.length > 0) return wanted.some((name) => isNamed(column, name))
    return !otherResults.includes(column.name) && !/^(blocks?|ブロック)$/i.test(plainName(column).trim())
  })
  return { ...table, columns }
}

async function openCandidates({ parameters, openFile }: Input): Promise<Table | undefined> {
  if (parameters.candidates === '') return undefined
  if (!openFile) {
    const problem = 'no file can be named here'
    throw new CodedError('file_reference_invalid', { reference: parameters.candidates, problem })
  }
  const { name, bytes } = await openFile(parameters.candidates)
  return await readTable(name, bytes)
}

interface FoundFactors {
  readonly factors: readonly RunFactor[]
  readonly columns: RunColumns
  /** Of the runs and, below, the candidates. */
  readonly table: Table
}

function factorsOf(
  table: Table,
  candidates: Table | undefined,
  { objectives }: ReadObjectives,
  described: readonly FactorDescription[],
  { bounds }: NextExperimentsParameters,
): FoundFactors {
  const responses = { columns: objectives.map(({ column }) => column), others: [], found: 'named' as const }
  const sort = (of: Table) => runColumns(of, rowsFrom(of, 0), responses, described)
  const first = sort(table)
  const sources = [
    ...first.numbers,
    ...first.categories,
    ...[...first.mixtures, ...first.oneHots].flatMap((group) => group.columns),
  ]
  const whole = candidates
    ? joinedTable(
        table,
        candidates,
        sources.map(({ name }) => name),
      )
    : table
  const columns = candidates
    ? sort({
        ...whole,
        columns: whole.columns.map((column, j) =>
          responses.columns.includes(table.columns[j] as never) ? table.columns[j]! : column,
        ),
      })
    : first
  const ranges = Object.fromEntries(
    described.flatMap(({ name, low: from, high: to }) =>
      from === undefined || to === undefined ? [] : [[name, [from, to] as const]],
    ),
  )
  const order = whole.columns.map(({ name }) => name)
  const own = { ...columns, block: undefined }
  const factors = runFactors(own, rowsFrom(whole, 0), order, {
    described,
    bounds: { ...ranges, ...bounds },
    fromRows: false,
  })
  if (factors.length > 0) return { factors, columns, table: whole }
  const reasons = columns.leftOut.map(({ column, reason }) => `${column} (${reason})`)
  throw new CodedError('design_factors_none', { reasons: reasons.length > 0 ? reasons : 'every column is a response' })
}

function rowsFrom({ rowCount }: Table, first: number): number[] {
  return Array.from({ length: rowCount - first }, (_, i) => first + i)
}

function isComplete(factors: readonly RunFactor[], row: number): boolean {
  return factors.every(({ setting }) => !Number.isNaN(setting(row)) && setting(row) !== -1)
}

interface SortedRows {
  readonly measured: readonly number[]
  readonly blank: readonly number[]
  readonly incomplete: readonly number[]
}

function sortedRows(table: Table, objectives: readonly ResponseObjective[], factors: readonly RunFactor[]): SortedRows {
  const all = rowsFrom(table, 0)
  const complete = all.filter((row) => isComplete(factors, row))
  const hasResult = (row: number) => objectives.some(({ column }) => !Number.isNaN(column.values[row]!))
  const unreadable = new Set(objectives.flatMap(({ column }) => column.unreadable.map(({ row }) => row)))
  const isMeasured = (row: number) => hasResult(row) || unreadable.has(table.source.rowNumbers[row]!)
  return {
    measured: complete.filter(hasResult),
    // a result that can't be read, such as "<1.0", was measured all the same: the run is known, not planned
    blank: complete.filter((row) => !isMeasured(row)),
    incomplete: all.filter((row) => !isComplete(factors, row)),
  }
}

function checkMeasured(objectives: readonly ResponseObjective[], rows: readonly number[]): void {
  for (const { name, column } of objectives) {
    const values = rows.map((row) => column.values[row]!).filter((value) => !Number.isNaN(value))
    if (values.length < FEWEST_RUNS) {
      throw new CodedError('experiments_too_few', { column: name, measured: values.length, needed: FEWEST_RUNS })
    }
    if (values.every((value) => value === values[0])) {
      throw new CodedError('objective_constant', { column: name, value: values[0]! })
    }
  }
}

function sheetNote(hasConstraints: boolean): Warning {
  return {
    code: 'run_sheet_returned',
    level: 'note',
    message: `The file is a run sheet: ranges, levels${hasConstraints ? ' and constraints are' : ' are'} taken from its other sheets. Parameters say otherwise or more.`,
  }
}

function leftOutNotes(columns: RunColumns, { otherResults }: ReadObjectives, chosen: Table): Warning[] {
  const notes = say.columnsLeftOut(columns.leftOut).map((note) => ({
    ...note,
    message: note.message.replace('Describe a column in factors', 'Name a column in factor_columns'),
  }))
  const others = otherResults.filter((name) => !chosen.columns.some((column) => column.name === name))
  if (others.length === 0) return notes
  const message = `Taken for results without an objective, and not used: ${others.join(', ')}. Name them in maximise, minimise, targets or ranges, or in factor_columns if they are set.`
  return [...notes, { code: 'results_without_objective', level: 'note', message, columns: others }]
}
