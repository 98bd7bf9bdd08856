import type { Report, RunSheetBlock } from '@zerosec/report'
import { renderRunSheet } from '@zerosec/report/render'
import { readTable } from '@zerosec/table'
import ExcelJS from 'exceljs'
import { beforeAll, describe, expect, it } from 'vitest'
import { analyse } from '../../test/analyse.ts'
import { findAnalysis } from '../catalogue.ts'
import { parseParameters } from '../parse-parameters.ts'

const FACTORS = `name,type,low,high,unit,levels
金型温度,continuous,40,80,°C,
保圧,continuous,20,60,MPa,
樹脂,categorical,,,,"PP,PE"
`

function runSheet(report: Report) {
  const block = report.sections.flatMap(({ blocks }) => blocks).find(({ kind }) => kind === 'run_sheet')
  if (block?.kind !== 'run_sheet') throw new Error('the report has no run sheet')
  return block
}

/** The workbook with a result typed into every yellow cell, as Excel would save it. */
function filledIn(report: Report, result: (row: ExcelJS.Row) => number): Promise<Uint8Array> {
  return typedIn(runSheet(report), result)
}

async function typedIn(block: RunSheetBlock, result: (row: ExcelJS.Row) => number): Promise<Uint8Array> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load((await renderRunSheet(block, '0.1.0')) as never)
  const sheet = workbook.worksheets[0]!
  sheet.eachRow((row, number) => {
    if (number > 1) row.getCell(sheet.columnCount).value = result(row)
  })
  return new Uint8Array(await workbook.xlsx.writeBuffer())
}

async function runOn(name: string, bytes: Uint8Array, parameters: Readonly<Record<string, unknown>>): Promise<Report> {
  const analysis = findAnalysis(name)
  const table = await readTable('run_sheet.xlsx', bytes)
  const readSheet = (sheet: string) => readTable('run_sheet.xlsx', bytes, { sheet })
  const parsed = parseParameters(analysis, parameters)
  return (await analysis.run({ table, parameters: parsed, seed: 42, progress: () => {}, readSheet })).report
}

describe('a run sheet with results typed in', () => {
  let report: Report
  let filled: Uint8Array
  beforeAll(async () => {
    report = await analyse(FACTORS, { num_points: 12, model: 'interactions', starts: 4 }, 'optimization')
    // a plane without scatter over the first two factors, beside the column No.
    filled = await filledIn(
      report,
      (row) => 10 + 0.5 * Number(row.getCell(2).value) - 0.2 * Number(row.getCell(3).value),
    )
  })

  it('is read back with names, units, settings and results', async () => {
    const table = await readTable('run_sheet.xlsx', filled)
    expect(table.columns.map(({ name, unit, kind }) => [name, unit, kind])).toEqual([
      ['No.', undefined, 'number'],
      ['金型温度 [°C]', '°C', 'number'],
      ['保圧 [MPa]', 'MPa', 'number'],
      ['樹脂', undefined, 'category'],
      ['Result', undefined, 'number'],
    ])
    const settings = runSheet(report).runs.map(({ settings: [temperature, pressure] }) => [temperature, pressure])
    const [, temperature, pressure] = table.columns
    const read = settings.map((_, i) =>
      [temperature, pressure].map((column) => column?.kind === 'number' && column.values[i]),
    )
    expect(read).toEqual(settings)
  })

  it('goes into the linear analysis as it is', async () => {
    const linear = await runOn('linear_analysis', filled, {
      target_column: 'Result',
      feature_columns: ['金型温度 [°C]', '保圧 [MPa]', '樹脂'],
    })
    const { coefficients } = linear.values as unknown as { coefficients: { term: string; estimate: number }[] }
    expect(coefficients.find(({ term }) => term.startsWith('金型温度'))!.estimate).toBeCloseTo(0.5, 9)
    expect(coefficients.find(({ term }) => term.startsWith('保圧'))!.estimate).toBeCloseTo(-0.2, 9)
  })

  it('goes into the optimization again, which adds runs and keeps names, units and results', async () => {
    const augmented = await runOn('optimization', filled, { num_points: 6, model: 'quadratic', starts: 4 })
    const sheet = runSheet(augmented)
    expect(sheet.factors.map(({ name, unit }) => [name, unit])).toEqual([
      ['金型温度', '°C'],
      ['保圧', 'MPa'],
      ['樹脂', undefined],
    ])
    expect(sheet.responses).toEqual([{ name: 'Result' }])
    const made = sheet.runs.filter(({ role }) => role === 'existing')
    expect(made.map(({ settings }) => settings)).toEqual(runSheet(report).runs.map(({ settings }) => settings))
    expect(made.every(({ results }) => results[0] !== null)).toBe(true)
    expect(sheet.runs.slice(12).map(({ number, role }) => [number, role])).toEqual(
      [13, 14, 15, 16, 17, 18].map((number) => [number, 'new']),
    )
  })

  it('tells its levels, its constraints and its results by itself, whatever these are called and however they repeat', async () => {
    const factors = 'name,low,high,step,levels\n温度,150,200,10,\n触媒,,,,A/1;B\n'
    const asked = { num_points: 10, model: 'interactions', constraints: ['温度 <= 190'], starts: 2 }
    const first = await analyse(factors, asked, 'optimization')
    const sheet = runSheet(first)
    const renamed = { ...sheet, responses: [{ name: 'そり量', unit: 'mm' }] }
    const bytes = await typedIn(renamed, (row) => row.number % 2)
    const augmented = await runOn('optimization', bytes, { num_points: 4, model: 'interactions', starts: 2 })
    const second = runSheet(augmented)
    expect(second.factors).toEqual(sheet.factors)
    expect(second.constraints).toEqual(['温度 <= 190'])
    expect(second.responses).toEqual([{ name: 'そり量', unit: 'mm' }])
    expect(second.runs).toHaveLength(14)
    expect(augmented.warnings.map(({ code }) => code)).toContain('run_sheet_returned')
  })
})
