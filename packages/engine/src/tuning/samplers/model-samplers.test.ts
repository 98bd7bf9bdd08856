import { describe, expect, it } from 'vitest'
import { branin, search, sphere } from '../../../test/search-problems.ts'
import type { SearchSpace } from '../space.ts'
import { createStudy } from '../study.ts'
import { expectedImprovement } from './gaussian-process-sampler.ts'

describe('the sampler sobol', () => {
  it('puts one of 64 trials in each of 64 cells, in every pair of dimensions', () => {
    const { trials } = search(sphere(3).space, { seed: 5, sampler: 'sobol' }, 64, () => 0)
    const pairs = [
      ['x0', 'x1'],
      ['x0', 'x2'],
    ] as const
    for (const [a, b] of pairs) {
      for (const [across, down] of [
        [64, 1],
        [1, 64],
      ] as const) {
        const cell = ({ parameters }: (typeof trials)[number]) =>
          Math.floor((parameters[a] as number) * across) * 64 + Math.floor((parameters[b] as number) * down)
        expect(new Set(trials.map(cell)).size).toBe(64)
      }
    }
  })

  it('goes on with the same sequence where it grows', () => {
    const { trials } = search(sphere(2).space, { seed: 5, sampler: 'sobol' }, 256, () => 0)
    expect(new Set(trials.map(({ parameters }) => Math.floor((parameters['x0'] as number) * 256))).size).toBe(256)
  })
})

describe('the sampler cma_es', () => {
  it('comes to the middle of a sphere far nearer than others can', () => {
    const { space, loss } = sphere(4)
    expect(search(space, { seed: 1, sampler: 'cma_es' }, 600, loss).best()!.values[0]).toBeLessThan(1e-6)
  })

  it('starts where the first setting that it is given lies', () => {
    const start = { x0: 0.9, x1: 0.1 }
    const sampler = { kind: 'cma_es', sigma: 0.02 } as const
    const { trials } = search(sphere(2).space, { seed: 1, sampler, enqueue: [start] }, 6, () => 0)
    for (const { parameters } of trials) {
      expect(Math.abs((parameters['x0'] as number) - 0.9)).toBeLessThan(0.1)
      expect(Math.abs((parameters['x1'] as number) - 0.1)).toBeLessThan(0.1)
    }
  })

  it('leaves what it converged to, and searches elsewhere with more trials a generation', () => {
    // two valleys; the wider one holds the start, the deeper one does not
    const space: SearchSpace = [{ kind: 'float', name: 'x', low: 0, high: 1 }]
    const judge = ({ x }: { readonly x?: unknown }) =>
      Math.min(((x as number) - 0.3) ** 2 + 0.01, 9 * ((x as number) - 0.9) ** 2)
    const study = search(
      space,
      { seed: 2, sampler: { kind: 'cma_es', sigma: 0.05 }, enqueue: [{ x: 0.3 }] },
      900,
      judge,
    )
    // 0.01 is the least of the valley that it starts in
    expect(study.best()!.values[0]).toBeLessThan(1e-3)
  })

  it('passes over trials that are told after their generation has ended', () => {
    const { space, loss } = sphere(2)
    const next = (late: boolean) => {
      const study = createStudy(space, { seed: 1, sampler: { kind: 'cma_es', population: 4 } })
      const trials = Array.from({ length: 8 }, () => study.ask()!)
      for (const [i, trial] of trials.entries())
        study.tell(trial, i < 4 || late ? { values: [loss(trial.parameters)] } : { state: 'failed' })
      return study.ask()!.parameters
    }
    expect(next(true)).toEqual(next(false))
  })

  it('draws again where a setting was tried, and does not leave its neighbourhood', () => {
    const space: SearchSpace = ['a', 'b'].map((name) => ({ kind: 'int', name, low: 0, high: 100 }))
    const sampler = { kind: 'cma_es', sigma: 0.01 } as const
    const study = createStudy(space, { seed: 1, sampler, enqueue: [{ a: 50, b: 50 }] })
    const asked = Array.from({ length: 12 }, () => study.ask()!.parameters)
    for (const { a, b } of asked) {
      expect(Math.abs((a as number) - 50)).toBeLessThan(6)
      expect(Math.abs((b as number) - 50)).toBeLessThan(6)
    }
  })

  it.each([{ population: 3 }, { population: 4.5 }, { sigma: 0 }, { sigma: 2 }])('refuses %j', (options) => {
    expect(() => createStudy(sphere(2).space, { seed: 1, sampler: { kind: 'cma_es', ...options } })).toThrow(RangeError)
  })
})

describe('the sampler gaussian_process', () => {
  it('comes within a hundredth of the least value of Branin in 40 trials', () => {
    const { space, loss, least } = branin
    const best = search(space, { seed: 1, sampler: 'gaussian_process' }, 40, loss).best()!
    expect(best.values[0]! - least).toBeLessThan(0.01)
  })

  it('keeps trials that are asked for together apart', () => {
    const { space, loss } = branin
    const nearest = (isTold: boolean) => {
      const study = search(space, { seed: 1, sampler: 'gaussian_process' }, 14, loss)
      const asked = Array.from({ length: 4 }, () => {
        const trial = study.ask()!
        // told as failed, a trial leaves no mark, and the next comes from the same model
        if (isTold) study.tell(trial, { state: 'failed' })
        return [trial.parameters['x0'] as number, trial.parameters['x1'] as number] as const
      })
      const distances = asked.flatMap((a, i) => asked.slice(i + 1).map((b) => Math.hypot(a[0] - b[0], a[1] - b[1])))
      return Math.min(...distances)
    }
    expect(nearest(false)).toBeGreaterThan(3 * nearest(true))
  })

  it('refuses to begin with fewer than two trials', () => {
    const sampler = { kind: 'gaussian_process', startupTrials: 1 } as const
    expect(() => createStudy(sphere(2).space, { seed: 1, sampler })).toThrow(RangeError)
  })
})

describe('expectedImprovement', () => {
  it('is the mean of what normal draws fall below the least loss', () => {
    const [least, mean, sd] = [1, 1.5, 0.8]
    let integral = 0
    const step = 1e-4
    for (let x = mean - 9 * sd; x < least; x += step) {
      integral += ((least - x) * step * Math.exp(-(((x - mean) / sd) ** 2) / 2)) / (sd * Math.sqrt(2 * Math.PI))
    }
    expect(expectedImprovement(least, mean, sd)).toBeCloseTo(integral, 4)
  })

  it('is what the mean lies below where there is no doubt', () => {
    expect(expectedImprovement(3, 1, 0)).toBe(2)
    expect(expectedImprovement(1, 3, 0)).toBe(0)
  })
})
