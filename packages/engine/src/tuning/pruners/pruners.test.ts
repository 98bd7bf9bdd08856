import { describe, expect, it } from 'vitest'
import type { Direction, Trial, TrialState } from '../trial.ts'
import { type Pruner, shouldPrune } from './pruner.ts'

/** Values of steps 1, 2, 3 …; the last is that of the trial, where it is complete. */
function trial(values: readonly number[], state: TrialState = 'complete', constraints: readonly number[] = []): Trial {
  return {
    number: 0,
    parameters: {},
    state,
    values: state === 'complete' ? values.slice(-1) : [],
    intermediate: values.map((value, i) => ({ step: i + 1, value })),
    constraints,
    enqueuedAs: null,
    askedAfter: 0,
    toldAs: 0,
  }
}

/** Asked with the values as they are, and with all signs turned in a study that maximises: the answers must agree. */
function isGivenUp(pruner: Pruner, values: readonly number[], ended: readonly Trial[]): boolean {
  const answer = (sign: 1 | -1, direction: Direction) =>
    shouldPrune(
      pruner,
      turned(trial(values, 'running'), sign),
      ended.map((other) => turned(other, sign)),
      direction,
    )
  const minimized = answer(1, 'minimize')
  if (pruner.kind !== 'threshold') expect(answer(-1, 'maximize')).toBe(minimized)
  return minimized
}

function turned(given: Trial, sign: 1 | -1): Trial {
  return {
    ...given,
    values: given.values.map((value) => sign * value),
    intermediate: given.intermediate.map(({ step, value }) => ({ step, value: sign * value })),
  }
}

describe('every pruner', () => {
  const pruners: Pruner[] = [
    { kind: 'median', startupTrials: 0 },
    { kind: 'successive_halving' },
    { kind: 'wilcoxon' },
    { kind: 'threshold', upper: 0 },
    { kind: 'patience', patience: 0 },
  ]

  it.each(pruners)('keeps a trial of which nothing is known: $kind', (pruner) => {
    expect(isGivenUp(pruner, [], [trial([1, 1])])).toBe(false)
  })

  it.each(pruners.slice(0, 3))('keeps the first trial: $kind', (pruner) => {
    expect(isGivenUp(pruner, [9, 9, 9], [])).toBe(false)
    expect(isGivenUp(pruner, [9, 9, 9], [trial([], 'failed')])).toBe(false)
  })

  it('is refused by name where there is none of its kind', () => {
    const none = { kind: 'oracle' } as unknown as Pruner
    expect(() => shouldPrune(none, trial([1], 'running'), [], 'minimize')).toThrow('oracle')
  })
})

describe('the median pruner', () => {
  const ended = [1, 2, 3, 4].map((value) => trial([value, value]))
  const pruner: Pruner = { kind: 'median', startupTrials: 4 }

  it.each([
    ['beyond the median, 2.5', [2.6], true],
    ['at the median', [2.5], false],
    ['that was better before: its best value counts', [1, 9], false],
    ['at a step that none has reached', [9, 9, 9], false],
  ])('judges a trial %s', (_, values, expected) => {
    expect(isGivenUp(pruner, values, ended)).toBe(expected)
  })

  it('waits for its first trials, and for the first steps', () => {
    expect(isGivenUp({ ...pruner, startupTrials: 5 }, [9], ended)).toBe(false)
    expect(isGivenUp({ ...pruner, warmupSteps: 1 }, [9], ended)).toBe(false)
    expect(isGivenUp({ ...pruner, warmupSteps: 1 }, [9, 9], ended)).toBe(true)
  })

  it('hears complete trials alone', () => {
    const others = [trial([9], 'pruned'), trial([9], 'failed')]
    expect(isGivenUp(pruner, [2.6], [...ended, ...others, ...others])).toBe(true)
  })
})

describe('the pruner by successive halving', () => {
  const pruner: Pruner = { kind: 'successive_halving', reductionFactor: 2 }

  it.each([
    ['the best half goes on from step 1', [2], false],
    ['the others do not', [3.5], true],
    ['one as good as the last that goes on does too', [2], false],
    ['between the rungs, at step 3, nothing is given up', [1, 1, 99], false],
    ['what it was at a rung before is not asked again', [3.5, 1, 1], false],
    ['at step 4 the next rung stands', [1, 1, 1, 99], true],
  ])('%s', (_, values, expected) => {
    const ended = [1, 2, 3, 4].map((value) => trial([value, value, value, value]))
    expect(isGivenUp(pruner, values, ended)).toBe(expected)
  })

  it('counts pruned trials at the rungs that they came to', () => {
    const ended = [trial([5], 'pruned'), trial([6], 'pruned'), trial([7], 'pruned')]
    expect(isGivenUp(pruner, [5], ended)).toBe(false)
    expect(isGivenUp(pruner, [6.5], ended)).toBe(true)
  })

  it('lets one go on where there are fewer than the factor', () => {
    const three: Pruner = { kind: 'successive_halving', reductionFactor: 3 }
    expect(isGivenUp(three, [1], [trial([2])])).toBe(false)
    expect(isGivenUp(three, [3], [trial([2])])).toBe(true)
  })

  it('has its first rung at minResource', () => {
    const late: Pruner = { kind: 'successive_halving', reductionFactor: 2, minResource: 2 }
    expect(isGivenUp(late, [9], [trial([1, 1])])).toBe(false)
    expect(isGivenUp(late, [9, 9], [trial([1, 1])])).toBe(true)
  })

  it('refuses factors that reduce nothing', () => {
    expect(() => isGivenUp({ kind: 'successive_halving', reductionFactor: 1 }, [1], [])).toThrow(RangeError)
    expect(() => isGivenUp({ kind: 'successive_halving', minResource: 0 }, [1], [])).toThrow(RangeError)
  })
})

describe('the wilcoxon pruner', () => {
  const best = trial([1, 2, 3, 4, 5])
  const pruner: Pruner = { kind: 'wilcoxon', pThreshold: 0.1 }

  it.each([
    ['worse on three folds: p is 1/8', [1.1, 2.2, 3.3], false],
    ['worse on four: p is 1/16', [1.1, 2.2, 3.3, 4.4], true],
    ['worse on three of four, by more each time: p is 1/8', [0.9, 2.2, 3.3, 4.4], false],
    ['better on the whole', [1.1, 2.1, 3.1, 0], false],
    ['as good', [1, 2, 3, 4, 5], false],
  ])('judges a trial %s', (_, values, expected) => {
    expect(isGivenUp(pruner, values, [trial([9, 9, 9, 9, 9]), best])).toBe(expected)
  })

  it('holds a trial against the best that is feasible', () => {
    const infeasible = trial([0, 0, 0, 0, 0], 'complete', [1])
    expect(isGivenUp(pruner, [1, 2, 3, 4], [best, infeasible])).toBe(false)
  })

  it('keeps a trial with the better mean, however many folds speak against it', () => {
    const lenient: Pruner = { kind: 'wilcoxon', pThreshold: 0.4 }
    // p is 10/32 in both
    expect(isGivenUp(lenient, [1.1, 2.2, 3.3, 4.4, -9], [best])).toBe(false)
    expect(isGivenUp(lenient, [1.1, 2.2, 3.3, 4.4, 4.4], [best])).toBe(true)
  })

  it('waits for so many steps', () => {
    expect(isGivenUp({ ...pruner, startupSteps: 5 }, [9, 9, 9, 9], [best])).toBe(false)
    expect(isGivenUp({ ...pruner, startupSteps: 5 }, [9, 9, 9, 9, 9], [best])).toBe(true)
  })
})

describe('the pruners by rules', () => {
  it.each([
    [{ kind: 'threshold', upper: 2 }, [3], true],
    [{ kind: 'threshold', upper: 2 }, [3, 2], false],
    [{ kind: 'threshold', lower: 0 }, [-1], true],
    [{ kind: 'threshold', lower: 0, warmupSteps: 1 }, [-1], false],
    [{ kind: 'patience', patience: 1 }, [1, 2], false],
    [{ kind: 'patience', patience: 1 }, [1, 2, 2], true],
    [{ kind: 'patience', patience: 1 }, [3, 2, 1], false],
    [{ kind: 'patience', patience: 1, minDelta: 1 }, [1, 1.5, 1.5], false],
  ] as const)('%j of the values %j: %j', (pruner, values, expected) => {
    expect(isGivenUp(pruner as Pruner, values, [])).toBe(expected)
  })

  it('asks another pruner once patience is lost', () => {
    const pruner: Pruner = { kind: 'patience', patience: 1, pruner: { kind: 'median', startupTrials: 1 } }
    const ended = [trial([9, 9, 1.5])]
    expect(isGivenUp(pruner, [1, 2, 2], ended)).toBe(false)
    expect(isGivenUp(pruner, [2, 3, 3], ended)).toBe(true)
    expect(isGivenUp(pruner, [4, 3, 2], ended)).toBe(false)
  })
})
