import ExcelJS, { type Worksheet } from 'exceljs'
import { strFromU8, unzipSync } from 'fflate'
import { beforeAll, describe, expect, it } from 'vitest'
import { sampleCalculator, sampleReport } from '../../test/sample-report.ts'
import { evaluateCalculator, startValues } from '../calculator.ts'
import type { Block, Report } from '../document.ts'
import type { Picture } from '../figures/render-png.ts'
import { renderWorkbook } from './render-workbook.ts'

const PIXEL = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mP8z8BQDwAEhQGAhKmMIQAAAABJRU5ErkJggg==',
  'base64',
)
const pictures = new Map<string, Picture>(
  ['actual_predicted', 'residual_histogram', 'effects'].map((id) => [id, { bytes: PIXEL, width: 480, height: 400 }]),
)

async function open(report: Report): Promise<ExcelJS.Workbook> {
  const workbook = new ExcelJS.Workbook()
  await workbook.xlsx.load((await renderWorkbook(report, pictures)) as never)
  return workbook
}

function reportWith(...blocks: Block[]): Report {
  return { ...sampleReport(3), sections: [{ id: 'only', title: 'Only', blocks }] }
}

function rowOf(sheet: Worksheet, text: string, column = 1): number {
  for (let row = 1; row <= sheet.rowCount; row++) if (sheet.getCell(row, column).text === text) return row
  throw new Error(`no cell "${text}" on ${sheet.name}`)
}

describe('renderWorkbook', () => {
  let workbook: ExcelJS.Workbook
  const sheet = (name: string): Worksheet => workbook.getWorksheet(name)!
  beforeAll(async () => {
    workbook = await open(sampleReport())
  })

  it('has the summary first, then a sheet a section, long tables and calculators on their own', () => {
    expect(workbook.worksheets.map(({ name }) => name)).toEqual([
      'Summary',
      'How good is the model',
      'Coefficients what does each',
      'Rows',
      'Row diagnostics',
      'Predict',
      'Calculator 圧縮強度',
      'Calculator 圧縮強度 – model',
    ])
  })

  it('summarises title, headline, scores, warnings, table and parameters', () => {
    const summary = sheet('Summary')
    expect(summary.getCell('A1').value).toBe(sampleReport().title)
    expect(summary.getCell('A2').value).toBe(sampleReport().headline)
    expect(summary.getCell(rowOf(summary, 'R² cross-validated'), 2).value).toBe(0.8013)
    expect(
      rowOf(summary, 'Caution: 3 rows were left out because 圧縮強度 is missing. (rows: 4, 17, 33)'),
    ).toBeGreaterThan(0)
    expect(summary.getCell(rowOf(summary, 'Name'), 2).value).toBe('コンクリート強度.csv')
    expect(summary.getCell(rowOf(summary, 'feature_columns'), 2).value).toBe('水セメント比, 材齢, セメント種類')
  })

  it('leads from the summary to every other sheet', () => {
    const summary = sheet('Summary')
    const first = rowOf(summary, 'Sheets') + 1
    const targets = workbook.worksheets.slice(1).map((_, i) => summary.getCell(first + i, 1).formula)
    expect(targets).toEqual(
      workbook.worksheets.slice(1).map(({ name }) => expect.stringContaining(`HYPERLINK("#'${name}'!A1"`)),
    )
  })

  it('writes numbers as numbers, p-values so that 1e-12 is not 0, and missing as empty', () => {
    const coefficients = sheet('Coefficients what does each')
    const row = rowOf(coefficients, '(intercept)')
    expect(coefficients.getCell(row, 2).value).toBe(12.3456789)
    expect(coefficients.getCell(row, 2).numFmt).toBe('0.0000')
    expect(coefficients.getCell(row, 4).value).toBe(1e-12)
    expect(coefficients.getCell(row, 4).numFmt).toBe('[<0.0001]0.0E+00;0.0000')
    expect(coefficients.getCell(row, 5).value).toBeNull()
    expect(coefficients.getCell(row - 1, 2).value).toBe('Estimate [MPa]')
  })

  it('freezes the header of a long table, filters it, and repeats it on paper', () => {
    const rows = sheet('Row diagnostics')
    const header = rowOf(rows, 'Row')
    expect(rows.views[0]).toMatchObject({ state: 'frozen', ySplit: header })
    expect(rows.autoFilter).toBe(`A${header}:F${header + 120}`)
    expect(rows.pageSetup.printTitlesRow).toBe(`${header}:${header}`)
    expect(rows.rowCount).toBe(header + 120)
  })

  it('makes columns wide enough for Japanese and for the header', () => {
    const coefficients = sheet('Coefficients what does each')
    expect(coefficients.getColumn(2).width).toBeGreaterThanOrEqual('Estimate [MPa]'.length)
    expect(sheet('Row diagnostics').getColumn(2).width).toBeGreaterThanOrEqual(2 * '早強ポルトランド'.length)
  })

  it('places pictures so that none covers another or a text', () => {
    const page = sheet('How good is the model')
    const places = page.getImages().map(({ range }) => range.tl)
    expect(places).toHaveLength(2)
    const widthBetween = Array.from(
      { length: places[1]!.nativeCol },
      (_, i) => (page.getColumn(i + 1).width ?? 9) * 7 + 5,
    )
    expect(widthBetween.reduce((sum, width) => sum + width, 0)).toBeGreaterThanOrEqual(480)
    const caption = rowOf(page, '実測値と予測値: Each point is a row. On the dashed line the prediction is exact.')
    expect((caption - 1 - places[0]!.nativeRow) * 20).toBeGreaterThanOrEqual(400)
    expect(places[0]!.nativeRow).toBeGreaterThanOrEqual(rowOf(page, 'Condition number'))
  })

  it('keeps what begins like a formula a text, in cells, paragraphs, levels and names', async () => {
    const texts = [
      "=cmd|'/C calc'!A0",
      '@SUM(1)',
      '-1 is a text here, not a formula.',
      '=12.3 + 8.07*log(材齢) - 0.412*水セメント比',
      '=1+1',
      '=早強',
    ]
    const found = new Set<string>()
    workbook.eachSheet((each) =>
      each.eachRow((row) =>
        row.eachCell((cell) => {
          if (cell.master !== cell || !texts.includes(cell.text)) return
          expect(cell.type).toBe(ExcelJS.ValueType.String)
          expect(cell.numFmt).toBe('@')
          found.add(cell.text)
        }),
      ),
    )
    expect([...found].sort()).toEqual([...texts].sort())
  })

  it('writes whole, well-formed XML for names with any character', async () => {
    const name = `a\u0000b\u0007 <&>"' ${'𠮷'.repeat(40)} \ud800`
    const block = sampleCalculator()
    const inputs = block.inputs.map((input, i) => (i === 1 ? { ...input, name } : input))
    const terms = block.terms.map((term) => ({
      ...term,
      name,
      pieces: term.pieces.map((piece) => (piece.input === '材齢' ? { ...piece, input: name } : piece)),
    }))
    const files = unzipSync(await renderWorkbook(reportWith({ ...block, title: name, inputs, terms }), pictures))
    for (const [path, bytes] of Object.entries(files)) {
      expect([path, /[\u0000-\u0008]/.test(strFromU8(bytes))]).toEqual([path, false])
    }
    const rules = strFromU8(files['xl/worksheets/sheet3.xml']!).match(/promptTitle="([^"]*)"/g)!
    expect(rules.every((rule) => rule.length <= 'promptTitle=""'.length + 32 + 20)).toBe(true)
  })

  it('refuses a report whose figure has no picture', async () => {
    await expect(renderWorkbook(sampleReport(), new Map())).rejects.toThrow(
      'there is no picture for the figure actual_predicted',
    )
  })
})

describe('the calculator sheet', () => {
  const block = sampleCalculator()
  let calculator: Worksheet
  let model: Worksheet
  beforeAll(async () => {
    const workbook = await open(sampleReport(5))
    calculator = workbook.getWorksheet('Calculator 圧縮強度')!
    model = workbook.getWorksheet('Calculator 圧縮強度 – model')!
  })

  it('shows the prediction and its limits to viewers that do not calculate', () => {
    const expected = evaluateCalculator(block, startValues(block))
    const shown = [5, 6, 7, 8, 9, 10].map((row) => calculator.getCell(row, 2).result)
    const { prediction, predictionLow, predictionHigh, confidenceLow, confidenceHigh, standardError } = expected
    expect(shown).toEqual([prediction, predictionLow, predictionHigh, confidenceLow, confidenceHigh, standardError])
    for (const row of [5, 6, 7, 8, 9, 10]) expect(calculator.getCell(row, 2).formula).toBeTruthy()
  })

  it('has a yellow cell for each input with a rule: a range that warns, a list that insists', () => {
    for (const row of [14, 15, 16])
      expect(calculator.getCell(row, 2).fill).toMatchObject({ fgColor: { argb: 'FFFFF2CC' } })
    expect(calculator.getCell('B14').dataValidation).toMatchObject({
      type: 'decimal',
      errorStyle: 'warning',
      prompt: '30 to 65 % in the data',
    })
    expect(calculator.getCell('B16').dataValidation).toMatchObject({
      type: 'list',
      errorStyle: 'stop',
      formulae: ["'Calculator 圧縮強度 – model'!$B$31:$B$34"],
    })
    expect([31, 32, 33, 34].map((row) => model.getCell(row, 2).value)).toEqual(['=早強', 'N*', 'N', '1'])
  })

  it('uses only functions that Excel 2016 and LibreOffice know', () => {
    const used = new Set<string>()
    for (const sheet of [calculator, model]) {
      sheet.eachRow((row) =>
        row.eachCell((cell) => {
          for (const [, name] of (cell.formula ?? '').matchAll(/([A-Z]+)\(/g)) used.add(name!)
        }),
      )
    }
    expect([...used].sort()).toEqual(
      ['COUNTIF', 'EXACT', 'IF', 'ISNUMBER', 'LN', 'MAX', 'NA', 'OR', 'ROWS', 'SQRT', 'SUM', 'SUMPRODUCT'].sort(),
    )
  })

  it('leaves the mean limits out, and says why, where the method has no covariance', async () => {
    const workbook = await open(reportWith({ ...block, covariance: null }))
    const sheet = workbook.getWorksheet('Calculator 圧縮強度')!
    expect([8, 9, 10].map((row) => sheet.getCell(row, 2).value)).toEqual(['–', '–', '–'])
    expect(sheet.getCell('C8').value).toBe('the method gives no standard errors')
    expect(sheet.getCell('B7').result).toBeCloseTo(
      evaluateCalculator(block, startValues(block)).prediction + block.quantile * block.sigma,
      12,
    )
  })

  it('works for a model of the intercept alone', async () => {
    const mean = { ...block, inputs: [], terms: [block.terms[0]!], covariance: [0.5] }
    const workbook = await open(reportWith(mean))
    expect(workbook.getWorksheet('Calculator 圧縮強度')!.getCell('B5').result).toBe(31.4159)
  })
})
