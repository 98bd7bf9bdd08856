import type { FigureBlock } from '../document.ts'
import { textWidth } from './text.ts'

const TITLE = { fontSize: 14, fontWeight: 600 }
const DEFAULT_PLOT_WIDTH = 420
/** Room left of the plot, which the title may use too. */
const AXIS_WIDTH = 50
/** No line begins with one of these. */
const CLOSING = /^[\s、。，．・：；！？）〕］｝」』】〉》ー,.:;!?)\]}%]/u

/** The figure's title in lines that fit its picture, broken between words of any language. */
export function wrapTitle(figure: FigureBlock): readonly string[] {
  const { width } = figure.spec
  return wrapText(figure.title, (typeof width === 'number' ? width : DEFAULT_PLOT_WIDTH) + AXIS_WIDTH)
}

function wrapText(text: string, maxWidth: number): readonly string[] {
  const fits = (line: string): boolean => textWidth(line.trim(), TITLE.fontSize, TITLE.fontWeight) <= maxWidth
  if (fits(text)) return [text]
  const lines: string[] = []
  let line = ''
  for (const { segment } of new Intl.Segmenter('ja', { granularity: 'word' }).segment(text)) {
    if (line === '' || CLOSING.test(segment) || fits(line + segment)) line += segment
    else {
      lines.push(line.trim())
      line = segment
    }
  }
  return [...lines, line.trim()]
}
