import exceljs from 'exceljs'
import { expect, test } from 'vitest'
import type { TwinTable } from '../twin-table.ts'
import { workbookOf } from './workbook.ts'

const table: TwinTable = {
  columns: [
    { label: 'Day' },
    { label: 'Net sales', unit: 'money' },
    { label: 'Share', unit: 'ratio' },
    { label: 'Who' },
  ],
  rows: [
    ['2026-03-01', 1234.5, 0.25, '=1+1'],
    ['2026-03-02', -0.01, null, '<b> & "Ä"\u0000'],
  ],
}

async function read(bytes: Uint8Array<ArrayBuffer>) {
  const book = new exceljs.Workbook()
  await book.xlsx.load(bytes.buffer)
  return book
}

test('a workbook has titles, tables with unrounded numbers and real days, and no formula', async () => {
  const book = await read(workbookOf([{ title: 'Net sales', facts: ['1 – 2 Mar 2026', 'snapshot s1'], table }]))
  const rows: unknown[][] = []
  book.worksheets[0]?.eachRow((row) => rows.push((row.values as unknown[]).slice(1)))
  expect(rows).toEqual([
    ['Net sales'],
    ['1 – 2 Mar 2026'],
    ['snapshot s1'],
    ['Day', 'Net sales', 'Share', 'Who'],
    [new Date('2026-03-01'), 1234.5, 0.25, '=1+1'],
    [new Date('2026-03-02'), -0.01, undefined, '<b> & "Ä"'],
  ])
  expect(book.worksheets[0]?.getCell('B6').numFmt).toBe('#,##0.00')
  expect(book.worksheets[0]?.getCell('D6').type).toBe(exceljs.ValueType.String)
})

test('sheets of many panels have names that Excel takes, unlike each other', async () => {
  const titles = [
    'Orders',
    'orders',
    'A/B: [x] * ?',
    'Orders of new and returning customers',
    'Orders of new and returning cust',
  ]
  const book = await read(workbookOf(titles.map((title) => ({ title, facts: [], table }))))
  expect(book.worksheets.map(({ name }) => name)).toEqual([
    'Orders',
    'orders 2',
    'A B   x',
    'Orders of new and returning cus',
    'Orders of new and returning c 2',
  ])
})

test('the same table gives the same bytes', () => {
  const sheet = { title: 'a', facts: [], table }
  expect(workbookOf([sheet])).toEqual(workbookOf([sheet]))
})
