import { catalogueView, duckdbWarehouse, runQuery, type Warehouse } from '@zerosec/commerce'
import type { CommerceCatalogue, CommerceQueryInput } from '@zerosec/contract'
import { beforeAll, expect, test } from 'vitest'
import { openSmallShop } from '../../../../../packages/commerce/test/small-shop.ts'
import type { Asked } from '../dashboard-queries.ts'
import { addDays } from '../day.ts'
import { type DayRange, grainOf } from '../range.ts'
import { type ShopState, START } from '../shop-state.ts'
import { type BrushedNumbers, brushedNumbers, readCubes } from './brushed-numbers.ts'
import { cubeQueries } from './cube-queries.ts'

/** Orders of a small shop with amounts of four places: 2018-01-03 to 2018-10-28. */
let warehouse: Warehouse
let catalogue: CommerceCatalogue
let known: { first: string; last: string }
beforeAll(async () => {
  warehouse = duckdbWarehouse([await openSmallShop()])
  catalogue = catalogueView()
  const { period } = await ask({ metrics: ['orders'] })
  known = { first: period.from, last: addDays(period.counted_to, -1) }
})

const ask = (query: CommerceQueryInput) => runQuery(warehouse, { excluded: false, ...query })

const ADDED = [
  'net_sales',
  'gross_sales',
  'orders',
  'aov',
  'new_customers',
  'returning_order_share',
  'conversion',
  'refund_rate_value',
  'late_delivery_rate',
  'review_score',
]
const unitOf = (name: string) => catalogue.metrics.find((metric) => metric.name === name)?.unit ?? 'number'

async function numbersOf(state: ShopState, range: DayRange, part: DayRange): Promise<BrushedNumbers> {
  const asked: Asked = { state, range, known, catalogue }
  const queries = cubeQueries(asked, () => 20)
  const answers = await Promise.all(
    queries.map(async (each) => ({ id: each.id, result: await ask('query' in each ? each.query : { metrics: [] }) })),
  )
  return brushedNumbers(readCubes({ snapshot_id: 's', answers }), part, state.comparison, known)
}

const YEAR: DayRange = { from: '2018-01-01', to: '2019-01-01' }

test.each<[DayRange, DayRange, ShopState['comparison']]>([
  [YEAR, { from: '2018-03-01', to: '2018-06-01' }, 'previous'],
  [YEAR, { from: '2018-09-01', to: '2019-01-01' }, 'previous'],
  [YEAR, { from: '2018-01-01', to: '2018-02-01' }, 'previous'],
  [{ from: '2018-05-07', to: '2018-08-05' }, { from: '2018-06-11', to: '2018-07-16' }, 'previous'],
  [{ from: '2018-05-07', to: '2018-08-05' }, { from: '2018-05-07', to: '2018-08-05' }, 'previous'],
  [{ from: '2018-10-01', to: '2018-11-01' }, { from: '2018-10-20', to: '2018-11-01' }, 'previous'],
  [{ from: '2018-02-01', to: '2018-03-01' }, { from: '2018-02-03', to: '2018-02-04' }, 'previous'],
  [{ from: '2018-02-01', to: '2018-09-01' }, { from: '2018-04-01', to: '2018-05-01' }, 'previous_year_weekday'],
  [{ from: '2018-02-01', to: '2018-03-20' }, { from: '2018-02-12', to: '2018-03-05' }, 'previous_year_calendar'],
  [YEAR, { from: '2018-07-01', to: '2018-09-01' }, 'off'],
])('of %j the part %j, compared with %s, is to the cent what a query answers', async (range, part, comparison) => {
  const numbers = await numbersOf({ ...START, comparison }, range, part)
  const query = { ...part, comparison: { with: comparison } } as const
  const { values, previous_values: before, deltas } = await ask({ ...query, metrics: ADDED })
  for (const name of ADDED) {
    expect([name, numbers.metric(name, unitOf(name))]).toEqual([
      name,
      { value: values[name], previous: comparison === 'off' ? null : before[name], delta: deltas[name] ?? null },
    ])
  }
  for (const dimension of ['category', 'product', 'country', 'channel']) {
    const result = await ask({ ...query, metrics: ['net_sales', 'orders'], dimensions: [dimension], limit: 4 })
    const read = (role: string, metric?: string) =>
      result.columns.find((column) => column.role === role && column.metric === metric)?.values ?? []
    expect(numbers.split(dimension, 4)).toEqual({
      groups: result.groups,
      total: result.values['net_sales'],
      rows: read('dimension').map((value, row) => ({
        value,
        amount: read('metric', 'net_sales')[row],
        delta: read('delta', 'net_sales')[row] ?? null,
      })),
    })
  }
})

test('under filters a part is that of the same filters', async () => {
  const filters = [{ dimension: 'country', values: ['DE'] } as const]
  const part = { from: '2018-04-01', to: '2018-08-01' }
  const numbers = await numbersOf({ ...START, filters }, YEAR, part)
  const { values } = await ask({
    ...part,
    metrics: ADDED,
    filters: [{ dimension: 'country', is: 'in', values: ['DE'] }],
  })
  expect(ADDED.map((name) => numbers.metric(name, unitOf(name)).value)).toEqual(ADDED.map((name) => values[name]))
})

test('what can not be added waits, and so does what did not travel with the page', async () => {
  const part = { from: '2018-04-01', to: '2018-08-01' }
  const numbers = await numbersOf(START, YEAR, part)
  const waits = { value: undefined, previous: undefined, delta: null }
  expect(['customers', 'delivery_days_median'].map((name) => numbers.metric(name, unitOf(name)))).toEqual([
    waits,
    waits,
  ])
  const none = brushedNumbers({ tables: new Map() }, part, 'previous', known)
  expect([none.metric('orders', 'count'), none.split('category', 4), none.counts('scores', 'reviewed_orders')]).toEqual(
    [waits, undefined, undefined],
  )
})

test('what is too large by day is asked for as the chart is, and what still is not at all', () => {
  const grains = (products: number) =>
    Object.fromEntries(
      cubeQueries({ state: { ...START, comparison: 'off' }, range: YEAR, known, catalogue }, () => products).map(
        (each) => [each.id, 'query' in each ? each.query.grain : undefined],
      ),
    )
  expect(grainOf('auto', YEAR)).toBe('month')
  expect(grains(50)).toMatchObject({ 'total:0': 'day', 'product:0': 'day' })
  expect(grains(2000)).toMatchObject({ 'total:0': 'day', 'product:0': 'month' })
  expect(grains(20_000)).not.toHaveProperty('product:0')
})

test('days that the buckets of a cube do not end with wait, rather than being rounded to them', async () => {
  const queries = cubeQueries({ state: START, range: YEAR, known, catalogue }, () => 2000).filter(
    ({ id }) => id === 'product:0',
  )
  const [query] = queries.flatMap((each) => ('query' in each ? [each.query] : []))
  const cubes = readCubes({
    snapshot_id: 's',
    answers: [{ id: 'product:0', result: await ask(query ?? { metrics: [] }) }],
  })
  const split = (from: string) => brushedNumbers(cubes, { from, to: '2018-08-01' }, 'off', known).split('product', 4)
  expect(split('2018-04-02')).toBeUndefined()
  expect(split('2018-04-01')?.rows).toHaveLength(4)
})
