import { textOutline } from './text.ts'

/** Attributes of `<text>` that have no meaning on an outline. */
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
    const attributes = new Map([...attributeText.matchAll(ATTRIBUTES)].map(([, name, value]) => [name!, value!]))
    const size = Number.parseFloat(attributes.get('font-size') ?? '11')
    const lines = textLines(content).map(({ text, y }) => ({ y, ...textOutline(text, attributes.get('font-weight')) }))
    const scale = size / lines[0]!.unitsPerEm
    const anchor = attributes.get('text-anchor')
    if (attributes.has('stroke'))
      attributes.set('stroke-width', `${Number(attributes.get('stroke-width') ?? 1) / scale}`)

    const kept = [...attributes]
      .filter(([name]) => !TEXT_ATTRIBUTES.has(name))
      .map(([name, value]) => `${name}="${value}"`)
    const drawn = lines.map(({ y, width, glyphs }) => {
      const x = anchor === 'middle' ? (-width * scale) / 2 : anchor === 'end' ? -width * scale : 0
      const outlines = glyphs.map(({ left, path }) => `<path transform="translate(${left})" d="${path}"/>`)
      return `<g transform="translate(${x},${y}) scale(${scale},${-scale})">${outlines.join('')}</g>`
    })
    return `<g ${kept.join(' ')}>${drawn.join('')}</g>`
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
