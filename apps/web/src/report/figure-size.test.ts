import { expect, test } from 'vitest'
import { fitted, isComposed } from './figure-size.ts'

const PLOT = { width: 480, height: 320, layer: [] }
const SMALL_PLOTS = { columns: 3, concat: [{ width: 150 }, { width: 150 }, { width: { step: 20 } }] }

test('a plot takes the width of its frame', () => {
  expect(fitted(PLOT, 380)).toEqual({ ...PLOT, width: 'container' })
})

test.each([
  [870, 3],
  [520, 2],
  [340, 1],
])('small plots in a frame of %d px stand in %d columns and fill them', (width, columns) => {
  const { concat, ...rest } = fitted(SMALL_PLOTS, width) as typeof SMALL_PLOTS
  expect(rest).toEqual({ columns })
  const [first, second, stepped] = concat
  expect(second).toEqual(first)
  expect(Number(first?.width) * columns).toBeGreaterThan(width / 2)
  expect(Number(first?.width) * columns).toBeLessThan(width - 60 * columns)
  expect(stepped).toEqual({ width: { step: 20 } })
})

test('a composition without columns keeps its form', () => {
  expect(fitted({ hconcat: [] }, 300)).toEqual({ hconcat: [] })
  expect([PLOT, SMALL_PLOTS, { hconcat: [] }].map(isComposed)).toEqual([false, true, true])
})
