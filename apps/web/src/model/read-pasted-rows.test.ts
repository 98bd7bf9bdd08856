import { describe, expect, it } from 'vitest'
import { formInputs } from './form-input.ts'
import { MOST_ROWS, readPastedRows } from './read-pasted-rows.ts'

const INPUTS = formInputs([
  {
    inputs: [
      { kind: 'number', name: '温度', unit: '°C', low: 20, high: 80 },
      { kind: 'category', name: 'Solvent', levels: ['Water', 'EtOH'] },
    ],
    centre: [50, 'Water'],
  },
])
const rowsOf = (text: string) => readPastedRows(INPUTS, text).rows.map((row) => [row['温度'], row['Solvent']])

describe('rows from a spreadsheet', () => {
  it.each([
    ['with headings in any order, beside other columns', 'No.\tsolvent\t温度 [°C]\n1\tetoh\t25\n2\tWater\t３０\n'],
    ['without headings in the order of the form', '25\tEtOH\r\n30\tWater\r\n'],
  ])('are read %s', (_, text) => {
    expect(rowsOf(text)).toEqual([
      [25, 'EtOH'],
      [30, 'Water'],
    ])
  })

  it('keep empty cells as missing and unknown levels as they are, and say which columns were not used', () => {
    expect(rowsOf('\tAcetone')).toEqual([[null, 'Acetone']])
    expect(readPastedRows(INPUTS, '温度\tSolvent\tyield\n1\tWater\t9').note).toBe('Not used: yield.')
  })

  it('may lack a column that is calculated, which is empty then', () => {
    const { rows, problem } = readPastedRows(INPUTS, 'Solvent\nWater', new Set(['温度']))
    expect([rows, problem]).toEqual([[{ 温度: null, Solvent: 'Water' }], null])
  })

  it.each([
    ['', 'There is no row in what was pasted.'],
    ['温度\n25', 'The pasted rows lack Solvent.'],
    ['25\tWater\t3', 'Paste the headings too, or 2 columns in this order: 温度, Solvent.'],
    ['温度\tSolvent', 'There are headings, and no row below them.'],
    ['温度\tSolvent\n25\tWater\nwarm\tWater', 'Row 3: 温度 “warm” is not a number.'],
  ])('that can’t be used say why: %j', (text, problem) => {
    expect(readPastedRows(INPUTS, text)).toEqual({ rows: [], problem, note: null })
  })

  it('are refused beyond a thousand', () => {
    expect(readPastedRows(INPUTS, '1\tWater\n'.repeat(MOST_ROWS + 1)).problem).toMatch(/^These are 1001 rows/)
    expect(readPastedRows(INPUTS, '1\tWater\n'.repeat(MOST_ROWS)).rows).toHaveLength(MOST_ROWS)
  })
})
