import { CodedError } from '@zerosec/errors'
import { MAX_UNPACKED_BYTES } from '../limits.ts'
import { builtInMeaning, formatMeaning, type NumberMeaning } from './number-format.ts'
import { attribute, type XmlHandler, XmlReader } from './xml.ts'
import { corrupt, readZipDirectory, type UnpackBudget, unpack, type ZipEntry } from './zip.ts'

export interface SheetEntry {
  readonly name: string
  readonly hidden: boolean
  /** Its part of the file. */
  readonly path: string
}

/** An opened workbook: its sheets by name, and what their cells refer to. */
export interface Workbook {
  readonly sheets: readonly SheetEntry[]
  readonly from1904: boolean
  /** By a cell's style number. */
  readonly meanings: readonly NumberMeaning[]
  readonly sharedTexts: readonly string[]
  readPart(path: string, handler: XmlHandler): Promise<void>
}

interface Relation {
  readonly type: string
  readonly path: string
}

/**
 * Opens a workbook without reading its sheets.
 *
 * @throws CodedError file_corrupt, file_encrypted, file_type_unsupported, file_expands_too_far
 */
export async function openWorkbook(bytes: Uint8Array): Promise<Workbook> {
  refuseOldFormats(bytes)
  const entries = readZipDirectory(bytes)
  const budget: UnpackBudget = { left: MAX_UNPACKED_BYTES, limit: MAX_UNPACKED_BYTES }
  const readPart = (path: string, handler: XmlHandler) => readXml(bytes, entries.get(path), path, handler, budget)
  const readOptional = async (path: string | undefined, handler: XmlHandler) => {
    if (path !== undefined && entries.has(path)) await readPart(path, handler)
  }

  if (entries.has('xl/workbook.bin')) refuseType('xlsb')
  const root = await readRelations('', readOptional)
  const main = [...root.values()].find(({ type }) => type === 'officeDocument')?.path ?? 'xl/workbook.xml'
  if (!entries.has(main)) throw corrupt('it is a zip file, but no workbook')
  const relations = await readRelations(main, readOptional)
  const pathOf = (type: string) => [...relations.values()].find((relation) => relation.type === type)?.path

  const { sheets, from1904 } = await readSheetList(main, relations, readPart)
  const meanings: NumberMeaning[] = []
  await readOptional(pathOf('styles'), stylesHandler(meanings))
  const sharedTexts: string[] = []
  await readOptional(pathOf('sharedStrings'), sharedTextsHandler(sharedTexts))
  return { sheets, from1904, meanings, sharedTexts, readPart }
}

/** "EncryptedPackage" as an encrypted workbook's directory spells it. */
const ENCRYPTED = Uint8Array.from('EncryptedPackage'.split('').flatMap((letter) => [letter.charCodeAt(0), 0]))

function refuseOldFormats(bytes: Uint8Array): void {
  if (bytes[0] !== 0xd0 || bytes[1] !== 0xcf || bytes[2] !== 0x11 || bytes[3] !== 0xe0) return
  for (let at = bytes.indexOf(ENCRYPTED[0]!); at >= 0; at = bytes.indexOf(ENCRYPTED[0]!, at + 1)) {
    if (ENCRYPTED.every((byte, index) => bytes[at + index] === byte)) throw new CodedError('file_encrypted')
  }
  refuseType('xls')
}

function refuseType(extension: string): never {
  throw new CodedError('file_type_unsupported', { extension, known: ['xlsx', 'csv', 'tsv', 'txt'] })
}

async function readXml(
  bytes: Uint8Array,
  entry: ZipEntry | undefined,
  path: string,
  handler: XmlHandler,
  budget: UnpackBudget,
): Promise<void> {
  if (entry === undefined) throw corrupt(`its part ${path} is missing`)
  const reader = new XmlReader(handler)
  for await (const piece of unpack(bytes, entry, budget)) reader.feed(piece)
  reader.end()
}

async function readRelations(
  part: string,
  readOptional: (path: string, handler: XmlHandler) => Promise<void>,
): Promise<Map<string, Relation>> {
  const folder = part.slice(0, part.lastIndexOf('/') + 1)
  const relations = new Map<string, Relation>()
  await readOptional(`${folder}_rels/${part.slice(folder.length)}.rels`, {
    open(name, attributes) {
      if (name !== 'Relationship') return
      const target = attribute(attributes, 'Target') ?? ''
      const type = attribute(attributes, 'Type') ?? ''
      relations.set(attribute(attributes, 'Id') ?? '', {
        type: type.slice(type.lastIndexOf('/') + 1),
        path: new URL(target, `file:///${folder}`).pathname.slice(1),
      })
    },
  })
  return relations
}

async function readSheetList(
  main: string,
  relations: ReadonlyMap<string, Relation>,
  readPart: (path: string, handler: XmlHandler) => Promise<void>,
): Promise<{ sheets: SheetEntry[]; from1904: boolean }> {
  const sheets: SheetEntry[] = []
  let from1904 = false
  await readPart(main, {
    open(name, attributes) {
      if (name === 'workbookPr') from1904 = /^(1|true)$/.test(attribute(attributes, 'date1904') ?? '')
      if (name !== 'sheet') return
      const relation = relations.get(attribute(attributes, 'r:id') ?? /\w+:id="([^"]*)"/.exec(attributes)?.[1] ?? '')
      if (relation?.type !== 'worksheet') return
      const hidden = (attribute(attributes, 'state') ?? 'visible') !== 'visible'
      sheets.push({ name: attribute(attributes, 'name') ?? '', hidden, path: relation.path })
    },
  })
  if (sheets.length === 0) throw corrupt('it has no sheet')
  return { sheets, from1904 }
}

function stylesHandler(meanings: NumberMeaning[]): XmlHandler {
  const custom = new Map<number, NumberMeaning>()
  let inCellFormats = false
  return {
    open(name, attributes) {
      if (name === 'cellXfs') inCellFormats = true
      const id = Number(attribute(attributes, 'numFmtId') ?? 0)
      if (name === 'numFmt') custom.set(id, formatMeaning(attribute(attributes, 'formatCode') ?? ''))
      if (name === 'xf' && inCellFormats) meanings.push(custom.get(id) ?? builtInMeaning(id))
    },
    close(name) {
      if (name === 'cellXfs') inCellFormats = false
    },
  }
}

function sharedTextsHandler(texts: string[]): XmlHandler {
  const text = richText((value) => texts.push(value))
  return text('si')
}

/**
 * Collects the text of an element: its `t` elements, without the readings (`rPh`) that Japanese Excel adds.
 */
export function richText(done: (text: string) => void): (element: string) => Required<XmlHandler> {
  return (element) => {
    let text = ''
    let inText = false
    let inReading = false
    return {
      open(name) {
        if (name === element) text = ''
        if (name === 'rPh') inReading = true
        if (name === 't') inText = !inReading
      },
      text(piece) {
        if (inText) text += piece
      },
      close(name) {
        if (name === 't') inText = false
        if (name === 'rPh') inReading = false
        if (name === element)
          done(text.replace(/_x([\da-f]{4})_/gi, (_, code) => String.fromCharCode(Number.parseInt(code, 16))))
      },
    }
  }
}
