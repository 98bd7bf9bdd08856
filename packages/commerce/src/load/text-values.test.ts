import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api'
import { afterAll, beforeAll, expect, it } from 'vitest'
import type { Reading } from './reading.ts'
import { dayOfInstantSql, valueSql } from './text-values.ts'

let instance: DuckDBInstance
let connection: DuckDBConnection
beforeAll(async () => {
  instance = await DuckDBInstance.create()
  connection = await instance.connect()
  await connection.run("SET TimeZone = 'UTC'")
})
afterAll(() => {
  connection.closeSync()
  instance.closeSync()
})

const reading = (formats: readonly string[]): Reading => ({
  decimal: '.',
  thousands: undefined,
  signs: [],
  zone: 'Europe/Berlin',
  storeZone: 'America/New_York',
  datesOf: () => formats,
})

it.each([
  ['2026-02-28 23:50:00', ['iso'], '2026-02-28 22:50:00', '2026-02-28'],
  ['2026-02-28T23:50:00Z', ['iso'], '2026-02-28 23:50:00', '2026-02-28'],
  ['2026-02-28 23:50:00-05:00', ['iso'], '2026-03-01 04:50:00', '2026-02-28'],
  ['2026-02-28 23:50:00 -0500', ['iso'], '2026-03-01 04:50:00', '2026-02-28'],
  ['2026-03-01 11:20:00 +0900', ['iso'], '2026-03-01 02:20:00', '2026-02-28'],
  ['2026-03-01 04:50:00 UTC', ['iso'], '2026-03-01 04:50:00', '2026-02-28'],
  ['28/02/2026 23:50 -0500', ['%d/%m/%Y %H:%M %z'], '2026-03-01 04:50:00', '2026-02-28'],
  ['28/02/2026 23:50 -0500', ['iso', '%d/%m/%Y %H:%M', '%d/%m/%Y %H:%M %z'], '2026-03-01 04:50:00', '2026-02-28'],
  ['28/02/2026 23:50', ['iso', '%d/%m/%Y %H:%M', '%d/%m/%Y %H:%M %z'], '2026-02-28 22:50:00', '2026-02-28'],
  ['2026-02-28 23:50:00 -0500 or so', ['iso', '%d/%m/%Y %z'], null, null],
])('%s, written as %s, is the instant %s in UTC and the store’s day %s', async (text, formats, instant, day) => {
  const quoted = `'${text}'`
  const sql = `SELECT ${valueSql(quoted, 'timestamp', reading(formats))}::VARCHAR, ${dayOfInstantSql(quoted, reading(formats))}::VARCHAR`
  expect((await connection.runAndReadAll(sql)).getRows()).toEqual([[instant, day]])
})
