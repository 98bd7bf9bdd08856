import { strToU8, zipSync } from 'fflate'
import { describe, expect, it } from 'vitest'
import { cells, found } from '../../test/csv.ts'
import { row, type SheetXml, workbookBytes } from '../../test/workbook-bytes.ts'
import { MAX_SHEET_CELLS, MAX_UNPACKED_BYTES, type ReadOptions, readTable } from '../index.ts'

const REFUSALS = ['file_corrupt', 'file_empty', 'file_type_unsupported', 'file_expands_too_far']
const DIRECTORY_ENTRY = 0x02014b50
const HEADER = row(1, 'x', 'y')
const DATA: SheetXml = { name: 'data', rows: HEADER + row(2, 1, 2) + row(3, 3, 5) }

function read(sheets: readonly SheetXml[], parts: Parameters<typeof workbookBytes>[1] = {}, options: ReadOptions = {}) {
  return readTable('runs.xlsx', workbookBytes(sheets, parts), options)
}

function refuses(bytes: Uint8Array, code: string, name = 'runs.xlsx') {
  return expect(readTable(name, bytes)).rejects.toThrow(expect.objectContaining({ code }))
}

describe('the cells of a workbook', () => {
  it('come with numbers, texts, booleans and errors as what they are', async () => {
    const rows = `${row(1, 'n', 'text', 'ok', 'error', 'joined')}
      <row r="2"><c r="A2"><v>1.5</v></c><c r="B2" t="s"><v>0</v></c><c r="C2" t="b"><v>1</v></c>
        <c r="D2" t="e"><f>1/0</f><v>#DIV/0!</v></c><c r="E2" t="str"><f>B2&amp;"!"</f><v>水 &lt;!</v></c></row>
      <row r="3"><c r="A3"><v>-2E-3</v></c><c r="B3" t="s"><v>1</v></c><c r="C3" t="b"><v>0</v></c>
        <c r="D3"><v>4</v></c><c r="E3" t="str"><f>B3</f><v></v></c></row>
      <row r="4"><c r="A4" t="inlineStr"><is><t>１２</t></is></c><c r="B4" t="s"><v>0</v></c><c r="D4"><v>5</v></c></row>`
    const sharedTexts =
      '<si><t xml:space="preserve">硬</t><rPh sb="0" eb="1"><t>カタ</t></rPh></si><si><r><t>so</t></r><r><t>ft_x0041_</t></r></si>'
    const table = await read([{ name: 'data', rows }], { sharedTexts })
    expect(cells(table, 'n')).toEqual([1.5, -0.002, 12])
    expect(cells(table, 'text')).toEqual(['硬', 'softA', '硬'])
    expect(cells(table, 'ok')).toEqual([true, false, null])
    expect(cells(table, 'error')).toEqual([null, 4, 5])
    expect(cells(table, 'joined')).toEqual(['水 <!', null, null])
    expect(found(table)).toContain('cell_error error')
    expect(found(table)).toContain('cell_number_repaired n')
  })

  it.each([
    ['the calendar from 1900', false, '2024-01-01'],
    ['the calendar from 1904', true, '2028-01-02'],
  ])('are dates where their format says so, by %s', async (_, date1904, day) => {
    const date = (at: string, value: number, style: number) => `<c r="${at}" s="${style}"><v>${value}</v></c>`
    const rows =
      row(1, 'day', 'time', 'own', 'hours', 'share') +
      [2, 3]
        .map((at) => {
          const dates = [date(`A${at}`, 45292, 1), date(`B${at}`, 45292.4375, 2), date(`C${at}`, 45292, 3)]
          return `<row r="${at}">${dates.join('')}${date(`D${at}`, 0.5, 4)}${date(`E${at}`, 0.05, 5)}</row>`
        })
        .join('')
    const styles = [14, 22, 165, 46, 9].map((id) => `<xf numFmtId="${id}"/>`).join('')
    const formats = '<numFmt numFmtId="165" formatCode="[$-411]yyyy&quot;年&quot;m&quot;月&quot;d&quot;日&quot;;@"/>'
    const table = await read([{ name: 'data', rows }], { styles, formats, date1904 })
    expect(cells(table, 'day')[0]).toBe(Date.parse(day))
    expect(cells(table, 'time')[0]).toBe(Date.parse(`${day}T10:30:00Z`))
    expect(cells(table, 'own')[0]).toBe(Date.parse(day))
    expect(table.columns.map(({ kind, unit }) => [kind, unit])).toEqual([
      ['date', undefined],
      ['date', undefined],
      ['date', undefined],
      ['number', 'd'],
      ['number', undefined],
    ])
    expect(cells(table, 'share')).toEqual([0.05, 0.05])
  })

  it('are missing where a formula has no stored result, and that is said', async () => {
    const rows = `${HEADER}<row r="2"><c r="A2"><v>1</v></c><c r="B2"><f>1-A2</f></c></row><row r="3"><c r="A3"><v>2</v></c><c r="B3"><f>1-A3</f><v/></c></row>`
    const { findings } = await read([{ name: 'data', rows }])
    expect(findings[0]).toMatchObject({ code: 'cell_formula_without_value', column: 'y', count: 2 })
    expect(findings[0]!.places[0]).toEqual({ row: 2, column: 'y', before: '=1-A2' })
  })

  it('stand in their rows and columns, whatever lies between them', async () => {
    const rows = `<row r="2"><c r="B2" t="inlineStr"><is><t>x</t></is></c><c r="D2" t="inlineStr"><is><t>y</t></is></c></row>
      <row r="3"><c r="B3"><v>1</v></c><c r="D3"><v>2</v></c></row><row r="4"><c r="B4" s="0"/></row><row r="6"><c r="D6"><v>3</v></c></row>`
    const table = await read([{ name: 'data', rows }])
    expect(cells(table, 'x')).toEqual([1, null])
    expect(cells(table, 'y')).toEqual([2, 3])
    expect([...table.source.rowNumbers]).toEqual([3, 6])
    expect(found(table)).toEqual([
      'row_empty_skipped',
      'column_empty_dropped',
      'cell_missing_marker x',
      'column_constant x',
    ])
  })

  it('may be named with a namespace, and out of any place of their own', async () => {
    const xml = `<x:worksheet><x:sheetData><x:row><x:c t="inlineStr"><x:is><x:t>a</x:t></x:is></x:c><x:c t='inlineStr'><x:is><x:t>b</x:t></x:is></x:c></x:row>
      <!-- > --><x:row><x:c><x:v><![CDATA[1]]></x:v></x:c><x:c><x:v>2</x:v></x:c></x:row></x:sheetData></x:worksheet>`
    const table = await read([DATA], { parts: { 'xl/worksheets/sheet1.xml': strToU8(xml) } })
    expect(cells(table, 'a')).toEqual([1])
    expect(cells(table, 'b')).toEqual([2])
  })
})

describe('the sheet', () => {
  const cover: SheetXml = { name: 'cover', rows: row(1, 'Trial plan') }
  const hidden: SheetXml = { name: 'old', hidden: true, rows: DATA.rows }

  it('is the first visible one with a table, and the others are named', async () => {
    const table = await read([hidden, cover, DATA, { ...DATA, name: 'later' }])
    expect(table.source).toMatchObject({ format: 'xlsx', sheet: 'data', sheets: ['old', 'cover', 'data', 'later'] })
    expect(table.findings[0]).toMatchObject({ code: 'sheet_chosen', kind: 'doubt', count: 3 })
    expect(table.findings[0]!.message).toContain('old (hidden), cover, later')
  })

  it('is the one that the caller names, hidden or not', async () => {
    const table = await read([DATA, hidden], {}, { sheet: 'old' })
    expect(table.source.sheet).toBe('old')
    expect(found(table)).not.toContain('sheet_chosen')
    await expect(read([DATA, hidden], {}, { sheet: 'new' })).rejects.toThrow(
      expect.objectContaining({ code: 'sheet_unknown', details: { sheet: 'new', known: ['data', 'old'] } }),
    )
  })

  it.each([
    ['nothing', '', 'file_empty'],
    ['a header only', HEADER, 'file_header_only'],
    ['a title only', row(1, 'Trial plan'), 'file_header_only'],
  ])('is refused with %s', async (_, rows, code) => {
    await refuses(workbookBytes([{ name: 'data', rows }]), code)
  })
})

describe('a workbook is refused', () => {
  it('when a part claims to unpack to more than the limit, before any of it is unpacked', async () => {
    const bytes = workbookBytes([DATA])
    const view = new DataView(bytes.buffer)
    for (let at = 0; at < bytes.length - 46; at++) {
      if (view.getUint32(at, true) === DIRECTORY_ENTRY) view.setUint32(at + 24, MAX_UNPACKED_BYTES + 1, true)
    }
    await refuses(bytes, 'file_expands_too_far')
  })

  it('when one text in it is longer than any cell', async () => {
    const long = strToU8(`<sst><si><t>${'a'.repeat(3 << 20)}</t></si></sst>`)
    await refuses(workbookBytes([DATA], { parts: { 'xl/sharedStrings.xml': long } }), 'file_corrupt')
  })

  it('when one cell lies at the far end of the sheet', async () => {
    const rows = `${HEADER}<row r="2"><c r="A2"><v>1</v></c></row><row r="1048576"><c r="XFD1048576"><v>1</v></c></row>`
    await expect(read([{ name: 'data', rows }])).rejects.toThrow(
      expect.objectContaining({
        code: 'file_too_many_cells',
        details: { range: 'A1:XFD1048576', limit: MAX_SHEET_CELLS },
      }),
    )
  })

  it('but not for a format alone at the far end', async () => {
    const rows = `${DATA.rows}<row r="1048576"><c r="XFD1048576" s="0"/></row>`
    expect((await read([{ name: 'data', rows }])).rowCount).toBe(2)
  })

  const good = workbookBytes([DATA])
  const legacy = Uint8Array.from([0xd0, 0xcf, 0x11, 0xe0, ...Array.from({ length: 600 }, () => 0)])
  const encrypted = Uint8Array.from([
    ...legacy,
    ...'EncryptedPackage'.split('').flatMap((letter) => [letter.charCodeAt(0), 0]),
  ])
  const damaged = good.slice()
  damaged[good.indexOf(0x78) + 400]! ^= 0xff

  it.each([
    ['that is a text', strToU8('x,y\n1,2\n'), 'file_corrupt'],
    ['that is cut off', good.subarray(0, good.length - 40), 'file_corrupt'],
    ['that is another zip', zipSync({ 'a.txt': strToU8('a') }), 'file_corrupt'],
    ['of the old format', legacy, 'file_type_unsupported'],
    ['with a password', encrypted, 'file_encrypted'],
    [
      'of the binary format',
      workbookBytes([DATA], { parts: { 'xl/workbook.bin': strToU8('x') } }),
      'file_type_unsupported',
    ],
    [
      'with a document type',
      workbookBytes([DATA], { parts: { 'xl/sharedStrings.xml': strToU8('<!DOCTYPE x [<!ENTITY a "aa">]><sst/>') } }),
      'file_corrupt',
    ],
    [
      'that ends inside a tag',
      workbookBytes([{ name: 'data', rows: `${HEADER}<row r="2"><c` }], {
        parts: { 'xl/worksheets/sheet1.xml': strToU8('<worksheet><sheetData><row') },
      }),
      'file_corrupt',
    ],
    [
      'with a number that is none',
      workbookBytes([{ name: 'data', rows: `${HEADER}<row r="2"><c><v>1x</v></c></row>` }]),
      'file_corrupt',
    ],
    [
      'with a text that is not there',
      workbookBytes([{ name: 'data', rows: `${HEADER}<row r="2"><c t="s"><v>9</v></c></row>` }]),
      'file_corrupt',
    ],
  ])('%s', async (_, bytes, code) => {
    await refuses(bytes, code)
  })

  it('wherever a byte of it is changed, or it is read as it was', async () => {
    const before = JSON.stringify((await readTable('runs.xlsx', good)).columns)
    for (let at = 0; at < good.length; at += 7) {
      const changed = good.slice()
      changed[at]! ^= 0x41
      const outcome = await readTable('runs.xlsx', changed).then(
        (table) => JSON.stringify(table.columns),
        (error: { code?: string }) => error.code,
      )
      expect([before, ...REFUSALS]).toContain(outcome)
    }
  })
})
