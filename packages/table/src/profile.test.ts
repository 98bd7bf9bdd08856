import { describe, expect, it } from 'vitest'
import { readCsv } from '../test/csv.ts'
import { profileTable } from './profile.ts'

describe('profileTable', () => {
  it('describes numbers by range, moments and 16 bins that hold every finite value', async () => {
    const values = Array.from({ length: 33 }, (_, index) => index - 16)
    const table = await readCsv(`x,y\n${values.map((value) => `${value},1`).join('\n')}\n,1\ninf,1\n`)
    const [x] = profileTable(table).columns
    expect(x).toMatchObject({ kind: 'number', role: 'factor', missing: 1, distinct: 34, min: -16, max: 16, mean: 0 })
    expect(x!.sd).toBeCloseTo(Math.sqrt(93.5), 12)
    expect(x!.histogram).toEqual([...Array.from({ length: 15 }, () => 2), 3])
  })

  it('keeps mean and deviation exact far from zero', async () => {
    const [x] = profileTable(await readCsv('x\n1000000000001\n1000000000002\n1000000000003\n')).columns
    expect(x).toMatchObject({ mean: 1000000000002, sd: 1 })
  })

  it('counts levels, the most frequent first, twelve at most', async () => {
    const rows = Array.from({ length: 13 }, (_, level) => `L${level}\n`.repeat(level + 1)).join('')
    const [k] = profileTable(await readCsv(`k\n${rows}`)).columns
    expect(k).toMatchObject({ kind: 'category', role: 'factor', distinct: 13 })
    expect(k!.levels).toHaveLength(12)
    expect(k!.levels![0]).toEqual({ value: 'L12', count: 13 })
  })

  it.each([
    ['the same number', '1\n1\n1\n1\n', 'constant'],
    ['different numbers', '1\n2\n3\n4\n', 'factor'],
    ['few texts', 'a\nb\na\nb\n', 'factor'],
    ['truths', 'true\nfalse\ntrue\ntrue\n', 'factor'],
    ['names of samples', 's1\ns2\ns3\ns4\n', 'identifier'],
    ['dates', '2024-01-01\n2024-01-02\n2024-01-03\n2024-01-04\n', 'date'],
    [
      'sentences',
      `${'A long sentence about how the trial went that day, number '.repeat(2)}1\n`.repeat(1) +
        Array.from(
          { length: 5 },
          (_, at) => `${'Another long sentence about the trial and its many results '.repeat(2)}${at}\n`,
        ).join(''),
      'text',
    ],
  ])('gives a column of %s its role', async (_, rows, role) => {
    expect(profileTable(await readCsv(`x\n${rows}`, { headerRow: 1 })).columns[0]!.role).toBe(role)
  })

  it('previews the first rows as they will be used, in plain JSON', async () => {
    const table = await readCsv(
      `n,k,d,b\n${'1;a,2024-01-02,true\n'.replace(';', ',')}inf,,,\n"2,5",b,2024-01-03 10:00,false\n${'3,a,,\n'.repeat(30)}`,
    )
    const { preview } = profileTable(table, 3)
    expect(preview).toEqual([
      [1, 'a', '2024-01-02 00:00:00', true],
      ['Infinity', null, null, null],
      [2.5, 'b', '2024-01-03 10:00:00', false],
    ])
    expect(profileTable(table).preview).toHaveLength(20)
    expect(JSON.parse(JSON.stringify(profileTable(table)))).toEqual(profileTable(table))
  })

  it("carries the file's form, in snake_case", async () => {
    const table = await readCsv('a;b\nmm;kg\n1,5;2\n3;4\n')
    expect(profileTable(table).source).toEqual({
      format: 'csv',
      bytes: table.source.bytes,
      encoding: 'utf-8',
      delimiter: ';',
      decimal_mark: ',',
      header_row: 1,
      units_row: 2,
    })
  })
})
