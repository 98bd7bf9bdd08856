import { expect, test } from 'vitest'
import { fitted, isComposed } from './figure-size.ts'

const PLOT = { width: 480, height: 320, layer: [] }
const SMALL_PLOTS = { columns: 3, concat: [] }

test('a plot takes the width of its frame', () => {
  expect(fitted(PLOT, 380)).toEqual({ ...PLOT, width: 'container' })
})

test.each([
  [870, 3],
  [520, 2],
  [340, 1],
])('small plots in a frame of %d px stand in %d columns', (width, columns) => {
  expect(fitted(SMALL_PLOTS, width)).toEqual({ ...SMALL_PLOTS, columns })
})

test('a composition without columns keeps its form', () => {
  expect(fitted({ hconcat: [] }, 300)).toEqual({ hconcat: [] })
  expect([PLOT, SMALL_PLOTS, { hconcat: [] }].map(isComposed)).toEqual([false, true, true])
})
