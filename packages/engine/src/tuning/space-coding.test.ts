import { describe, expect, it } from 'vitest'
import { everyKind } from '../../test/search-problems.ts'
import { seededGenerator } from '../random/generator.ts'
import type { Dimension, SearchSpace } from './space.ts'
import {
  codeOfValue,
  codeSpace,
  countValues,
  decodeParameters,
  decodeValue,
  encodeParameters,
  encodeSomeParameters,
  isDiscrete,
} from './space-coding.ts'
import { codeAtShare, drawCodes, shareOfCode } from './uniform-codes.ts'

const coded = (dimension: Dimension) => codeSpace([dimension]).dimensions[0]!

describe('codeSpace', () => {
  it.each<[string, SearchSpace]>([
    ['no dimension', []],
    [
      'two of one name',
      [
        { kind: 'float', name: 'a', low: 0, high: 1 },
        { kind: 'int', name: 'a', low: 0, high: 1 },
      ],
    ],
    ['bounds that fall', [{ kind: 'float', name: 'a', low: 1, high: 0 }]],
    ['a bound that is infinite', [{ kind: 'float', name: 'a', low: 0, high: Number.POSITIVE_INFINITY }]],
    ['an integer from one half', [{ kind: 'int', name: 'a', low: 0.5, high: 2 }]],
    ['a logarithm from 0', [{ kind: 'float', name: 'a', low: 0, high: 1, log: true }]],
    ['a logarithm of integers from 0', [{ kind: 'int', name: 'a', low: 0, high: 9, log: true }]],
    ['a logarithm with a step', [{ kind: 'float', name: 'a', low: 1, high: 9, log: true, step: 1 }]],
    ['a step that misses the end', [{ kind: 'float', name: 'a', low: 0, high: 1, step: 0.3 }]],
    ['a step of 0', [{ kind: 'int', name: 'a', low: 0, high: 1, step: 0 }]],
    ['a step of one half between integers', [{ kind: 'int', name: 'a', low: 0, high: 1, step: 0.5 }]],
    ['no choice', [{ kind: 'categorical', name: 'a', choices: [] }]],
    ['a choice twice', [{ kind: 'categorical', name: 'a', choices: ['x', 'x'] }]],
    [
      'a condition on nothing before it',
      [{ kind: 'int', name: 'a', low: 0, high: 1, when: { dimension: 'b', values: [1] } }],
    ],
    [
      'a condition on a float',
      [
        { kind: 'float', name: 'b', low: 0, high: 1 },
        { kind: 'int', name: 'a', low: 0, high: 1, when: { dimension: 'b', values: [1] } },
      ],
    ],
    [
      'a condition that is never met',
      [
        { kind: 'int', name: 'b', low: 0, high: 1 },
        { kind: 'int', name: 'a', low: 0, high: 1, when: { dimension: 'b', values: [2] } },
      ],
    ],
  ])('refuses %s', (_, space) => {
    expect(() => codeSpace(space)).toThrow(RangeError)
  })
})

describe('codes', () => {
  it('give back every setting that is drawn', () => {
    const coding = codeSpace(everyKind)
    const generator = seededGenerator(3)
    for (let draw = 0; draw < 200; draw++) {
      const codes = drawCodes(coding, generator)
      const parameters = decodeParameters(coding, codes)
      expect(encodeParameters(coding, parameters)).toEqual(codes)
      expect(decodeParameters(coding, encodeParameters(coding, parameters))).toEqual(parameters)
    }
  })

  it.each<[Dimension, readonly unknown[]]>([
    [{ kind: 'int', name: 'a', low: -2, high: 4, step: 3 }, [-2, 1, 4]],
    [{ kind: 'int', name: 'a', low: 1, high: 4, log: true }, [1, 2, 3, 4]],
    [{ kind: 'float', name: 'a', low: 0.1, high: 0.3, step: 0.1 }, [0.1, 0.2, 0.3]],
    [{ kind: 'float', name: 'a', low: 2, high: 2 }, [2]],
    [{ kind: 'categorical', name: 'a', choices: ['x', 1, true] }, ['x', 1, true]],
  ])('number the values of %j', (dimension, values) => {
    const one = coded(dimension)
    expect(isDiscrete(one)).toBe(true)
    expect(Array.from({ length: countValues(one) }, (_, k) => decodeValue(one, codeOfValue(one, k)))).toEqual(values)
  })

  it.each<Dimension>([
    { kind: 'int', name: 'a', low: 1, high: 5 },
    { kind: 'float', name: 'a', low: 0, high: 2, step: 0.5 },
    { kind: 'categorical', name: 'a', choices: [1, 2, 3, 4, 5] },
  ])('give each of five values a fifth of the scale: %j', (dimension) => {
    const one = coded(dimension)
    const counts = new Map<unknown, number>()
    for (let i = 0; i < 1000; i++) {
      const value = decodeValue(one, codeAtShare(one, (i + 0.5) / 1000))
      counts.set(value, (counts.get(value) ?? 0) + 1)
    }
    expect([...counts.values()]).toEqual([200, 200, 200, 200, 200])
  })

  it('halve a logarithmic scale at the geometric mean', () => {
    const one = coded({ kind: 'float', name: 'a', low: 1e-4, high: 1, log: true })
    expect(decodeValue(one, codeAtShare(one, 0.5))).toBeCloseTo(1e-2, 12)
    expect(shareOfCode(one, Math.log(1e-3))).toBeCloseTo(0.25, 12)
  })

  it('refuse parameters that are missing, unknown, impossible or not active', () => {
    const coding = codeSpace(everyKind)
    const given = { rate: 0.1, model: 'kernel', width: 0, share: 0.3, rounds: 1 }
    expect(() => encodeParameters(coding, given)).not.toThrow()
    const { width, ...without } = given
    expect(() => encodeParameters(coding, without)).toThrow('width is active and not given')
    expect(encodeSomeParameters(coding, without)[4]).toBeNaN()
    expect(() => encodeParameters(coding, { ...given, more: width })).toThrow('no dimension more')
    expect(() => encodeParameters(coding, { ...given, depth: 2 })).toThrow('depth is given and not active')
    expect(() => encodeParameters(coding, { ...given, share: 0.35 })).toThrow('in steps of')
    expect(() => encodeParameters(coding, { ...given, rounds: 1.5 })).toThrow('is an integer')
    expect(() => encodeParameters(coding, { ...given, model: 'none' })).toThrow('no choice')
    expect(() => encodeParameters(coding, { ...given, rate: 2 })).toThrow('goes from')
  })
})
