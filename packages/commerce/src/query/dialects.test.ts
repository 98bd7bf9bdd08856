import { type DuckDBConnection } from '@duckdb/node-api'
import { validate } from '@polyglot-sql/sdk'
import { beforeAll, describe, expect, it } from 'vitest'
import { openSmallShop } from '../../test/small-shop.ts'
import { METRICS } from '../metrics/catalogue.ts'
import { DIMENSIONS, type DimensionName } from '../metrics/dimensions.ts'
import { dimensionsOf } from '../metrics/metric.ts'
import { bigquery } from '../sql/bigquery.ts'
import { duckdb } from '../sql/duckdb.ts'
import { trino } from '../sql/trino.ts'
import { duckdbWarehouse } from '../warehouse/duckdb-warehouse.ts'
import type { Warehouse } from '../warehouse/warehouse.ts'
import { compileQuery } from './compile.ts'
import { planQuery } from './plan.ts'
import { parseQuery } from './run-query.ts'
import { readSnapshotFacts, type SnapshotFacts } from './snapshot-facts.ts'

const GRAINS = ['none', 'day', 'week', 'month', 'quarter', 'year'] as const
const COMPARED: Partial<Record<(typeof GRAINS)[number], 'previous' | 'previous_year_weekday'>> = {
  week: 'previous_year_weekday',
  quarter: 'previous',
}
const GRAMMARS = [
  ['trino', trino],
  ['bigquery', bigquery],
] as const

/** Metrics that know a dimension, or all, as many at a time as a query takes. */
function packs(dimension: DimensionName | undefined): string[][] {
  const names = METRICS.filter((metric) => dimension === undefined || dimensionsOf(metric).includes(dimension)).map(
    ({ name }) => name,
  )
  return Array.from({ length: Math.ceil(names.length / 20) }, (_, pack) => names.slice(pack * 20, pack * 20 + 20))
}

describe('the SQL of the whole catalogue, for every dimension and grain', () => {
  let connection: DuckDBConnection
  let warehouse: Warehouse
  let snapshot: SnapshotFacts
  beforeAll(async () => {
    connection = await openSmallShop()
    // Only whether it binds is asked for.
    await connection.run('PRAGMA disable_optimizer')
    warehouse = duckdbWarehouse([connection])
    snapshot = await readSnapshotFacts(warehouse)
  })

  const plan = (metrics: string[], dimension: string | undefined, grain: (typeof GRAINS)[number]) =>
    planQuery(
      parseQuery({
        metrics,
        dimensions: dimension === undefined ? [] : [dimension],
        grain,
        filters: dimension === 'country' ? [{ dimension: 'country', is: 'in', values: ["O'Hara", 'a\\b'] }] : [],
        first_weekday: dimension === 'channel' ? 'sunday' : 'monday',
        comparison: { with: COMPARED[grain] ?? 'off' },
        from: '2018-04-01',
        to: '2018-07-01',
        limit: 5,
      }),
      snapshot,
    )

  describe.each([undefined, ...(Object.keys(DIMENSIONS) as DimensionName[])])('split by %s', (dimension) => {
    it('is understood by DuckDB with the declared tables', async () => {
      for (const grain of dimension === undefined ? GRAINS : (['week'] as const)) {
        for (const pack of packs(dimension)) {
          const { sql } = compileQuery(plan(pack, dimension, grain), duckdb)
          await expect(connection.run(`EXPLAIN ${sql}`), `${dimension} ${grain}`).resolves.toBeDefined()
        }
      }
    })

    it.each(dimension === undefined ? [...GRAMMARS, ['athena', trino] as const] : GRAMMARS)(
      'parses in the grammar of %s',
      (name, dialect) => {
        for (const grain of dimension === undefined ? GRAINS : (['week'] as const)) {
          for (const pack of packs(dimension)) {
            const { sql } = compileQuery(plan(pack, dimension, grain), dialect)
            const { valid, errors } = validate(sql, name)
            expect(valid, `${dimension} ${grain}: ${JSON.stringify(errors)}\n${sql}`).toBe(true)
          }
        }
      },
    )
  })
})
