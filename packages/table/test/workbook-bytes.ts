import { strToU8, zipSync } from 'fflate'

export interface SheetXml {
  readonly name: string
  readonly hidden?: boolean
  /** Content of `sheetData`. */
  readonly rows: string
}

const NAMESPACE = 'http://schemas.openxmlformats.org/officeDocument/2006/relationships'

/** An xlsx file with these sheets; `parts` adds or replaces parts of it. */
export function workbookBytes(
  sheets: readonly SheetXml[],
  {
    parts = {},
    sharedTexts = '',
    formats = '',
    styles = '',
    date1904 = false,
  }: {
    parts?: Readonly<Record<string, Uint8Array>>
    sharedTexts?: string
    /** `numFmt` elements. */
    formats?: string
    /** `xf` elements of the cell formats. */
    styles?: string
    date1904?: boolean
  } = {},
): Uint8Array {
  const relation = (id: string, type: string, target: string) =>
    `<Relationship Id="${id}" Type="${NAMESPACE}/${type}" Target="${target}"/>`
  const relations = sheets.map((_, index) =>
    relation(`rId${index + 1}`, 'worksheet', `worksheets/sheet${index + 1}.xml`),
  )
  const entries = sheets.map(
    ({ name, hidden }, index) =>
      `<sheet name="${name}" sheetId="${index + 1}" ${hidden ? 'state="hidden"' : ''} r:id="rId${index + 1}"/>`,
  )
  const texts: Record<string, string> = {
    '_rels/.rels': `<Relationships>${relation('rId1', 'officeDocument', 'xl/workbook.xml')}</Relationships>`,
    'xl/workbook.xml': `<?xml version="1.0"?><workbook xmlns:r="${NAMESPACE}"><workbookPr date1904="${date1904 ? 1 : 0}"/><sheets>${entries.join('')}</sheets></workbook>`,
    'xl/_rels/workbook.xml.rels': `<Relationships>${relations.join('')}${relation('s', 'styles', '/xl/styles.xml')}${relation('t', 'sharedStrings', 'sharedStrings.xml')}</Relationships>`,
    'xl/styles.xml': `<styleSheet><numFmts>${formats}</numFmts><cellStyleXfs><xf numFmtId="14"/></cellStyleXfs><cellXfs><xf numFmtId="0"/>${styles}</cellXfs></styleSheet>`,
    'xl/sharedStrings.xml': `<sst>${sharedTexts}</sst>`,
  }
  for (const [index, { rows }] of sheets.entries()) {
    texts[`xl/worksheets/sheet${index + 1}.xml`] = `<worksheet><sheetData>${rows}</sheetData></worksheet>`
  }
  const bytes = Object.fromEntries(Object.entries(texts).map(([path, text]) => [path, strToU8(text)]))
  return zipSync({ ...bytes, ...parts })
}

/** A row of inline texts and numbers. */
export function row(number: number, ...values: readonly (string | number)[]): string {
  const cells = values.map((value) =>
    typeof value === 'number' ? `<c><v>${value}</v></c>` : `<c t="inlineStr"><is><t>${value}</t></is></c>`,
  )
  return `<row r="${number}">${cells.join('')}</row>`
}
