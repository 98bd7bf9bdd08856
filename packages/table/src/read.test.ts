import { CodedError } from '@zerosec/errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cells, found, readCsv } from '../test/csv.ts'
import { profileTable, readTable } from './index.ts'

describe('readTable', () => {
  it('reads numbers, categories, dates and booleans, and says where each row stands', async () => {
    const table = await readCsv('x,kind,day,ok\n1.5,a,2024-01-02,TRUE\n-2e3,b,2024-01-03,false\n,a,,\n')
    expect(table.columns.map(({ kind }) => kind)).toEqual(['number', 'category', 'date', 'boolean'])
    expect(cells(table, 'x')).toEqual([1.5, -2000, null])
    expect(cells(table, 'kind')).toEqual(['a', 'b', 'a'])
    expect(cells(table, 'day')).toEqual([Date.UTC(2024, 0, 2), Date.UTC(2024, 0, 3), null])
    expect(cells(table, 'ok')).toEqual([true, false, null])
    expect([...table.source.rowNumbers]).toEqual([2, 3, 4])
    expect(table.columns.map(({ missingCount }) => missingCount)).toEqual([1, 0, 1, 1])
  })

  it("tells the file's hash, size and form", async () => {
    const { sha256, source } = await readCsv('a;b\n1,5;2\n')
    expect(sha256).toBe('dabe518d68866419fe38ca8b2ba61bb833b58965f38b18ff9466fc7aaf15ef60')
    expect(source).toMatchObject({
      format: 'csv',
      bytes: 10,
      encoding: 'utf-8',
      delimiter: ';',
      decimalMark: ',',
      headerRow: 1,
    })
  })

  it.each([
    ['one text among many numbers', ['1', '2', '3', '4', 'broken'], 'number', ['cell_unreadable x']],
    ['as many texts as numbers', ['1', '2', 'a', 'b', 'a', '1'], 'category', ['column_mixed x']],
    ['numbers with the unit written behind', ['1 mm', '2 mm', '3 mm', '4'], 'number', ['cell_number_repaired x']],
    ['names with numbers', ['1号機', '2号機', '1号機', '2号機'], 'category', []],
    ['codes with leading zeros', ['001', '002', '001', '012', '100'], 'category', []],
    [
      'labels of more digits than a number holds',
      ['12345678901234567', '12345678901234568', '12345678901234569', '12345678901234567'],
      'category',
      [],
    ],
    ['large quantities', ['1e18', '2.5e19', '3e18'], 'number', []],
    ['different texts', ['s1', 's2', 's3', 's4'], 'text', ['column_identifier x']],
    ['few values, all numbers', ['1', '0', '1', '0'], 'number', []],
    ['percentages', ['5%', '6%'], 'number', ['cell_number_repaired x']],
    ['censored values', ['<1', '2', '3', '<1', '<1'], 'number', ['cell_censored x']],
    ['infinite values', ['1', 'inf', '-inf', '2'], 'number', ['cell_infinite x']],
    ['errors', ['1', '#DIV/0!', '2', '3'], 'number', ['cell_error x']],
    ['errors among texts', ['a', '#REF!', 'b', 'a'], 'category', ['cell_error x']],
    ['blanks around texts', ['a', ' a', 'b ', 'b'], 'category', ['cell_trimmed x']],
    ['"none" as a level', ['none', 'low', 'none', 'high'], 'category', []],
    ['"none" among numbers', ['none', '1', '2', '3'], 'number', ['cell_missing_marker x']],
    ['dates in several forms', ['2024/1/2', '2024-01-03', 'R6.1.4'], 'date', ['date_format_ambiguous x']],
    ['dates that could be either', ['3/4/2024', '5/6/2024'], 'date', ['date_format_ambiguous x']],
    ['days first, as one date tells', ['3/4/2024', '25/6/2024'], 'date', []],
    ['one text among dates', ['2024/1/2', '2024/1/3', '2024/1/4', '2024/1/5', 'later'], 'date', ['cell_unreadable x']],
    ['the same value in every row', ['7', '7', '7'], 'number', ['column_constant x']],
    ['nothing at all', ['', '', ''], 'number', ['cell_missing_marker x', 'column_constant x']],
  ])('makes of %s the right kind, and reports it', async (_, values, kind, findings) => {
    const rows = values.map((value, index) => `${index * index},${value}\n`)
    const table = await readCsv(`n,x\n${rows.join('')}`)
    expect(table.columns[1]!.kind).toBe(kind)
    expect(found(table)).toEqual(findings)
  })

  it('lists unreadable and censored cells by their line, and counts them as missing', async () => {
    const { columns } = await readCsv('x\n1\n2\nbad\n4\n5\n<6\n7\n8\n')
    expect(columns[0]).toMatchObject({
      missingCount: 2,
      unreadable: [
        { row: 4, text: 'bad' },
        { row: 7, text: '<6' },
      ],
    })
  })

  it('shows every repaired number before and after', async () => {
    const { findings } = await readCsv('x\n1\n"1,040.5"\n２\n約3\n4 kg\n')
    expect(findings[0]).toMatchObject({ kind: 'repair', code: 'cell_number_repaired', count: 4 })
    expect(findings[0]!.places).toEqual([
      { row: 3, column: 'x', before: '1,040.5', after: '1040.5' },
      { row: 4, column: 'x', before: '２', after: '2' },
      { row: 5, column: 'x', before: '約3', after: '3' },
      { row: 6, column: 'x', before: '4 kg', after: '4' },
    ])
  })

  it('reads the numbers of a mixed column as they are written', async () => {
    const table = await readCsv('y,x\n1,a\n2,1.50\n3,b\n4,1.50\n5,\n6,a\n')
    expect(cells(table, 'x')).toEqual(['a', '1.50', 'b', '1.50', null, 'a'])
  })

  it('keeps full, empty and short rows in place', async () => {
    const table = await readCsv('a,b,c\n1,2,3\n4,5\n\n7,8,9,10\n,,\n1,1,1\n')
    expect(cells(table, 'c')).toEqual([3, null, 9, 1])
    expect(table.findings.map(({ code, message }) => [code, /line (\d+)/.exec(message)?.[1]])).toEqual([
      ['row_empty_skipped', undefined],
      ['row_too_long', '5'],
      ['row_too_short', '3'],
      ['cell_missing_marker', undefined],
    ])
    expect([...table.source.rowNumbers]).toEqual([2, 3, 5, 7])
  })

  it('names columns uniquely, whatever the header says', async () => {
    const table = await readCsv('a,a,, b ,a_2,"two\nlines",\n1,2,3,4,5,6,\n7,8,9,0,1,2,\n')
    expect(table.columns.map(({ name }) => name)).toEqual(['a', 'a_3', 'column_3', 'b', 'a_2', 'two lines'])
    expect(found(table)).toEqual([
      'column_empty_dropped',
      'header_trimmed',
      'header_empty_named',
      'header_duplicate_renamed',
    ])
    expect(table.columns[5]!.header).toBe('two\nlines')
  })

  it('names the columns of a file without header, and doubts it', async () => {
    const table = await readCsv('1,2\n3,4\n2,3\n')
    expect(table.columns.map(({ name }) => name)).toEqual(['column_1', 'column_2'])
    expect(table.source.headerRow).toBe(0)
    expect(found(table)).toEqual(['header_missing'])
  })

  it("takes units from the units row, else from the header's brackets", async () => {
    const table = await readCsv('a (mm),b,c [s]\n,kg,ms\n1,2,3\n3,4,5\n')
    expect(table.columns.map(({ name, unit }) => [name, unit])).toEqual([
      ['a (mm)', 'mm'],
      ['b', 'kg'],
      ['c [s]', 'ms'],
    ])
    expect(table.source.unitsRow).toBe(2)
    expect(table.rowCount).toBe(2)
  })

  it('takes the markers that the caller names, numbers too', async () => {
    const table = await readCsv('x,k\n1,a\n-999,b\n-999.0,keine\n', { missingMarkers: ['-999', 'keine'] })
    expect(cells(table, 'x')).toEqual([1, null, null])
    expect(cells(table, 'k')).toEqual(['a', 'b', null])
  })

  it('says which rows repeat an earlier one', async () => {
    const { findings } = await readCsv('x,k\n1,a\n2,b\n1,a\n1,b\n1,a\n')
    expect(findings).toHaveLength(1)
    expect(findings[0]).toMatchObject({ code: 'rows_duplicate', count: 2 })
    expect(findings[0]!.places.map(({ row }) => row)).toEqual([4, 6])
  })

  it.each([
    ['variables below each other', 's1,s2,s3,s4,s5', ['temp', 'time', 'yield', 'cost'], true],
    ['numbered samples below each other', 'x1,x2,x3,x4,x5', ['run1', 'run2', 'run3', 'run4'], false],
    ['columns with names of their own', 'a,b,c,d,e', ['temp', 'time', 'yield', 'cost'], false],
  ])('doubts a table that lies on its side: %s', async (_, names, firsts, isDoubted) => {
    const text = `name,${names}\n${firsts.map((first, at) => `${first},${at},2,3,4,${at}\n`).join('')}`
    const codes = found(await readCsv(text)).filter((code) => code === 'table_transposed')
    expect(codes).toHaveLength(isDoubted ? 1 : 0)
  })

  it("obeys Excel's own line that names the delimiter", async () => {
    const table = await readCsv('sep=;\na;b\n1;2\n')
    expect(table.source).toMatchObject({ delimiter: ';', headerRow: 2 })
  })

  it.each([
    ['', 'file_empty'],
    ['\n\n  \n', 'file_empty'],
    ['a,b\n', 'file_header_only'],
    ['a,b\nmm,kg\n', 'file_header_only'],
    ['a,b\n1,"2\n3,4\n', 'file_corrupt'],
    ['"a,b\n1,2\n', 'file_corrupt'],
    ['PK\u0003\u0004 and so on', 'file_corrupt'],
    ['a\u0000b\u0001\n', 'encoding_unknown'],
    [`${'a,'.repeat(20_000)}\n${'1,'.repeat(20_000)}\n`, 'file_too_many_columns'],
  ])('refuses %j with %s', async (text, code) => {
    await expect(readCsv(text)).rejects.toThrow(expect.objectContaining({ code }))
  })

  it.each([
    ['runs.pdf', 'file_type_unsupported'],
    ['runs', 'file_type_unsupported'],
    ['runs.xls', 'file_type_unsupported'],
  ])('refuses the name %s with %s', async (name, code) => {
    await expect(readCsv('a\n1\n', {}, name)).rejects.toThrow(expect.objectContaining({ code }))
  })

  it('refuses more bytes than allowed, and says how many', async () => {
    const expected = { code: 'file_too_large', details: { bytes: 8, limit: 7 } }
    await expect(readCsv('a\n1\n2\n3\n', { maxBytes: 7 })).rejects.toThrow(expect.objectContaining(expected))
  })

  it('reads any bytes or refuses them with a code, and what it reads fits together', async () => {
    const piece = fc.oneof(
      fc.uint8Array({ maxLength: 20 }),
      fc
        .constantFrom('a,b\n', '1,2\n', '"', '\r\n', ';', '水', '<1', '2024/1/2', '5 mm', '\t', 'TRUE', '-', '1,5')
        .map((text) => new TextEncoder().encode(text)),
    )
    await fc.assert(
      fc.asyncProperty(
        fc.array(piece, { maxLength: 40 }),
        fc.constantFrom('a.csv', 'a.tsv', 'a.xlsx'),
        async (pieces, name) => {
          const bytes = Uint8Array.from(pieces.flatMap((part) => [...part]))
          const table = await readTable(name, bytes).catch((error: unknown) => {
            if (!(error instanceof CodedError)) throw error
          })
          if (!table) return
          const { columns, rowCount } = table
          expect(new Set(columns.map((column) => column.name)).size).toBe(columns.length)
          for (const column of columns) {
            const values = cells(table, column.name)
            expect(values).toHaveLength(rowCount)
            expect(values.filter((value) => value === null)).toHaveLength(column.missingCount)
          }
          expect(table.source.rowNumbers).toHaveLength(rowCount)
          profileTable(table)
        },
      ),
      { numRuns: 1000, seed: 7 },
    )
  })

  it('takes no longer for hostile texts than for others', async () => {
    const blanks = ' '.repeat(200_000)
    const table = await readCsv(`x (${'a'.repeat(200_000)},y\n5${blanks}x,"1${blanks},2"\n6,7\n`)
    expect(table.rowCount).toBe(2)
    expect((await readCsv(`${'a,'.repeat(16_000)}a\n${'1,'.repeat(16_000)}1\n`)).columns).toHaveLength(16_001)
  }, 20_000) // a second, or a minute where a step is taken for each pair of blanks

  it.each(['runs.TSV', 'runs.txt'])('reads tabs from %s', async (name) => {
    const table = await readTable(name, new TextEncoder().encode('a\tb\n1,5\t2\n3,5\t4\n'))
    expect(cells(table, 'a')).toEqual([1.5, 3.5])
    expect(table.source.format).toBe(name.endsWith('txt') ? 'csv' : 'tsv')
  })
})
