import { describe, expect, it } from 'vitest'
import { EXAMPLE_PLAN, emptyFactor, type FactorDraft } from './plan-draft.ts'
import { readFactors } from './read-factors.ts'

const factor = (change: Partial<FactorDraft>): FactorDraft => ({ ...emptyFactor(7), name: 'x', ...change })
const problemsOf = (change: Partial<FactorDraft>) =>
  readFactors([factor(change)]).problems.map(({ field, message }) => `${field}: ${message}`)

describe('typed factors', () => {
  it('are described with their numbers, units and levels', () => {
    expect(readFactors(EXAMPLE_PLAN.factors).problems).toEqual([])
    const { descriptions } = readFactors([
      factor({ name: ' 温度 ', low: '40', high: '８０', unit: '°C' }),
      factor({ name: 'n', type: 'discrete', levels: '3, 1, 2' }),
      factor({ name: 'c', type: 'categorical', levels: 'A, B' }),
      factor({ name: 'm', type: 'mixture', low: '0', high: '0,5', total: '1' }),
    ])
    expect(descriptions).toEqual([
      { name: '温度', type: 'continuous', low: 40, high: 80, unit: '°C' },
      { name: 'n', type: 'discrete', levels: [1, 2, 3] },
      { name: 'c', type: 'categorical', levels: ['A', 'B'] },
      { name: 'm', type: 'mixture', low: 0, high: 0.5, group: 'mixture', total: 1 },
    ])
  })

  it.each([
    [{ name: '', low: '1', high: '2' }, ['name: Give the factor a name.']],
    [{ low: 'abc', high: '2' }, ['low: “abc” is not a number.']],
    [{ low: '1' }, ['high: Type a number.']],
    [{ low: '5', high: '2' }, ['high: High (2) is below low (5).']],
    [
      { type: 'discrete', levels: 'A, B' },
      ['levels: “A” is not a number. Type numbers: 60, 70, 80 or 60 to 90 by 10.'],
    ],
    [{ type: 'discrete', levels: '1, 2, 1' }, ['levels: 1 is there twice.']],
    [{ type: 'categorical', levels: 'A' }, ['levels: Two levels are needed at least.']],
    [{ type: 'categorical' }, ['levels: Type the levels, such as A, B, C.']],
  ] as const)('%j say what to mend', (change, problems) => expect(problemsOf(change)).toEqual(problems))

  it('are passed over while their row is empty, and told when two have one name', () => {
    expect(readFactors([emptyFactor(1)])).toEqual({ descriptions: [], problems: [] })
    const twice = [factor({ id: 1, low: '1', high: '2' }), factor({ id: 2, low: '1', high: '2' })]
    expect(readFactors(twice).problems).toEqual([
      { factor: 2, field: 'name', message: 'x is there twice. Rename one of them.' },
    ])
  })
})
