import { describe, expect, it } from 'vitest'
import { numericMatrix, takeRows } from '../../features/feature-matrix.ts'
import { seededGenerator } from '../../random/generator.ts'
import { difficultyAt, localDifficulty } from './local-difficulty.ts'

const generator = seededGenerator(6)
const N = 300
const matrix = numericMatrix([0, 1].map(() => Float64Array.from({ length: N }, () => generator.uniform())))
/** Large on the right. */
const errors = matrix.columns[0]!.map((x) => (x > 0.5 ? 4 : 1) * generator.normal())

describe('localDifficulty', () => {
  it('is larger where errors were larger, and lies between the least and the largest', () => {
    const { difficulty } = localDifficulty(matrix, errors)
    const [left, right] = difficultyAt(
      difficulty,
      numericMatrix([Float64Array.of(0.2, 0.8), Float64Array.of(0.5, 0.5)]),
    )
    expect(right).toBeGreaterThan(2 * left!)
  })

  it('is the mean of all plus the 15 nearest errors, the row itself left out', () => {
    const { difficulty, ofTraining } = localDifficulty(matrix, errors)
    const others = takeRows(
      matrix,
      Array.from({ length: N - 1 }, (_, row) => row + 1),
    )
    const without = { ...localDifficulty(others, errors.slice(1)).difficulty, overall: difficulty.overall }
    const scaling = difficulty.scaling
    const same = { ...without, scaling, reference: difficulty.reference.slice(2) }
    expect(difficultyAt(same, takeRows(matrix, [0]))[0]).toBeCloseTo(ofTraining[0]!, 12)
    const flat = localDifficulty(matrix, new Float64Array(N).fill(-2))
    for (const value of flat.ofTraining) expect(value).toBeCloseTo(2, 12)
  })

  it('leaves out the rows of the own group', () => {
    const twice = takeRows(
      matrix,
      Array.from({ length: N }, (_, row) => row >> 1),
    )
    const single = new Float64Array(N).fill(1)
    single[0] = 1000
    single[1] = 1000
    const groups = Int32Array.from({ length: N }, (_, row) => row >> 1)
    const own = localDifficulty(twice, single).ofTraining[0]!
    const grouped = localDifficulty(twice, single, groups).ofTraining[0]!
    expect(own - grouped).toBeCloseTo(999 / 20, 1)
  })

  it('refuses errors of other rows', () => {
    expect(() => localDifficulty(matrix, errors.subarray(1))).toThrow(RangeError)
    expect(() => localDifficulty(numericMatrix([]), new Float64Array(0))).toThrow(RangeError)
  })
})
