import { Dialect, transpile } from '@polyglot-sql/sdk'
import type { CommerceQueryInput } from '@zerosec/contract'
import { beforeAll, describe, expect, it } from 'vitest'
import { openSmallShop } from '../../test/small-shop.ts'
import { bigquery } from '../sql/bigquery.ts'
import { trino } from '../sql/trino.ts'
import { duckdbWarehouse } from '../warehouse/duckdb-warehouse.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { queryText } from './run-query.ts'

let warehouse: Warehouse
beforeAll(async () => {
  const connection = await openSmallShop()
  // What the translator leaves as it is: Trino's sequence, and below BigQuery's word for weeks from Monday on.
  await connection.run(
    'CREATE MACRO sequence(a, b, step) AS list_transform(generate_series(a, b, step), lambda day: CAST(day AS DATE))',
  )
  warehouse = duckdbWarehouse([connection])
})

const METRICS = ['aov', 'customers', 'net_sales', 'late_delivery_rate', 'conversion']
const QUERIES: CommerceQueryInput[] = [
  { metrics: METRICS },
  // Weeks from Sunday on are left out: the translator writes "INTERVAL -1 DAY" and WEEK(SUNDAY), which DuckDB does not read.
  {
    metrics: METRICS,
    grain: 'week',
    comparison: { with: 'previous_year_weekday' },
    from: '2018-06-04',
    to: '2018-07-02',
  },
  {
    metrics: METRICS,
    grain: 'month',
    dimensions: ['country'],
    comparison: { with: 'previous' },
    from: '2018-06-01',
    to: '2018-09-01',
  },
  { metrics: ['gross_sales', 'orders'], grain: 'quarter', dimensions: ['category'], limit: 2 },
]

describe('what is written for another engine', () => {
  it.each([
    [Dialect.Trino, trino],
    [Dialect.BigQuery, bigquery],
  ] as const)('means the same: translated back from %s it gives the same numbers', async (name, dialect) => {
    for (const query of QUERIES) {
      const written = await queryText(warehouse, query, dialect)
      const back = transpile(written, name, Dialect.DuckDB)
      expect(back.success, back.error).toBe(true)
      const own = await warehouse.run(await queryText(warehouse, query))
      const foreign = await warehouse.run((back.sql?.[0] ?? '').replaceAll('ISOWEEK', 'WEEK'))
      expect(foreign.names).toEqual(own.names)
      // The translator's dates are instants.
      const days = foreign.columns.map((column) => column.map((value) => String(value).replace('T00:00:00.000Z', '')))
      expect(days, back.sql?.[0]).toEqual(own.columns.map((column) => column.map(String)))
    }
  })
})
