import type { DriftColumn } from '@zerosec/contract'
import { expect, test } from 'vitest'
import { driftSummary, worstFirst } from './drift-order.ts'

const column = (name: string, state: DriftColumn['state'], psi: number | null = null): DriftColumn => ({
  name,
  state,
  rows: 300,
  psi,
  ks: null,
  ks_p: null,
  missing_share: 0,
})

const MOVED = [
  column('a', 'stable', 0.01),
  column('b', 'drifted', 0.3),
  column('c', 'not_measured'),
  column('d', 'shifting', 0.2),
  column('e', 'drifted', 0.9),
]

test('what drifted most comes first, what is not measured last', () => {
  expect(worstFirst(MOVED).map(({ name }) => name)).toEqual(['e', 'b', 'd', 'a', 'c'])
})

test.each([
  [MOVED, 'stable', '2 of 5 columns drifted, 1 shifting.'],
  [MOVED, 'drifted', '2 of 5 columns drifted, 1 shifting; the predictions drifted.'],
  [[column('a', 'shifting', 0.2)], 'stable', '1 of 1 column shifting.'],
  [[column('a', 'stable', 0)], 'shifting', 'No column moved; the predictions are shifting.'],
] as const)('%# is summed up in one sentence', (inputs, output, words) => {
  expect(driftSummary({ inputs: [...inputs], output: column('y', output) })).toBe(words)
})
