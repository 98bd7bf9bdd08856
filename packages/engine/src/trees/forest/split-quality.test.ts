import { expect, it } from 'vitest'
import { seededGenerator } from '../../random/generator.ts'
import { splitQuality } from './split-quality.ts'

const square = (sums: readonly number[], weight: number) =>
  weight - sums.reduce((sum, share) => sum + share ** 2, 0) / weight
const entropy = (sums: readonly number[], weight: number) =>
  -sums.reduce((sum, share) => sum + (share > 0 ? share * Math.log(share / weight) : 0), 0)

it.each([
  ['gini', square],
  ['entropy', entropy],
] as const)('%s: weight of the node times what the sum of weight times impurity falls by', (criterion, impurity) => {
  const generator = seededGenerator(5)
  for (let repeat = 0; repeat < 50; repeat++) {
    const left = Array.from({ length: 3 }, () => generator.integer(6))
    const right = Array.from({ length: 3 }, () => 1 + generator.integer(6))
    left[0]!++
    const total = left.map((share, k) => share + right[k]!)
    const weight = (sums: readonly number[]) => sums.reduce((sum, share) => sum + share, 0)
    const of = (sums: readonly number[]) => impurity(sums, weight(sums))
    const quality = splitQuality(
      criterion,
      { sums: Float64Array.from(left), weight: weight(left) },
      { sums: Float64Array.from(total), weight: weight(total) },
    )
    expect(quality).toBeCloseTo(weight(total) * (of(total) - of(left) - of(right)), 9)
  }
})

it('squared error: weight of the node times what the squares about the means fall by', () => {
  const left = [1, 4, 4]
  const right = [9, 2]
  const squares = (values: readonly number[]) => {
    const mean = values.reduce((sum, value) => sum + value, 0) / values.length
    return values.reduce((sum, value) => sum + (value - mean) ** 2, 0)
  }
  const quality = splitQuality(
    'squared_error',
    { sums: Float64Array.of(9), weight: 3 },
    { sums: Float64Array.of(20), weight: 5 },
  )
  expect(quality).toBeCloseTo(5 * (squares([...left, ...right]) - squares(left) - squares(right)), 10)
})
