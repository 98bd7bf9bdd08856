import { readFile } from 'node:fs/promises'
import { basename } from 'node:path'
import { expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../test/reference-data.ts'
import { cells, found } from '../test/csv.ts'
import { readTable, type Table } from './index.ts'

async function read(path: string): Promise<Table> {
  return readTable(basename(path), await readFile(referencePath(path)))
}

/** Cells by position, so that a table with other names can be compared. */
function columnCells(table: Table) {
  return table.columns.map(({ name }) => cells(table, name))
}

const kinds = (table: Table) => [...new Set(table.columns.map(({ kind }) => kind))]
const count = (table: Table, code: string) =>
  table.findings.filter((finding) => finding.code === code).reduce((sum, finding) => sum + finding.count, 0)

describeWithReferenceData('the awkward files', () => {
  it.each([
    ['01_concrete_sjis.csv', 1030, 9, { encoding: 'shift_jis' }],
    ['02_concrete_cp932_special.csv', 300, 10, { encoding: 'shift_jis' }],
    ['03_concrete_units_row.csv', 500, 9, { encoding: 'utf-8', unitsRow: 2 }],
    ['04_wine_red_decimal_comma.csv', 1599, 12, { delimiter: ';', decimalMark: ',' }],
    ['05_auto_mpg_missing_tokens.csv', 398, 9, { delimiter: ',' }],
    ['06_airfoil_bad_headers.csv', 1503, 6, { headerRow: 1 }],
    ['07_concrete_fullwidth_units.csv', 200, 9, {}],
    ['08_concrete_utf16.txt', 300, 9, { encoding: 'utf-16le', delimiter: '\t' }],
    ['09_concrete_leaks_constants.csv', 400, 16, {}],
    ['10_snar_censored.csv', 66, 5, {}],
    ['11_resin_transposed.csv', 6, 21, {}],
    ['12_resin_title_footer.csv', 20, 7, { headerRow: 4 }],
    ['13_text_quotes_newlines.csv', 200, 2, {}],
    ['14_ragged.csv', 30, 3, {}],
    ['15_brush_process_synthetic.csv', 184, 16, { encoding: 'shift_jis' }],
    ['18_resin_excel.xlsx', 20, 7, { sheet: '実験データ（2024年）', headerRow: 4 }],
    ['19_excel_types.xlsx', 50, 6, { sheet: 'Sheet' }],
    ['20_wide_p_gt_n.csv', 60, 303, {}],
    ['21_no_variation.csv', 12, 3, {}],
  ])('%s has %i rows and %i columns', async (name, rows, columns, source) => {
    const table = await read(`awkward/${name}`)
    expect([table.rowCount, table.columns.length]).toEqual([rows, columns])
    expect(table.source).toMatchObject(source)
    expect(table.columns.every((column) => column.name.trim() !== '' && !column.name.includes('\ufffd'))).toBe(true)
  })

  it.each([
    ['16_header_only.csv', 'file_header_only'],
    ['17_empty.csv', 'file_empty'],
  ])('%s is refused with %s', async (name, code) => {
    await expect(read(`awkward/${name}`)).rejects.toThrow(expect.objectContaining({ code }))
  })

  it.each([
    ['01_concrete_sjis.csv', 'concrete_strength.csv', 0],
    ['02_concrete_cp932_special.csv', 'concrete_strength.csv', 1],
    ['03_concrete_units_row.csv', 'concrete_strength.csv', 0],
    ['04_wine_red_decimal_comma.csv', 'wine_quality_red.csv', 0],
    ['06_airfoil_bad_headers.csv', 'airfoil_self_noise.csv', 0],
    ['07_concrete_fullwidth_units.csv', 'concrete_strength.csv', 0],
    ['08_concrete_utf16.txt', 'concrete_strength.csv', 0],
  ])('%s holds the numbers of %s', async (name, base, skipped) => {
    const table = await read(`awkward/${name}`)
    const expected = columnCells(await read(`tables/${base}`)).map((values) => values.slice(0, table.rowCount))
    expect(columnCells(table).slice(skipped)).toEqual(expected)
  })

  it('02: takes the numbered texts for an identifier', async () => {
    const table = await read('awkward/02_concrete_cp932_special.csv')
    expect(found(table)).toContain('column_identifier 試験№')
    expect(table.columns[1]!.name).toBe('ｾﾒﾝﾄ①')
  })

  it('03: keeps the units apart from the data, and names what it left out', async () => {
    const table = await read('awkward/03_concrete_units_row.csv')
    expect(table.columns.map(({ unit }) => unit)).toEqual([...Array.from({ length: 7 }, () => 'kg/m3'), '日', 'MPa'])
    expect(found(table)).toEqual(
      expect.arrayContaining(['units_row_used', 'column_empty_dropped', 'row_empty_skipped']),
    )
    expect(count(table, 'row_empty_skipped')).toBe(5)
  })

  it('05: reports all 103 missing cells and keeps the columns numeric', async () => {
    const table = await read('awkward/05_auto_mpg_missing_tokens.csv')
    expect(count(table, 'cell_missing_marker')).toBe(103)
    expect(table.columns.slice(0, 7).map(({ kind }) => kind)).toEqual(Array.from({ length: 7 }, () => 'number'))
  })

  it('07: lists every cleaned cell', async () => {
    const table = await read('awkward/07_concrete_fullwidth_units.csv')
    expect(kinds(table)).toEqual(['number'])
    expect(count(table, 'cell_number_repaired')).toBe(67 + 31 + 50 + 40)
  })

  it('09: reads three forms of dates, doubts them, and keeps the empty and constant columns in sight', async () => {
    const table = await read('awkward/09_concrete_leaks_constants.csv')
    expect(table.columns[0]).toMatchObject({ kind: 'date', precision: 'day', missingCount: 0 })
    expect(cells(table, '実験日').slice(0, 3)).toEqual(Array.from({ length: 3 }, () => Date.UTC(2024, 3, 1)))
    expect(found(table)).toEqual(
      expect.arrayContaining(['date_format_ambiguous 実験日', 'column_constant 装置', 'column_constant 空列']),
    )
  })

  it('10: knows the 47 censored cells', async () => {
    expect(count(await read('awkward/10_snar_censored.csv'), 'cell_censored')).toBe(47)
  })

  it('11: doubts that the samples stand side by side', async () => {
    expect(found(await read('awkward/11_resin_transposed.csv'))).toContain('table_transposed')
    expect(found(await read('awkward/20_wide_p_gt_n.csv'))).not.toContain('table_transposed')
  })

  it('12: takes neither the mean nor the note for samples', async () => {
    const table = await read('awkward/12_resin_title_footer.csv')
    const base = await read('tables/resin_kaneko.csv')
    expect(columnCells(table).slice(1)).toEqual(columnCells(base).slice(base.columns.length - 6))
    expect(count(table, 'footer_rows_skipped')).toBe(2)
    expect(count(table, 'title_rows_skipped')).toBe(2)
  })

  it('14: names the lines of the ragged rows', async () => {
    const table = await read('awkward/14_ragged.csv')
    const ragged = table.findings.filter(({ code }) => code.startsWith('row_too'))
    expect(ragged.map(({ code, places }) => [code, places[0]!.row])).toEqual([
      ['row_too_long', 6],
      ['row_too_short', 10],
    ])
  })

  it('18: says that the formulas have no result', async () => {
    const table = await read('awkward/18_resin_excel.xlsx')
    expect(count(table, 'cell_formula_without_value')).toBe(20)
    expect(found(table)).toEqual(expect.arrayContaining(['sheet_chosen', 'title_rows_skipped']))
  })

  it('19: reads dates as dates, texts as numbers and errors as missing', async () => {
    const table = await read('awkward/19_excel_types.xlsx')
    expect(table.columns.map(({ kind }) => kind)).toEqual(['date', 'number', 'number', 'number', 'number', 'boolean'])
    expect(count(table, 'cell_error')).toBe(6)
    expect(cells(table, '日付')[0]).toBe(Date.UTC(2024, 0, 1))
  })

  it.each([
    ['concrete_strength.csv', 1030, 9],
    ['auto_mpg.csv', 398, 9],
    ['breast_cancer_wdbc.csv', 569, 32],
    ['german_credit.csv', 1000, 21],
    ['steel_plates_faults.csv', 1941, 34],
    ['buchwald_hartwig_a.csv', 792, 5],
    ['heat_capacity_formula.csv', 4547, 3],
    ['sentiment_amazon.csv', 1000, 2],
    ['mtcars.csv', 32, 12],
    ['longley.csv', 16, 8],
    ['chemreact_ccd.csv', 14, 4],
    ['power_plant_ccpp.csv', 9568, 5],
  ])('and the clean table %s is left as it is: %i rows, %i columns', async (name, rows, columns) => {
    const table = await read(`tables/${name}`)
    expect([table.rowCount, table.columns.length, table.source.headerRow]).toEqual([rows, columns, 1])
    const harmless = new Set(['rows_duplicate', 'column_identifier', 'column_constant', 'cell_missing_marker'])
    expect(table.findings.filter(({ code }) => !harmless.has(code))).toEqual([])
  })
})
