import { Workbook } from 'exceljs'
import { expect, it } from 'vitest'
import { SheetWriter } from './sheet-writer.ts'

it('breaks a text that no column is wide enough for into lines, and leaves others in one', () => {
  const writer = new SheetWriter(new Workbook(), 'models')
  writer.cells([{ value: 'xgboost' }, { value: 'learning_rate 0.06, '.repeat(10) }])
  writer.cells([{ value: 'linear' }, { value: 'method ridge' }])
  writer.finish()
  const { sheet } = writer
  expect(sheet.getCell('B1').alignment).toMatchObject({ wrapText: true, vertical: 'top' })
  expect(sheet.getRow(1).height).toBeGreaterThanOrEqual(5 * 15)
  expect(sheet.getCell('B2').alignment?.wrapText).toBeFalsy()
  expect(sheet.getRow(2).height ?? 15).toBe(15)
})
