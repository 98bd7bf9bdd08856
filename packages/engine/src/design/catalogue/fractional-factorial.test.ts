import { describe, expect, it } from 'vitest'
import { aliasStructure, definingRelation, factorLetters, resolution, wordLengthPattern } from './alias-structure.ts'
import { parseGenerators } from './fraction-generators.ts'
import { minimumAberration } from './minimum-aberration.ts'
import { fractionRuns } from './regular-fraction.ts'

// A3, A4, A5 … of Chen, Sun & Wu (1993)
const PATTERNS: [runs: number, factors: number, pattern: number[]][] = [
  [8, 4, [0, 1]],
  [8, 5, [2, 1]],
  [8, 6, [4, 3]],
  [8, 7, [7, 7]],
  [16, 5, [0, 0, 1]],
  [16, 6, [0, 3]],
  [16, 7, [0, 7]],
  [16, 8, [0, 14]],
  [16, 9, [4, 14]],
  [16, 10, [8, 18]],
  [16, 11, [12, 26]],
  [16, 12, [16, 39]],
  [16, 13, [22, 55]],
  [16, 14, [28, 77]],
  [16, 15, [35, 105]],
  [32, 6, [0, 0, 0, 1]],
  [32, 7, [0, 1, 2]],
  [32, 8, [0, 3, 4]],
  [32, 9, [0, 6, 8]],
  [32, 10, [0, 10, 16]],
  [32, 11, [0, 25, 0, 27]],
  [32, 12, [0, 38]],
  [32, 13, [0, 55]],
  [32, 14, [0, 77]],
  [32, 15, [0, 105]],
  [64, 7, [0, 0, 0, 0, 1]],
  [64, 8, [0, 0, 2]],
  [64, 9, [0, 1, 4]],
  [64, 10, [0, 2, 8]],
  [64, 11, [0, 4, 14]],
  [64, 12, [0, 6, 24]],
  [64, 13, [0, 14, 28]],
  [64, 14, [0, 22, 40]],
  [64, 15, [0, 30, 60]],
  [128, 11, [0, 0, 6]],
]

describe('minimumAberration', () => {
  it.each(PATTERNS)('has the published word lengths: %i runs, %i factors', (runs, factors, pattern) => {
    const fraction = minimumAberration(factors, Math.log2(runs))!
    expect(wordLengthPattern(fraction).slice(2, 2 + pattern.length)).toEqual(pattern)
    expect(resolution(fraction)).toBe(3 + pattern.findIndex((count) => count > 0))
  })

  it('has no resolution as a full factorial', () => {
    expect(resolution(minimumAberration(3, 3)!)).toBeUndefined()
    expect([...fractionRuns(minimumAberration(2, 2)!)]).toEqual([1, 1, -1, 1, 1, -1, -1, -1])
  })
})

describe('parseGenerators', () => {
  it('makes each generated factor the product it is written as', () => {
    const runs = fractionRuns(parseGenerators(5, ['D=AB', 'e = -A*C']))
    for (let at = 0; at < runs.length; at += 5) {
      const [a, b, c, d, e] = runs.subarray(at, at + 5)
      expect([d, e]).toEqual([a! * b!, -a! * c!])
    }
  })

  it('lists aliases in words, with their signs', () => {
    const fraction = parseGenerators(5, ['D=AB', 'E=-AC'])
    expect(definingRelation(fraction, factorLetters(5))).toEqual(['ABD', '−ACE', '−BCDE'])
    expect(aliasStructure(fraction, factorLetters(5))).toEqual([
      'A = BD = −CE',
      'B = AD',
      'C = −AE',
      'D = AB',
      'E = −AC',
      'BC = −DE',
      'BE = −CD',
    ])
  })

  it('takes factors of other generators, and joins long names', () => {
    const fraction = parseGenerators(5, ['E=AD', 'D=BC'])
    expect(definingRelation(fraction, ['temp', 'time', 'pH', 'flow', 'load'])).toEqual([
      'temp*flow*load',
      'time*pH*flow',
      'temp*time*pH*load',
    ])
  })

  it.each([
    ['D:AB', 'write it as'],
    ['D=AZ', 'Z is no factor'],
    ['D=AA', 'twice'],
    ['D=A', 'two factors'],
    ['D=AD', 'twice'],
  ])('says what is wrong with %s', (generator, problem) => {
    expect(() => parseGenerators(4, [generator])).toThrow(
      expect.objectContaining({
        code: 'design_generator_invalid',
        details: expect.objectContaining({ problem: expect.stringContaining(problem) }),
      }),
    )
  })

  it('refuses generators that go in a circle', () => {
    expect(() => parseGenerators(5, ['D=AE', 'E=AD'])).toThrow(/defined by itself/)
  })
})
