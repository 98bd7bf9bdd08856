import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { csvLine, openCsv } from './read-csv.ts'

async function recordsOf(
  text: string | Uint8Array,
  cut = 3,
  encoding?: string,
): Promise<readonly (readonly string[])[]> {
  const bytes = typeof text === 'string' ? new TextEncoder().encode(text) : text
  const source = (async function* () {
    for (let i = 0; i < bytes.length; i += cut) yield bytes.subarray(i, i + cut)
  })()
  const records: (readonly string[])[] = []
  for await (const record of (await openCsv(source, encoding)).records) records.push(record)
  return records
}

describe('a CSV that comes in pieces', () => {
  it.each([
    [
      'a,b\n1,2\n',
      [
        ['a', 'b'],
        ['1', '2'],
      ],
    ],
    [
      'a;b\r\n"x;""y""\r\nz";2',
      [
        ['a', 'b'],
        ['x;"y"\r\nz', '2'],
      ],
    ],
    [
      '\uFEFFa\tb\r1\t\r',
      [
        ['a', 'b'],
        ['1', ''],
      ],
    ],
    [
      'a,b\n\n,\n',
      [
        ['a', 'b'],
        ['', ''],
      ],
    ],
    [
      '"a,b";"c, d"\n1;2',
      [
        ['a,b', 'c, d'],
        ['1', '2'],
      ],
    ],
    [
      '強度,é\n1,"2"',
      [
        ['強度', 'é'],
        ['1', '2'],
      ],
    ],
  ])('%j', async (text, records) => {
    expect(await recordsOf(text)).toEqual(records)
  })

  it('gives back whatever was written, however it is cut', async () => {
    const cell = fc.string({ unit: 'grapheme', minLength: 1 }).filter((text) => !text.startsWith('\uFEFF'))
    const table = fc.array(fc.array(cell, { minLength: 2, maxLength: 2 }), { minLength: 1, maxLength: 5 })
    await fc.assert(
      fc.asyncProperty(table, fc.integer({ min: 1, max: 9 }), async (rows, cut) => {
        const text = [['a', 'b'], ...rows].map((row) => csvLine(row)).join('')
        expect((await recordsOf(text, cut)).slice(1)).toEqual(rows)
      }),
      { seed: 1, numRuns: 60 },
    )
  })

  it.each([
    ['shift_jis', [0x89, 0xb7, 0x93, 0x78, 0x2c, 0x62, 0x0a, 0x31, 0x2c, 0x32], '温度'],
    ['latin1', [0xe9, 0x2c, 0x62, 0x0a, 0x31, 0x2c, 0x32], 'é'],
    [undefined, [0xff, 0xfe, 0x29, 0x6e, 0x2c, 0, 0x62, 0, 0x0a, 0, 0x31, 0, 0x2c, 0, 0x32, 0], '温'],
  ])('is read in its encoding: %s', async (encoding, bytes, name) => {
    expect(await recordsOf(Uint8Array.from(bytes), 2, encoding)).toEqual([
      [name, 'b'],
      ['1', '2'],
    ])
  })

  it('is refused where there is no such encoding, or its bytes are not of it', async () => {
    await expect(recordsOf('a,b\n', 3, 'klingon')).rejects.toThrow('there is no encoding "klingon"')
    await expect(recordsOf(Uint8Array.of(0x61, 0x2c, 0xff, 0x0a), 3, 'shift_jis')).rejects.toThrow(
      'it is not shift_jis',
    )
    await expect(recordsOf(Uint8Array.of(0x61, 0x2c, 0xff, 0x0a))).rejects.toThrow('charset=shift_jis')
  })

  it.each([
    ['a quotation mark that is not closed', 'a,b\n"1,2\n'],
    ['what is no UTF-8', Uint8Array.of(0x61, 0x2c, 0x62, 0x0a, 0xff, 0xfe)],
    ['a record without end', `a,b\n${'x'.repeat(1_000_001)}`],
  ])('is refused for %s', async (_, text) => {
    await expect(recordsOf(text, 65_536)).rejects.toMatchObject({ code: 'predict_csv_invalid' })
  })
})
