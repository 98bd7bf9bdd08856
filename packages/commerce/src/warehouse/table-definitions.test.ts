import { join } from 'node:path'
import { DuckDBInstance } from '@duckdb/node-api'
import { validate } from '@polyglot-sql/sdk'
import { afterAll, describe, expect, it } from 'vitest'
import { ShopFolder, shopMapping } from '../../test/shop-folder.ts'
import { exportFacts } from '../snapshots/export-facts.ts'
import { literal } from '../sql/quote.ts'
import { PUBLISHED_TABLES, tableDefinitions } from './table-definitions.ts'

const shop = new ShopFolder().write({
  'orders.csv': 'id,at,customer,status\n1,2024-03-01,anna,paid\n2,2024-03-02,,paid\n',
  'lines.csv': 'order,product,quantity,price\n1,cup,2,4.50\n2,cup,1,4.50\n',
})
afterAll(() => shop.remove())

describe('the definitions of published tables', () => {
  it.each([
    ['trino', 's3://bucket/shop'],
    ['athena', 's3://bucket/shop/'],
    ['bigquery', 'gs://bucket/shop'],
  ] as const)('parse in the grammar of %s, and name each table with its own folder', (warehouse, location) => {
    const statements = tableDefinitions(warehouse, location)
    for (const sql of statements) expect(validate(sql, warehouse), sql).toMatchObject({ valid: true })
    const creating = statements.filter((sql) => sql.startsWith('CREATE')).join('\n')
    for (const name of Object.keys(PUBLISHED_TABLES)) expect(creating).toContain(`://bucket/shop/${name}/`)
  })

  it.each([
    ['athena', 'gs://bucket/shop'],
    ['bigquery', 's3://bucket/shop'],
    ['trino', "s3://bucket/'; DROP TABLE x; --"],
    ['trino', '/folder'],
  ] as const)('refuse for %s the place %s', (warehouse, location) => {
    expect(() => tableDefinitions(warehouse, location)).toThrow('--location')
  })

  it('are of the columns that the exported files have, with their types', async () => {
    await shop.load(shopMapping())
    const exported = await exportFacts(shop.place, join(shop.folder, 'published'), undefined, { inFolders: true })
    expect(exported.map(({ table }) => table)).toEqual(Object.keys(PUBLISHED_TABLES))
    const connection = await (await DuckDBInstance.create(':memory:')).connect()
    const columns = async (sql: string) => (await connection.runAndReadAll(`DESCRIBE ${sql}`)).getRows()
    for (const sql of tableDefinitions('trino', 's3://bucket/shop'))
      await connection.run(sql.replace(/ WITH \(.*\)$/s, ''))
    for (const { table, path } of exported) {
      expect(path).toBe(join(shop.folder, 'published', table, `${table}.parquet`))
      expect(await columns(`SELECT * FROM ${table}`)).toEqual(
        await columns(`SELECT * FROM read_parquet(${literal(path)})`),
      )
    }
  })
})
