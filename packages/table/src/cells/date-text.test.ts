import { describe, expect, it } from 'vitest'
import { readDateText } from './date-text.ts'

function iso(text: string): string | undefined {
  const reading = readDateText(text)
  return reading && new Date(reading.ms).toISOString()
}

describe('readDateText', () => {
  it.each([
    ['2024/04/01', '2024-04-01T00:00:00.000Z'],
    ['2024-4-1', '2024-04-01T00:00:00.000Z'],
    ['2024.04.01', '2024-04-01T00:00:00.000Z'],
    ['２０２４/０４/０１', '2024-04-01T00:00:00.000Z'],
    ['2024年4月1日', '2024-04-01T00:00:00.000Z'],
    ['R6.4.1', '2024-04-01T00:00:00.000Z'],
    ['H31.4.30', '2019-04-30T00:00:00.000Z'],
    ['令和元年5月1日', '2019-05-01T00:00:00.000Z'],
    ['昭和64年1月7日', '1989-01-07T00:00:00.000Z'],
    ['1-Apr-2024', '2024-04-01T00:00:00.000Z'],
    ['29 February 2024', '2024-02-29T00:00:00.000Z'],
    ['13/4/2024', '2024-04-13T00:00:00.000Z'],
    ['4/13/2024', '2024-04-13T00:00:00.000Z'],
    ['2024-04-01 10:30', '2024-04-01T10:30:00.000Z'],
    ['2024-04-01T10:30:05.25', '2024-04-01T10:30:05.250Z'],
  ])('reads %s', (text, expected) => {
    expect(iso(text)).toBe(expected)
  })

  it.each([
    '2023-02-29',
    '2024/13/01',
    '32/1/2024',
    '2024-04-01 25:00',
    '2024',
    '2024-04',
    'R6',
    '10:30',
    '1.2.3',
    '2024/04-01',
    'May',
    '1-Foo-2024',
  ])('finds no date in %s', (text) => {
    expect(readDateText(text)).toBeUndefined()
  })

  it('offers both readings of a day and month that could be either', () => {
    const reading = readDateText('3/4/2024')!
    expect(new Date(reading.ms).toISOString().slice(0, 10)).toBe('2024-03-04')
    expect(new Date(reading.dayFirstMs!).toISOString().slice(0, 10)).toBe('2024-04-03')
    expect(readDateText('4/4/2024')!.dayFirstMs).toBeUndefined()
  })
})
