import type { CommerceResult } from '@zerosec/contract'
import { describe, expect, it } from 'vitest'
import { query as command } from './commands/commerce-query.ts'
import { queryOfCall, resultText } from './commerce-query.ts'
import { parseCall } from './parse-call.ts'

const asked = (...args: string[]) => queryOfCall(parseCall(command, args))

describe('the arguments of a query', () => {
  it('split by time and dimensions in one option or several', () => {
    expect(asked('orders', 'aov', '--by', 'country,month', '--by', 'channel')).toMatchObject({
      metrics: ['orders', 'aov'],
      grain: 'month',
      dimensions: ['country', 'channel'],
    })
    expect(() => asked('orders', '--by', 'week', '--by', 'month')).toThrow('one unit of time')
  })

  it('filter by alternatives, by what is missing and by ranges', () => {
    const conditions = ['country=DE', 'country=a=b, c', 'channel=', 'city!=Bonn', 'review_score>=2', 'review_score<4']
    expect(asked('orders', ...conditions.flatMap((condition) => ['--where', condition])).filters).toEqual([
      { dimension: 'country', is: 'in', values: ['DE', 'a=b, c'] },
      { dimension: 'channel', is: 'null' },
      { dimension: 'city', is: 'not_in', values: ['Bonn'] },
      { dimension: 'review_score', is: 'range', from: '2', to: '4' },
    ])
    expect(() => asked('orders', '--where', 'country')).toThrow('country=DE')
  })

  it.each([
    [[], { with: 'off' }],
    [['--compare', 'previous'], { with: 'previous' }],
    [['--compare', '2017-11-24..2017-11-28'], { with: 'custom', from: '2017-11-24', to: '2017-11-28' }],
  ])('compare by %j', (args, comparison) => {
    expect(asked('orders', ...args).comparison).toEqual(comparison)
  })
})

it.each([
  ['EUR', '1,980.50'],
  ['JPY', '1,981'],
])('writes amounts in %s to its smallest unit', (currency, text) => {
  const column = { role: 'metric', label: 'Gross sales', unit: 'money', metric: 'gross_sales', values: [1980.5] }
  const period = { from: '2026-11-01', to: '2026-12-01' }
  const result = { period, currency, columns: [column], rows: 1, groups: 1, grain: 'none', excluded: [], notes: [] }
  expect(
    resultText(result as unknown as CommerceResult)
      .split('\n')
      .at(-1)
      ?.trim(),
  ).toBe(text)
})
