import { textWidth } from '../../packages/report/src/figures/text.ts'
import { type IconName, iconSymbol } from './icons.ts'
import type { Box, Layout, Point, Route } from './layout.ts'
import { FRAME, ICON, LABEL, labelLines, measurePart, NOTE, PADDING, TITLE } from './measure.ts'
import { type Flow, type Group, isGroup, type Part, type Picture, partsOf } from './model.ts'

const MARGIN = 18

/** On a ground of its own, so that it reads on a white page as on a dark one. */
const COLORS = {
  ground: '#fbfcfd',
  edge: '#d9e0e7',
  ink: '#15202b',
  soft: '#52606d',
  card: '#ffffff',
  cardEdge: '#c6d0d9',
  flow: '#5d7387',
  watch: '#8a6d3b',
}

const FRAMES: Readonly<Record<Group['kind'], { fill: string; stroke: string; dashes?: string; ink: string }>> = {
  place: { fill: '#f1f5f8', stroke: '#b9c6d1', ink: '#34495c' },
  network: { fill: '#eef6f1', stroke: '#a5c9b3', dashes: '5 4', ink: '#2c6243' },
  process: { fill: '#eaf3fa', stroke: '#a3c6e0', ink: '#0b5c99' },
  step: { fill: '#faf6ee', stroke: '#dfcda7', ink: '#76551b' },
}

/** The picture as an SVG document. Texts are text, each as wide as it was measured whatever font draws it. */
export function drawPicture(picture: Picture, layout: Layout): string {
  const parts = partsOf(picture.holds)
  const width = Math.ceil(layout.width + 2 * MARGIN)
  const height = Math.ceil(layout.height + 2 * MARGIN)
  const icons = [...new Set(parts.flatMap(({ icon }) => icon ?? []))].sort()
  const box = (id: string): Box => layout.boxes.get(id)!
  return [
    `<svg xmlns="http://www.w3.org/2000/svg" width="${width}" height="${height}" viewBox="0 0 ${width} ${height}" ` +
      `role="img" aria-labelledby="title description" font-family="'Noto Sans JP','Source Sans 3',system-ui,sans-serif">`,
    `<title id="title">${escaped(picture.title)}</title>`,
    `<desc id="description">${escaped(picture.description)}</desc>`,
    `<defs>${icons.map((name) => iconSymbol(name)).join('')}</defs>`,
    `<rect x="0.5" y="0.5" width="${width - 1}" height="${height - 1}" rx="10" fill="${COLORS.ground}" stroke="${COLORS.edge}"/>`,
    `<g transform="translate(${MARGIN} ${MARGIN})">`,
    ...parts.filter(isGroup).map((group) => drawFrame(group, box(group.id))),
    ...picture.flows.map((flow, i) => drawRoute(flow, layout.routes.get(i)!)),
    ...parts.filter((part) => !isGroup(part)).map((part) => drawCard(part, box(part.id))),
    ...picture.flows.map((flow, i) => drawLabel(flow, layout.routes.get(i)!)),
    '</g>',
    '</svg>',
    '',
  ].join('\n')
}

function drawFrame(group: Group, { x, y, width, height }: Box): string {
  const { fill, stroke, dashes, ink } = FRAMES[group.kind]
  const left = x + PADDING
  const top = y + 8
  const textLeft = group.icon === undefined ? left : left + ICON
  return (
    `<rect ${at(x, y)} ${size(width, height)} rx="9" fill="${fill}" stroke="${stroke}"${dashes ? ` stroke-dasharray="${dashes}"` : ''}/>` +
    (group.icon === undefined ? '' : drawIcon(group.icon, left, top, 20)) +
    drawText(group.title, { x: textLeft, y: top + 14.5 }, FRAME, ink)
  )
}

function drawCard(part: Part, { x, y, width, height }: Box): string {
  const { title, note, textLeft } = measurePart(part)
  const left = x + textLeft
  let baseline = y + (height - title.length * TITLE.line - note.length * NOTE.line) / 2 - 4
  const lines = [
    ...title.map((line) => drawText(line, { x: left, y: (baseline += TITLE.line) }, TITLE, COLORS.ink)),
    ...note.map((line) => drawText(line, { x: left, y: (baseline += NOTE.line) }, NOTE, COLORS.soft)),
  ]
  return (
    `<rect ${at(x, y)} ${size(width, height)} rx="7" fill="${COLORS.card}" stroke="${COLORS.cardEdge}"/>` +
    (part.icon === undefined ? '' : drawIcon(part.icon, x + PADDING, y + (height - ICON) / 2, ICON)) +
    lines.join('')
  )
}

function drawIcon(name: IconName, x: number, y: number, side: number): string {
  return `<use href="#icon-${name}" ${at(x, y)} ${size(side, side)}/>`
}

const ARROW_HALF_WIDTH = 3.2

function drawRoute({ kind }: Flow, { curve, tip }: Route): string {
  const color = kind === 'watch' ? COLORS.watch : COLORS.flow
  const [start, ...rest] = curve
  const end = curve.at(-1)!
  const length = Math.hypot(tip.x - end.x, tip.y - end.y) || 1
  const across = { x: (-(tip.y - end.y) / length) * ARROW_HALF_WIDTH, y: ((tip.x - end.x) / length) * ARROW_HALF_WIDTH }
  const head = [tip, { x: end.x + across.x, y: end.y + across.y }, { x: end.x - across.x, y: end.y - across.y }]
  const dashes = kind === 'watch' ? ' stroke-dasharray="4 3"' : ''
  return (
    `<path d="M${pair(start!)}C${rest.map(pair).join(' ')}" fill="none" stroke="${color}" stroke-width="1.4"${dashes}/>` +
    `<path d="M${head.map(pair).join('L')}Z" fill="${color}"/>`
  )
}

/** On a strip of the ground's colour, which keeps it readable where a line passes. */
function drawLabel({ label, kind }: Flow, { label: middle }: Route): string {
  if (label === undefined || middle === undefined) return ''
  const lines = labelLines(label)
  let baseline = middle.y - (lines.length * LABEL.line) / 2 - 3
  return lines
    .map((line) => {
      const width = textWidth(line, LABEL.size, LABEL.weight)
      const x = middle.x - width / 2
      baseline += LABEL.line
      return (
        `<rect ${at(x - 3, baseline - 11)} ${size(width + 6, LABEL.line)} rx="3" fill="${COLORS.ground}" fill-opacity="0.85"/>` +
        drawText(line, { x, y: baseline }, LABEL, kind === 'watch' ? COLORS.watch : COLORS.soft)
      )
    })
    .join('')
}

function drawText(text: string, { x, y }: Point, style: { size: number; weight: number }, ink: string): string {
  const width = textWidth(text, style.size, style.weight)
  return (
    `<text transform="translate(${short(x)} ${short(y)})" font-size="${style.size}px" font-weight="${style.weight}" ` +
    `textLength="${short(width)}" lengthAdjust="spacingAndGlyphs" fill="${ink}">${escaped(text)}</text>`
  )
}

const at = (x: number, y: number): string => `x="${short(x)}" y="${short(y)}"`
const size = (width: number, height: number): string => `width="${short(width)}" height="${short(height)}"`
const pair = ({ x, y }: Point): string => `${short(x)},${short(y)}`
const short = (value: number): string => String(Math.round(value * 10) / 10)

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('>', '&gt;')
}
