import { expect, test } from 'vitest'
import { csvOf } from './twin-table.ts'

test('a table is CSV with its numbers unrounded and its texts quoted where they have to be', () => {
  const table = {
    columns: [{ label: 'Category' }, { label: 'Net sales', unit: 'money' as const }],
    rows: [
      ['Bath, "large"', 1234.5],
      [null, null],
    ],
  }
  expect(csvOf(table)).toBe('\ufeffCategory,Net sales\r\n"Bath, ""large""",1234.5\r\n,\r\n')
})

test.each(['=1+1', '+49', '-2', '@sum', '\tx'])('the text %j is kept from being run as a formula', (text) => {
  expect(csvOf({ columns: [{ label: 'a' }], rows: [[text], [-2]] })).toBe(`\ufeffa\r\n'${text}\r\n-2\r\n`)
})
