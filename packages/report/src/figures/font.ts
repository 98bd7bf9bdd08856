/**
 * The parts of a TrueType font that drawing needs: which glyph a character has, how wide it is, its outline.
 *
 * Kerning, ligatures and other layout rules are left out: Japanese is set on full-width advances without them.
 * Source: OpenType specification 1.9, tables head, hhea, hmtx, cmap (format 12), loca, glyf.
 */
export interface Font {
  readonly unitsPerEm: number
  /** Glyph of a Unicode code point; 0, the box for a missing character, where the font has none. */
  glyph(codePoint: number): number
  /** Width of a glyph in font units. */
  advance(glyph: number): number
  /** Contours of a glyph in font units, y upwards; empty for a space. */
  contours(glyph: number): readonly Contour[]
}

/** A closed contour of quadratic curves: on- and off-curve points in order. */
export type Contour = readonly ContourPoint[]

export interface ContourPoint {
  readonly x: number
  readonly y: number
  readonly onCurve: boolean
}

/** @throws RangeError if the bytes are not a TrueType font with a full Unicode character map */
export function readFont(bytes: Uint8Array): Font {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const tables = tableOffsets(view)
  const unitsPerEm = view.getUint16(tables.head + 18)
  const longOffsets = view.getInt16(tables.head + 50) === 1
  const lastWidth = view.getUint16(tables.hhea + 34) - 1
  const characterMap = fullCharacterMap(view, tables.cmap)

  const glyphOffset = (glyph: number): number =>
    longOffsets ? view.getUint32(tables.loca + glyph * 4) : view.getUint16(tables.loca + glyph * 2) * 2

  const contours = (glyph: number, depth = 0): Contour[] => {
    const start = glyphOffset(glyph)
    if (glyphOffset(glyph + 1) === start) return []
    if (depth > 8) throw new RangeError('the font has a glyph that contains itself')
    const at = tables.glyf + start
    if (view.getInt16(at) >= 0) return simpleContours(view, at)
    return components(view, at).flatMap((part) =>
      contours(part.glyph, depth + 1).map((contour) => contour.map(part.place)),
    )
  }

  return {
    unitsPerEm,
    glyph: (codePoint) => findGlyph(view, characterMap, codePoint),
    advance: (glyph) => view.getUint16(tables.hmtx + Math.min(glyph, lastWidth) * 4),
    contours: (glyph) => contours(glyph),
  }
}

const TABLES = ['head', 'hhea', 'hmtx', 'cmap', 'loca', 'glyf'] as const

function tableOffsets(view: DataView): Record<(typeof TABLES)[number], number> {
  const found: Partial<Record<string, number>> = {}
  for (let i = 0, at = 12; i < view.getUint16(4); i++, at += 16) {
    const tag = String.fromCharCode(
      view.getUint8(at),
      view.getUint8(at + 1),
      view.getUint8(at + 2),
      view.getUint8(at + 3),
    )
    found[tag] = view.getUint32(at + 8)
  }
  return Object.fromEntries(
    TABLES.map((tag) => {
      const offset = found[tag]
      if (offset === undefined) throw new RangeError(`the font has no table ${tag}: a TrueType font is needed`)
      return [tag, offset]
    }),
  ) as Record<(typeof TABLES)[number], number>
}

/** Offset of the format 12 subtable. */
function fullCharacterMap(view: DataView, cmap: number): number {
  for (let i = 0; i < view.getUint16(cmap + 2); i++) {
    const subtable = cmap + view.getUint32(cmap + 8 + i * 8)
    if (view.getUint16(subtable) === 12) return subtable
  }
  throw new RangeError('the font has no full Unicode character map (cmap format 12)')
}

/** Binary search over the map's sorted groups of consecutive characters. */
function findGlyph(view: DataView, map: number, codePoint: number): number {
  let low = 0
  let high = view.getUint32(map + 12) - 1
  while (low <= high) {
    const middle = (low + high) >>> 1
    const group = map + 16 + middle * 12
    const first = view.getUint32(group)
    if (codePoint < first) high = middle - 1
    else if (codePoint > view.getUint32(group + 4)) low = middle + 1
    else return view.getUint32(group + 8) + codePoint - first
  }
  return 0
}

const ON_CURVE = 1
const REPEAT = 8
const X_AXIS = { short: 2, sameOrPositive: 16 }
const Y_AXIS = { short: 4, sameOrPositive: 32 }

function simpleContours(view: DataView, glyph: number): Contour[] {
  const contourCount = view.getInt16(glyph)
  const ends = Array.from({ length: contourCount }, (_, i) => view.getUint16(glyph + 10 + i * 2))
  const pointCount = (ends.at(-1) ?? -1) + 1
  const instructions = glyph + 10 + contourCount * 2

  let at = instructions + 2 + view.getUint16(instructions)
  const flags = new Uint8Array(pointCount)
  for (let i = 0; i < pointCount; ) {
    const flag = view.getUint8(at++)
    const repeats = flag & REPEAT ? view.getUint8(at++) : 0
    flags.fill(flag, i, i + repeats + 1)
    i += repeats + 1
  }
  const xs = readCoordinates(view, at, flags, X_AXIS)
  const ys = readCoordinates(view, xs.end, flags, Y_AXIS)
  return ends.map((end, i) => {
    const first = i === 0 ? 0 : ends[i - 1]! + 1
    return Array.from({ length: end - first + 1 }, (_, k) => ({
      x: xs.values[first + k]!,
      y: ys.values[first + k]!,
      onCurve: (flags[first + k]! & ON_CURVE) !== 0,
    }))
  })
}

/** Coordinates are stored as differences, in one byte, two bytes, or none at all where nothing changes. */
function readCoordinates(view: DataView, start: number, flags: Uint8Array, axis: typeof X_AXIS) {
  const values = new Int16Array(flags.length)
  let at = start
  let value = 0
  for (let i = 0; i < flags.length; i++) {
    const sameOrPositive = (flags[i]! & axis.sameOrPositive) !== 0
    if (flags[i]! & axis.short) value += sameOrPositive ? view.getUint8(at++) : -view.getUint8(at++)
    else if (!sameOrPositive) {
      value += view.getInt16(at)
      at += 2
    }
    values[i] = value
  }
  return { values, end: at }
}

interface Component {
  readonly glyph: number
  readonly place: (point: ContourPoint) => ContourPoint
}

const WORDS = 1
const OFFSETS = 2
const SCALE = 8
const MORE = 32
const SCALE_BOTH = 64
const MATRIX = 128

/** The parts of a composite glyph, each with the affine map that puts it into place. */
function components(view: DataView, glyph: number): Component[] {
  const parts: Component[] = []
  let at = glyph + 10
  let flags = MORE
  while (flags & MORE) {
    flags = view.getUint16(at)
    const index = view.getUint16(at + 2)
    if (!(flags & OFFSETS)) throw new RangeError('the font places a glyph by matching points, which is not supported')
    const dx = flags & WORDS ? view.getInt16(at + 4) : view.getInt8(at + 4)
    const dy = flags & WORDS ? view.getInt16(at + 6) : view.getInt8(at + 5)
    at += flags & WORDS ? 8 : 6
    const fractions = flags & MATRIX ? 4 : flags & SCALE_BOTH ? 2 : flags & SCALE ? 1 : 0
    const m = Array.from({ length: fractions }, (_, i) => view.getInt16(at + i * 2) / 16384)
    at += fractions * 2
    const [xx, xy, yx, yy] = fractions === 4 ? m : [m[0] ?? 1, 0, 0, m[1] ?? m[0] ?? 1]
    parts.push({
      glyph: index,
      place: ({ x, y, onCurve }) => ({ x: xx! * x + yx! * y + dx, y: xy! * x + yy! * y + dy, onCurve }),
    })
  }
  return parts
}
