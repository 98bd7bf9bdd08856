import { DuckDBInstance } from '@duckdb/node-api'
import { expect, it } from 'vitest'
import { createSourceTables } from '../snapshots/make-snapshot.ts'
import { findRepeatedIds } from './repeated-ids.ts'

it.each([
  ['none', 'i // 3', 0],
  ['a few', 'CASE WHEN i IN (7, 4001, 19999) THEN 2 ELSE i // 3 END', 2],
  ['all', 'i // 6', 9_047],
])('a map of bits before finds the ids that DuckDB alone finds: %s of them repeated', async (_, order, expected) => {
  const instance = await DuckDBInstance.create(':memory:')
  const connection = await instance.connect()
  await createSourceTables(connection)
  await connection.run(`INSERT INTO lines (order_id, line_id)
    SELECT 'O' || (${order}), CASE WHEN i % 3 = 2 AND i % 7 = 0 THEN NULL ELSE i % 3 END FROM range(20000) t(i)`)
  const found = async (many: number) => {
    const present = 'order_id IS NOT NULL AND line_id IS NOT NULL'
    const count = await findRepeatedIds(connection, 'lines', 'order_id, line_id', present, many)
    return { count, rows: (await connection.runAndReadAll('SELECT h FROM repeated ORDER BY h')).getRows() }
  }
  const alone = await found(Infinity)
  expect(await found(0)).toEqual(alone)
  expect(alone.count).toBe(expected)
  connection.closeSync()
  instance.closeSync()
})
