import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { SheetNames, sheetReference } from './sheet-names.ts'

describe('SheetNames', () => {
  it.each([
    ['Coefficients: what does each factor do?', 'Coefficients what does each'],
    ["'強度 [MPa]' / 28日'", "強度 MPa ' 28日"],
    ['   ', 'Sheet'],
    ['History', 'History (2)'],
    [
      '圧縮強度圧縮強度圧縮強度圧縮強度圧縮強度圧縮強度圧縮強度圧縮強度',
      '圧縮強度圧縮強度圧縮強度圧縮強度圧縮強度圧縮強度圧縮強度圧縮強',
    ],
  ])('makes %j the legal name %j', (wish, name) => {
    expect(new SheetNames().take(wish)).toBe(name)
  })

  it('gives no name twice, whatever the case of its letters', () => {
    const names = new SheetNames()
    expect(['Rows', 'rows', 'ROWS'].map((wish) => names.take(wish))).toEqual(['Rows', 'rows (2)', 'ROWS (3)'])
  })

  it('gives names that Excel accepts for any wish', () => {
    fc.assert(
      fc.property(fc.array(fc.string({ unit: 'binary', maxLength: 50 }), { maxLength: 5 }), (wishes) => {
        const names = new SheetNames()
        const taken = wishes.map((wish) => names.take(wish))
        expect(new Set(taken.map((name) => name.toLowerCase())).size).toBe(wishes.length)
        for (const name of taken) {
          expect(name).toMatch(/^(?!')[^[\]:*?/\\\p{Cc}]{1,31}(?<!')$/u)
          expect(name.length).toBeLessThanOrEqual(31)
          expect(name.isWellFormed()).toBe(true)
        }
      }),
      { numRuns: 50 },
    )
  })
})

describe('sheetReference', () => {
  it('quotes, and doubles an apostrophe inside', () => {
    expect(sheetReference("A's")).toBe("'A''s'")
  })
})
