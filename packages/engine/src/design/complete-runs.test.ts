import { describe, expect, it } from 'vitest'
import { mainEffects } from '../linear/terms.ts'
import { seededGenerator } from '../random/generator.ts'
import { centerPoints } from './center-points.ts'
import { completeRuns } from './complete-runs.ts'
import { designRegion } from './constrained-region.ts'
import type { Constraint } from './constraint.ts'
import { criterionScore } from './criterion-score.ts'
import { designModel } from './design-model.ts'
import type { DesignProblem } from './design-problem.ts'
import type { Factor } from './factor.ts'
import { replicatesOf } from './replicates.ts'

const TEMPERATURE: Factor = { kind: 'continuous', name: 'temperature', low: 20, high: 80 }
const SPEED: Factor = { kind: 'discrete', name: 'speed', levels: [1, 2, 10, 11] }
const CATALYST: Factor = { kind: 'categorical', name: 'catalyst', levels: ['A', 'B', 'C'] }
const DAY: Factor = { kind: 'block', name: 'day', levels: ['Mon', 'Tue'], sizes: [4, 4] }
const mixture = (name: string): Factor => ({ kind: 'mixture', name, low: 0, high: 1, group: 'paint', total: 1 })

describe('centerPoints', () => {
  it('is in the middle of numbers, at the lower of two middle levels, and takes the levels of categories and blocks in turn', () => {
    const factors = [TEMPERATURE, { ...SPEED, levels: [0, 4, 6, 10] }, CATALYST, DAY]
    const runs = centerPoints(problem(factors), designRegion(factors, []), 4)
    expect(rows(runs, 4)).toEqual([
      [0, expect.closeTo(-0.2), 0, 0],
      [0, expect.closeTo(-0.2), 1, 1],
      [0, expect.closeTo(-0.2), 2, 0],
      [0, expect.closeTo(-0.2), 0, 1],
    ])
  })

  it('brings other combinations of levels after each has been taken once', () => {
    const factors = [TEMPERATURE, CATALYST, { ...CATALYST, name: 'solvent' }]
    const runs = rows(centerPoints(problem(factors), designRegion(factors, []), 9), 3)
    expect(new Set(runs.map(String)).size).toBe(9)
  })

  it('is the centroid of a mixture', () => {
    const factors = [mixture('a'), mixture('b'), mixture('c')]
    const run = centerPoints(problem(factors), designRegion(factors, []), 1)
    for (const share of run) expect(share).toBeCloseTo(1 / 3, 12)
  })

  it('refuses a middle that a constraint forbids, and factors without any', () => {
    const away: Constraint = {
      kind: 'linear',
      text: 'temperature >= 60',
      coefficients: [{ factor: 'temperature', coefficient: 1 }],
      relation: '>=',
      bound: 60,
    }
    const constrained = { ...problem([TEMPERATURE]), constraints: [away] }
    expect(() => centerPoints(constrained, designRegion([TEMPERATURE], [away]), 1)).toThrow(
      expect.objectContaining({
        code: 'design_center_forbidden',
        details: expect.objectContaining({ constraints: ['temperature >= 60'] }),
      }),
    )
    expect(() => centerPoints(problem([CATALYST]), designRegion([CATALYST], []), 1)).toThrow(
      expect.objectContaining({ code: 'design_center_missing' }),
    )
  })
})

describe('replicatesOf', () => {
  it('repeats the run that gains most, and different runs before any a third time', () => {
    // of a line through −1, 0 and 1 the ends gain most, and the middle comes before an end's second repetition
    const line = problem([TEMPERATURE])
    const repeated = replicatesOf(line, designRegion([TEMPERATURE], []), Float64Array.of(-1, 0, 1), 5)
    expect([...repeated]).toEqual([0, 2, 1, 0, 2])
  })

  it('gains no less than any other run would', () => {
    const factors = [TEMPERATURE, { ...TEMPERATURE, name: 'pressure' }]
    const region = designRegion(factors, [])
    const generator = seededGenerator(4)
    for (const kind of ['D', 'A', 'I', 'E'] as const) {
      const drawn = { ...problem(factors), criterion: { kind } }
      const runs = Float64Array.from({ length: 14 }, () => 2 * generator.uniform() - 1)
      const [best] = replicatesOf(drawn, region, runs, 1)
      const scores = Array.from({ length: 7 }, (_, i) =>
        criterionScore(drawn, region, Float64Array.of(...runs, runs[2 * i]!, runs[2 * i + 1]!)),
      )
      expect(scores[best!]).toBeCloseTo(Math.max(...scores), 10)
    }
  })
})

describe('completeRuns', () => {
  it('lists the design, its replicates and the centre points, and an order of all', () => {
    const factors = [TEMPERATURE]
    const { runs, origins, order } = completeRuns(
      problem(factors),
      designRegion(factors, []),
      Float64Array.of(-1, 1, 1),
      { centerPoints: 2, replicates: 1 },
      seededGenerator(1),
    )
    expect([...runs]).toEqual([-1, 1, 1, -1, 0, 0])
    expect(origins.map(({ kind }) => kind)).toEqual(['new', 'new', 'new', 'replicate', 'center', 'center'])
    expect(origins[3]).toEqual({ kind: 'replicate', run: 0 })
    expect([...order].toSorted((a, b) => a - b)).toEqual([0, 1, 2, 3, 4, 5])
    expect([order[1]! >= 4, order[4]! >= 4]).toEqual([true, true])
  })
})

function problem(factors: readonly Factor[]): DesignProblem {
  const model = designModel(factors, { intercept: true, terms: mainEffects(factors.map(({ name }) => name)) })
  return { factors, model, criterion: { kind: 'D' }, runs: 0, constraints: [] }
}

function rows(runs: Float64Array, k: number): number[][] {
  return Array.from({ length: runs.length / k }, (_, i) => [...runs.subarray(i * k, (i + 1) * k)])
}
