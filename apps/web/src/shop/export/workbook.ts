import { isDay } from '../day.ts'
import type { Unit } from '../shop-format.ts'
import type { TwinTable } from '../twin-table.ts'
import { storedZip } from './stored-zip.ts'

/** A panel's numbers, and what they are of: range, filters, snapshot. */
export interface Sheet {
  readonly title: string
  readonly facts: readonly string[]
  readonly table: TwinTable
}

type Cell = string | number | boolean | null

const HEAD = '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\n'
const MAIN = 'http://schemas.openxmlformats.org/spreadsheetml/2006/main'
const OFFICE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'
const PACKAGE = 'http://schemas.openxmlformats.org/package/2006'
export const XLSX_TYPE = 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet'
const SHEET = 'application/vnd.openxmlformats-officedocument.spreadsheetml'
/** Of a sheet's name. */
const LONGEST_NAME = 31

/** Styles by their place in `cellXfs`. */
const STYLE = {
  plain: 0,
  title: 1,
  fact: 2,
  head: 3,
  day: 4,
  money: 5,
  count: 6,
  number: 7,
  ratio: 8,
  days: 9,
  score: 10,
}
const FORMATS: Readonly<Record<Unit | 'day', string>> = {
  day: 'yyyy\\-mm\\-dd',
  money: '#,##0.00',
  count: '#,##0',
  number: 'General',
  ratio: '0.0%',
  days: '0.0',
  score: '0.00',
}

/**
 * A workbook with a sheet for each panel: title, what it is of, then the table; numbers unrounded, days as days. Texts are texts, never
 * formulas.
 */
export function workbookOf(sheets: readonly Sheet[]): Uint8Array<ArrayBuffer> {
  const names = sheetNames(sheets.map(({ title }) => title))
  const numbers = sheets.map((_, i) => i + 1)
  const overrides = numbers.map((n) => part(`/xl/worksheets/sheet${n}.xml`, `${SHEET}.worksheet+xml`)).join('')
  const links = numbers.map((n) => relation(`rId${n}`, 'worksheet', `worksheets/sheet${n}.xml`)).join('')
  const listed = numbers
    .map((n) => `<sheet name="${escaped(names[n - 1] ?? '')}" sheetId="${n}" r:id="rId${n}"/>`)
    .join('')
  return storedZip([
    {
      name: '[Content_Types].xml',
      content: `${HEAD}<Types xmlns="${PACKAGE}/content-types"><Default Extension="rels" ContentType="application/vnd.openxmlformats-package.relationships+xml"/><Default Extension="xml" ContentType="application/xml"/>${part('/xl/workbook.xml', `${SHEET}.sheet.main+xml`)}${part('/xl/styles.xml', `${SHEET}.styles+xml`)}${overrides}</Types>`,
    },
    { name: '_rels/.rels', content: relations(relation('rId1', 'officeDocument', 'xl/workbook.xml')) },
    {
      name: 'xl/workbook.xml',
      content: `${HEAD}<workbook xmlns="${MAIN}" xmlns:r="${OFFICE}"><sheets>${listed}</sheets></workbook>`,
    },
    {
      name: 'xl/_rels/workbook.xml.rels',
      content: relations(links + relation('styles', 'styles', 'styles.xml')),
    },
    { name: 'xl/styles.xml', content: styles() },
    ...sheets.map((sheet, i) => ({ name: `xl/worksheets/sheet${i + 1}.xml`, content: sheetXml(sheet) })),
  ])
}

function sheetXml({ title, facts, table: { columns, rows } }: Sheet): string {
  const above = [
    [{ value: title, style: STYLE.title }],
    ...facts.map((fact) => [{ value: fact, style: STYLE.fact }]),
    [],
  ]
  const head = columns.map(({ label }) => ({ value: label, style: STYLE.head }))
  const body = rows.map((cells) =>
    cells.map((value, column) => ({ value, style: styleOf(value, columns[column]?.unit) })),
  )
  const all = [...above, head, ...body]
  const lines = all.map((cells, row) => {
    const written = cells
      .map(({ value, style }, column) => cellXml(`${letters(column)}${row + 1}`, value, style))
      .join('')
    return `<row r="${row + 1}">${written}</row>`
  })
  const frozen = above.length + 1
  const widths = columns.map(({ label }, column) => {
    const longest = Math.max(label.length, ...rows.map((cells) => String(cells[column] ?? '').length))
    return `<col min="${column + 1}" max="${column + 1}" width="${Math.min(48, Math.max(10, longest + 2))}" customWidth="1"/>`
  })
  const view = `<sheetViews><sheetView workbookViewId="0"><pane ySplit="${frozen}" topLeftCell="A${frozen + 1}" activePane="bottomLeft" state="frozen"/></sheetView></sheetViews>`
  return `${HEAD}<worksheet xmlns="${MAIN}">${view}${widths.length === 0 ? '' : `<cols>${widths.join('')}</cols>`}<sheetData>${lines.join('')}</sheetData></worksheet>`
}

function styleOf(value: Cell, unit: Unit | undefined): number {
  if (typeof value === 'number') return unit === undefined ? STYLE.plain : STYLE[unit]
  return typeof value === 'string' && isDay(value) ? STYLE.day : STYLE.plain
}

function cellXml(place: string, value: Cell, style: number): string {
  if (value === null) return ''
  const open = `<c r="${place}" s="${style}"`
  if (typeof value === 'number') return Number.isFinite(value) ? `${open}><v>${value}</v></c>` : ''
  if (typeof value === 'boolean') return `${open} t="b"><v>${value ? 1 : 0}</v></c>`
  if (style === STYLE.day) return `${open}><v>${dayNumber(value)}</v></c>`
  return `${open} t="inlineStr"><is><t xml:space="preserve">${escaped(value)}</t></is></c>`
}

/** As Excel counts days, from the last but one of 1899. */
function dayNumber(day: string): number {
  return Math.round((Date.parse(day) - Date.UTC(1899, 11, 30)) / 86_400_000)
}

function letters(column: number): string {
  const rest = Math.floor(column / 26)
  return (rest > 0 ? letters(rest - 1) : '') + String.fromCharCode(65 + (column % 26))
}

/** Unlike each other, and without what Excel refuses. */
function sheetNames(titles: readonly string[]): string[] {
  const taken = new Set<string>()
  return titles.map((title) => {
    const plain =
      title
        .replaceAll(/[[\]:*?/\\]/g, ' ')
        .replaceAll(/^'+|'+$/g, '')
        .trim() || 'Table'
    for (let n = 1; ; n++) {
      const end = n === 1 ? '' : ` ${n}`
      const name = plain.slice(0, LONGEST_NAME - end.length) + end
      if (taken.has(name.toLowerCase())) continue
      taken.add(name.toLowerCase())
      return name
    }
  })
}

function styles(): string {
  const formats = Object.values(FORMATS)
  const listed = formats.map((code, i) => `<numFmt numFmtId="${164 + i}" formatCode="${escaped(code)}"/>`).join('')
  const font = (inner: string) => `<font>${inner}<sz val="11"/><name val="Calibri"/></font>`
  const xf = (fontId: number, format = 0) =>
    `<xf numFmtId="${format}" fontId="${fontId}" fillId="0" borderId="0" xfId="0" applyFont="1" applyNumberFormat="1"/>`
  const cells = [xf(0), xf(1), xf(2), xf(1), ...formats.map((_, i) => xf(0, 164 + i))]
  return `${HEAD}<styleSheet xmlns="${MAIN}"><numFmts count="${formats.length}">${listed}</numFmts><fonts count="3">${font('')}${font('<b/>')}${font('<i/>')}</fonts><fills count="2"><fill><patternFill patternType="none"/></fill><fill><patternFill patternType="gray125"/></fill></fills><borders count="1"><border/></borders><cellStyleXfs count="1"><xf/></cellStyleXfs><cellXfs count="${cells.length}">${cells.join('')}</cellXfs></styleSheet>`
}

function part(name: string, type: string): string {
  return `<Override PartName="${name}" ContentType="${type}"/>`
}

function relation(id: string, type: string, target: string): string {
  return `<Relationship Id="${id}" Type="${OFFICE}/${type}" Target="${target}"/>`
}

function relations(inner: string): string {
  return `${HEAD}<Relationships xmlns="${PACKAGE}/relationships">${inner}</Relationships>`
}

/** Characters that XML can't have are left out. */
function escaped(text: string): string {
  return (
    text
      .toWellFormed()
      // biome-ignore lint/suspicious/noControlCharactersInRegex: these are what XML refuses
      .replaceAll(/[\u0000-\u0008\u000B\u000C\u000E-\u001F\uFFFE\uFFFF]/g, '')
      .replaceAll('&', '&amp;')
      .replaceAll('<', '&lt;')
      .replaceAll('>', '&gt;')
      .replaceAll('"', '&quot;')
  )
}
