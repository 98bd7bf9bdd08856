import { describe, expect, it } from 'vitest'
import { type Factor, naturalLevel } from './factor.ts'
import { levelGrid } from './level-grid.ts'
import { parseConstraints } from './parse-constraints.ts'

const numbers = (name: string, ...levels: number[]): Factor => ({ kind: 'discrete', name, levels })
const tenths = Array.from({ length: 11 }, (_, i) => i / 10)

function grid(factors: readonly Factor[], text = '', limit = 100_000): number[][] {
  const runs = levelGrid(factors, parseConstraints(text, factors), limit)
  return Array.from({ length: runs.length / factors.length }, (_, i) =>
    factors.map((factor, j) => Math.round(naturalLevel(factor, runs[i * factors.length + j]!) * 1e9) / 1e9),
  )
}

describe('levelGrid', () => {
  it('lists every combination, the last factor changing fastest', () => {
    const catalyst: Factor = { kind: 'categorical', name: 'catalyst', levels: ['A', 'B'] }
    expect(grid([catalyst, numbers('n', 1, 2, 5)])).toEqual([
      [0, 1],
      [0, 2],
      [0, 5],
      [1, 1],
      [1, 2],
      [1, 5],
    ])
  })

  it('leaves out what constraints forbid', () => {
    const catalyst: Factor = { kind: 'categorical', name: 'catalyst', levels: ['A', 'B'] }
    const factors = [catalyst, numbers('n', 1, 2, 5), numbers('m', 0, 1)]
    expect(grid(factors, 'if catalyst = "A" then n <= 2; n*m < 5; n + m >= 2')).toEqual([
      [0, 1, 1],
      [0, 2, 0],
      [0, 2, 1],
      [1, 1, 1],
      [1, 2, 0],
      [1, 2, 1],
      [1, 5, 0],
    ])
  })

  it('finds the 3,003 ways of splitting one among six in tenths, of 1.8 million combinations', () => {
    const factors = ['a', 'b', 'c', 'd', 'e', 'f'].map((name) => numbers(name, ...tenths))
    const rows = grid(factors, 'a + b + c + d + e + f = 1')
    expect(rows.length).toBe(3003)
    expect(rows.every((row) => Math.abs(row.reduce((sum, x) => sum + x) - 1) < 1e-9)).toBe(true)
  })

  it('takes the multiples of a mixture’s step', () => {
    const component = (name: string, low: number, high: number): Factor => ({
      kind: 'mixture',
      name,
      low,
      high,
      group: 'm',
      total: 100,
      step: 10,
    })
    expect(grid([component('A', 15, 50), component('B', 0, 100), component('C', 40, 60)])).toEqual([
      [20, 20, 60],
      [20, 30, 50],
      [20, 40, 40],
      [30, 10, 60],
      [30, 20, 50],
      [30, 30, 40],
      [40, 0, 60],
      [40, 10, 50],
      [40, 20, 40],
      [50, 0, 50],
      [50, 10, 40],
    ])
  })

  it('refuses a grid with more combinations than are asked for, and says how many', () => {
    const factors = ['a', 'b', 'c'].map((name) => numbers(name, ...tenths))
    expect(() => grid(factors, '', 1330)).toThrow(
      expect.objectContaining({ code: 'design_grid_too_large', details: { combinations: 1331, limit: 1330 } }),
    )
    expect(grid(factors, '', 1331)).toHaveLength(1331)
  })
})
