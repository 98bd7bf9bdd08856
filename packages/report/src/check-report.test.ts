import { describe, expect, it } from 'vitest'
import { sampleCalculator, sampleReport } from '../test/sample-report.ts'
import { sampleRunSheet } from '../test/sample-run-sheet.ts'
import { checkReport } from './check-report.ts'
import type { Block, CalculatorBlock, Report, RunSheetBlock } from './document.ts'

const table: Block = {
  kind: 'table',
  id: 'a_table',
  title: 'T',
  columns: [{ name: 'a', label: 'A', format: 'number' }],
  rows: [[1], [2]],
}

function reportWith(...blocks: Block[]): Report {
  return { ...sampleReport(3), sections: [{ id: 'only', title: 'Only', blocks }] }
}

function calculatorWith(change: Partial<CalculatorBlock>): Report {
  return reportWith({ ...sampleCalculator(), ...change })
}

function runSheetWith(change: (block: RunSheetBlock) => Partial<RunSheetBlock>): Report {
  const block = sampleRunSheet()
  return reportWith({ ...block, ...change(block) })
}

describe('checkReport', () => {
  it('accepts a report as an analysis gives it', () => {
    expect(() => checkReport(sampleReport())).not.toThrow()
    expect(() => checkReport(reportWith(sampleRunSheet()))).not.toThrow()
  })

  it('takes an optional member that is undefined for absent, as JSON does', () => {
    expect(() => checkReport(reportWith({ ...table, note: undefined } as unknown as Block))).not.toThrow()
  })

  it.each<[string, Report, string]>([
    ['NaN in a table', reportWith({ ...table, rows: [[1], [Number.NaN]] }), 'sections[0].blocks[0].rows[1][0]: NaN'],
    ['infinity in the values', { ...sampleReport(3), values: { r2: Infinity } }, 'values.r2: Infinity'],
    [
      'a typed array in a figure',
      reportWith({ kind: 'figure', id: 'f', title: 'F', spec: { data: { values: Float64Array.of(1) } } }),
      'sections[0].blocks[0].spec.data.values: a Float64Array',
    ],
    ['a row of another length', reportWith({ ...table, rows: [[1, 2]] }), 'rows[0]: has 2 cells for 1 columns'],
    ['two blocks of one id', reportWith(table, table), 'sections[0].blocks[1].id: "a_table" is used twice'],
    ['an id that is no file name', reportWith({ ...table, id: '../x' }), 'blocks[0].id: "../x" is not snake_case'],
    ['a covariance of another size', calculatorWith({ covariance: [1] }), 'covariance: has 1 values for 7×7'],
    [
      'a term of an unknown input',
      calculatorWith({
        covariance: null,
        terms: [{ name: 't', estimate: 1, pieces: [{ kind: 'function', function: 'log', input: 'z' }] }],
      }),
      'terms[0].pieces[0]: there is no input "z"',
    ],
    [
      'codes for other levels',
      calculatorWith({
        covariance: null,
        terms: [{ name: 't', estimate: 1, pieces: [{ kind: 'level', input: 'セメント種類', codes: [1] }] }],
      }),
      'pieces[0]: 1 codes for 4 levels',
    ],
    [
      'a setting that the factor lacks',
      runSheetWith(({ runs: [run] }) => ({ runs: [{ ...run!, settings: [60, 10, 'ABS', '1日目'] }] })),
      'blocks[0].runs[0]: "ABS" is no setting of 樹脂',
    ],
    [
      'a run number used twice',
      runSheetWith(({ runs: [run] }) => ({ runs: [run!, run!] })),
      'blocks[0].runs[1].number: 1 is used twice',
    ],
    [
      'results for other responses',
      runSheetWith(() => ({ responses: [{ name: 'y' }] })),
      'runs[0]: has 2 results for 1 responses',
    ],
    [
      'two run sheets',
      reportWith(sampleRunSheet(), { ...sampleRunSheet(), id: 'second' }),
      'blocks[1]: a report has one',
    ],
  ])('refuses %s and says where it stands', (_, report, message) => {
    expect(() => checkReport(report)).toThrow(RangeError)
    expect(() => checkReport(report)).toThrow(message)
  })
})
