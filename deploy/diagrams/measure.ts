import { textWidth } from '../../packages/report/src/figures/text.ts'
import { type Group, isGroup, type Part } from './model.ts'

export const TITLE = { size: 13, weight: 600, line: 17 }
export const NOTE = { size: 11, weight: 400, line: 15 }
export const LABEL = { size: 11, weight: 400, line: 14 }
export const FRAME = { size: 12, weight: 600, line: 24 }

export const ICON = 26
export const PADDING = 12
const GAP = 10
const WIDEST_TEXT = 158
const SMALLEST_BOX = 44

type Style = typeof TITLE

/** A box with its text broken into lines, in pixels. */
export interface MeasuredPart {
  readonly title: readonly string[]
  readonly note: readonly string[]
  readonly textLeft: number
  readonly width: number
  readonly height: number
}

export function measurePart(part: Part): MeasuredPart {
  const title = brokenInto(part.title, TITLE, WIDEST_TEXT)
  const note = part.note === undefined ? [] : brokenInto(part.note, NOTE, WIDEST_TEXT)
  const widest = Math.max(
    ...title.map((line) => textWidth(line, TITLE.size, TITLE.weight)),
    ...note.map((line) => textWidth(line, NOTE.size, NOTE.weight)),
  )
  const textLeft = part.icon === undefined ? PADDING : PADDING + ICON + GAP
  const height = Math.max(SMALLEST_BOX, title.length * TITLE.line + note.length * NOTE.line + 2 * PADDING - 4)
  return { title, note, textLeft, width: Math.ceil(textLeft + widest + PADDING), height }
}

export interface Size {
  readonly width: number
  readonly height: number
}

export function measureFrameTitle({ title, icon }: Group): Size {
  const left = icon === undefined ? 0 : ICON
  return { width: Math.ceil(left + textWidth(title, FRAME.size, FRAME.weight)), height: FRAME.line }
}

export const FRAME_PADDING = 14
const CELL_GAP = 12

/** A box of a frame with columns, by its place in the frame. */
export interface Cell extends Size {
  readonly part: Part | Group
  readonly x: number
  readonly y: number
}

/** The boxes of a frame in rows of `columns`: as wide as their column, as tall as their row. */
export function measureGrid(group: Group, columns: number): Size & { readonly cells: readonly Cell[] } {
  const sizes = group.holds.map(measure)
  const widths = Array.from({ length: Math.min(columns, sizes.length) }, (_, column) =>
    Math.max(...sizes.filter((_, i) => i % columns === column).map(({ width }) => width)),
  )
  const heights = Array.from({ length: Math.ceil(sizes.length / columns) }, (_, row) =>
    Math.max(...sizes.slice(row * columns, (row + 1) * columns).map(({ height }) => height)),
  )
  const before = (lengths: readonly number[], count: number): number =>
    lengths.slice(0, count).reduce((sum, length) => sum + length + CELL_GAP, 0)
  const top = FRAME.line + FRAME_PADDING
  const cells = group.holds.map((part, i): Cell => {
    const [column, row] = [i % columns, Math.floor(i / columns)]
    const [x, y] = [FRAME_PADDING + before(widths, column), top + before(heights, row)]
    return { part, x, y, width: widths[column]!, height: heights[row]! }
  })
  const title = measureFrameTitle(group).width + 2 * FRAME_PADDING
  const width = Math.max(title, before(widths, widths.length) - CELL_GAP + 2 * FRAME_PADDING)
  return { cells, width, height: top + before(heights, heights.length) - CELL_GAP + FRAME_PADDING }
}

export function measure(part: Part | Group): Size {
  if (!isGroup(part)) return measurePart(part)
  if (part.columns === undefined) throw new RangeError(`${part.id} is in a frame with columns and has none itself`)
  return measureGrid(part, part.columns)
}

export function labelLines(label: string): string[] {
  return brokenInto(label, LABEL, 110)
}

export function measureLabel(label: string): Size {
  const lines = labelLines(label)
  const widest = Math.max(...lines.map((line) => textWidth(line, LABEL.size, LABEL.weight)))
  return { width: Math.ceil(widest) + 8, height: lines.length * LABEL.line + 2 }
}

/** Words go to a line as long as it is no wider than `widest`; a break in the text is kept. */
function brokenInto(text: string, { size, weight }: Style, widest: number): string[] {
  return text.split('\n').flatMap((paragraph) => {
    const lines: string[] = []
    for (const word of paragraph.split(' ')) {
      const longer = lines.length === 0 ? word : `${lines.at(-1)} ${word}`
      if (lines.length > 0 && textWidth(longer, size, weight) <= widest) lines[lines.length - 1] = longer
      else lines.push(word)
    }
    return lines
  })
}
