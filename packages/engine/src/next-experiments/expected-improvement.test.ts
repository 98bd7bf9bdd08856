import { describe, expect, it } from 'vitest'
import { type Generator, seededGenerator } from '../random/generator.ts'
import { expectedHypervolumeImprovement, hypervolumeImprovement } from './expected-hypervolume.ts'
import { nonDominatedBoxes } from './non-dominated-boxes.ts'
import { normalExcess, normalWithin } from './normal-excess.ts'
import { exceedance, expectedExcess, type Objective, probabilityWithin, utilityOf } from './objective.ts'

const DRAWS = 60_000

/** A mean over draws and its standard error. */
function meanOver(generator: Generator, draw: (generator: Generator) => number): { mean: number; error: number } {
  let sum = 0
  let squares = 0
  for (let i = 0; i < DRAWS; i++) {
    const value = draw(generator)
    sum += value
    squares += value * value
  }
  const mean = sum / DRAWS
  return { mean, error: Math.sqrt(Math.max(0, squares / DRAWS - mean * mean) / DRAWS) }
}

const OBJECTIVES: readonly Objective[] = [
  { kind: 'maximise' },
  { kind: 'minimise' },
  { kind: 'target', target: 1 },
  { kind: 'range', low: 0.5, high: 1.5 },
  { kind: 'range', low: -Infinity, high: 0.3 },
  { kind: 'range', low: 0.3, high: Infinity },
]

describe.each(OBJECTIVES)('the expected excess over a threshold: $kind', (objective) => {
  it.each([-1.2, -0.4, -0.05])('is the mean over draws of the response: threshold %d', (threshold) => {
    const generator = seededGenerator(5)
    const [mean, deviation] = [0.6, 0.8]
    const plain = meanOver(generator, (each) =>
      Math.max(0, utilityOf(objective, mean + deviation * each.normal()) - threshold),
    )
    expect(Math.abs(expectedExcess(objective, mean, deviation, threshold) - plain.mean)).toBeLessThan(4.5 * plain.error)
  })

  it('has the probability of exceeding the threshold as its slope', () => {
    for (const threshold of [-1.2, -0.4, -0.05]) {
      const at = (shift: number) => expectedExcess(objective, 0.6, 0.8, threshold + shift)
      expect((at(-1e-5) - at(1e-5)) / 2e-5).toBeCloseTo(exceedance(objective, 0.6, 0.8, threshold), 6)
    }
  })

  it('of a known response is what it exceeds the threshold by', () => {
    for (const response of [-2, 0.4, 0.9, 1.1, 3]) {
      const excess = Math.max(0, utilityOf(objective, response) + 0.7)
      expect(expectedExcess(objective, response, 0, -0.7)).toBeCloseTo(excess, 12)
    }
  })
})

describe('one normal distribution', () => {
  it('improves on its own mean by deviation / √(2π)', () => {
    expect(normalExcess(3, 2, 3)).toBeCloseTo(2 / Math.sqrt(2 * Math.PI), 14)
  })

  it('is never negative, however far the threshold', () => {
    for (let threshold = 0; threshold < 60; threshold += 0.37) {
      expect(normalExcess(0, 1, threshold)).toBeGreaterThanOrEqual(0)
    }
    expect(normalExcess(0, 1, 8)).toBeCloseTo(7.55e-17, 18)
  })

  it('lies within an interval of its far tail with the probability that is left there', () => {
    // Q(10) − Q(11)
    const tail = 7.619853024160526e-24 - 1.9106595744986757e-28
    expect(normalWithin(0, 1, 10, 11) / tail).toBeCloseTo(1, 12)
    expect(normalWithin(0, 1, -11, -10) / tail).toBeCloseTo(1, 12)
    expect(normalWithin(0, 1, -1, 2)).toBeCloseTo(0.8185946141203638, 14)
    expect(probabilityWithin({ kind: 'maximise' }, 0, 1)).toBe(1)
  })
})

function randomPoints(generator: Generator, points: number, m: number): Float64Array {
  return Float64Array.from({ length: points * m }, () => Math.round(8 * generator.uniform()) / 8)
}

function isDominated(point: Float64Array, points: Float64Array): boolean {
  const m = point.length
  for (let at = 0; at < points.length; at += m) {
    if (point.every((value, j) => points[at + j]! >= value)) return true
  }
  return false
}

describe.each([1, 2, 3, 4])('boxes that a front of %i objectives leaves', (m) => {
  const generator = seededGenerator(m)
  const points = randomPoints(generator, 12, m)
  const boxes = nonDominatedBoxes(points, new Float64Array(m))

  it('hold every point that is not dominated once, and no other', () => {
    const count = boxes.low.length / m
    for (let draw = 0; draw < 800; draw++) {
      const point = Float64Array.from({ length: m }, () => 1.2 * generator.uniform())
      let holding = 0
      for (let box = 0; box < count; box++) {
        const isIn = boxes.levels.every(
          (levels, j) => point[j]! > levels[boxes.low[box * m + j]!]! && point[j]! <= levels[boxes.high[box * m + j]!]!,
        )
        if (isIn) holding++
      }
      expect(holding).toBe(isDominated(point, points) ? 0 : 1)
    }
  })

  it('give the growth of the hypervolume that counting cells gives', () => {
    // all coordinates are eighths, so that the cells of a grid of eighths are dominated as a whole
    for (let draw = 0; draw < 8; draw++) {
      const point = randomPoints(generator, 1, m)
      let cells = 0
      for (let index = 0; index < 8 ** m; index++) {
        const upper = Float64Array.from({ length: m }, (_, j) => ((Math.floor(index / 8 ** j) % 8) + 1) / 8)
        if (isDominated(upper, point) && !isDominated(upper, points)) cells++
      }
      expect(hypervolumeImprovement(boxes, point)).toBeCloseTo(cells / 8 ** m, 12)
    }
  })

  it('give the expected growth that drawing utilities gives', () => {
    const means = Float64Array.from({ length: m }, (_, j) => 0.5 + 0.1 * j)
    const deviations = Float64Array.from({ length: m }, (_, j) => 0.3 + 0.1 * j)
    const exact = expectedHypervolumeImprovement(boxes, (j, threshold) =>
      normalExcess(means[j]!, deviations[j]!, threshold),
    )
    const drawn = new Float64Array(m)
    let sum = 0
    let squares = 0
    const draws = 6_000
    for (let i = 0; i < draws; i++) {
      for (let j = 0; j < m; j++) drawn[j] = means[j]! + deviations[j]! * generator.normal()
      const growth = hypervolumeImprovement(boxes, drawn)
      sum += growth
      squares += growth * growth
    }
    const error = Math.sqrt((squares / draws - (sum / draws) ** 2) / draws)
    expect(Math.abs(exact - sum / draws)).toBeLessThan(4.5 * error)
  })
})

it('an empty front leaves one box, of which the expected volume is the product of the excesses', () => {
  const boxes = nonDominatedBoxes(new Float64Array(0), Float64Array.of(0, 0))
  expect(boxes.low).toHaveLength(2)
  expect(expectedHypervolumeImprovement(boxes, (j) => j + 2)).toBe(6)
})
