import { describe, expect, it } from 'vitest'
import { normalCdf } from '../../distributions/normal.ts'
import { seededGenerator } from '../../random/generator.ts'
import type { Dimension } from '../space.ts'
import { codeOfValue, codeSpace, countValues, settleCode } from '../space-coding.ts'
import { codeAtShare } from '../uniform-codes.ts'
import { ParzenEstimator } from './parzen-estimator.ts'

const float: Dimension = { kind: 'float', name: 'f', low: -1, high: 3 }
const log: Dimension = { kind: 'float', name: 'l', low: 1e-3, high: 1, log: true }
const int: Dimension = { kind: 'int', name: 'i', low: 0, high: 6 }
const two: Dimension = { kind: 'int', name: 't', low: 0, high: 1 }
const many: Dimension = { kind: 'int', name: 'm', low: 0, high: 2000 }
const choice: Dimension = { kind: 'categorical', name: 'c', choices: ['x', 'y', 'z'] }

function estimatorOf(space: readonly Dimension[], n: number, seed = 1) {
  const { dimensions } = codeSpace(space)
  const generator = seededGenerator(seed)
  const draw = (j: number) => settleCode(dimensions[j]!, codeAtShare(dimensions[j]!, generator.uniform()))
  const observed = Float64Array.from({ length: n * dimensions.length }, (_, at) => draw(Math.floor(at / n)))
  const weights = Float64Array.from({ length: n }, (_, i) => 1 / (1 + (i % 3)))
  return { dimensions, observed, weights, estimator: new ParzenEstimator(dimensions, observed, weights) }
}

describe('ParzenEstimator', () => {
  it.each([float, log, int, two, many, choice])(
    'has all of its mass within the dimension: $kind $name',
    (dimension) => {
      for (const n of [0, 1, 7, 60]) {
        const { dimensions, estimator } = estimatorOf([dimension], n)
        const one = dimensions[0]!
        let mass = 0
        if (dimension.kind === 'float') {
          const cells = 20_000
          const width = (one.high - one.low) / cells
          for (let k = 0; k < cells; k++) {
            mass += width * Math.exp(estimator.logDensity(Float64Array.of(one.low + (k + 0.5) * width)))
          }
        } else {
          for (let k = 0; k < countValues(one); k++) {
            mass += Math.exp(estimator.logDensity(Float64Array.of(codeOfValue(one, k))))
          }
        }
        expect(mass).toBeCloseTo(1, 5)
      }
    },
  )

  it('has the mass of all points of a joint space', () => {
    const { dimensions, estimator } = estimatorOf([int, choice, two], 9)
    let mass = 0
    for (let a = 0; a < 7; a++) {
      for (let b = 0; b < 3; b++)
        for (let c = 0; c < 2; c++) mass += Math.exp(estimator.logDensity(Float64Array.of(a, b, c)))
    }
    expect(dimensions).toHaveLength(3)
    expect(mass).toBeCloseTo(1, 12)
  })

  it('has where it draws: shares of draws are those of the density', () => {
    const { dimensions, estimator } = estimatorOf([float, int, choice], 5)
    const generator = seededGenerator(6)
    const point = new Float64Array(3)
    const draws = 40_000
    const share = { float: 0, int: 0, choice: 0 }
    for (let draw = 0; draw < draws; draw++) {
      estimator.sample(generator, point)
      for (const [j, { low, high }] of dimensions.entries()) if (!(point[j]! >= low && point[j]! <= high)) expect.fail()
      if (point[0]! < 0.4) share.float += 1 / draws
      if (settleCode(dimensions[1]!, point[1]!) === 2) share.int += 1 / draws
      if (point[2] === 1) share.choice += 1 / draws
    }
    const expected = { float: 0, int: 0, choice: 0 }
    const cells = 800
    const width = 4 / cells
    for (let k = 0; k < cells; k++) {
      for (let i = 0; i < 7; i++) {
        for (let c = 0; c < 3; c++) {
          const at = -1 + (k + 0.5) * width
          const mass = width * Math.exp(estimator.logDensity(Float64Array.of(at, i, c)))
          if (at < 0.4) expected.float += mass
          if (i === 2) expected.int += mass
          if (c === 1) expected.choice += mass
        }
      }
    }
    // four standard errors of a share of one half
    expect(Math.abs(share.float - expected.float)).toBeLessThan(0.01)
    expect(Math.abs(share.int - expected.int)).toBeLessThan(0.01)
    expect(Math.abs(share.choice - expected.choice)).toBeLessThan(0.01)
  })

  it('is a mixture of cut-off normals, by the plain sum', () => {
    const { dimensions, observed, weights, estimator } = estimatorOf([float, log], 30)
    const total = weights.reduce((a, b) => a + b, 1)
    const sigma = (j: number) => Math.max(0.07 * 30 ** (-1 / 6), 0.01) * (dimensions[j]!.high - dimensions[j]!.low)
    const kernel = (j: number, x: number, mean: number, sd: number) => {
      const { low, high } = dimensions[j]!
      const within = normalCdf((high - mean) / sd) - normalCdf((low - mean) / sd)
      return Math.exp(-(((x - mean) / sd) ** 2) / 2) / (sd * Math.sqrt(2 * Math.PI) * within)
    }
    const generator = seededGenerator(4)
    for (let round = 0; round < 50; round++) {
      const point = Float64Array.from(dimensions, (one) => codeAtShare(one, generator.uniform()))
      let density = 1 / total
      for (const [j, { low, high }] of dimensions.entries())
        density *= kernel(j, point[j]!, (low + high) / 2, high - low)
      for (let i = 0; i < 30; i++) {
        density +=
          (weights[i]! / total) *
          kernel(0, point[0]!, observed[i]!, sigma(0)) *
          kernel(1, point[1]!, observed[30 + i]!, sigma(1))
      }
      expect(estimator.logDensity(point)).toBeCloseTo(Math.log(density), 9)
    }
  })
})
