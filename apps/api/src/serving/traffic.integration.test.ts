import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import type { TrafficResponse } from '@zerosec/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { ROW, register, treesModel } from '../../test/registered-models.ts'
import { type Answer, call, type RunningApi, startApi } from '../../test/running-api.ts'

const HOUR_MS = 3_600_000

let api: RunningApi
let folder: string
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'zerosec-traffic-'))
  api = await startApi({ environment: { ZEROSEC_DATA: folder } })
}, 60_000)
afterAll(async () => {
  await api.stop()
  await rm(folder, { recursive: true, force: true })
})

const get = (path: string): Promise<Answer> => call(api, 'GET', `/api/v1/models${path}`)
const predict = (path: string, rows: readonly object[]) => call(api, 'POST', `/api/v1/models${path}/predict`, { rows })

it('tells how many rows each version answered, by hours', async () => {
  await register(api, 'busy', treesModel(1), { alias: 'production' })
  await register(api, 'busy', treesModel(2))
  expect((await get('/busy/traffic')).body).toMatchObject({ model_name: 'busy', hours: 24, versions: [] })
  const asked = Math.floor(Date.now() / HOUR_MS)
  await predict('/busy', [ROW, ROW, ROW])
  await predict('/busy/versions/2', [ROW])
  const answered = async (hours: number) => {
    const { from, versions } = (await get(`/busy/traffic?hours=${hours}`)).body as TrafficResponse
    expect(versions.map(({ rows }) => rows.length)).toEqual(versions.map(() => hours + 1))
    const hour = asked - Date.parse(from) / HOUR_MS
    // it may have turned between the two
    return Object.fromEntries(versions.map(({ version, rows }) => [version, rows[hour]! + (rows[hour + 1] ?? 0)]))
  }
  await expect.poll(() => answered(24)).toEqual({ 1: 3, 2: 1 })
  expect(await answered(2)).toEqual({ 1: 3, 2: 1 })
  expect((await get('/nobody/traffic')).body.code).toBe('model_unknown')
  expect((await get('/busy/traffic?hours=200')).status).toBe(422)
})

it('gives with each version a row to try it with, which it answers', async () => {
  const { body } = await register(api, 'tried', treesModel(3))
  expect(Object.keys(body.example).toSorted()).toEqual(Object.keys(ROW).toSorted())
  const answer = await call(api, 'POST', '/api/v1/models/tried/versions/1/predict', {
    rows: [body.example],
    domain: true,
  })
  expect(answer.body.predictions[0].domain.verdict).toBe('inside')
})
