import { expect, test } from 'vitest'
import { trendShape } from './trend-points.ts'

test('values fill the height, rounds the width, and a round without a value has no dot', () => {
  const points = [
    { round: 1, value: 10 },
    { round: 2, value: null },
    { round: 4, value: 30 },
  ]
  expect(trendShape(points, 100, 50, 5)).toEqual({
    dots: [
      { round: 1, x: 5, y: 45 },
      { round: 4, x: 95, y: 5 },
    ],
    line: '5.0,45.0 95.0,5.0',
  })
})

test('the line follows the values so far where they are told', () => {
  const points = [
    { round: 1, value: 3, soFar: 3 },
    { round: 2, value: 1, soFar: 3 },
    { round: 3, value: 5, soFar: 5 },
  ]
  const { dots, line } = trendShape(points, 100, 50, 5)
  expect(line).toBe('5.0,25.0 50.0,25.0 95.0,5.0')
  expect(dots.map(({ y }) => y)).toEqual([25, 45, 5])
})

test('one round, or values that are all equal, stand in the middle', () => {
  expect(trendShape([{ round: 1, value: 7 }], 100, 50, 5).dots).toEqual([{ round: 1, x: 50, y: 25 }])
  const equal = [1, 2].map((round) => ({ round, value: 7 }))
  expect(trendShape(equal, 100, 50, 5).dots.map(({ y }) => y)).toEqual([25, 25])
  expect(trendShape([{ round: 1, value: null }], 100, 50, 5)).toEqual({ dots: [], line: '' })
})
