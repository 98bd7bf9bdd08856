import ExcelJS, { type Worksheet } from 'exceljs'
import { beforeAll, describe, expect, it, vi } from 'vitest'
import { sampleReport } from '../../test/sample-report.ts'
import { sampleRunSheet } from '../../test/sample-run-sheet.ts'
import type { RunSheetBlock } from '../document.ts'
import { renderWorkbook } from './render-workbook.ts'
import { renderRunSheet } from './run-sheet-workbook.ts'

async function open(bytes: Uint8Array): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load(bytes as never)
  return workbook
}

function rowOf(sheet: Worksheet, row: number): unknown[] {
  return (sheet.getRow(row).values as unknown[]).slice(1)
}

describe('renderRunSheet', () => {
  let runs: Worksheet
  let factors: Worksheet
  let workbook: ExcelJS.Workbook
  beforeAll(async () => {
    workbook = await open(await renderRunSheet(sampleRunSheet(), '0.1.0'))
    runs = workbook.worksheets[0]!
    factors = workbook.worksheets[1]!
  })

  it('has the runs first, where readers of tables look', () => {
    expect(workbook.worksheets.map(({ name }) => name)).toEqual(['Runs', 'Factors', 'Constraints', 'How to use'])
  })

  it('begins with a header that carries the units once, blocks before factors, results last', () => {
    expect(rowOf(runs, 1)).toEqual([
      'No.',
      '実験日',
      '金型温度 [°C]',
      '保圧時間（s）',
      '樹脂',
      '引張強度 [MPa]',
      '=反り',
    ])
    expect(rowOf(runs, 2)).toEqual([1, '1日目', 60, 10, 'PP', 31.25])
    expect(runs.rowCount).toBe(8)
  })

  it('shows settings with the decimals of their factor', () => {
    expect([runs.getCell('C4').numFmt, runs.getCell('D4').numFmt]).toEqual(['0.0', '0'])
  })

  it('lets numbers alone be typed as results of runs to come', () => {
    for (const cell of ['F3', 'G8']) {
      expect(runs.getCell(cell).dataValidation).toMatchObject({
        type: 'decimal',
        errorStyle: 'stop',
        allowBlank: true,
        showInputMessage: true,
      })
      expect(runs.getCell(cell).fill).toMatchObject({ fgColor: { argb: 'FFFFF2CC' } })
    }
    expect(runs.getCell('F3').dataValidation.prompt).toBe('Type what was measured, in MPa.')
    expect(runs.getCell('E3').dataValidation).toBeUndefined()
  })

  it('keeps the header and the numbers in view, and the header on every printed page', () => {
    expect(runs.views[0]).toMatchObject({ state: 'frozen', xSplit: 1, ySplit: 1 })
    expect(runs.pageSetup).toMatchObject({
      orientation: 'landscape',
      fitToWidth: 1,
      fitToHeight: 0,
      printTitlesRow: '1:1',
    })
  })

  it('keeps levels and names that begin like a formula texts', () => {
    for (const cell of ['E3', 'G1']) {
      expect(runs.getCell(cell).type).toBe(ExcelJS.ValueType.String)
      expect(runs.getCell(cell).numFmt).toBe('@')
    }
  })

  it('lists the factors and the constraints as tables, a level a cell', () => {
    expect(rowOf(factors, 1)).toEqual(['Factor', 'Unit', 'Type', 'Low', 'High', 'Level 1', 'Level 2', 'Level 3'])
    expect(rowOf(factors, 2)).toEqual(['金型温度', '°C', 'continuous', 40, 80])
    expect(rowOf(factors, 3)).toEqual(['保圧時間（s）', 's', 'discrete', 5, 15, 5, 10, 15])
    const [name, , type, , , ...levels] = rowOf(factors, 4)
    expect([name, type, ...levels]).toEqual(['樹脂', 'categorical', 'PP', '=PE', 'ポリスチレン'])
    expect(workbook.worksheets[2]!.getCell('A2').value).toBe('2*金型温度 + 保圧時間 <= 170')
  })

  it('says how to use it and how the runs were chosen', () => {
    const texts: string[] = []
    workbook.worksheets[3]!.eachRow((row) =>
      row.eachCell((cell) => void (cell.master === cell && texts.push(cell.text))),
    )
    const whole = texts.join('\n')
    for (const text of [
      'Made already: No. 1.',
      'yellow cells (引張強度 [MPa], =反り)',
      'scatter: No. 4.',
      'scatters: No. 6.',
      'quadratic',
    ]) {
      expect(whole).toContain(text)
    }
  })

  it('gives the same bytes on another day', async () => {
    const first = await renderRunSheet(sampleRunSheet(), '0.1.0')
    vi.useFakeTimers({ toFake: ['Date'], now: new Date('2031-07-01T12:00:00Z') })
    const again = await renderRunSheet(sampleRunSheet(), '0.1.0').finally(() => vi.useRealTimers())
    expect(Buffer.compare(first, again)).toBe(0)
  })

  it('numbers the whole plots where there are any', async () => {
    const block = sampleRunSheet()
    const runsOfPlots = block.runs.map((run, i) => ({ ...run, wholePlot: 1 + (i >> 1) }))
    const workbook = await open(await renderRunSheet({ ...block, runs: runsOfPlots }, '0.1.0'))
    expect(workbook.worksheets[0]!.getColumn(2).values.slice(1)).toEqual(['Whole plot', 1, 1, 2, 2, 3, 3, 4])
  })
})

describe('the run sheet in the report workbook', () => {
  const reportOf = (block: RunSheetBlock) => ({
    ...sampleReport(3),
    sections: [{ id: 'runs', title: 'Runs to make', blocks: [block] }],
  })

  it('stands as a table in its section', async () => {
    const workbook = await open(await renderWorkbook(reportOf(sampleRunSheet()), new Map()))
    const sheet = workbook.getWorksheet('Runs to make')!
    const header = sheet.getColumn(1).values.indexOf('No.')
    expect(rowOf(sheet, header + 2)).toEqual([2, '1日目', 40, 5, '=PE'])
  })

  it('stands on a sheet of its own where it is long', async () => {
    const block = sampleRunSheet()
    const runs = Array.from({ length: 100 }, (_, i) => ({ ...block.runs[1]!, number: i + 1 }))
    const workbook = await open(await renderWorkbook(reportOf({ ...block, runs }), new Map()))
    expect(workbook.worksheets.map(({ name, rowCount }) => [name, rowCount])).toContainEqual([
      '成形条件の実験 – 7 runs',
      101,
    ])
  })
})
