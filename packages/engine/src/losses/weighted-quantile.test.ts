import { describe, expect, it } from 'vitest'
import { weightedQuantile } from './weighted-quantile.ts'

describe('weightedQuantile', () => {
  const values = Float64Array.of(4, 1, 3, 2, 10)

  it.each([
    [0, 1],
    [0.5, 3],
    [0.25, 2],
    [0.9, 7.6],
    [1, 10],
  ])('is numpy’s default without weights: level %f gives %f', (level, quantile) => {
    expect(weightedQuantile(values, level, null)).toBeCloseTo(quantile, 12)
  })

  it('is the first value at which the share of the weight is reached', () => {
    const weights = Float64Array.of(1, 5, 1, 1, 2)
    expect([0.1, 0.5, 0.51, 0.6, 0.7, 0.95].map((level) => weightedQuantile(values, level, weights))).toEqual([
      1, 1, 2, 2, 3, 10,
    ])
  })

  it('passes over rows that weigh nothing', () => {
    expect(weightedQuantile(values, 0.5, Float64Array.of(0, 0, 0, 1, 0))).toBe(2)
  })

  it('refuses no values', () => {
    expect(() => weightedQuantile(new Float64Array(0), 0.5, null)).toThrow(RangeError)
  })
})
