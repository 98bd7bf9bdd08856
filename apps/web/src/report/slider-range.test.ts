import { expect, test } from 'vitest'
import { sliderRange } from './slider-range.ts'

test.each([
  [102, 540, { min: 57, max: 585, step: 5 }],
  [0, 1, { min: -0.1, max: 1.1, step: 0.01 }],
  [1e-5, 3e-5, { min: 0.000008, max: 0.000032, step: 2e-7 }],
  [7, 7, { min: 6.3, max: 7.7, step: 0.05 }],
])('data from %d to %d get a slider with round steps that reaches beyond them', (low, high, range) => {
  const { min, max, step } = sliderRange(low, high)
  expect(min).toBeLessThan(low)
  expect(max).toBeGreaterThan(high)
  expect(step).toBe(range.step)
  expect((max - min) / step).toBeLessThan(205)
})
