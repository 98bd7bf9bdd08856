import { describe, expect, it } from 'vitest'
import { seededGenerator } from '../../random/generator.ts'
import { type EvolutionPath, isConverged, nextGeneration, startEvolution } from './covariance-adaptation.ts'

/** Generations until the loss of the mean is below 1e-9; the evolution then. */
function evolve(d: number, separable: boolean, loss: (x: Float64Array) => number) {
  const generator = seededGenerator(3)
  let evolution = startEvolution(new Float64Array(d).fill(0.5), 0.25, 4 + Math.floor(3 * Math.log(d)), separable)
  while (loss(evolution.mean) > 1e-9 && evolution.generation < 1000) {
    const points = Array.from({ length: evolution.population }, () => drawn(evolution, () => generator.normal()))
    points.sort((a, b) => loss(a) - loss(b))
    evolution = nextGeneration(evolution, points)
  }
  return evolution
}

function drawn({ mean, sigma, axes, d }: EvolutionPath, normal: () => number): Float64Array {
  const z = Array.from({ length: d }, normal)
  return mean.map((value, j) => value + sigma * z.reduce((sum, at, k) => sum + axes[j * d + k]! * at, 0))
}

/** An ellipsoid about 0.3 with axes that differ by 1000, turned by 30° in each plane of neighbours. */
function ellipsoid(x: Float64Array): number {
  const d = x.length
  const turned = Array.from(x, (value) => value - 0.3)
  for (let j = 0; j + 1 < d; j++) {
    const [a, b] = [turned[j]!, turned[j + 1]!]
    turned[j] = Math.cos(Math.PI / 6) * a - Math.sin(Math.PI / 6) * b
    turned[j + 1] = Math.sin(Math.PI / 6) * a + Math.cos(Math.PI / 6) * b
  }
  return turned.reduce((sum, value, j) => sum + 1000 ** ((2 * j) / (d - 1)) * value * value, 0)
}

const sphere = (x: Float64Array) => x.reduce((sum, value) => sum + (value - 0.3) ** 2, 0)

describe('nextGeneration', () => {
  it('moves the mean to the weighted mean of the better half', () => {
    const start = startEvolution(Float64Array.of(0, 0), 1, 4, false)
    const ranked = [Float64Array.of(1, 0), Float64Array.of(0, 1), Float64Array.of(9, 9), Float64Array.of(-9, 9)]
    const [first, second] = [Math.log(2.5), Math.log(2.5) - Math.log(2)]
    const { mean } = nextGeneration(start, ranked)
    expect(mean[0]).toBeCloseTo(first / (first + second), 12)
    expect(mean[1]).toBeCloseTo(second / (first + second), 12)
  })

  it('comes to the middle of a sphere, and of a turned ellipsoid in some hundreds of generations', () => {
    // Hansen's tutorial has about 10² · d evaluations for a sphere and ten times as many for such an ellipsoid
    expect(evolve(5, false, sphere).generation).toBeLessThan(120)
    expect(evolve(5, false, ellipsoid).generation).toBeLessThan(400)
    expect(evolve(5, true, sphere).generation).toBeLessThan(120)
  })

  it('learns the shape: the inverse of the covariance is the curvature but for a factor', () => {
    const { eigenvalues } = evolve(3, false, ellipsoid)
    const spread = eigenvalues[2]! / eigenvalues[0]!
    expect(Math.log10(spread)).toBeGreaterThan(5)
    expect(Math.log10(spread)).toBeLessThan(7)
  })

  it('keeps the axes a root of the covariance, and that diagonal where it is separable', () => {
    const { d, axes, covariance } = evolve(4, false, ellipsoid)
    const size = Math.max(...covariance.map(Math.abs))
    for (let j = 0; j < d; j++) {
      for (let k = 0; k < d; k++) {
        let product = 0
        for (let at = 0; at < d; at++) product += axes[j * d + at]! * axes[k * d + at]!
        expect(Math.abs(product - covariance[j * d + k]!)).toBeLessThan(1e-10 * size)
      }
    }
    const separable = evolve(3, true, sphere).covariance
    for (const at of [1, 2, 3, 5, 6, 7]) expect(separable[at]).toBe(0)
  })
})

describe('isConverged', () => {
  it('says so of a spread that is next to nothing, or axes that differ beyond reason', () => {
    const start = startEvolution(Float64Array.of(0, 0), 0.3, 4, false)
    expect(isConverged(start)).toBe(false)
    expect(isConverged({ ...start, sigma: 1e-8 })).toBe(true)
    expect(isConverged({ ...start, eigenvalues: Float64Array.of(1e-15, 1) })).toBe(true)
  })
})
