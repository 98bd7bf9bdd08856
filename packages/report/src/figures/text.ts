import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { type Contour, type ContourPoint, type Font, readFont } from './font.ts'

/** Weights that figures use; every other weight takes the nearer one. The files come with the dependency, not the system. */
const FONT_FILES = {
  regular: () => require.resolve('@expo-google-fonts/noto-sans-jp/400Regular/NotoSansJP_400Regular.ttf'),
  semibold: () => require.resolve('@expo-google-fonts/noto-sans-jp/600SemiBold/NotoSansJP_600SemiBold.ttf'),
}

const require = createRequire(import.meta.url)

type FontWeight = string | number | null | undefined

const fonts = new Map<keyof typeof FONT_FILES, Font>()

function fontOf(weight: FontWeight): Font {
  const heavy = weight === 'bold' || weight === 'bolder' || Number(weight) >= 500
  const name = heavy ? 'semibold' : 'regular'
  let font = fonts.get(name)
  if (!font) {
    font = readFont(readFileSync(FONT_FILES[name]()))
    fonts.set(name, font)
  }
  return font
}

/** Width in pixels of a line of text, as wide as `textOutline` draws it. */
export function textWidth(text: string, fontSize: number, weight?: FontWeight): number {
  const font = fontOf(weight)
  let width = 0
  for (const glyph of glyphs(font, text)) width += font.advance(glyph)
  return (width * fontSize) / font.unitsPerEm
}

export interface TextOutline {
  readonly unitsPerEm: number
  readonly width: number
  readonly glyphs: readonly { readonly left: number; readonly path: string }[]
}

/** A line of text as SVG path data for each glyph with ink, in font units with y upwards, from 0 on the baseline. */
export function textOutline(text: string, weight?: FontWeight): TextOutline {
  const font = fontOf(weight)
  const drawn: TextOutline['glyphs'][number][] = []
  let left = 0
  for (const glyph of glyphs(font, text)) {
    const path = glyphPath(font, glyph)
    if (path !== '') drawn.push({ left, path })
    left += font.advance(glyph)
  }
  return { unitsPerEm: font.unitsPerEm, width: left, glyphs: drawn }
}

/** Line breaks and tabs, as Excel headers have them, take the place of a space. */
function* glyphs(font: Font, text: string): Generator<number> {
  for (const character of text) {
    const codePoint = character.codePointAt(0)!
    yield font.glyph(codePoint < 0x20 || codePoint === 0xa0 ? 0x20 : codePoint)
  }
}

const paths = new WeakMap<Font, Map<number, string>>()

/** Digits and the words of a report come again and again. */
function glyphPath(font: Font, glyph: number): string {
  let known = paths.get(font)
  if (!known) paths.set(font, (known = new Map()))
  let path = known.get(glyph)
  if (path === undefined) {
    path = font.contours(glyph).map(contourPath).join('')
    known.set(glyph, path)
  }
  return path
}

function contourPath(contour: Contour): string {
  const points = withMiddles(contour)
  const count = points.length
  const first = points.findIndex((point) => point.onCurve)
  if (first < 0) return ''
  const at = (i: number): string => {
    const point = points[(first + i) % count]!
    return `${point.x} ${point.y}`
  }
  let path = `M${at(0)}`
  for (let i = 1; i < count; i++) {
    if (points[(first + i) % count]!.onCurve) path += `L${at(i)}`
    else path += `Q${at(i)} ${at(++i)}`
  }
  return `${path}Z`
}

/** Between two off-curve points lies an on-curve point that the font leaves out: their middle. */
function withMiddles(contour: Contour): ContourPoint[] {
  return contour.flatMap((point, i) => {
    const before = contour.at(i - 1)!
    if (point.onCurve || before.onCurve) return [point]
    return [{ x: (before.x + point.x) / 2, y: (before.y + point.y) / 2, onCurve: true }, point]
  })
}
