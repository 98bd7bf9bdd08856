import type { CellValue, PaperSize, Style, Workbook, Worksheet } from 'exceljs'
import type { Picture } from '../figures/render-png.ts'
import { cellText, displayWidth, looksLikeFormula } from './cell-text.ts'
import { type CellRole, STYLES } from './styles.ts'

export interface Formula {
  readonly formula: string
  /** What the formula gives, for viewers that do not calculate. */
  readonly result: number | string
}

export interface Cell {
  readonly value: string | number | boolean | null | Formula
  readonly role?: CellRole
  readonly format?: string
  readonly align?: 'left' | 'right'
  /** Its text may run over the cells to its right and does not widen the column. */
  readonly overflow?: boolean
}

/** Keeps a text that begins like a formula a text, even when the user edits the cell. */
export const TEXT_FORMAT = '@'

const A4 = 9 as unknown as PaperSize
const NARROWEST = 9
const WIDEST = 46
/** Paragraphs run over as many columns as make this width, in characters. */
const PARAGRAPH_WIDTH = 96
const ROW_PIXELS = 20
const LINE_POINTS = 15
const PICTURE_GAP = 24
const LANDSCAPE_ROWS = 42
const LONGEST_PAGE = 100
/** Two pictures stand side by side if they fit on a screen. */
const SCREEN_PIXELS = 1200

/** Writes a sheet from top to bottom; `finish` sets what depends on the whole of it. */
export class SheetWriter {
  readonly sheet: Worksheet
  /** The next free row, 1-based. */
  row = 1
  readonly #workbook: Workbook
  readonly #widths: number[] = []
  readonly #paragraphs: { row: number; text: string; linePoints: number }[] = []
  readonly #pictures: { row: number; left: number; picture: Picture }[] = []

  constructor(workbook: Workbook, name: string) {
    this.#workbook = workbook
    this.sheet = workbook.addWorksheet(name, {
      properties: { defaultRowHeight: LINE_POINTS },
      pageSetup: { paperSize: A4, orientation: 'landscape', fitToPage: true, fitToWidth: 1 },
      views: [{ showGridLines: false }],
    })
  }

  /** Writes one cell; `row` and `column` are 1-based. Its text counts for the column's width. */
  put(row: number, column: number, cell: Cell): void {
    const { value } = cell
    const target = this.sheet.getCell(row, column)
    target.value = typeof value === 'string' ? cellText(value) : (value as CellValue)
    const numFmt = cell.format ?? (typeof value === 'string' && looksLikeFormula(value) ? TEXT_FORMAT : undefined)
    target.style = cellStyle(cell, numFmt, column)
    if (cell.overflow) return
    this.#widen(column, value, cell.role)
    if (typeof value === 'string' && displayWidth(value) > WIDEST) this.#wrap(row, column, value)
  }

  /** Breaks a text into lines that no column is wide enough for: it would run on past the page. */
  #wrap(row: number, column: number, text: string): void {
    const cell = this.sheet.getCell(row, column)
    cell.style = { ...cell.style, alignment: { ...cell.style.alignment, vertical: 'top', wrapText: true } }
    const lines = Math.ceil(displayWidth(text) / (WIDEST - 4)) // words leave the ends of lines empty
    const line = this.sheet.getRow(row)
    line.height = Math.max(line.height ?? LINE_POINTS, lines * LINE_POINTS)
  }

  /** Writes cells side by side on the next row. */
  cells(cells: readonly Cell[]): number {
    for (const [i, cell] of cells.entries()) this.put(this.row, i + 1, cell)
    return this.row++
  }

  /** A text over the width of the page, broken into lines. */
  paragraph(text: string, role: CellRole = 'body'): void {
    const linePoints = ((STYLES[role].font?.size ?? 11) * LINE_POINTS) / 11
    const cell = this.sheet.getCell(this.row, 1)
    cell.value = cellText(text)
    const style = { ...STYLES[role], alignment: { ...STYLES[role].alignment, wrapText: true } }
    cell.style = looksLikeFormula(text) ? { ...style, numFmt: TEXT_FORMAT } : style
    this.#paragraphs.push({ row: this.row++, text, linePoints })
  }

  heading(text: string): void {
    this.sheet.getRow(this.row).height = 20
    this.sheet.getCell(this.row, 1).value = cellText(text)
    this.sheet.getCell(this.row++, 1).style = STYLES.heading
  }

  skip(rows = 1): void {
    this.row += rows
  }

  /** Places pictures below each other, two abreast where they fit, and moves below them. */
  pictures(pictures: readonly Picture[]): void {
    let next = 0
    while (next < pictures.length) {
      const first = pictures[next++]!
      const shelf = [first]
      const neighbour = pictures[next]
      if (neighbour && first.width + PICTURE_GAP + neighbour.width <= SCREEN_PIXELS) {
        shelf.push(neighbour)
        next++
      }
      for (const [i, picture] of shelf.entries()) {
        this.#pictures.push({ row: this.row, left: i === 0 ? 0 : first.width + PICTURE_GAP, picture })
      }
      this.row += Math.ceil(Math.max(...shelf.map((picture) => picture.height)) / ROW_PIXELS) + 1
    }
  }

  /** Keeps the rows down to this one in view when the sheet is scrolled, and this one on every printed page. */
  freeze(row: number): void {
    this.sheet.pageSetup.printTitlesRow = `${row}:${row}`
    this.sheet.views = [{ state: 'frozen', ySplit: row, showGridLines: false }]
  }

  finish(): void {
    this.#fitOnPaper()
    for (const [i, width] of this.#widths.entries()) this.sheet.getColumn(i + 1).width = width ?? NARROWEST
    const span = this.#paragraphSpan()
    for (const { row, text, linePoints } of this.#paragraphs) {
      this.sheet.mergeCells(row, 1, row, span.columns)
      const lines = text
        .split('\n')
        .reduce(
          (sum, line) => sum + Math.max(1, Math.ceil((displayWidth(line) * linePoints) / LINE_POINTS / span.width)),
          0,
        )
      this.sheet.getRow(row).height = lines * linePoints + 2
    }
    for (const { row, left, picture } of this.#pictures) {
      const id = this.#workbook.addImage({ buffer: Buffer.from(picture.bytes) as never, extension: 'png' })
      this.sheet.addImage(id, {
        tl: { col: this.#columnFrom(left), row: row - 1 },
        ext: { width: picture.width, height: picture.height },
        editAs: 'oneCell',
      })
    }
  }

  /** A sheet of some length is printed on one page, upright if it is tall; a long one on pages of full width. */
  #fitOnPaper(): void {
    const { pageSetup } = this.sheet
    pageSetup.fitToHeight = this.row <= LONGEST_PAGE ? 1 : 0
    if (this.row > LANDSCAPE_ROWS && this.row <= LONGEST_PAGE) pageSetup.orientation = 'portrait'
  }

  #widen(column: number, value: Cell['value'], role: CellRole | undefined): void {
    const shown = value !== null && typeof value === 'object' ? value.result : value
    const length = typeof shown === 'string' ? longestLine(shown) : NARROWEST
    const width = Math.min(WIDEST, Math.max(NARROWEST, length * (role === 'header' ? 1.1 : 1) + 2))
    while (this.#widths.length < column) this.#widths.push(NARROWEST)
    this.#widths[column - 1] = Math.max(this.#widths[column - 1]!, width)
  }

  #paragraphSpan(): { columns: number; width: number } {
    let width = 0
    let columns = 0
    while (width < PARAGRAPH_WIDTH) width += this.#widths[columns++] ?? NARROWEST
    return { columns, width }
  }

  /** The first column that begins at or right of so many pixels. */
  #columnFrom(pixels: number): number {
    let column = 0
    for (let left = 0; left < pixels; column++) left += (this.#widths[column] ?? NARROWEST) * 7 + 5
    return column
  }
}

const styleCache = new Map<string, Partial<Style>>()

/** What stands at the left of its cell keeps its distance from a number in the cell before. */
function cellStyle({ value, role = 'body', align }: Cell, numFmt: string | undefined, column: number): Partial<Style> {
  const horizontal = align ?? (typeof value === 'string' ? 'left' : undefined)
  const indent = horizontal === 'left' && column > 1 ? 1 : 0
  const key = `${role} ${horizontal} ${indent} ${numFmt}`
  let style = styleCache.get(key)
  if (!style) {
    const { alignment, ...rest } = STYLES[role]
    style = {
      ...rest,
      alignment: { ...alignment, ...(horizontal && { horizontal, indent }) },
      ...(numFmt && { numFmt }),
    }
    styleCache.set(key, style)
  }
  return style
}

function longestLine(text: string): number {
  return Math.max(...text.split('\n').map(displayWidth))
}
