import fc from 'fast-check'
import iconv from 'iconv-lite'
import { expect, it } from 'vitest'
import { cells } from '../test/csv.ts'
import { readTable } from './index.ts'

const DIALECTS = [
  [',', '.'],
  [';', '.'],
  [';', ','],
  ['\t', '.'],
  ['\t', ','],
  ['|', '.'],
] as const
const ENCODINGS = [
  ['utf-8', 'utf8', false],
  ['utf-8', 'utf8', true],
  ['utf-16le', 'utf-16le', true],
  ['utf-16be', 'utf-16be', true],
  ['shift_jis', 'cp932', false],
] as const

const number = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map((value) => value + 0), // "-0" is written "0"
  fc.integer({ min: -1000, max: 1000 }),
  fc.integer({ min: -99999, max: 99999 }).map((value) => value / 100),
)
const level = fc.constantFrom('鉄', 'アルミ', 'ｶﾞﾗｽ①', 'say "hi"', 'a,b', 'c;d', 'e|f', 'two\nlines', 'tab\tin', '№ Ⅱ')
const day = fc.integer({ min: 0, max: 40_000 }).map((days) => days * 86_400_000)
const maybe = <T>(value: fc.Arbitrary<T>) => fc.option(value, { nil: null, freq: 8 })

const tables = fc.array(fc.record({ n: number, x: maybe(number), k: maybe(level), d: maybe(day) }), {
  minLength: 3,
  maxLength: 40,
})

it('reads back what was written, in any dialect and encoding', async () => {
  await fc.assert(
    fc.asyncProperty(
      tables,
      fc.constantFrom(...DIALECTS),
      fc.constantFrom(...ENCODINGS),
      fc.constantFrom('\n', '\r\n', '\r'),
      fc.boolean(),
      async (rows, [delimiter, mark], [encoding, writtenAs, addBOM], lineEnd, quoteAll) => {
        // otherwise nothing tells which kind the column was
        for (const key of ['x', 'k', 'd'] as const) fc.pre(rows.some((row) => row[key] !== null))
        const quote = (text: string) =>
          quoteAll || /[",;|\t\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
        const spell = (value: number | null) => (value === null ? '' : String(value).replace('.', mark))
        const date = (ms: number | null) => (ms === null ? '' : new Date(ms).toISOString().slice(0, 10))
        const lines = [
          ['番号', '値', '種類', '日付'],
          ...rows.map(({ n, x, k, d }) => [spell(n), spell(x), k ?? '', date(d)]),
        ].map((fields) => fields.map(quote).join(delimiter))
        const bytes = new Uint8Array(iconv.encode(`${lines.join(lineEnd)}${lineEnd}`, writtenAs, { addBOM }))

        const table = await readTable('runs.csv', bytes, { delimiter, decimalMark: mark })
        expect(table.source.encoding).toBe(encoding)
        expect(cells(table, '番号')).toEqual(rows.map(({ n }) => n))
        expect(cells(table, '値')).toEqual(rows.map(({ x }) => x))
        expect(cells(table, '種類')).toEqual(rows.map(({ k }) => k))
        expect(cells(table, '日付')).toEqual(rows.map(({ d }) => d))
      },
    ),
    { numRuns: 400, seed: 3 },
  )
})

it('finds dialect and encoding by itself in ordinary tables', async () => {
  const ordinary = fc.array(
    fc.record({ n: fc.integer({ min: -9999, max: 9999 }), x: fc.integer({ min: 1, max: 9999 }) }),
    {
      minLength: 5,
      maxLength: 40,
    },
  )
  await fc.assert(
    fc.asyncProperty(
      ordinary,
      fc.constantFrom(...DIALECTS),
      fc.constantFrom(...ENCODINGS),
      async (rows, [delimiter, mark], [encoding, writtenAs, addBOM]) => {
        // each number of x has decimals that cannot be grouped thousands
        const spell = (value: number) => (value / 100).toFixed(2).replace('.', mark)
        const lines = rows.map(({ n, x }) => [String(n), spell(x), '水'].join(delimiter))
        const text = `${['番号', '値', '種類'].join(delimiter)}\n${lines.join('\n')}\n`
        const bytes = new Uint8Array(iconv.encode(text, writtenAs, { addBOM }))
        const table = await readTable('runs.csv', bytes)
        expect(table.source).toMatchObject({ encoding, delimiter, decimalMark: mark })
        expect(cells(table, '値')).toEqual(rows.map(({ x }) => x / 100))
        expect(cells(table, '番号')).toEqual(rows.map(({ n }) => n))
      },
    ),
    { numRuns: 300, seed: 4 },
  )
})
