import { describe, expect, it } from 'vitest'
import { everyKind, lossOfSetting, search, sphere, twentySettings } from '../../test/search-problems.ts'
import { createStudy, resumeStudy, type StudyState } from './study.ts'
import type { Trial, TrialResult } from './trial.ts'

const { space } = sphere(2)

describe('a study', () => {
  it('numbers trials in the order of asking, and keeps what was told of them', () => {
    const study = createStudy(space, { seed: 1 })
    const [first, second] = [study.ask()!, study.ask()!]
    study.report(second, 1, 5)
    study.report(second, 3, 4)
    study.tell(second, { state: 'pruned' })
    study.tell(first, { values: [2], constraints: [-1], intermediate: [{ step: 1, value: 3 }] })
    expect(study.trials).toMatchObject([
      {
        number: 0,
        state: 'complete',
        values: [2],
        constraints: [-1],
        toldAs: 1,
        intermediate: [{ step: 1, value: 3 }],
      },
      {
        number: 1,
        state: 'pruned',
        values: [],
        toldAs: 0,
        intermediate: [
          { step: 1, value: 5 },
          { step: 3, value: 4 },
        ],
      },
    ])
  })

  it.each<[string, TrialResult]>([
    ['no value', {}],
    ['too many values', { values: [1, 2] }],
    ['a value that is not finite', { values: [Number.NaN] }],
    ['a constraint that is not finite', { values: [1], constraints: [Number.POSITIVE_INFINITY] }],
    [
      'steps that do not rise',
      {
        state: 'pruned',
        intermediate: [
          { step: 2, value: 1 },
          { step: 2, value: 1 },
        ],
      },
    ],
    ['an intermediate value that is not finite', { state: 'pruned', intermediate: [{ step: 2, value: Number.NaN }] }],
  ])('refuses %s, and the trial runs on', (_, result) => {
    const study = createStudy(space, { seed: 1 })
    const trial = study.ask()!
    expect(() => study.tell(trial, result)).toThrow(RangeError)
    study.tell(trial, { values: [1] })
    expect(study.trials[0]).toMatchObject({ state: 'complete', values: [1] })
  })

  it('refuses to be told of a trial twice, or of one that it never asked for', () => {
    const study = search(space, { seed: 1 }, 1, () => 1)
    expect(() => study.tell({ number: 0 }, { values: [1] })).toThrow('told before')
    expect(() => study.report({ number: 0 }, 1, 1)).toThrow('told before')
    expect(() => study.tell({ number: 1 }, { values: [1] })).toThrow('no trial 1')
  })

  it('tries the settings that it is given first, in their order, each once, and draws what they leave out', () => {
    const enqueue = [{ count: 2, kind: 'b' }, { count: 2, kind: 'b' }, { kind: 'a', extra: 4 }, { count: 1 }]
    const study = search(twentySettings, { seed: 2, enqueue }, 30, lossOfSetting)
    expect(study.trials.slice(0, 4).map(({ enqueuedAs }) => enqueuedAs)).toEqual([0, 2, 3, null])
    expect(study.trials[0]!.parameters).toEqual({ count: 2, kind: 'b' })
    expect(study.trials[1]!.parameters).toMatchObject({ kind: 'a', extra: 4 })
    expect(study.trials[2]!.parameters).toMatchObject({ count: 1 })
    expect(study.trials).toHaveLength(20)
  })

  it.each([
    ['no objective', { directions: [] }],
    ['a pruner with several', { directions: ['minimize', 'minimize'], pruner: { kind: 'median' } }],
    ['a setting beyond the space', { enqueue: [{ x0: 2 }] }],
    ['a setting of another space', { enqueue: [{ other: 2 }] }],
    ['a sampler that is not there', { sampler: 'oracle' as 'tpe' }],
    ['cma_es with several objectives', { sampler: 'cma_es', directions: ['minimize', 'minimize'] }],
  ] as const)('refuses %s', (_, options) => {
    expect(() => createStudy(space, { seed: 1, ...options })).toThrow(RangeError)
  })

  it('has as its best the feasible complete trial with the best value, the first of equals', () => {
    const ends: TrialResult[] = [
      { values: [3] },
      { values: [1], constraints: [0.1] },
      { state: 'pruned', intermediate: [{ step: 1, value: 0 }] },
      { values: [2], constraints: [0, -5] },
      { values: [2] },
      { state: 'failed' },
    ]
    const run = (directions?: ['maximize']) =>
      search(space, { seed: 1, ...(directions && { directions }) }, 6, (_, { number }) => ends[number]!)
    expect(run().best()!.number).toBe(3)
    expect(run(['maximize']).best()!.number).toBe(0)
    expect(createStudy(space, { seed: 1 }).best()).toBeNull()
  })

  it('has as its Pareto set the feasible trials that none dominates, in their directions', () => {
    const ends: TrialResult[] = [
      { values: [1, 1] },
      { values: [2, 2] },
      { values: [2, 1] },
      { values: [0, 9], constraints: [1] },
      { values: [1, 1] },
    ]
    const options = { seed: 1, directions: ['minimize', 'maximize'] } as const
    const study = search(space, options, 5, (_, { number }) => ends[number]!)
    expect(study.paretoSet().map(({ number }) => number)).toEqual([0, 1, 4])
    expect(() => study.best()).toThrow('paretoSet')
  })

  it('gives trials up by its pruner, whatever others that run have reported', () => {
    const study = createStudy(space, { seed: 1, pruner: { kind: 'median', startupTrials: 1 } })
    const [first, second, third] = [study.ask()!, study.ask()!, study.ask()!]
    study.report(first, 1, 1)
    study.report(second, 1, 2)
    study.report(third, 1, 0.5)
    expect(study.shouldPrune(second)).toBe(false)
    study.tell(first, { values: [1] })
    expect([study.shouldPrune(second), study.shouldPrune(third)]).toEqual([true, false])
    const without = createStudy(space, { seed: 1 })
    expect(without.shouldPrune(without.ask()!)).toBe(false)
  })
})

describe('resumeStudy', () => {
  const state = (): StudyState => {
    const study = search(everyKind, { seed: 8 }, 12, lossOfSetting)
    study.report(study.ask()!, 1, 4)
    return study.state()
  }
  const changed = (number: number, change: Partial<Trial>): StudyState => {
    const { trials, ...others } = state()
    return { ...others, trials: trials.map((trial, i) => (i === number ? { ...trial, ...change } : trial)) }
  }

  it('keeps a running trial and what was reported of it, to be told later', () => {
    const resumed = resumeStudy(state())
    resumed.report({ number: 12 }, 2, 3)
    resumed.tell({ number: 12 }, { values: [3] })
    expect(resumed.trials[12]!.intermediate).toHaveLength(2)
  })

  it('does not ask again for what was asked for', () => {
    const { trials } = search(twentySettings, { seed: 8 }, 15, lossOfSetting)
    const resumed = resumeStudy({ space: twentySettings, options: { seed: 8 }, trials })
    let more = 0
    while (resumed.ask()) more++
    expect(more).toBe(5)
  })

  it.each<[string, number, Partial<Trial>]>([
    ['a wrong number', 3, { number: 4 }],
    ['a place in the order of telling that another has', 3, { toldAs: 4 }],
    ['a place in it without an end', 3, { state: 'running' }],
    ['an end without a place in it', 3, { toldAs: null }],
    ['more told before it than there were', 12, { askedAfter: 13 }],
    ['fewer told before it than before the last', 5, { askedAfter: 2 }],
    ['an end before it was asked for', 11, { askedAfter: 12 }],
    ['a value too few', 5, { values: [] }],
    ['parameters that are not of the space', 5, { parameters: { rate: 2 } }],
  ])('refuses a trial with %s', (_, number, change) => {
    expect(() => resumeStudy(changed(number, change))).toThrow(RangeError)
  })
})
