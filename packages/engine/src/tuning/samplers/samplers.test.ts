import { describe, expect, it } from 'vitest'
import { everyKind, lossOfSetting, search, sphere, twentySettings } from '../../../test/search-problems.ts'
import { type Generator, seededGenerator } from '../../random/generator.ts'
import type { SearchSpace, TrialParameters } from '../space.ts'
import { createStudy, resumeStudy, type Study, type StudyState } from '../study.ts'
import type { TrialResult } from '../trial.ts'
import type { SamplerOptions } from './sampler-options.ts'

// models come into play early, so that short studies reach them
const samplers: readonly SamplerOptions[] = [
  { kind: 'random' },
  { kind: 'sobol' },
  { kind: 'tpe', startupTrials: 5 },
  { kind: 'cma_es', population: 5 },
  { kind: 'gaussian_process', startupTrials: 5 },
]
const learning = samplers.filter(({ kind }) => kind !== 'random' && kind !== 'sobol')

describe.each(samplers)('the sampler $kind', (sampler) => {
  it('asks for values of the dimensions, and of active dimensions alone', () => {
    const { trials } = search(everyKind, { seed: 1, sampler }, 60, lossOfSetting)
    expect(trials).toHaveLength(60)
    for (const { parameters } of trials) expect(faultsOf(everyKind, parameters)).toEqual([])
    // a choice, and a dimension behind two conditions, that nothing ever reaches would pass as well
    expect(new Set(trials.map(({ parameters }) => parameters['model'])).size).toBe(4)
    expect(trials.some(({ parameters }) => 'leaves' in parameters)).toBe(true)
  })

  it('asks for every setting of a discrete space once, and then for none', () => {
    const study = search(twentySettings, { seed: 3, sampler }, 100, lossOfSetting)
    expect(study.trials).toHaveLength(20)
    expect(new Set(study.trials.map(settingOf)).size).toBe(20)
    expect(study.ask()).toBeNull()
    expect(study.ask()).toBeNull()
  })

  it('asks for the only setting of a space of points', () => {
    const point: SearchSpace = [
      { kind: 'float', name: 'a', low: 2.5, high: 2.5 },
      { kind: 'float', name: 'b', low: 0.1, high: 0.1, log: true },
      { kind: 'int', name: 'c', low: 7, high: 7 },
      { kind: 'int', name: 'd', low: 3, high: 3, log: true },
      { kind: 'categorical', name: 'e', choices: ['only'] },
    ]
    const study = search(point, { seed: 3, sampler }, 5, () => 1)
    expect(study.trials.map(({ parameters }) => parameters)).toEqual([{ a: 2.5, b: 0.1, c: 7, d: 3, e: 'only' }])
  })

  it('asks for values that are still free where one dimension of several has become a point', () => {
    const line: SearchSpace = [
      { kind: 'float', name: 'a', low: 1, high: 1 },
      { kind: 'float', name: 'b', low: 0, high: 1 },
    ]
    const { trials } = search(line, { seed: 3, sampler }, 30, ({ b }) => b as number)
    expect(new Set(trials.map(settingOf)).size).toBe(30)
  })

  it('asks for the same trials with the same seed, and others with another', () => {
    const run = (seed: number) => search(everyKind, { seed, sampler }, 30, lossOfSetting).trials.map(settingOf)
    expect(run(11)).toEqual(run(11))
    expect(run(11)).not.toEqual(run(12))
    expect(run(11).slice(5)).not.toEqual(run(2 ** 40 + 11).slice(5))
  })

  it('goes on from what was written down as if it had not stopped', () => {
    const study = createStudy(everyKind, { seed: 5, sampler, enqueue: [{ rate: 0.01 }, { model: 'tree', depth: 6 }] })
    const generator = seededGenerator(9)
    const states = new Set<string>()
    for (let step = 0; step < 40; step++) {
      const resumed = resumeStudy(JSON.parse(JSON.stringify(study.state())) as StudyState)
      expect(resumed.state()).toEqual(study.state())
      expect(resumed.ask()).toEqual(study.ask())
      tellSome(study, generator)
      for (const { state } of study.trials) states.add(state)
    }
    expect([...states].sort()).toEqual(['complete', 'failed', 'pruned', 'running'])
  })

  it('asks for the same trials in batches, however the threads that judge them are interleaved', () => {
    const run = (seedOfThreads: number) => {
      const study = createStudy(everyKind, { seed: 6, sampler })
      const threads = seededGenerator(seedOfThreads)
      for (let batch = 0; batch < 8; batch++) {
        const trials = Array.from({ length: 4 }, () => study.ask()!)
        const steps = trials.flatMap((trial) => [trial, trial])
        threads.shuffle(steps)
        for (const trial of steps) {
          const step = study.trials[trial.number]!.intermediate.length + 1
          study.report(trial, step, lossOfSetting(trial.parameters) + 1 / step)
        }
        for (const trial of trials) study.tell(trial, { values: [lossOfSetting(trial.parameters)] })
      }
      return study.trials
    }
    expect(run(1)).toEqual(run(2))
    expect(new Set(run(1).map(settingOf)).size).toBe(32)
  })

  it('goes on where every trial fails, is pruned at once, or breaks a constraint', () => {
    const ends: readonly TrialResult[] = [
      { state: 'failed' },
      { state: 'pruned' },
      { values: [1], constraints: [2, -1] },
      { values: [Number.MAX_VALUE] },
    ]
    for (const end of ends) {
      const { trials } = search(everyKind, { seed: 2, sampler }, 25, () => end)
      expect(trials.flatMap(({ parameters }) => faultsOf(everyKind, parameters))).toEqual([])
      expect(new Set(trials.map(settingOf)).size).toBe(25)
    }
  })

  it('goes on where trials run and none is told', () => {
    const study = createStudy(everyKind, { seed: 2, sampler })
    const settings = Array.from({ length: 20 }, () => settingOf(study.ask()!))
    expect(new Set(settings).size).toBe(20)
  })

  it.runIf(sampler.kind !== 'cma_es')('serves several objectives', () => {
    const options = { seed: 4, sampler, directions: ['minimize', 'maximize'] } as const
    const { space } = sphere(2)
    const study = search(space, options, 30, ({ x0, x1 }) => ({
      values: [x0 as number, (x0 as number) - (x1 as number)],
    }))
    expect(study.trials).toHaveLength(30)
    expect(study.paretoSet().length).toBeGreaterThan(0)
    const extremes = [Number.MAX_VALUE, -Number.MAX_VALUE, 0, 1e-300]
    const extreme = search(space, options, 30, (_, { number }) => ({
      values: [extremes[number % 4]!, extremes[(number >> 1) % 4]!],
      constraints: [number % 3 === 0 ? 1 : 0],
    }))
    expect(new Set(extreme.trials.map(settingOf)).size).toBe(30)
  })
})

describe.each(learning)('the learning sampler $kind', (sampler) => {
  const { space, loss } = sphere(3)

  it('comes nearer to the least value than random draws', () => {
    const reached = (options: SamplerOptions) =>
      median([1, 2, 3].map((seed) => search(space, { seed, sampler: options }, 40, loss).best()!.values[0]!))
    expect(reached(sampler)).toBeLessThan(reached({ kind: 'random' }) / 2)
  })

  it('maximises what it is told to', () => {
    const down = search(space, { seed: 1, sampler }, 30, loss)
    const up = search(space, { seed: 1, sampler, directions: ['maximize'] }, 30, (p) => -loss(p))
    expect(up.trials.map(settingOf)).toEqual(down.trials.map(settingOf))
  })

  it('keeps away from settings that break a constraint', () => {
    // the sphere's centre is out of bounds: the best feasible values lie on a plane
    const judge = (parameters: TrialParameters) => {
      const short = 0.6 - (parameters['x0'] as number)
      return { values: [loss(parameters)], constraints: [short] }
    }
    const study = search(space, { seed: 1, sampler }, 80, judge)
    const feasible = study.trials.slice(40).filter(({ constraints }) => constraints[0]! <= 0)
    // of random draws 16 are
    expect(feasible.length).toBeGreaterThan(20)
    expect(study.best()!.values[0]).toBeLessThan(0.09 + 0.05)
    expect(study.best()!.constraints[0]).toBeLessThanOrEqual(0)
  })
})

/** What is wrong with a setting, by the plain meaning of its space. */
function faultsOf(space: SearchSpace, parameters: TrialParameters): string[] {
  const names = space
    .filter(({ when }) => when === undefined || when.values.includes(parameters[when.dimension]!))
    .map(({ name }) => name)
  const faults =
    names.join() === Object.keys(parameters).join()
      ? []
      : [`it has ${Object.keys(parameters).join()}, not ${names.join()}`]
  for (const dimension of space.filter(({ name }) => name in parameters)) {
    const value = parameters[dimension.name]!
    const isFine =
      dimension.kind === 'categorical'
        ? dimension.choices.includes(value)
        : typeof value === 'number' &&
          value >= dimension.low &&
          value <= dimension.high &&
          (dimension.kind === 'float' || Number.isInteger(value)) &&
          (dimension.step === undefined ||
            Math.abs(((value - dimension.low) / dimension.step) % 1 || 0) < 1e-9 ||
            Math.abs((((value - dimension.low) / dimension.step) % 1) - 1) < 1e-9)
    if (!isFine) faults.push(`${dimension.name} is ${value}`)
  }
  return faults
}

/** Ends some of the running trials, in no order and in each of the ways. */
function tellSome(study: Study, generator: Generator): void {
  const running = study.trials.filter(({ state }) => state === 'running')
  generator.shuffle(running)
  for (const trial of running.slice(0, generator.integer(3))) {
    const value = lossOfSetting(trial.parameters)
    const way = generator.integer(5)
    if (way === 0) study.tell(trial, { state: 'failed' })
    else if (way === 1) {
      study.report(trial, 1, value + 1)
      study.tell(trial, { state: 'pruned' })
    } else if (way === 2) study.tell(trial, { values: [value], constraints: [0.5, -1] })
    else study.tell(trial, { values: [value] })
  }
}

function settingOf({ parameters }: { readonly parameters: TrialParameters }): string {
  return JSON.stringify(parameters)
}

function median(values: readonly number[]): number {
  return [...values].sort((a, b) => a - b)[values.length >> 1]!
}
