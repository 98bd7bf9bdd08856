import { describe, expect, it } from 'vitest'
import { numericMatrix } from '../features/feature-matrix.ts'
import { seededGenerator } from '../random/generator.ts'
import { conditionGaussianProcess } from './condition-gaussian-process.ts'
import { fitGaussianProcess } from './fit-gaussian-process.ts'
import { relevance } from './relevance.ts'

describe('relevance', () => {
  it('orders features by how much they matter', () => {
    const generator = seededGenerator(1)
    const columns = [0, 1, 2, 3].map(() => Float64Array.from({ length: 80 }, () => generator.uniform()))
    const target = columns[0]!.map((value, i) => Math.sin(6 * value) + 0.5 * Math.sin(3 * columns[1]![i]!))
    const shares = relevance(fitGaussianProcess(numericMatrix(columns), target, { linear: false }))
    expect(shares[0]).toBeGreaterThan(shares[1]!)
    expect(shares[1]).toBeGreaterThan(10 * Math.max(shares[2]!, shares[3]!))
    expect(shares.reduce((sum, share) => sum + share, 0)).toBeCloseTo(1, 12)
  })

  it('is the inverse square of the length scale of numbers, and the exponent of categories', () => {
    const column = Float64Array.of(-1, 1, -1, 1)
    const matrix = { rows: 4, columns: [column, column, Float64Array.of(0, 0, 1, 1)], levels: Int32Array.of(0, 0, 2) }
    const covariance = { kernel: 'matern52', signalVariance: 1, linearVariance: 0, noiseVariance: 0.1 } as const
    const lengthScales = Float64Array.of(1, 2, 4)
    const shares = relevance(conditionGaussianProcess(matrix, column, { ...covariance, lengthScales }))
    // 2/1², 2/2², and half of the pairs differ: 2·½/4
    expect([...shares]).toEqual([2 / 2.75, 0.5 / 2.75, 0.25 / 2.75])
  })

  it('is 0 throughout where every feature is constant', () => {
    const process = fitGaussianProcess(numericMatrix([Float64Array.of(1, 1, 1)]), Float64Array.of(1, 2, 3))
    expect([...relevance(process)]).toEqual([0])
  })
})
