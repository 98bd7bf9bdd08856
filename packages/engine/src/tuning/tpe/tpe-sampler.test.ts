import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { describeWithReferenceData, referencePath } from '../../../../../test/reference-data.ts'
import { branin, hartmann3, hartmann6, search, sphere, twentySettings } from '../../../test/search-problems.ts'
import { hypervolume } from '../../pareto/hypervolume.ts'
import type { SamplerChoice } from '../samplers/sampler-options.ts'
import type { SearchSpace, TrialParameters } from '../space.ts'
import { createStudy, type Study } from '../study.ts'

describeWithReferenceData('the sampler tpe beside Optuna', () => {
  interface Measured {
    readonly seeds: number
    readonly [after: `best_after_${number}`]: { readonly median: number }
  }
  const measured = () => {
    const text = readFileSync(referencePath('reference/reference.json'), 'utf8')
    const { bayesian_optimisation } = JSON.parse(text) as {
      bayesian_optimisation: { measured: Record<string, Record<string, Measured>> }
    }
    return bayesian_optimisation.measured
  }

  it.each([
    ['branin', branin],
    ['hartmann3', hartmann3],
    ['hartmann6', hartmann6],
  ])('has as good a median best value of %s after as many trials and repetitions', (name, { space, loss, least }) => {
    const peer = measured()[name]!['optuna3.1_TPE_default']!
    const counts = Object.keys(peer).flatMap((key) => (key.startsWith('best_after_') ? [Number(key.slice(11))] : []))
    expect(counts.length).toBeGreaterThan(5)
    const runs = Array.from({ length: peer.seeds }, (_, i) =>
      search(space, { seed: i + 1 }, Math.max(...counts), loss).trials.map(({ values }) => values[0]!),
    )
    for (const count of counts) {
      const ours = median(runs.map((values) => Math.min(...values.slice(0, count))))
      expect(ours, `after ${count} trials`).toBeLessThanOrEqual(peer[`best_after_${count}`]!.median)
      expect(ours).toBeGreaterThanOrEqual(least - 1e-5)
    }
  })
})

describe('the sampler tpe', () => {
  it('takes for a trial in proportion to the trials before, not to their square', () => {
    const { space, loss } = sphere(8)
    const [few, many] = [100, 500].map((count) => {
      const study = search(space, { seed: 1 }, count, loss)
      // the least of five: what else the machine does is not its cost; bench/tuning.ts measures it in milliseconds
      return Math.min(...[1, 2, 3, 4, 5].map(() => millisecondsOf(() => goOn(study, 10, loss))))
    })
    expect(many! / few!).toBeLessThan(15)
  })

  it('models dimensions together: it finds a narrow valley that lies across them', () => {
    const valley = ({ x0, x1 }: TrialParameters) => {
      const [a, b] = [x0 as number, x1 as number]
      return 100 * (a - b) ** 2 + (a + b - 1.4) ** 2
    }
    const best = [1, 2, 3, 4, 5].map((seed) => search(sphere(2).space, { seed }, 100, valley).best()!.values[0]!)
    expect(median(best)).toBeLessThan(0.01)
  })

  it('searches the branch of a condition that has the best values, each with its own dimensions', () => {
    const space: SearchSpace = [
      { kind: 'categorical', name: 'branch', choices: ['a', 'b', 'c'] },
      { kind: 'float', name: 'p', low: 0, high: 1, when: { dimension: 'branch', values: ['a'] } },
      { kind: 'float', name: 'q', low: 0, high: 1, when: { dimension: 'branch', values: ['b'] } },
      { kind: 'float', name: 'r', low: 0, high: 1, when: { dimension: 'branch', values: ['b'] } },
    ]
    const judge = ({ branch, p, q, r }: TrialParameters) =>
      branch === 'a'
        ? 1 + (p as number)
        : branch === 'b'
          ? ((q as number) - 0.2) ** 2 + ((r as number) - 0.9) ** 2
          : 0.9
    const { trials } = search(space, { seed: 4 }, 80, judge)
    const late = trials.slice(40)
    const inBest = late.filter(({ parameters }) => parameters['branch'] === 'b')
    expect(inBest.length).toBeGreaterThan(25)
    expect(median(inBest.map(({ values }) => values[0]!))).toBeLessThan(0.02)
  })

  it('finds the best of a small discrete space sooner than by going through it', () => {
    const judge = ({ count, kind, extra = 0 }: TrialParameters) =>
      Math.abs((count as number) - 3) + (kind === 'a' ? 0 : 2) + Math.abs((extra as number) - 4)
    const needed = (sampler: SamplerChoice) =>
      median(
        Array.from(
          { length: 40 },
          (_, seed) => search(twentySettings, { seed, sampler }, 20, judge).best()!.number + 1,
        ),
      )
    expect(needed({ kind: 'tpe', startupTrials: 5 })).toBeLessThan(0.75 * needed('random'))
  })

  it('keeps trials that are asked for together apart', () => {
    const { space, loss } = sphere(2)
    const spread = (batch: number) => {
      const study = search(space, { seed: 7 }, 60, loss)
      const trials = Array.from({ length: 12 }, () => {
        const trial = study.ask()!
        if (batch === 1) study.tell(trial, { state: 'failed' })
        return trial
      })
      return median(
        trials.flatMap((a) => trials.filter((b) => b !== a).map((b) => distance(a.parameters, b.parameters))),
      )
    }
    // told as failed, a trial leaves no mark, and the next comes from the same densities
    expect(spread(12)).toBeGreaterThan(spread(1))
  })

  it('takes running trials for bad ones also where those that ended are infeasible', () => {
    const { space } = sphere(2)
    const study = createStudy(space, { seed: 2, enqueue: [{ x0: 0.1, x1: 0.1 }] })
    study.ask()
    for (let t = 0; t < 30; t++) study.tell(study.ask()!, { values: [0], constraints: [1] })
    const asked = Array.from({ length: 20 }, () => study.ask()!.parameters)
    const near = asked.filter((parameters) => distance(parameters, { x0: 0.1, x1: 0.1 }) < 0.2)
    expect(near.length).toBeLessThan(4)
  })

  it('fills the front of several objectives further than random draws', () => {
    const directions = ['minimize', 'minimize'] as const
    // ZDT1 in four dimensions
    const judge = (parameters: TrialParameters) => {
      const [first, ...others] = sphere(4).space.map(({ name }) => parameters[name] as number)
      const g = 1 + 3 * others.reduce((a, b) => a + b, 0)
      return { values: [first!, g * (1 - Math.sqrt(first! / g))] }
    }
    const volume = (sampler: 'tpe' | 'random') =>
      median(
        [1, 2, 3].map((seed) => {
          const study = search(sphere(4).space, { seed, sampler, directions }, 150, judge)
          return hypervolume(
            study.paretoSet().map(({ values }) => values),
            [1.1, 1.1],
          )
        }),
      )
    // the whole front has 0.877
    expect(volume('tpe')).toBeGreaterThan(0.5)
    expect(volume('random')).toBeLessThan(0.2)
  })

  it.each([[{ startupTrials: -1 }], [{ startupTrials: 1.5 }], [{ candidates: 0 }]])('refuses %j', (options) => {
    expect(() => createStudy(sphere(1).space, { seed: 1, sampler: { kind: 'tpe', ...options } })).toThrow(RangeError)
  })
})

function goOn(study: Study, trials: number, loss: (parameters: TrialParameters) => number): void {
  for (let t = 0; t < trials; t++) {
    const trial = study.ask()!
    study.tell(trial, { values: [loss(trial.parameters)] })
  }
}

function millisecondsOf(work: () => void): number {
  const before = process.cpuUsage()
  work()
  const { user, system } = process.cpuUsage(before)
  return (user + system) / 1000
}

function distance(a: TrialParameters, b: TrialParameters): number {
  return Math.hypot(...Object.keys(a).map((name) => (a[name] as number) - (b[name] as number)))
}

function median(values: readonly number[]): number {
  const sorted = [...values].sort((a, b) => a - b)
  return (sorted[(sorted.length - 1) >> 1]! + sorted[sorted.length >> 1]!) / 2
}
