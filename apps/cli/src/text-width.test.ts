import { describe, expect, it } from 'vitest'
import { textTable } from './text-table.ts'
import { cutText, padText, textWidth, visibleText } from './text-width.ts'

describe('the width of a text on a terminal', () => {
  it.each([
    ['strength', 8],
    ['強度', 4],
    ['強度（MPa）', 11],
    ['ｶﾀｶﾅ', 4],
    ['カタカナ', 8],
    ['㎏', 2],
    ['é', 1],
    ['e\u0301', 1],
    ['か\u3099', 2],
    ['𠮷', 2],
    ['m³', 2],
    ['', 0],
  ])('%s takes %i columns', (text, width) => {
    expect(textWidth(text)).toBe(width)
  })

  it('pads and cuts by columns, not by characters', () => {
    expect(padText('水', 4)).toBe('水  ')
    expect(padText('水', 4, 'right')).toBe('  水')
    expect(cutText('圧縮強度', 5)).toBe('圧縮…')
    expect(cutText('圧縮強度', 8)).toBe('圧縮強度')
  })

  it('hands no control character of a file to the terminal', () => {
    expect(visibleText('a\x1b[31mb\r\nc\td\u202e')).toBe('a�[31mb↵c→d�')
  })
})

describe('a table of text', () => {
  it('aligns full-width and narrow names, and leaves out empty columns', () => {
    const columns = [{ label: 'column' }, { label: 'unit' }, { label: 'missing', align: 'right' }] as const
    const rows = [
      ['水', '', '3'],
      ['cement', '', '12'],
    ]
    expect(textTable(columns, rows)).toBe(['column  missing', '水            3', 'cement       12'].join('\n'))
  })

  it('has no header line where no column has a label', () => {
    expect(textTable([{}, {}], [['R²', '0.6']])).toBe('R²  0.6')
  })
})
