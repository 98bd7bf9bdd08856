import { describe, expect, it } from 'vitest'
import { type DecimalMark, isNumberText, readNumberTexts } from './number-text.ts'

function read(texts: readonly string[], mark: DecimalMark = '.', unit?: string) {
  return readNumberTexts(texts, mark, unit).map((reading) =>
    reading === undefined || reading.kind === 'censored' ? reading?.kind : reading.value,
  )
}

describe('readNumberTexts', () => {
  it.each([
    ['１６２．０', 162],
    ['1,040.0', 1040],
    ['12,345,678', 12345678],
    ['1 234.5', 1234.5],
    ["1'234.5", 1234.5],
    ['約79.99', 79.99],
    ['ca. 5', 5],
    ['28 日', 28],
    ['28日', 28],
    ['61.89 MPa', 61.89],
    ['5%', 5],
    ['−3.5', -3.5],
    ['－3.5', -3.5],
    ['¥1,200', 1200],
    ['1.5e3 mm', 1500],
    ['007', 7],
  ])('understands "%s" as %s', (text, value) => {
    expect(read([text])).toEqual([value])
  })

  it.each([
    '12A',
    '3B',
    '1号機',
    '5-10',
    '5.0±0.1',
    'A1',
    'Ca1',
    '1,23,456',
    '1.2.3',
    '10:30',
    '2024/04/01',
    'x',
    '5 apples',
    '1,2,3',
    '',
  ])('leaves "%s" unread', (text) => {
    expect(read([text])).toEqual([undefined])
  })

  it.each(['<1.0', '>5', '≤ 0.1', '＜1.0', '1.0未満', '5以上', '<0.5 mg/L'])('knows "%s" as censored', (text) => {
    expect(read([text])).toEqual(['censored'])
  })

  it.each([
    ['inf', Infinity],
    ['-Infinity', -Infinity],
    ['∞', Infinity],
    ['1e999', Infinity],
  ])('reads %s as %s', (text, value) => {
    expect(read([text])).toEqual([value])
  })

  it("reads only the column's unit: others are not comparable", () => {
    expect(read(['5 mm', '1 cm'], '.', 'mm')).toEqual([5, undefined])
    expect(read(['5 mm', '6 mm', '1 cm'])).toEqual([5, 6, undefined])
    expect(read(['5 ㎏', '6 kg'])).toEqual([5, 6])
    expect(read(['5A'], '.', 'A')).toEqual([undefined])
    expect(read(['5 A'], '.', 'A')).toEqual([5])
  })

  it("takes an unclear mark as the file's, unless the column's other cells speak against it", () => {
    expect(read(['1,234'])).toEqual([1234])
    expect(read(['1,234', '0,5'])).toEqual([1.234, 0.5])
    expect(read(['1,234', '0,5', '1,234,567'])).toEqual([undefined, 0.5, 1234567])
    expect(read(['1.234'], ',')).toEqual([1234])
    expect(read(['1.234', '0.5'], ',')).toEqual([1.234, 0.5])
    expect(read(['1.234,5', '1.234'], ',')).toEqual([1234.5, 1234])
  })
})

describe('isNumberText', () => {
  it('accepts numbers with units and refuses names', () => {
    expect(isNumberText('5 mm', '.')).toBe(true)
    expect(isNumberText('x1', '.')).toBe(false)
  })
})
