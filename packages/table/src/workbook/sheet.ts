import { CodedError } from '@zerosec/errors'
import { isoText } from '../columns/date-column.ts'
import { MAX_SHEET_CELLS } from '../limits.ts'
import { excelDateMs } from './number-format.ts'
import { richText, type Workbook } from './workbook.ts'
import { attribute, type XmlHandler } from './xml.ts'
import { corrupt } from './zip.ts'

/** A sheet's cells by column; rows are those that hold any value. */
export interface Sheet {
  /** 1-based row of the sheet of each row here. */
  readonly rowNumbers: readonly number[]
  readonly columns: readonly SheetColumn[]
  /** By 1-based column. */
  readonly formulasWithoutValue: ReadonlyMap<number, readonly { readonly row: number; readonly formula: string }[]>
}

export interface SheetColumn {
  /** One for each row; NaN where the cell is empty or a text. */
  values: Float64Array
  /** Cells that hold text (dates as ISO text, booleans as TRUE and FALSE, errors as #…), in row order. */
  readonly textRows: number[]
  readonly texts: string[]
  /** Whether its numbers are times of day, in days. */
  hasTimes: boolean
}

const LAST_ROW = 1_048_576
const LAST_COLUMN = 16_384

/**
 * Reads a sheet's cells as they arrive, without keeping its XML.
 *
 * Numbers formatted as dates become ISO text. A formula whose result the file does not hold is an empty cell, and is noted.
 *
 * @throws CodedError file_too_many_cells when the rectangle from A1 to the last cell with a value is too large; file_corrupt,
 *   file_expands_too_far
 */
export async function readSheet(workbook: Workbook, path: string): Promise<Sheet> {
  const builder = new SheetBuilder(workbook)
  await workbook.readPart(path, builder)
  return builder.finish()
}

class SheetBuilder implements XmlHandler {
  private readonly workbook: Workbook
  private readonly rowNumbers: number[] = []
  private readonly columns: SheetColumn[] = []
  private readonly formulas = new Map<number, { row: number; formula: string }[]>()
  private readonly inline: Required<XmlHandler>
  private row = 0
  private column = 0
  private type = ''
  private style = 0
  private value = ''
  private formula: string | undefined
  private inlineText = ''
  private element = ''
  private inData = false

  constructor(workbook: Workbook) {
    this.workbook = workbook
    this.inline = richText((text) => {
      this.inlineText = text
    })('is')
  }

  open(name: string, attributes: string): void {
    this.element = name
    if (name === 'sheetData') this.inData = true
    if (!this.inData) return
    if (name === 'c') this.openCell(attributes)
    else if (name === 'row') {
      this.row = Number(attribute(attributes, 'r') ?? this.row + 1)
      this.column = 0
      if (!(this.row >= 1 && this.row <= LAST_ROW)) throw corrupt('a row has an impossible number')
    } else if (name === 'f') this.formula = ''
    else this.inline.open(name, attributes)
  }

  private openCell(attributes: string): void {
    const reference = attribute(attributes, 'r')
    this.column = reference === undefined ? this.column + 1 : columnNumber(reference)
    if (!(this.column >= 1 && this.column <= LAST_COLUMN)) throw corrupt('a cell has an impossible place')
    this.type = attribute(attributes, 't') ?? 'n'
    this.style = Number(attribute(attributes, 's') ?? 0)
    this.value = ''
    this.formula = undefined
    this.inlineText = ''
  }

  text(text: string): void {
    if (!this.inData) return
    if (this.element === 'v') this.value += text
    else if (this.element === 'f') this.formula += text
    else this.inline.text(text)
  }

  close(name: string): void {
    if (name === 'sheetData') this.inData = false
    if (!this.inData) return
    if (name === 'c') this.closeCell()
    else this.inline.close(name)
    this.element = ''
  }

  private closeCell(): void {
    const { type, value } = this
    if (type === 'inlineStr') return this.add(this.inlineText)
    if (value === '') {
      if (this.formula !== undefined && type !== 'str') {
        const formulas = this.formulas.get(this.column) ?? []
        this.formulas.set(this.column, formulas)
        formulas.push({ row: this.row, formula: `=${this.formula}` })
      }
      return
    }
    if (type === 's') return this.add(this.sharedText(value))
    if (type === 'b') return this.add(value === '1' ? 'TRUE' : 'FALSE')
    if (type === 'd') return this.add(value.replace(/(T00:00:00(\.0+)?)?Z?$/, '').replace('T', ' '))
    if (type !== 'n') return this.add(value)
    const number = Number(value)
    if (Number.isNaN(number)) throw corrupt(`the cell in row ${this.row} holds "${value.slice(0, 40)}" as a number`)
    const meaning = this.workbook.meanings[this.style]
    if (meaning === 'date') {
      const ms = excelDateMs(number, this.workbook.from1904)
      return this.add(isoText(ms, ms % 86_400_000 !== 0))
    }
    this.add(number)
    if (meaning === 'time') this.columns[this.column - 1]!.hasTimes = true
  }

  private sharedText(index: string): string {
    const text = this.workbook.sharedTexts[Number(index)]
    if (text === undefined) throw corrupt(`the cell in row ${this.row} refers to a text that is not there`)
    return text
  }

  private add(content: string | number): void {
    if (content === '') return
    if (this.rowNumbers.at(-1) !== this.row) {
      if (this.row < (this.rowNumbers.at(-1) ?? 0)) throw corrupt('its rows are out of order')
      this.rowNumbers.push(this.row)
    }
    const width = Math.max(this.columns.length, this.column)
    if (this.row * width > MAX_SHEET_CELLS) {
      const range = `A1:${columnName(width)}${this.row}`
      throw new CodedError('file_too_many_cells', { range, limit: MAX_SHEET_CELLS })
    }
    while (this.columns.length < width) {
      this.columns.push({ values: new Float64Array(0), textRows: [], texts: [], hasTimes: false })
    }
    const column = this.columns[this.column - 1]!
    const at = this.rowNumbers.length - 1
    if (typeof content === 'string') {
      column.textRows.push(at)
      column.texts.push(content)
      return
    }
    if (at >= column.values.length) column.values = resized(column.values, Math.max(64, at * 2))
    column.values[at] = content
  }

  finish(): Sheet {
    const rowCount = this.rowNumbers.length
    for (const column of this.columns) column.values = resized(column.values, rowCount)
    return { rowNumbers: this.rowNumbers, columns: this.columns, formulasWithoutValue: this.formulas }
  }
}

/** The same values, cut or filled up with NaN. */
function resized(values: Float64Array, length: number): Float64Array {
  if (values.length >= length) return values.subarray(0, length)
  const longer = new Float64Array(length).fill(NaN, values.length)
  longer.set(values)
  return longer
}

/** 28 of "AB12". */
function columnNumber(reference: string): number {
  let number = 0
  for (let at = 0; at < reference.length; at++) {
    const code = reference.charCodeAt(at)
    if (code < 0x41 || code > 0x5a) break
    number = number * 26 + code - 0x40
  }
  return number
}

/** "AB" of 28. */
function columnName(number: number): string {
  return number > 26
    ? columnName(Math.floor((number - 1) / 26)) + columnName(((number - 1) % 26) + 1)
    : String.fromCharCode(0x40 + number)
}
