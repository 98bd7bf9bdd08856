import { describe, expect, it } from 'vitest'
import { pastedFactors } from './pasted-factors.ts'

const block = (...rows: readonly string[]) => rows.map((row) => row.replaceAll(' | ', '\t')).join('\r\n')
const outline = (text: string) =>
  pastedFactors(text).map(({ name, type, low, high, levels, unit }) =>
    [name, type, low && `${low}…${high}`, levels, unit].filter(Boolean).join(' / '),
  )

describe('pasted cells', () => {
  it('with headings are read by them, in any order', () => {
    const text = block('unit | name | high | low', '°C | temp | 80 | 40', 's | time | 30 | 10')
    expect(outline(text)).toEqual(['temp / continuous / 40…80 / °C', 'time / continuous / 10…30 / s'])
  })

  it('may have Japanese headings', () => {
    const text = block(
      '因子 | 種類 | 下限 | 上限 | 水準',
      '温度 [°C] | 連続 | 40 | 80 | ',
      '触媒 | カテゴリ |  |  | A, B',
    )
    expect(outline(text)).toEqual(['温度 / continuous / 40…80 / °C', '触媒 / categorical / A, B'])
  })

  it('without headings are a name and its range, or a name and its levels', () => {
    const text = block('temp | 40 | 80', 'time | 10 | 20 | 30', 'catalyst | A | B', 'day | block | Mon | Tue')
    expect(outline(text)).toEqual([
      'temp / continuous / 40…80',
      'time / discrete / 10; 20; 30',
      'catalyst / categorical / A; B',
      'day / block / Mon; Tue',
    ])
  })

  it('with a step become settings in steps', () => {
    const text = block('name | min | max | step', 'wires | 100 | 300 | 50')
    expect(outline(text)).toEqual(['wires / discrete / 100 to 300 by 50'])
  })

  it('may have a column a factor, with rows min, max and step', () => {
    const text = block('  | 線径(mm) | 本数', '最小 | 0.1 | 100', '最大 | 0.5 | 300', '間隔 |  | 50')
    expect(outline(text)).toEqual(['線径 / continuous / 0.1…0.5 / mm', '本数 / discrete / 100 to 300 by 50'])
  })

  it('with a level a column keep them in order', () => {
    const text = block('factor | level 1 | level 2 | level 3', 'speed | 10 | 20 | 30')
    expect(outline(text)).toEqual(['speed / discrete / 10; 20; 30'])
  })

  it('of a single column, and prose, are none', () => {
    expect(pastedFactors('temp')).toEqual([])
    expect(pastedFactors('')).toEqual([])
  })
})
