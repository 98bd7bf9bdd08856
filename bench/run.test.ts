import { expect, it } from 'vitest'
import type { BenchRow } from './bench.ts'
import { benchTable, isOver } from './run.ts'

const row = (change: Partial<BenchRow>): BenchRow => ({
  question: 'fit',
  oursMs: 150,
  peer: 'R lm',
  peerMs: 100,
  limit: { ratio: 2 },
  ...change,
})

it.each([
  [row({}), false],
  [row({ oursMs: 201 }), true],
  [row({ oursMs: 201, peerMs: null }), false],
  [row({ limit: { ms: 150 } }), false],
  [row({ limit: { ms: 149 } }), true],
])('%j is over its limit: %s', (measured, over) => {
  expect(isOver(measured)).toBe(over)
})

it('a promise that no peer was there to check is unknown, not ok', () => {
  expect(benchTable([row({ peerMs: null })])).toMatch(/not installed .*unknown$/)
})

it('the table shows ours, the peer, the ratio and the promise', () => {
  expect(benchTable([row({})]).split('\n')[1]).toMatch(/^fit +150 ms +R lm +100 ms +1\.50 +2 × +ok$/)
})
