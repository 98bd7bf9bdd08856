import { describe, expect, it } from 'vitest'
import { csvText, tableCsv } from './csv-text.ts'
import { readTable } from './read.ts'

const read = (text: string) => readTable('table.csv', new TextEncoder().encode(text))

describe('csvText', () => {
  it('has a mark, and quotation marks where a cell needs them', () => {
    const rows = [
      [1.5, true, null],
      ['a,b', 'say "no"', 'two\nlines'],
    ]
    expect(csvText(['x', 'y z', '"'], rows)).toBe(
      '\uFEFFx,y z,""""\r\n1.5,true,\r\n"a,b","say ""no""","two\nlines"\r\n',
    )
  })
})

describe('tableCsv', () => {
  it('is read again as the table that it was', async () => {
    const table = await read(
      'Wear test\n\nload,材質,at,hard,remark\nN,,,,\n1.5,鋼,2026-01-31,TRUE,"a, b"\n,黄銅,2026-02-01,FALSE,c\n2,鋼,2026-02-02,TRUE,d\n',
    )
    const again = await read(tableCsv(table))
    const content = ({ columns, rowCount }: typeof table) => ({
      rowCount,
      columns: columns.map(({ unit: _, header: __, ...column }) => column),
    })
    expect(content(again)).toEqual(content(table))
    expect(tableCsv(table)).toMatch(/^\uFEFFload,材質,at,hard,remark\r\n1.5,鋼,2026-01-31,true,"a, b"\r\n/)
  })

  it('keeps what is no number of a column of numbers', async () => {
    const rows = Array.from({ length: 30 }, (_, i) => `${i},${i === 7 ? 'broken' : 2 * i}`).join('\n')
    const lines = tableCsv(await read(`a,b\n${rows}\n`)).split('\r\n')
    expect([lines[7], lines[8], lines[9]]).toEqual(['6,12', '7,broken', '8,16'])
  })
})
