import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import ExcelJS from 'exceljs'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { sampleCalculator, sampleReport } from '../../test/sample-report.ts'
import { type CalculatorValues, evaluateCalculator } from '../calculator.ts'
import { renderWorkbook } from './render-workbook.ts'

const PROGRAM = 'libreoffice'
const SHEET = 'Calculator 圧縮強度'
const RESULTS = ['B5', 'B6', 'B7', 'B8', 'B9', 'B10'] as const
const block = sampleCalculator()

const found = canRun(PROGRAM)
const describeWithLibreOffice = found ? describe : describe.skip

/** The formulas themselves, computed by a spreadsheet program, against our own evaluation. */
describeWithLibreOffice(`the calculator in LibreOffice${found ? '' : ' (skipped: it is not installed)'}`, () => {
  const inputs: readonly (readonly (number | string)[])[] = [
    [47.5, 28, 'N*'],
    [60, 7, '=早強'],
    [31.5, 90, '1'],
    [70, 365, 'N'],
  ]
  const wrong: readonly (readonly (number | string)[])[] = [
    ['text', 28, 'N'],
    [50, -1, 'N'],
    [50, 28, 'n*'],
  ]
  const folder = mkdtempSync(join(tmpdir(), 'recalculation-'))
  let sheets: ExcelJS.Worksheet[]
  beforeAll(async () => {
    sheets = await recalculated(folder, [...inputs, ...wrong])
  })
  afterAll(() => rmSync(folder, { recursive: true, force: true }))

  it.each(inputs.map((values, i) => [values, i] as const))(
    'agrees with our evaluation at %j to 12 digits',
    (values, i) => {
      const expected = evaluateCalculator(block, named(values))
      const { prediction, predictionLow, predictionHigh, confidenceLow, confidenceHigh, standardError } = expected
      const ours = [prediction, predictionLow, predictionHigh, confidenceLow!, confidenceHigh!, standardError!]
      for (const [k, address] of RESULTS.entries()) {
        expect(Number(sheets[i]!.getCell(address).result) / ours[k]!).toBeCloseTo(1, 12)
      }
      expect(sheets[i]!.getCell('C5').text.startsWith('Outside the data')).toBe(expected.outside.length > 0)
    },
  )

  it.each([
    ['F14', 'enter a number'],
    ['F15', 'enter a positive number'],
    ['F16', 'choose a level'],
  ])('shows no prediction but says in %s "%s"', (address, message) => {
    const sheet = sheets[inputs.length + ['F14', 'F15', 'F16'].indexOf(address)]!
    expect(sheet.getCell(address).result).toBe(message)
    for (const result of RESULTS) expect(sheet.getCell(result).result).toEqual({ error: '#N/A' })
  })
})

function named(values: readonly (number | string)[]): CalculatorValues {
  return Object.fromEntries(block.inputs.map((input, i) => [input.name, values[i]!]))
}

/** Writes the inputs into the workbook, forgets every cached result, and lets LibreOffice compute them anew. */
async function recalculated(
  folder: string,
  cases: readonly (readonly (number | string)[])[],
): Promise<ExcelJS.Worksheet[]> {
  const report = { ...sampleReport(3), sections: sampleReport(3).sections.slice(3) }
  const bytes = await renderWorkbook(report, new Map())
  for (const [i, values] of cases.entries()) {
    const workbook = new ExcelJS.Workbook()
    await workbook.xlsx.load(bytes as never)
    for (const [k, value] of values.entries()) workbook.getWorksheet(SHEET)!.getCell(14 + k, 2).value = value
    workbook.eachSheet((sheet) =>
      sheet.eachRow((row) =>
        row.eachCell((cell) => {
          if (cell.formula) cell.value = { formula: cell.formula }
        }),
      ),
    )
    writeFileSync(join(folder, `${i}.xlsx`), Buffer.from(await workbook.xlsx.writeBuffer()))
  }
  const profile = `-env:UserInstallation=${pathToFileURL(join(folder, 'profile')).href}`
  const files = cases.map((_, i) => join(folder, `${i}.xlsx`))
  execFileSync(PROGRAM, [profile, '--headless', '--convert-to', 'xlsx', '--outdir', join(folder, 'out'), ...files], {
    stdio: 'ignore',
  })
  return Promise.all(
    cases.map(async (_, i) => {
      const workbook = new ExcelJS.Workbook()
      await workbook.xlsx.load(readFileSync(join(folder, 'out', `${i}.xlsx`)) as never)
      return workbook.getWorksheet(SHEET)!
    }),
  )
}

function canRun(program: string): boolean {
  try {
    execFileSync(program, ['--version'], { stdio: 'ignore' })
    return true
  } catch {
    return false
  }
}
