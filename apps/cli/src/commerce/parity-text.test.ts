import type { ParityReport } from '@zerosec/commerce'
import { describe, expect, it } from 'vitest'
import { parityText } from './parity-text.ts'

const EQUAL: ParityReport = {
  is_equal: true,
  snapshots: ['one', 'one'],
  from: '2018-01-01',
  to: '2018-03-01',
  compared: 1200,
  metrics: [{ metric: 'net_sales', compared: 1200, differences: 0, largest_difference: null }],
  differences: [],
}
const NAMES = ['DuckDB', 'Trino'] as const

describe('a report of parity for people', () => {
  it('is one line where all values are equal', () => {
    expect(parityText(EQUAL, NAMES)).toBe(
      'DuckDB and Trino agree in 1,200 values of 1 metric, 2018-01-01 to 2018-03-01 (the last day excluded).',
    )
  })

  it("says first that the facts are another snapshot's", () => {
    expect(parityText({ ...EQUAL, is_equal: false, snapshots: ['two', 'one'] }, NAMES)).toMatch(
      /^DuckDB has the snapshot two, Trino has one: publish it anew\.\n/,
    )
  })

  it('shows each cell that differs, and says how many more there are', () => {
    const of = { metric: 'net_sales', unit: 'money', is_total: false, is_previous: true } as const
    const difference = {
      ...of,
      cell: { bucket: '2018-01-01', country: null },
      values: [10.01, undefined],
      difference: null,
    } as const
    const metrics = [{ metric: 'net_sales', compared: 1200, differences: 51, largest_difference: 0.01 }]
    const differences = Array.from({ length: 51 }, () => difference)
    const text = parityText({ ...EQUAL, is_equal: false, metrics, differences }, NAMES)
    expect(text).toContain('differ in 51 of 1,200 values')
    expect(text).toMatch(/net_sales, before {2}2018-01-01, – +10\.01 +no row +–/)
    expect(text).toContain('1 more: --json has all of them')
  })
})
