import { afterEach, expect, it } from 'vitest'
import { type ScriptedServer, scriptedServer } from '../test/scripted-server.ts'
import { commerceCalls } from './commerce.ts'
import { createTransport } from './transport.ts'

let server: ScriptedServer
afterEach(() => server.stop())

const event = (id: string) => `event: snapshot\ndata: {"snapshot_id":"${id}"}\n\n`

function commerce() {
  return commerceCalls(createTransport({ origin: server.origin, backoffMs: [] }))
}

it('tells of each snapshot once, however often the server does, until the caller leaves', async () => {
  server = await scriptedServer({ parts: [event('a'), ': alive\n\n', event('a'), event('b')], hangs: true })
  const leaving = new AbortController()
  const seen: string[] = []
  await commerce().watchSnapshots((id) => {
    seen.push(id)
    if (id === 'b') leaving.abort()
  }, leaving.signal)
  expect(seen).toEqual(['a', 'b'])
  expect(server.requests.map(({ call }) => call)).toEqual(['GET /api/v1/commerce/events'])
})

it('asks for a whole dashboard in one call', async () => {
  const answers = {
    snapshot_id: 's',
    answers: [{ id: 'kpi', error: { code: 'commerce_metric_unknown', message: 'no' } }],
  }
  server = await scriptedServer({ body: answers })
  const queries = [{ id: 'kpi', query: { metrics: ['nothing'] } }]
  expect(await commerce().queries(queries)).toEqual(answers)
  expect(server.requests.map(({ call, body }) => [call, JSON.parse(body)])).toEqual([
    ['POST /api/v1/commerce/queries', { queries }],
  ])
})

it('begins a demo shop once, though the answer is lost', async () => {
  server = await scriptedServer({ hangUp: true })
  await expect(commerce().makeDemo({ orders: 1000 })).rejects.toMatchObject({ status: 0 })
  expect(server.requests).toHaveLength(1)
})
