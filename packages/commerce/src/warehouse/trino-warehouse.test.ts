import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest'
import type { ProtocolFault, ProtocolRequest } from '../../test/protocol-server.ts'
import { openSmallShop } from '../../test/small-shop.ts'
import { startTrinoServer, type TrinoServer } from '../../test/trino-server.ts'
import { describeWarehouse, SLOW_STATEMENT } from '../../test/warehouse.conformance.ts'
import { trinoWarehouse } from './trino-warehouse.ts'

const TOKEN = 'a-token'
let server: TrinoServer
beforeAll(async () => {
  server = await startTrinoServer(await openSmallShop(), { rowsInPage: 2, token: TOKEN })
})
afterAll(() => server.stop())

const settings = () => ({
  url: server.endpoint,
  catalog: 'hive',
  schema: 'shop',
  user: 'ann',
  password: undefined,
  token: TOKEN,
})

describeWarehouse('Trino', () => Promise.resolve(trinoWarehouse(settings())), SLOW_STATEMENT)

describe('a Trino server that does not do well', () => {
  const pages = ({ method }: ProtocolRequest) => method === 'GET'
  const NUMBERS =
    'SELECT a.n + b.n AS n FROM (SELECT 0 AS n UNION ALL SELECT 2) a, (SELECT 1 AS n UNION ALL SELECT 2) b ORDER BY 1'
  afterEach(() => server.inflict())

  it.each([
    ['a gateway that has no server for a while', { kind: 'reply', reply: { status: 503, body: '' }, times: 2 }],
    [
      'one that says when',
      { kind: 'reply', reply: { status: 429, body: '', headers: { 'retry-after': '0' } }, times: 4 },
    ],
    ['an answer that is lost half way', { kind: 'cut', times: 2 }],
    ['a connection that breaks', { kind: 'away', times: 2 }],
  ] as const)('is asked again after %s, and no row is lost or doubled', async (_, fault) => {
    server.inflict({ ...fault, to: pages })
    await expect(trinoWarehouse(settings()).run(NUMBERS)).resolves.toMatchObject({ columns: [[1, 2, 3, 4]] })
  })

  it.each([
    [
      'warehouse_busy',
      { kind: 'reply', reply: { status: 503, body: '', headers: { 'retry-after': '0' } }, to: () => true },
    ],
    ['warehouse_unreachable', { kind: 'cut', to: pages }],
    ['warehouse_unreachable', { kind: 'away', to: ({ method }) => method === 'POST' }],
    ['warehouse_answer_broken', { kind: 'reply', reply: { status: 500, body: 'Internal' }, to: pages }],
    ['warehouse_answer_broken', { kind: 'reply', reply: { status: 200, body: '<html>' }, to: pages }],
    [
      'warehouse_answer_broken',
      { kind: 'reply', reply: { status: 302, body: '', headers: { location: '/' } }, to: pages },
    ],
  ] satisfies [string, ProtocolFault][])('ends with %s where it does not get better', async (code, fault) => {
    server.inflict(fault)
    await expect(trinoWarehouse(settings()).run(NUMBERS)).rejects.toMatchObject({ code })
  })

  it('does not send a statement again whose answer was lost', async () => {
    server.inflict({ kind: 'cut', to: ({ method }) => method === 'POST' })
    const before = server.requests.length
    await expect(trinoWarehouse(settings()).run(NUMBERS)).rejects.toMatchObject({ code: 'warehouse_unreachable' })
    expect(server.requests).toHaveLength(before + 1)
  })

  it('tells of a refused token without saying it', async () => {
    const failed = trinoWarehouse({ ...settings(), token: 'expired-token' }).run(NUMBERS)
    await expect(failed).rejects.toMatchObject({ code: 'warehouse_denied' })
    await expect(failed).rejects.not.toThrow('expired-token')
  })

  it('does not take credentials to another server', async () => {
    const nextUri = 'http://127.0.0.2:1/v1/statement/queued/x/y/1'
    server.inflict({ kind: 'reply', reply: { status: 200, body: { id: 'x', nextUri } }, to: () => true })
    await expect(trinoWarehouse(settings()).run(NUMBERS)).rejects.toThrow('instead of http://127.0.0.1')
    expect(() => trinoWarehouse({ ...settings(), url: 'http://trino.example' })).toThrow('https://')
  })

  it('has the statement canceled there when it is stopped here', async () => {
    const before = server.canceled.length
    const run = trinoWarehouse(settings()).run(SLOW_STATEMENT, { timeLimitMs: 300 })
    await expect(run).rejects.toMatchObject({ code: 'commerce_query_timeout' })
    await expect.poll(() => server.canceled.slice(before)).toEqual([SLOW_STATEMENT])
  })
})

describe('a Trino server that answers at once', () => {
  it('loses no rows that come with the first answer', async () => {
    const quick = await startTrinoServer(await openSmallShop(), { rowsInPage: 3, atOnce: true })
    const warehouse = trinoWarehouse({ ...settings(), url: quick.endpoint })
    const rows = await warehouse.run('SELECT order_key AS k FROM order_facts WHERE order_key < 8 ORDER BY 1')
    expect(rows.columns[0]).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    await quick.stop()
  })
})
