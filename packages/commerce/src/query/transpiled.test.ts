import type { CommerceQueryInput } from '@zerosec/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { type ForeignEngine, foreignEngine } from '../../test/foreign-engine.ts'
import { openSmallShop } from '../../test/small-shop.ts'
import { bigquery } from '../sql/bigquery.ts'
import { trino } from '../sql/trino.ts'
import { duckdbWarehouse } from '../warehouse/duckdb-warehouse.ts'
import type { Value, Warehouse } from '../warehouse/warehouse.ts'
import { queryText } from './run-query.ts'

let warehouse: Warehouse
const engines = new Map<string, ForeignEngine>()
beforeAll(async () => {
  warehouse = duckdbWarehouse([await openSmallShop()])
  for (const name of ['trino', 'bigquery'] as const) engines.set(name, await foreignEngine(name, await openSmallShop()))
})

const METRICS = ['aov', 'customers', 'net_sales', 'late_delivery_rate', 'conversion']
const QUERIES: CommerceQueryInput[] = [
  { metrics: METRICS },
  {
    metrics: METRICS,
    grain: 'week',
    comparison: { with: 'previous_year_weekday' },
    from: '2018-06-04',
    to: '2018-07-02',
  },
  { metrics: ['orders'], grain: 'week', first_weekday: 'sunday', from: '2018-06-04', to: '2018-07-02' },
  {
    metrics: METRICS,
    grain: 'month',
    dimensions: ['country'],
    comparison: { with: 'previous' },
    from: '2018-06-01',
    to: '2018-09-01',
  },
  {
    metrics: ['median_order_value', 'delivery_days_median', 'delivery_days_p90', 'repeat_interval_median'],
    grain: 'month',
    dimensions: ['channel'],
    from: '2018-05-01',
    to: '2018-08-01',
  },
  { metrics: ['median_order_value', 'delivery_days_p90'], from: '2019-01-01', to: '2019-02-01' },
  { metrics: ['gross_sales', 'orders'], grain: 'quarter', dimensions: ['category'], limit: 2 },
]

describe('what is written for another engine', () => {
  it.each([trino, bigquery])(
    'means the same: translated back from $name it gives the same numbers',
    async (dialect) => {
      for (const query of QUERIES) {
        const own = await warehouse.run(await queryText(warehouse, query))
        const written = await queryText(warehouse, query, dialect)
        const foreign = await engines.get(dialect.name)?.run(written)
        expect(foreign?.columns.map(({ name }) => name)).toEqual(own.names)
        const columns = own.names.map((_, j) => foreign?.rows.map((row) => plain(row[j])))
        expect(columns, written).toEqual(own.columns.map((column) => column.map(plain)))
      }
    },
  )
})

/** Numbers by their value, not by how they are written; the last bits of floating ones depend on the order of summing. */
function plain(value: Value | undefined): Value | undefined {
  const isNumber = typeof value === 'number' || (typeof value === 'string' && /^-?\d+(\.\d+)?$/.test(value))
  return isNumber ? Number(Number(value).toPrecision(12)) : value
}
