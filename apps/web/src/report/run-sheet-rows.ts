import type { RunSheetBlock } from '@zerosec/report'
import { formatNumber } from '../numbers/format.ts'

type Run = RunSheetBlock['runs'][number]

export interface RunSheetColumn {
  readonly label: string
  readonly unit?: string
  readonly isText: boolean
}

export interface RunSheetCell {
  readonly text: string
  readonly isText: boolean
  /** A result that is still to be measured. */
  readonly isBlank: boolean
}

export interface RunSheetRow {
  readonly number: number
  readonly role: Run['role']
  /** Without the number. */
  readonly cells: readonly RunSheetCell[]
}

const ROLES: Readonly<Record<Run['role'], string>> = {
  new: 'new',
  existing: 'made',
  center: 'centre point',
  replicate: 'replicate',
}

/** No., what the run is where runs differ in that, the whole plot where there are any, factors, responses. */
export function runSheetColumns(block: RunSheetBlock): RunSheetColumn[] {
  return [
    { label: 'No.', isText: false },
    ...(hasRoles(block) ? [{ label: 'Run', isText: true }] : []),
    ...(hasWholePlots(block) ? [{ label: 'Whole plot', isText: false }] : []),
    ...block.factors.map(({ name, unit, kind }) => ({ label: name, isText: kind !== 'number', ...unitOf(unit) })),
    ...block.responses.map(({ name, unit }) => ({ label: name, isText: false, ...unitOf(unit) })),
  ]
}

export function runSheetRows(block: RunSheetBlock): RunSheetRow[] {
  return block.runs.map((run) => ({
    number: run.number,
    role: run.role,
    cells: [
      ...(hasRoles(block) ? [cell(ROLES[run.role], true)] : []),
      ...(hasWholePlots(block) ? [cell(run.wholePlot === undefined ? '' : String(run.wholePlot))] : []),
      ...run.settings.map((setting, j) => settingCell(block.factors[j]!, setting)),
      ...run.results.map((result) => (result === null ? BLANK : cell(formatNumber(result)))),
    ],
  }))
}

const BLANK: RunSheetCell = { text: '', isText: false, isBlank: true }

function cell(text: string, isText = false): RunSheetCell {
  return { text, isText, isBlank: false }
}

/** Existing runs keep digits beyond those of the plan. */
function settingCell(factor: RunSheetBlock['factors'][number], setting: number | string): RunSheetCell {
  if (typeof setting === 'string' || factor.kind !== 'number') return cell(String(setting), true)
  const rounded = setting.toFixed(Math.max(0, factor.digits))
  return cell((Number(rounded) === setting ? rounded : String(setting)).replace('-', '−'))
}

function hasRoles({ runs }: RunSheetBlock): boolean {
  return runs.some(({ role }) => role !== 'new')
}

function hasWholePlots({ runs }: RunSheetBlock): boolean {
  return runs.some(({ wholePlot }) => wholePlot !== undefined)
}

function unitOf(unit: string | undefined): { unit?: string } {
  return unit === undefined ? {} : { unit }
}
