import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { plainNumber } from './plain-numbers.ts'

const encoder = new TextEncoder()

function read(text: string, mark = '.'): number {
  const bytes = encoder.encode(text)
  return plainNumber(bytes, 0, bytes.length, mark.charCodeAt(0))
}

const spelled = fc.oneof(
  fc.double({ noNaN: true, noDefaultInfinity: true }).map(String),
  fc
    .tuple(fc.double({ noNaN: true, min: -1e20, max: 1e20 }), fc.integer({ min: 1, max: 30 }))
    .map(([x, n]) => x.toPrecision(n)),
  fc
    .tuple(fc.double({ noNaN: true, min: -1e15, max: 1e15 }), fc.integer({ min: 0, max: 25 }))
    .map(([x, n]) => x.toFixed(n)),
  // halfway between two doubles, and one digit off it: where a careless rounding shows
  fc
    .tuple(fc.bigInt({ min: 2n ** 53n, max: 2n ** 62n }), fc.constantFrom('', '.5', '.25e-3', 'e-7', '.0000001'))
    .map(([x, tail]) => x + tail),
  fc.tuple(fc.bigInt({ min: 0n, max: 10n ** 28n }), fc.integer({ min: 0, max: 28 })).map(([x, n]) => {
    const digits = x.toString().padStart(n + 1, '0')
    return `${digits.slice(0, digits.length - n)}.${digits.slice(digits.length - n)}`
  }),
)

describe('plainNumber', () => {
  it('rounds exactly as Number does, for short, long and halfway decimals', () => {
    fc.assert(
      fc.property(spelled, (text) => {
        expect(read(text)).toBe(Number(text))
        expect(read(text.replace('.', ','), ',')).toBe(Number(text))
      }),
      { numRuns: 5000, seed: 1 },
    )
  })

  it.each([
    '0',
    '-0',
    '+5',
    '.5',
    '5.',
    '1e5',
    '1E-5',
    '2.5e+03',
    '123456789012345678901234567890',
    '9007199254740993',
    '1e-400',
    '4.9e-324',
  ])('reads %s', (text) => {
    expect(read(text)).toBe(Number(text))
  })

  it.each([
    '',
    '-',
    '+',
    '.',
    'e5',
    '1e',
    '1e+',
    '1.2.3',
    '1 2',
    '0x10',
    '1_0',
    '1,5',
    'Infinity',
    'NaN',
    '--1',
    '1e1234567',
    '1e400',
    '１２',
  ])('leaves "%s" to the careful reading', (text) => {
    expect(read(text)).toBeNaN()
  })

  it('leaves leading zeros alone, as they may be a code', () => {
    expect(read('007')).toBeNaN()
    expect(read('-01.5')).toBeNaN()
    expect(read('0.07')).toBe(0.07)
  })
})
