import { CodedError } from '@zerosec/errors'
import { describe, expect, it } from 'vitest'
import type { SearchSpace } from '../tuning/space.ts'
import { fitStarts, narrowSpace } from './narrow-space.ts'

const SPACE: SearchSpace = [
  { kind: 'float', name: 'rate', low: 0.05, high: 0.3, log: true },
  { kind: 'float', name: 'share', low: 0.4, high: 1 },
  { kind: 'int', name: 'leaves', low: 4, high: 64, log: true },
  { kind: 'categorical', name: 'transform', choices: ['none', 'log', 'sqrt'] },
]

const narrowed = (name: string, wish: unknown) =>
  narrowSpace(SPACE, { [name]: wish }, 'lightgbm').find((dimension) => dimension.name === name)

describe('narrowSpace', () => {
  it('leaves a space as it is that nobody narrows', () => {
    expect(narrowSpace(SPACE, {}, 'lightgbm')).toEqual(SPACE)
  })

  it.each([
    ['rate', 0.1, { low: 0.1, high: 0.1, log: true }],
    ['rate', [0.5, 0.01], { low: 0.01, high: 0.5 }],
    ['share', 0, { low: 0, high: 0 }],
    ['leaves', [8, 128], { low: 8, high: 128, kind: 'int' }],
    ['leaves', 1, { low: 1, high: 1 }],
    ['transform', 'log', { choices: ['log'] }],
    ['transform', ['sqrt', 'none', 'sqrt'], { choices: ['sqrt', 'none'] }],
  ])('takes for %s %o', (name, wish, expected) => {
    expect(narrowed(name, wish)).toMatchObject(expected)
  })

  it.each([
    ['rate', 0, 'it is above 0'],
    ['rate', -1, 'it is 0 or more'],
    ['rate', 'high', 'it takes a number'],
    ['share', [], 'it takes a number'],
    ['share', Number.NaN, 'it takes a number'],
    ['leaves', 7.5, 'it takes whole numbers'],
    ['leaves', 0, 'it is 1 or more'],
    ['transform', 'cube', 'it takes none, log, sqrt'],
    ['transform', [], 'it takes none, log, sqrt'],
  ])('refuses for %s %o and says what it takes', (name, wish, message) => {
    expect(() => narrowed(name, wish)).toThrow(CodedError)
    expect(() => narrowed(name, wish)).toThrow(message)
    expect(() => narrowed(name, wish)).toThrow(expect.objectContaining({ code: 'hyperparameter_invalid' }))
  })

  it.each([
    ['share', 1.5, 'it is 1 at most'],
    ['share', [0, 0.5], 'it is 0.1 or more'],
    ['leaves', 1, 'it is 2 or more'],
  ])('keeps to what the algorithm takes: %s %o', (name, wish, message) => {
    const limits = { share: [0.1, 1], leaves: [2, 4096] } as const
    expect(() => narrowSpace(SPACE, { [name]: wish }, 'lightgbm', limits)).toThrow(message)
  })

  it('refuses a name that the model does not know', () => {
    expect(() => narrowSpace(SPACE, { depth: 3 }, 'lightgbm')).toThrow(
      expect.objectContaining({ code: 'hyperparameter_unknown' }),
    )
  })
})

describe('fitStarts', () => {
  it('moves starting settings into the narrowed space, and leaves out what it does not have', () => {
    const space = narrowSpace(SPACE, { rate: [0.1, 0.2], transform: 'sqrt', leaves: 40 }, 'lightgbm')
    const starts = [{ rate: 0.05, share: 0.7, leaves: 15, transform: 'none', depth: 3 }, { rate: 0.15 }]
    expect(fitStarts(space, starts)).toEqual([{ rate: 0.1, share: 0.7, leaves: 40, transform: 'sqrt' }, { rate: 0.15 }])
  })
})
