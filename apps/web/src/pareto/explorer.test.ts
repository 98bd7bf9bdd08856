import { describe, expect, it, test } from 'vitest'
import { axisScale } from './axis-scale.ts'
import { chosenRows, draggedBrush, withBrush } from './brushes.ts'
import { axesOf, tableOfCsv } from './explorer-table.ts'

const CSV = '\ufeffrow,yield,"cost, total",solvent,note\r\n1,80,3,A,x\r\n2,60.5,1,"B ""2""",\r\n3,,2,A,x\r\n'
const TABLE = tableOfCsv(CSV, (name) => (name === 'yield' ? 'objective' : 'other'))
const SCALES = TABLE.columns.map((_, place) => axisScale(TABLE, place))

test('a file is read back as it was written: quotes, marks and empty cells', () => {
  expect(TABLE.columns.map(({ name, kind }) => [name, kind])).toEqual([
    ['row', 'number'],
    ['yield', 'number'],
    ['cost, total', 'number'],
    ['solvent', 'level'],
    ['note', 'level'],
  ])
  expect(TABLE.rows).toEqual([
    [1, 80, 3, 'A', 'x'],
    [2, 60.5, 1, 'B "2"', null],
    [3, null, 2, 'A', 'x'],
  ])
  expect(axesOf(TABLE)).toEqual([0, 1, 2, 3])
})

describe('rows are chosen', () => {
  const chosen = (...brushes: [place: number, low: number, high: number][]) => {
    const all = brushes.reduce((sofar, [place, low, high]) => {
      const { at } = SCALES[place]!
      return withBrush(sofar, place, { from: at(low), to: at(high) })
    }, {})
    return [...chosenRows(TABLE, SCALES, all)]
  }

  it('by every brush together, ends included', () => {
    expect(chosen()).toEqual([1, 1, 1])
    expect(chosen([2, 2, 3])).toEqual([1, 0, 1])
    expect(chosen([2, 1, 2], [0, 2, 2])).toEqual([0, 1, 0])
  })

  it('not where the brushed column has no value', () => {
    expect(chosen([1, 60, 80])).toEqual([1, 1, 0])
  })

  it('by a level as by a number', () => {
    const { at } = SCALES[3]!
    expect([...chosenRows(TABLE, SCALES, { 3: { from: at('A') - 0.2, to: at('A') + 0.2 } })]).toEqual([1, 0, 1])
  })
})

test('a drag makes a brush within the axis, a click takes it away', () => {
  expect(draggedBrush(0.8, -3)).toEqual({ from: 0, to: 0.8 })
  expect(draggedBrush(0.5, 0.505)).toBeNull()
  expect(withBrush({ 1: { from: 0, to: 1 }, 2: { from: 0, to: 0.5 } }, 1, null)).toEqual({ 2: { from: 0, to: 0.5 } })
})
