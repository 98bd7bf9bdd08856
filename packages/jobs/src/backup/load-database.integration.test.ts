import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { readConfiguration } from '../configuration.ts'
import { type Database, openDatabase } from '../database/database.ts'
import { SILENT } from '../log.ts'
import { loadDatabase } from './load-database.ts'

const folder = mkdtempSync(join(tmpdir(), 'zerosec-load-'))
let database: Database
beforeAll(async () => {
  database = await openDatabase(readConfiguration({ ZEROSEC_DATA: folder }), SILENT)
})
afterAll(async () => {
  await database.close()
  rmSync(folder, { recursive: true, force: true, maxRetries: 3 })
})

const END = '["end",{"rows":{},"counters":[]}]'

it.each([
  ['that is no row', 'invalid input syntax', ['["table","jobs"]', '{"job_id":1', END]],
  ['of a table that is none', 'no table "pg_authid"', ['["table","pg_authid"]', '{}', END]],
  ['of a table with another name', 'no table', ['["table","jobs; drop table jobs"]', '{}', END]],
  ['that lacks what a row needs', 'not-null', ['["table","items"]', '{"id":1}', END]],
  ['where the end is missing', 'not whole', ['["table","jobs"]']],
  [
    'where there are fewer rows than it says',
    'not whole',
    ['["table","jobs"]', '["end",{"rows":{"jobs":1},"counters":[]}]'],
  ],
])('refuses a dump with a line %s', async (_, problem, lines) => {
  const given = (async function* () {
    yield* lines
  })()
  await expect(loadDatabase(database.connection, given)).rejects.toThrow(problem)
})
