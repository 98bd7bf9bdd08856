import { CodedError } from '@zerosec/errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { evaluateQuantity, parseDerivedQuantity } from './derived-quantity.ts'

const COLUMNS = ['feed', '送り 速度', 'x', 'Cu/Zn', '圧力（MPa）', 'max'].map((name) => ({ name }))
const cells = new Map<string, Float64Array>([
  ['feed', Float64Array.of(50, 0, Number.NaN)],
  ['送り 速度', Float64Array.of(2, 3, 4)],
  ['x', Float64Array.of(4, -1, 9)],
  ['Cu/Zn', Float64Array.of(1, 2, 3)],
  ['圧力（MPa）', Float64Array.of(10, 20, 30)],
  ['max', Float64Array.of(7, 8, 9)],
])

function calculated(text: string): (number | null)[] {
  const { quantity } = parseDerivedQuantity(text, COLUMNS)
  return Array.from(evaluateQuantity(quantity, cells, 3), (value) => (Number.isNaN(value) ? null : value))
}

describe('a derived quantity', () => {
  it.each([
    ['cutting_time = 100/feed*60', [120, null, null]],
    ['t＝１００／ｆｅｅｄ×６０', [120, null, null]],
    ['a = `送り 速度` ^ 2 - 1', [3, 8, 15]],
    ['a = 送り 速度 * 2', [4, 6, 8]],
    ['a = -x^2', [-16, -1, -81]],
    ['a = sqrt(x)', [2, null, 3]],
    ['a = ln(x)', [Math.log(4), null, Math.log(9)]],
    ['a = log(exp(x))', [4, -1, 9]],
    ['a = log10(圧力（MPa）)', [1, Math.log10(20), Math.log10(30)]],
    ['a = min(x, 5, 送り 速度) + max(x, 0)', [6, -1, 13]],
    ['a = max + abs(x)', [11, 9, 18]],
    ['a = Cu/Zn / [Cu/Zn]', [1, 1, 1]],
    ['a = 2^3^2', [512, 512, 512]],
    ['a = feed ^ 0', [1, 1, null]],
    ['a = 1e300 * 1e300', [null, null, null]],
  ])('%s is calculated', (text, expected) => {
    expect(calculated(text)).toEqual(expected)
  })

  it('knows its name and its inputs', () => {
    const { name, inputs } = parseDerivedQuantity('「比 = 値」 = feed / x + x', COLUMNS)
    expect([name, inputs]).toEqual(['比 = 値', ['feed', 'x']])
  })

  it.each([
    ['100/feed', 'name = expression'],
    [' = feed', 'name of the new column is missing'],
    ['a = fed * 2', 'no column "fed"'],
    ['a = feed *', 'missing'],
    ['a = (feed', ') is missing'],
    ['a = feed x', 'operator'],
    ['a = feed < 3', 'operator'],
    ['a = feed; x', 'operator'],
    ['a = sin(x)', 'sin'],
    ['a = ln(x, 2)', 'one number'],
    ['a = process.exit(1)', 'no column'],
    ['a = constructor', 'no column'],
    ['a = ' + '('.repeat(100) + '1' + ')'.repeat(100), 'brackets'],
    [`a = ${'1+'.repeat(2000)}1`, 'longer than'],
  ])('%s is refused with its place', (text, problem) => {
    expect(() => parseDerivedQuantity(text, COLUMNS)).toThrow(
      expect.objectContaining({ code: 'derived_column_invalid', message: expect.stringContaining(problem) }),
    )
  })

  it('refuses a column that holds no numbers, and says what it holds', () => {
    const columns = [{ name: 'solvent', holds: ['A', 'B'] }]
    expect(() => parseDerivedQuantity('a = solvent * 2', columns)).toThrow(/solvent is a category.*A, B/)
  })

  it('reads any text or refuses it with its code', () => {
    const pieces = fc.constantFrom(
      'feed',
      'x',
      '+',
      '-',
      '*',
      '/',
      '^',
      '(',
      ')',
      'ln(',
      '1',
      '.5',
      '=',
      '「',
      ',',
      ' ',
      'max',
    )
    fc.assert(
      fc.property(fc.array(pieces, { maxLength: 20 }), (parts) => {
        try {
          calculated(`a = ${parts.join('')}`)
        } catch (error) {
          expect(error).toBeInstanceOf(CodedError)
        }
      }),
    )
  })
})
