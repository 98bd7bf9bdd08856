import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cellText } from './cells.ts'
import { plainNumber } from './plain-numbers.ts'
import { readRecords } from './records.ts'
import { readRows } from './rows.ts'

const encoder = new TextEncoder()
const START = { start: 0, line: 1 }

/** What the fast path makes of a text: numbers and texts by row, null where empty. */
function fast(text: string, delimiter: string, decimalMark: string, width: number) {
  const bytes = encoder.encode(text)
  const format = { delimiter: delimiter.charCodeAt(0), decimalMark: decimalMark.charCodeAt(0), width }
  const read = readRows(bytes, START, format, 1)
  const rows = Array.from({ length: read.rowCount }, (_, row) =>
    read.columns.map(({ values }): number | string | null => (Number.isNaN(values[row]) ? null : values[row]!)),
  )
  for (const [index, column] of read.columns.entries()) {
    for (let other = 0; other < column.otherCount; other++) {
      const row = rows[column.otherRows[other]!]
      if (row) row[index] = cellText(bytes, column.otherStarts[other]!, column.otherEnds[other]!).trim()
    }
  }
  return { ...read, rows }
}

/** The same through one string a cell and the general number reader. */
function plain(text: string, delimiter: string, decimalMark: string, width: number) {
  const records = readRecords(encoder.encode(text), START, delimiter.charCodeAt(0), Infinity)
  return records.map(({ line, fields }) => ({
    line,
    cells: Array.from({ length: width }, (_, column) => asNumber(fields[column] ?? '', decimalMark)),
  }))
}

function asNumber(cell: string | number | null, decimalMark: string): string | number | null {
  if (typeof cell !== 'string') return cell
  const bytes = encoder.encode(cell.trim())
  const number = plainNumber(bytes, 0, bytes.length, decimalMark.charCodeAt(0))
  return Number.isNaN(number) ? cell.trim() || null : number
}

const PIECES = [
  '0',
  '1',
  '7',
  '42',
  '-',
  '+',
  '.',
  ',',
  ';',
  '\t',
  'e',
  'e5',
  ' ',
  '"',
  '""',
  'a',
  'é',
  '水',
  '\n',
  '\r\n',
  '\r',
]
const piece = fc.constantFrom(...PIECES, '0.5', '12345678901234567890', '-3.25')

describe('readRows', () => {
  it('finds the same rows, numbers and texts as the plain path, in any jumble of quotes, marks and line ends', () => {
    const input = fc.tuple(
      fc.array(piece, { maxLength: 60 }),
      fc.constantFrom(',', ';', '\t'),
      fc.constantFrom('.', ','),
      fc.integer({ min: 1, max: 4 }),
    )
    fc.assert(
      fc.property(input, ([pieces, delimiter, mark, width]) => {
        fc.pre(mark !== delimiter)
        const text = `${pieces.join('')}\n`
        const read = fast(text, delimiter, mark, width)
        fc.pre(read.unclosedQuoteLine === undefined)
        const skipped = new Set(read.emptyLines)
        const expected = plain(text, delimiter, mark, width).filter(({ line }) => !skipped.has(line))
        expect([...read.lines]).toEqual(expected.map(({ line }) => line))
        expect(read.rows.map((row) => row.map((cell) => asNumber(cell, mark)))).toEqual(
          expected.map(({ cells }) => cells),
        )
      }),
      { numRuns: 5000, seed: 2 },
    )
  })

  it('rounds every number as Number does, whatever its digits on either side of the mark', () => {
    const digits = fc.string({ unit: fc.constantFrom('0', '1', '5', '9', '3'), minLength: 1, maxLength: 18 })
    const spelled = fc
      .tuple(fc.constantFrom('', '-'), digits, fc.constantFrom('', '.'), digits)
      .map(([sign, whole, mark, fraction]) => `${sign}${whole.replace(/^0+(?=.)/, '')}${mark}${mark && fraction}`)
    fc.assert(
      fc.property(fc.array(spelled, { minLength: 1, maxLength: 50 }), (texts) => {
        expect(fast(`${texts.join('\n')}\n`, ',', '.', 1).rows.flat()).toEqual(texts.map(Number))
      }),
      { numRuns: 500, seed: 6 },
    )
  })

  it('skips lines in which every cell is empty and names them', () => {
    const read = fast('1,2\n\n3,4\n,\n , \n5,6\n', ',', '.', 2)
    expect(read.rows).toEqual([
      [1, 2],
      [3, 4],
      [5, 6],
    ])
    expect(read.emptyLines).toEqual([2, 4, 5])
  })

  it('keeps a short row in place and names the fields of a long one', () => {
    const text = '1,2,3\n4,5\n6,7,8,9,x\n1,2,3,,\n'
    const read = fast(text, ',', '.', 3)
    expect(read.rows).toEqual([
      [1, 2, 3],
      [4, 5, null],
      [6, 7, 8],
      [1, 2, 3],
    ])
    const extras = read.ragged.map(({ line, fields, extraStart, extraEnd }) => [
      line,
      fields,
      text.slice(extraStart, extraEnd),
    ])
    expect(extras).toEqual([
      [2, 2, ''],
      [3, 5, '9,x'],
    ])
  })

  it('counts the lines inside quoted cells, whatever ends them', () => {
    expect([...fast('"a\nb",1\r\n"c\r\nd",2\r"e\rf",3\n4,5\n', ',', '.', 2).lines]).toEqual([1, 3, 5, 7])
  })

  it('stops at a quote that is never closed and says where', () => {
    const read = fast('1,2\n3,"4\n5,6\n', ',', '.', 2)
    expect(read.rowCount).toBe(1)
    expect(read.unclosedQuoteLine).toBe(2)
  })

  it('grows when there are more rows than expected', () => {
    const read = fast('1,x\n'.repeat(1000), ',', '.', 2)
    expect(read.rows).toEqual(Array.from({ length: 1000 }, () => [1, 'x']))
  })
})
