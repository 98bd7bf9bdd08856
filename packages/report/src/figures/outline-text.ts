import { textPath, textWidth } from './text.ts'

/** Attributes of `<text>` that have no meaning on a path. */
const TEXT_ATTRIBUTES = new Set([
  'text-anchor',
  'font-family',
  'font-size',
  'font-weight',
  'font-style',
  'font-variant',
])
const ATTRIBUTES = /([\w:-]+)="([^"]*)"/g
const TEXT = /<text((?:\s[\w:-]+="[^"]*")*)>(.*?)<\/text>/gs
const LINE = /<tspan((?:\s[\w:-]+="[^"]*")*)>(.*?)<\/tspan>/gs

/**
 * The SVG that Vega wrote, with every text drawn as outlines of the shipped font.
 *
 * The rasteriser then needs no font (it would read 5 MB of it for every picture, 70 ms), and what is drawn has exactly
 * the widths that the layout was computed with.
 */
export function outlineText(svg: string): string {
  return svg.replace(TEXT, (_, attributeText: string, content: string) => {
    const attributes = [...attributeText.matchAll(ATTRIBUTES)]
    const value = (name: string): string | undefined => attributes.find((attribute) => attribute[1] === name)?.[2]
    const size = Number.parseFloat(value('font-size') ?? '11')
    const weight = value('font-weight')
    const path = textLines(content)
      .map(({ text, y }) => {
        const width = textWidth(text, size, weight)
        const anchor = value('text-anchor')
        const x = anchor === 'middle' ? -width / 2 : anchor === 'end' ? -width : 0
        return textPath(text, x, y, size, weight)
      })
      .join('')
    const kept = attributes.filter(([, name]) => !TEXT_ATTRIBUTES.has(name!)).map(([attribute]) => attribute)
    return `<path ${kept.join(' ')} d="${path}"/>`
  })
}

/** One line, or a `tspan` a line, each below the last by its `dy`. */
function textLines(content: string): { text: string; y: number }[] {
  let y = 0
  const lines = [...content.matchAll(LINE)].map(([, attributes, text]) => {
    y += Number(/\sdy="([^"]*)"/.exec(attributes!)?.[1] ?? 0)
    return { text: unescapeXml(text!), y }
  })
  return lines.length > 0 ? lines : [{ text: unescapeXml(content), y: 0 }]
}

function unescapeXml(text: string): string {
  return text.replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&')
}
