import type { RunSheetBlock, RunSheetFactor } from '../document.ts'
import { runSheetHeading } from '../run-sheet.ts'
import type { Cell, SheetWriter } from './sheet-writer.ts'
import type { CellRole } from './styles.ts'

/** Where the columns of a run sheet stand, 1-based. */
export interface RunColumns {
  readonly headerRow: number
  readonly firstResult: number
  readonly last: number
}

export interface RunLook {
  readonly setting: CellRole
  readonly result: CellRole
}

/** The header and a row a run: No., blocks, whole plot, factors, results. */
export function writeRuns(writer: SheetWriter, block: RunSheetBlock, look: RunLook): RunColumns {
  const hasPlots = block.runs.some(({ wholePlot }) => wholePlot !== undefined)
  const order = columnOrder(block.factors)
  const headings: Cell[] = [
    { value: 'No.', role: 'header', align: 'right' },
    ...(hasPlots ? [{ value: 'Whole plot', role: 'header', align: 'right' } as const] : []),
    ...order.map((f) => headingCell(block.factors[f]!, block.factors[f]!.kind === 'number')),
    ...block.responses.map((response) => headingCell(response, true)),
  ]
  const headerRow = writer.cells(headings)
  for (const run of block.runs) {
    writer.cells([
      { value: run.number, role: look.setting, format: '0' },
      ...(hasPlots ? [{ value: run.wholePlot ?? null, role: look.setting, format: '0' }] : []),
      ...order.map((f) => settingCell(block.factors[f]!, run.settings[f]!, look.setting)),
      ...run.results.map((value): Cell => ({ value, role: run.role === 'existing' ? look.setting : look.result })),
    ])
  }
  const last = headings.length
  return { headerRow, firstResult: last - block.responses.length + 1, last }
}

/** Blocks first: they say when a run is made. */
function columnOrder(factors: readonly RunSheetFactor[]): number[] {
  const all = factors.map((_, f) => f)
  return [...all.filter((f) => factors[f]!.kind === 'block'), ...all.filter((f) => factors[f]!.kind !== 'block')]
}

function headingCell(column: { readonly name: string; readonly unit?: string }, isNumber: boolean): Cell {
  return { value: runSheetHeading(column), role: 'header', align: isNumber ? 'right' : 'left' }
}

function settingCell(factor: RunSheetFactor, value: number | string, role: CellRole): Cell {
  return factor.kind === 'number' ? { value, role, format: fixedFormat(factor.digits) } : { value, role }
}

/** So many decimals. */
export function fixedFormat(digits: number): string {
  return digits === 0 ? '0' : `0.${'0'.repeat(digits)}`
}
