import type { RunSheetBlock } from '@zerosec/report'
import { describe, expect, it } from 'vitest'
import { runSheetColumns, runSheetRows } from './run-sheet-rows.ts'

const SHEET: RunSheetBlock = {
  kind: 'run_sheet',
  id: 'run_sheet',
  title: 'Run sheet',
  factors: [
    { kind: 'number', name: '温度', unit: '°C', low: -10, high: 80, digits: 1 },
    { kind: 'category', name: 'catalyst', levels: ['A', 'B'] },
  ],
  responses: [{ name: 'yield', unit: '%' }],
  runs: [
    { number: 1, role: 'new', settings: [-10, 'A'], results: [null] },
    { number: 2, role: 'new', settings: [60.25, 'B'], results: [81.5] },
  ],
  constraints: [],
  facts: [],
}
const labels = (sheet: RunSheetBlock) =>
  runSheetColumns(sheet).map(({ label, unit }) => (unit ? `${label} ${unit}` : label))
const texts = (sheet: RunSheetBlock) =>
  runSheetRows(sheet).map(({ number, cells }) => [number, ...cells.map(({ text, isBlank }) => (isBlank ? '□' : text))])

describe('the run sheet on the page', () => {
  it('has the settings to the plan’s decimals, and digits that a made run has beyond them', () => {
    expect(labels(SHEET)).toEqual(['No.', '温度 °C', 'catalyst', 'yield %'])
    expect(texts(SHEET)).toEqual([
      [1, '−10.0', 'A', '□'],
      [2, '60.25', 'B', '81.50'],
    ])
  })

  it('says what each run is, and its whole plot, only where runs differ in that', () => {
    const runs = SHEET.runs.map((run, i) => ({
      ...run,
      role: i === 1 ? ('existing' as const) : run.role,
      wholePlot: 3,
    }))
    expect(labels({ ...SHEET, runs })).toEqual(['No.', 'Run', 'Whole plot', '温度 °C', 'catalyst', 'yield %'])
    expect(texts({ ...SHEET, runs })[1]).toEqual([2, 'made', '3', '60.25', 'B', '81.50'])
  })
})
