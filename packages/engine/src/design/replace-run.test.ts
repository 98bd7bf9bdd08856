import { describe, expect, it } from 'vitest'
import { mainEffects, secondOrderTerms } from '../linear/terms.ts'
import { designRegion } from './constrained-region.ts'
import { criterionScore } from './criterion-score.ts'
import { designModel } from './design-model.ts'
import type { Criterion, DesignProblem } from './design-problem.ts'
import type { Factor } from './factor.ts'
import { replaceRun } from './replace-run.ts'

const number = (name: string): Factor => ({ kind: 'continuous', name, low: 0, high: 10 })
const FACTORS = [number('x'), number('z')]
const FACTORIAL = Float64Array.of(-1, -1, -1, 1, 1, -1, 1, 1)

describe('replaceRun', () => {
  it('finds the other end of a line when one end can not be made', () => {
    const [factor] = FACTORS
    const line = problem([factor!], 3)
    expect([...replaceRun(line, designRegion([factor!], []), Float64Array.of(-1, -1, 1), 1)]).toEqual([1])
  })

  it.each<Criterion>([{ kind: 'D' }, { kind: 'A' }, { kind: 'I' }, { kind: 'G' }, { kind: 'E' }])(
    'by $kind is no worse than any run of a fine grid that is allowed, and keeps away from refused ones',
    (criterion) => {
      const region = designRegion(FACTORS, [])
      const quadratic: DesignProblem = {
        ...problem(FACTORS, 9),
        model: designModel(FACTORS, { intercept: true, terms: secondOrderTerms(['x', 'z'], ['x', 'z']) }),
        criterion,
      }
      const runs = Float64Array.from([-1, 0, 1].flatMap((x) => [-1, 0, 1].flatMap((z) => [x, z])))
      const refused = Float64Array.of(1, -1)
      const found = replaceRun(quadratic, region, runs, 8, refused)
      const scoreOf = (run: ArrayLike<number>) => {
        const changed = runs.slice()
        changed.set(run, 16)
        return criterionScore(quadratic, region, changed)
      }
      const isNear = (run: ArrayLike<number>, x: number, z: number) =>
        Math.abs(run[0]! - x) <= 0.1 && Math.abs(run[1]! - z) <= 0.1
      expect(isNear(found, 1, 1) || isNear(found, 1, -1)).toBe(false)
      for (let i = 0; i <= 20; i++) {
        for (let j = 0; j <= 20; j++) {
          const run = [i / 10 - 1, j / 10 - 1]
          if (isNear(run, 1, 1) || isNear(run, 1, -1)) continue
          expect(scoreOf(found)).toBeGreaterThanOrEqual(scoreOf(run) - 2e-3 * Math.abs(scoreOf(run)))
        }
      }
    },
  )

  it('keeps the block of the run and the settings of its whole plot', () => {
    const factors: Factor[] = [...FACTORS, { kind: 'block', name: 'day', levels: ['1', '2'], sizes: [2, 2] }]
    const split: DesignProblem = {
      ...problem(factors, 4),
      model: designModel(factors, { intercept: true, terms: mainEffects(['x', 'z']) }),
      wholePlots: { sizes: [2, 2], factors: ['x'], varianceRatio: 1 },
    }
    const runs = Float64Array.of(-1, -1, 0, -1, 1, 0, 1, -1, 1, 1, 1, 1)
    const [x, z, day] = replaceRun(split, designRegion(factors, []), runs, 3)
    expect([x, day]).toEqual([1, 1])
    expect(z).toBeLessThan(0.9)
  })

  it('takes candidates that no other run has, and refuses when none is left', () => {
    const candidates = { runs: FACTORIAL, repeats: false }
    const select = { ...problem(FACTORS, 3), candidates }
    const region = designRegion(FACTORS, [])
    expect([...replaceRun(select, region, FACTORIAL.slice(0, 6), 0)]).toEqual([1, 1])
    expect(() => replaceRun(select, region, FACTORIAL.slice(0, 6), 0, Float64Array.of(1, 1))).toThrow(
      expect.objectContaining({ code: 'design_replacement_missing', details: { run: 1 } }),
    )
  })
})

function problem(factors: readonly Factor[], runs: number): DesignProblem {
  const model = designModel(factors, { intercept: true, terms: mainEffects(factors.map(({ name }) => name)) })
  return { factors, model, criterion: { kind: 'D' }, runs, constraints: [] }
}
