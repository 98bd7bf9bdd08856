import { createHash } from 'node:crypto'
import { glob, readFile, rm, truncate, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import type { ModelSummary } from '@zerosec/contract'
import { openServing } from '@zerosec/serving'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { sampleModel } from '../../../../packages/model/test/sample-models.ts'
import { ROW, register, treesModel } from '../../test/registered-models.ts'
import { call, type RunningApi, startApi, upload } from '../../test/running-api.ts'

const SILENT = { info: () => {}, warn: () => {}, error: () => {} }

let api: RunningApi
beforeAll(async () => {
  api = await startApi()
}, 60_000)
afterAll(() => api.stop())
afterEach(() => vi.useRealTimers())

const post = (path: string, body: unknown) => call(api, 'POST', `/api/v1/models${path}`, body)

it('an alias is rolled back promotion by promotion, and no further', async () => {
  await register(api, 'steps', treesModel(1), { alias: 'production' })
  await register(api, 'steps', treesModel(2))
  for (const version of [2, 1, 2]) await post('/steps/promote', { version })
  const rollback = async () => {
    const { body } = await post('/steps/rollback', {})
    return body.code ?? body.aliases.production
  }
  expect([await rollback(), await rollback(), await rollback(), await rollback()]).toEqual([
    1,
    2,
    1,
    'model_rollback_impossible',
  ])
  await post('/steps/promote', { version: 2 })
  expect(await rollback()).toBe(1)
})

it('the list says of each model what answers: the version in production, else the latest', async () => {
  await register(api, 'listed', treesModel(1))
  await register(api, 'listed', treesModel(2, { target: { name: 'strength' } }))
  const listed = async () =>
    (await call(api, 'GET', '/api/v1/models')).body.models.find(
      ({ model_name: name }: ModelSummary) => name === 'listed',
    )
  expect((await listed()).current).toMatchObject({ version: 2, target: 'strength', job_id: null })
  await post('/listed/promote', { version: 1, allow_other_signature: true })
  const { latest, current } = await listed()
  expect([latest, current.version, current.target]).toEqual([2, 1, 'yield'])
  expect(current.inputs).toEqual(Object.keys(ROW))
})

it('a version says which formats hold it, and others are refused', async () => {
  const { body: trees } = await register(api, 'exported', treesModel(1))
  const { body: process } = await register(api, 'exported', sampleModel())
  expect([trees.exports, process.exports]).toEqual([['onnx', 'lightgbm', 'xgboost'], ['onnx']])
  const path = '/api/v1/models/exported/versions/2/file?format='
  expect((await call(api, 'GET', `${path}lightgbm`)).body.code).toBe('model_export_impossible')
})

it('the same file again is the same version, and may come with another description of the model', async () => {
  const first = await register(api, 'described', treesModel(1), { description: 'of the old line' })
  const again = await register(api, 'described', treesModel(1), { description: 'of the new line', note: 'no other' })
  expect([again.body.version, again.body.note]).toEqual([first.body.version, ''])
  const described = async () => (await call(api, 'GET', '/api/v1/models/described')).body.description
  expect(await described()).toBe('of the new line')
  await register(api, 'described', treesModel(1))
  expect(await described()).toBe('of the new line')
})

it.each([
  ['gone', (file: string) => rm(file)],
  ['damaged', async (file: string) => writeFile(file, (await readFile(file)).fill(0, 100, 200))],
])('a version whose file is %s is good again once it is registered again', async (what, harm) => {
  await register(api, what, treesModel(1), { alias: 'production' })
  const { body } = await register(api, what, treesModel(2))
  const other = openServing(api.platform, { memoryMb: 16, expected: [] }, SILENT)
  const askOther = async () => {
    const call = { name: what, version: 2, rows: [ROW], terms: {}, key: '' }
    const answer = await other.within('default').predict(call)
    return answer.version
  }
  for await (const found of glob('**/models/*/model.zsm', { cwd: api.dataFolder })) {
    const file = join(api.dataFolder, found)
    if (
      createHash('sha256')
        .update(await readFile(file))
        .digest('hex') === body.sha256
    )
      await harm(file)
  }
  await expect(askOther()).rejects.toMatchObject({ code: 'model_file_lost' })
  expect((await post(`/${what}/promote`, { version: 2 })).body.code).toBe('model_file_lost')
  expect((await register(api, what, treesModel(2), { alias: 'production' })).body).toMatchObject({ version: 2 })
  expect((await post(`/${what}/predict`, { rows: [ROW] })).body.model_version).toBe(2)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 70_000 })
  expect(await askOther()).toBe(2)
  await other.close()
})

it('a file that is larger than any model is not read', async () => {
  const { key } = await upload(api, 'model.zsm', new Uint8Array(100))
  for await (const found of glob(`**/${key}`, { cwd: api.dataFolder }))
    await truncate(join(api.dataFolder, found), 300 * 2 ** 20) // takes no room
  const { status, body } = await post('', { name: 'huge', file_key: key })
  expect([status, body.code]).toEqual([413, 'model_file_too_large'])
  expect(body.details).toEqual({ bytes: 300 * 2 ** 20, limit: 256 * 2 ** 20 })
})
