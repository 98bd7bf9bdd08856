import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { DuckDBConnection } from '@duckdb/node-api'
import { afterAll, beforeAll, describe, expect, it, vi } from 'vitest'
import { startAthenaServer } from '../../test/athena-server.ts'
import { startBigQueryServer, writeCredentials } from '../../test/bigquery-server.ts'
import type { ProtocolServer } from '../../test/protocol-server.ts'
import { openSmallShop } from '../../test/small-shop.ts'
import { startTrinoServer } from '../../test/trino-server.ts'
import { SLOW_STATEMENT } from '../../test/warehouse.conformance.ts'
import { athenaWarehouse } from './athena-warehouse.ts'
import { bigqueryWarehouse } from './bigquery-warehouse.ts'
import { duckdbWarehouse } from './duckdb-warehouse.ts'
import { compareWarehouses } from './parity.ts'
import { trinoWarehouse } from './trino-warehouse.ts'
import type { Warehouse } from './warehouse.ts'

const folder = mkdtempSync(join(tmpdir(), 'zerosec-parity-'))
const open: { stop(): Promise<void> }[] = []
let own: Warehouse
let connection: DuckDBConnection
let trino: ProtocolServer
let published: Warehouse

beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'secret')
  vi.stubEnv('AWS_REGION', 'eu-central-1')
  own = duckdbWarehouse([await openSmallShop()])
  connection = await openSmallShop()
  trino = await startTrinoServer(connection)
  open.push(trino)
  published = trinoWarehouse({
    url: trino.endpoint,
    catalog: 'hive',
    schema: 'shop',
    user: 'ann',
    password: undefined,
    token: undefined,
  })
})
afterAll(async () => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
  await Promise.all(open.map((server) => server.stop()))
})

const BY_MONTH = { grain: 'month', from: '2018-03-01', to: '2018-09-01', comparison: { with: 'previous' } } as const

describe('a parity report', () => {
  it.each([
    ['Trino', () => Promise.resolve(published)],
    [
      'Athena',
      async () => {
        const server = await startAthenaServer(connection, 50)
        open.push(server)
        return athenaWarehouse({
          database: 'shop',
          catalog: 'AwsDataCatalog',
          workgroup: 'primary',
          output: undefined,
          endpoint: server.endpoint,
        })
      },
    ],
    [
      'BigQuery',
      async () => {
        const server = await startBigQueryServer(connection, 50)
        open.push(server)
        vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', writeCredentials(server, folder))
        return bigqueryWarehouse({
          project: 'shop-project',
          dataset: 'shop',
          location: undefined,
          endpoint: server.endpoint,
        })
      },
    ],
  ])('finds DuckDB and %s equal that have the same facts', async (_, other) => {
    const warehouse = await other()
    const report = await compareWarehouses([own, warehouse], {
      metrics: ['net_sales', 'aov', 'median_order_value'],
      dimensions: ['country'],
      ...BY_MONTH,
    })
    expect(report).toMatchObject({ is_equal: true, differences: [], snapshots: ['small', 'small'] })
    expect(report.compared).toBeGreaterThan(150)
    await warehouse.close()
  })

  it('tells of each value that differs, by metric and cell', async () => {
    await connection.run(
      "UPDATE order_facts SET gross = gross + 0.01, country = 'XX' WHERE order_key = (SELECT min(order_key) FROM order_facts WHERE country = 'DE' AND exclusion IS NULL AND business_date BETWEEN DATE '2018-04-01' AND DATE '2018-04-30')",
    )
    await connection.run(
      "UPDATE payment_facts SET amount = amount + 0.01 WHERE rowid = (SELECT min(rowid) FROM payment_facts WHERE exclusion IS NULL AND business_date BETWEEN DATE '2018-05-01' AND DATE '2018-05-31')",
    )
    await connection.run("UPDATE snapshot_facts SET snapshot_id = 'older'")
    const report = await compareWarehouses([own, published], {
      metrics: ['customers', 'payments'],
      dimensions: ['country'],
      ...BY_MONTH,
      filters: [],
    })
    expect(report).toMatchObject({ is_equal: false, snapshots: ['small', 'older'] })
    const april = report.differences.filter(({ cell }) => cell['bucket'] === '2018-04-01')
    expect(april).toContainEqual(
      expect.objectContaining({
        metric: 'customers',
        cell: { bucket: '2018-04-01', country: 'XX' },
        values: [undefined, 1],
        difference: null,
      }),
    )
    expect(april.map(({ cell }) => cell['country'])).toEqual(expect.arrayContaining(['DE', 'XX']))
    const paid = report.differences.filter(({ metric, difference }) => metric === 'payments' && difference !== null)
    expect(paid).toContainEqual(expect.objectContaining({ difference: 0.01, is_total: false, is_previous: false }))
    expect(paid).toContainEqual(expect.objectContaining({ difference: 0.01, is_total: true }))
    expect(report.metrics.find(({ metric }) => metric === 'customers')).toMatchObject({
      largest_difference: expect.any(Number),
    })
  })

  it('ends when one of the two fails, not before the other has ended', async () => {
    const ended: string[] = []
    const slow: Warehouse = {
      ...own,
      async run(sql, options) {
        if (!sql.startsWith('WITH')) return own.run(sql, options)
        return own.run(SLOW_STATEMENT, options).finally(() => ended.push('slow'))
      },
    }
    const failing: Warehouse = {
      ...own,
      run: (sql, options) =>
        sql.startsWith('WITH') ? Promise.reject(new Error('no such column')) : own.run(sql, options),
    }
    await expect(compareWarehouses([slow, failing], { metrics: ['orders'] })).rejects.toThrow('no such column')
    expect(ended).toEqual(['slow'])
  })
})
