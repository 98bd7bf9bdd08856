import { readFileSync } from 'node:fs'
import { describe, expect, it } from 'vitest'
import { readWarehouseSettings, WAREHOUSES, warehouseSettingNames } from './warehouse-settings.ts'

const TRINO = {
  ZEROSEC_TRINO_URL: 'https://trino.example:8443',
  ZEROSEC_TRINO_CATALOG: 'hive',
  ZEROSEC_TRINO_SCHEMA: 'shop',
}
const ATHENA = { ZEROSEC_ATHENA_DATABASE: 'shop' }
const BIGQUERY = { ZEROSEC_BIGQUERY_PROJECT: 'shop-project', ZEROSEC_BIGQUERY_DATASET: 'shop' }

describe('the settings of a warehouse', () => {
  it('have defaults, and an empty one is one that is not set', () => {
    expect(readWarehouseSettings('trino', { ...TRINO, ZEROSEC_TRINO_TOKEN: '' })).toMatchObject({
      user: 'zerosec',
      token: undefined,
    })
    expect(readWarehouseSettings('athena', ATHENA)).toMatchObject({ catalog: 'AwsDataCatalog', workgroup: 'primary' })
    expect(readWarehouseSettings('bigquery', BIGQUERY)).toMatchObject({ project: 'shop-project', dataset: 'shop' })
  })

  it.each([
    ['trino', { ...TRINO, ZEROSEC_TRINO_SCHEMA: ' ' }, 'ZEROSEC_TRINO_SCHEMA: it is not set'],
    ['trino', { ...TRINO, ZEROSEC_TRINO_URL: 'file:///etc/passwd' }, 'ZEROSEC_TRINO_URL'],
    ['trino', { ...TRINO, ZEROSEC_TRINO_CATALOG: 'hive\r\nx-trino-user: admin' }, 'ZEROSEC_TRINO_CATALOG'],
    ['athena', { ...ATHENA, ZEROSEC_ATHENA_WORKGROUP: 'a b' }, 'ZEROSEC_ATHENA_WORKGROUP'],
    ['athena', { ...ATHENA, ZEROSEC_ATHENA_OUTPUT: 'https://bucket' }, 'ZEROSEC_ATHENA_OUTPUT'],
    ['bigquery', { ...BIGQUERY, ZEROSEC_BIGQUERY_PROJECT: '../other' }, 'ZEROSEC_BIGQUERY_PROJECT'],
    ['bigquery', { ...BIGQUERY, ZEROSEC_BIGQUERY_DATASET: 'a`.b' }, 'ZEROSEC_BIGQUERY_DATASET'],
  ] as const)('refuse for %s %j', (warehouse, environment, words) => {
    expect(() => readWarehouseSettings(warehouse, environment)).toThrow(words)
  })

  it('are refused without saying a secret', () => {
    const environment = { ...TRINO, ZEROSEC_TRINO_PASSWORD: 'pass word\n' }
    expect(() => readWarehouseSettings('trino', environment)).toThrow('ZEROSEC_TRINO_PASSWORD')
    expect(() => readWarehouseSettings('trino', environment)).not.toThrow('pass word')
  })

  it('stand in docs/warehouses.md, all of them', () => {
    const page = readFileSync(new URL('../../../../docs/warehouses.md', import.meta.url), 'utf8')
    for (const name of WAREHOUSES.flatMap(warehouseSettingNames)) expect(page).toContain(`\`${name}\``)
  })
})
