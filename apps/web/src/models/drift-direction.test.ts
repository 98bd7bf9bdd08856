import type { DriftColumn } from '@zerosec/contract'
import { expect, test } from 'vitest'
import { driftDirection } from './drift-direction.ts'

const numbers = (now: readonly number[]): DriftColumn['bins'] =>
  now.map((share, k) => ({ ...(k < 5 ? { up_to: k } : {}), before: k === 0 || k === 5 ? 0 : 0.25, now: share }))
const levels = (now: readonly number[]): DriftColumn['bins'] =>
  now.map((share, k) => ({ ...(k < 2 ? { level: 'ab'[k]! } : {}), before: k < 2 ? 0.5 : 0, now: share }))

test.each([
  ['higher', numbers([0, 0, 0.1, 0.3, 0.5, 0.1])],
  ['lower', numbers([0.1, 0.5, 0.3, 0.1, 0, 0])],
  ['beyond both ends of the range', numbers([0.1, 0.2, 0.2, 0.2, 0.2, 0.1])],
  [null, numbers([0, 0.45, 0.05, 0.05, 0.45, 0])],
  ['more b', levels([0.2, 0.8, 0])],
  ['levels that are not known', levels([0.4, 0.4, 0.2])],
  [
    null,
    [
      { up_to: 0, before: 0.2, now: 0.3 },
      { up_to: 1, before: 0.2, now: 0.1 },
      { before: 0.6, now: 0.6 },
    ],
  ],
  ['missing cells', levels([0.5, 0.5, 0])],
  ['missing cells', numbers([0, 0.25, 0.25, 0.3, 0.2, 0])],
  [null, undefined],
])('rows went %s', (direction, bins) => {
  expect(driftDirection({ state: 'drifted', bins, psi: 0.3 })).toBe(direction)
  expect(driftDirection({ state: 'stable', bins, psi: 0.3 })).toBeNull()
})
