import { describe, expect, it } from 'vitest'
import { THEME_COLORS } from './theme.ts'

const THEMES = Object.entries(THEME_COLORS)

/** Full dichromacy in linear RGB: Machado, Oliveira & Fernandes, IEEE TVCG 15 (2009) 1291–1298. */
const VISION = {
  normal: [1, 0, 0, 0, 1, 0, 0, 0, 1],
  protanopia: [0.152286, 1.052583, -0.204868, 0.114503, 0.786281, 0.099216, -0.003882, -0.048116, 1.051998],
  deuteranopia: [0.367322, 0.860646, -0.227968, 0.280085, 0.672501, 0.047413, -0.01182, 0.04294, 0.968881],
  tritanopia: [1.255528, -0.076749, -0.178779, -0.078411, 0.930809, 0.147602, 0.004733, 0.691367, 0.3039],
}

const linear = (hex: string): number[] =>
  [1, 3, 5].map((i) => {
    const value = Number.parseInt(hex.slice(i, i + 2), 16) / 255
    return value <= 0.04045 ? value / 12.92 : ((value + 0.055) / 1.055) ** 2.4
  })

const luminance = (hex: string): number => {
  const [r, g, b] = linear(hex)
  return 0.2126 * r! + 0.7152 * g! + 0.0722 * b!
}

const contrast = (a: string, b: string): number => {
  const [high, low] = [luminance(a), luminance(b)].sort((x, y) => y - x)
  return (high! + 0.05) / (low! + 0.05)
}

/** Oklab, in which equal distances look equally different. */
function seenAs(hex: string, vision: readonly number[]): number[] {
  const color = linear(hex)
  const [r, g, b] = [0, 3, 6].map((row) =>
    Math.max(0, vision[row]! * color[0]! + vision[row + 1]! * color[1]! + vision[row + 2]! * color[2]!),
  )
  const l = Math.cbrt(0.4122214708 * r! + 0.5363325363 * g! + 0.0514459929 * b!)
  const m = Math.cbrt(0.2119034982 * r! + 0.6806995451 * g! + 0.1073969566 * b!)
  const s = Math.cbrt(0.0883024619 * r! + 0.2817188376 * g! + 0.6299787005 * b!)
  return [
    0.2104542553 * l + 0.793617785 * m - 0.0040720468 * s,
    1.9779984951 * l - 2.428592205 * m + 0.4505937099 * s,
    0.0259040371 * l + 0.7827717662 * m - 0.808675766 * s,
  ]
}

describe.each(THEMES)('the %s theme', (_, colors) => {
  it('writes texts at a contrast of 4.5 or more and marks at 3 or more', () => {
    expect(contrast(colors.ink, colors.background)).toBeGreaterThan(7)
    expect(contrast(colors.muted, colors.background)).toBeGreaterThan(4.5)
    expect(contrast(colors.accent, colors.background)).toBeGreaterThan(3)
  })

  it.each(Object.entries(VISION))('has categories that %s vision tells apart', (_vision, matrix) => {
    const seen = colors.category.map((hex) => seenAs(hex, matrix))
    for (const [i, a] of seen.entries()) {
      for (const b of seen.slice(i + 1)) expect(Math.hypot(...a.map((value, k) => value - b[k]!))).toBeGreaterThan(0.06)
    }
  })
})
