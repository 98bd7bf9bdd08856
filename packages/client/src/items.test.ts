import { afterEach, expect, it } from 'vitest'
import { type ScriptedServer, scriptedServer } from '../test/scripted-server.ts'
import { itemCalls } from './items.ts'
import { createTransport } from './transport.ts'

let server: ScriptedServer
afterEach(() => server.stop())

const items = () => itemCalls(createTransport({ origin: server.origin, backoffMs: [0] }))

it('asks the routes at the root', async () => {
  server = await scriptedServer({ body: {} })
  await items().create({ name: 'bolt', price: 9.5 })
  await items().list({ limit: 20, after: 40 })
  await items().get(41)
  await items().change(41, { price: 10 })
  await items().remove(41)
  expect(server.requests.map(({ call, body }) => [call, body])).toEqual([
    ['POST /items', '{"name":"bolt","price":9.5}'],
    ['GET /items?limit=20&after=40', ''],
    ['GET /items/41', ''],
    ['PATCH /items/41', '{"price":10}'],
    ['DELETE /items/41', ''],
  ])
})

it.each([
  ['create', () => items().create({ name: 'bolt', price: 1 })],
  ['remove', () => items().remove(1)],
])('does not repeat %s, though the answer is lost', async (_, call) => {
  server = await scriptedServer({ hangUp: true }, { body: {} })
  await expect(call()).rejects.toMatchObject({ status: 0 })
  expect(server.requests).toHaveLength(1)
})
