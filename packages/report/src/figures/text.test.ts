import { describe, expect, it } from 'vitest'
import { textOutline, textWidth } from './text.ts'

describe('textWidth', () => {
  it.each([
    ['水セメント比', 6],
    ['（％）。', 4],
    ['圧縮強度', 4],
  ])('sets %s on full-width squares', (text, squares) => {
    expect(textWidth(text, 12)).toBe(12 * squares)
  })

  it('sets Latin narrower than Japanese, each character at its own width', () => {
    expect(textWidth('1234567890', 10)).toBeCloseTo(10 * textWidth('5', 10), 10)
    expect(textWidth('iiii', 10)).toBeLessThan(textWidth('MMMM', 10) / 2)
    expect(textWidth('MPa', 10)).toBeLessThan(30)
  })

  it('is wider in semibold, and grows with the size', () => {
    expect(textWidth('Residual', 14, 600)).toBeGreaterThan(textWidth('Residual', 14, 400))
    expect(textWidth('材齢 [日]', 24)).toBeCloseTo(2 * textWidth('材齢 [日]', 12), 10)
  })

  it('takes a line break in a header for a space', () => {
    expect(textWidth('比\n[%]', 12)).toBe(textWidth('比 [%]', 12))
  })
})

describe('textOutline', () => {
  it('draws inside the advance of each glyph, from below the baseline to the height of the square', () => {
    const { unitsPerEm, width, glyphs } = textOutline('強度g')
    expect(glyphs.map(({ left }) => left)).toEqual([0, unitsPerEm, 2 * unitsPerEm])
    for (const { path } of glyphs) {
      const numbers = path.match(/-?[\d.]+/g)!.map(Number)
      const [xs, ys] = [0, 1].map((axis) => numbers.filter((_, i) => i % 2 === axis))
      expect(Math.min(...xs!)).toBeGreaterThanOrEqual(0)
      expect(Math.max(...xs!)).toBeLessThanOrEqual(unitsPerEm)
      expect(Math.min(...ys!)).toBeGreaterThan(-0.3 * unitsPerEm)
      expect(Math.max(...ys!)).toBeLessThan(0.95 * unitsPerEm)
    }
    expect(width).toBeGreaterThan(2.4 * unitsPerEm)
  })

  it('closes every contour; a hole is a contour too', () => {
    expect(textOutline('0').glyphs[0]!.path.match(/M[^Z]*Z/g)).toHaveLength(2)
    expect(textOutline('i').glyphs[0]!.path.match(/M[^Z]*Z/g)).toHaveLength(2)
  })

  it('draws a box for a character that the font has not, and nothing for a space', () => {
    expect(textOutline('\u{10ffff}').glyphs).toHaveLength(1)
    expect(textOutline(' \u3000').glyphs).toHaveLength(0)
  })
})
