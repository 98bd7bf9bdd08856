import { describe, expect, it } from 'vitest'
import { cellText, displayWidth, looksLikeFormula } from './cell-text.ts'

describe('cellText', () => {
  it.each([
    ['what XML can hold', '水\t&<>"\n=1', '水\t&<>"\n=1'],
    ['a control character', 'a\u0000b\u001b', 'a\ufffdb\ufffd'],
    ['half a character', 'a\ud800', 'a\ufffd'],
    ['what Excel would take for an escape', '_x000D_', '_x005F_x000D_'],
  ])('keeps %s readable', (_, text, expected) => {
    expect(cellText(text)).toBe(expected)
  })

  it('ends a text where Excel would refuse the file, and shows that it did', () => {
    const text = cellText('水'.repeat(40_000))
    expect(text).toHaveLength(32_767)
    expect(text.endsWith('水…')).toBe(true)
  })
})

describe('displayWidth', () => {
  it.each([
    ['strength', 8],
    ['圧縮強度', 8],
    ['ｱｲｳ', 3],
    ['（％）', 6],
    ['水 [%]', 6],
  ])('gives %s %i columns', (text, columns) => {
    expect(displayWidth(text)).toBe(columns)
  })
})

describe('looksLikeFormula', () => {
  it.each(['=1', '+1', '-1', '@A', '\t=1', '\r=1'])('sees %j', (text) => expect(looksLikeFormula(text)).toBe(true))
  it.each(['1=1', '', ' x', '水'])('lets %j pass', (text) => expect(looksLikeFormula(text)).toBe(false))
})
