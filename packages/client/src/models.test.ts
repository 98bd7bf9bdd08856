import { afterEach, expect, it } from 'vitest'
import { type ScriptedServer, scriptedServer } from '../test/scripted-server.ts'
import { modelCalls } from './models.ts'
import { createTransport } from './transport.ts'

let server: ScriptedServer
afterEach(() => server.stop())

function models() {
  return modelCalls(createTransport({ origin: server.origin, backoffMs: [0] }))
}

it('asks the version in production, that of an alias, or the one that is named', async () => {
  server = await scriptedServer({ body: {} })
  const rows = [{ load: 20 }]
  await models().predict('wear', { rows })
  await models().predict('wear', { rows }, { alias: 'candidate' })
  await models().predict('wear', { rows }, { version: 3 })
  expect(server.requests.map(({ call, body }) => [call, JSON.parse(body)])).toEqual([
    ['POST /api/v1/models/wear/predict', { rows }],
    ['POST /api/v1/models/wear@candidate/predict', { rows }],
    ['POST /api/v1/models/wear/versions/3/predict', { rows }],
  ])
})

it.each([
  ['promote', () => models().promote('wear', { version: 2 })],
  ['rollback', () => models().rollback('wear')],
  ['startRelease', () => models().startRelease('wear', { version: 2, mode: 'shadow' })],
  ['endRelease', () => models().endRelease('wear')],
])('does not repeat %s, though the answer is lost', async (_, call) => {
  server = await scriptedServer({ hangUp: true }, { body: {} })
  await expect(call()).rejects.toMatchObject({ status: 0 })
  expect(server.requests).toHaveLength(1)
})

it('predicts again while the service is away, but not for who wants to know at once', async () => {
  const away = { status: 503, body: { error: 'ModelFileLost', code: 'model_file_lost', message: 'its file is lost' } }
  server = await scriptedServer(away, { body: {} }, away)
  await models().predict('wear', { rows: [] })
  expect(server.requests).toHaveLength(2)
  await expect(models().predict('wear', { rows: [] }, {}, { once: true })).rejects.toMatchObject({ status: 503 })
  expect(server.requests).toHaveLength(3)
})

it('registers again where the answer is lost: the same bytes are the same version', async () => {
  server = await scriptedServer({ hangUp: true }, { body: { version: 1 } })
  const request = { name: 'wear', file_key: 'outputs/a/model.zsm' }
  expect(await models().register(request)).toEqual({ version: 1 })
  expect(server.requests).toHaveLength(2)
})
