import { mkdtempSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type BigQueryServer, refusal, startBigQueryServer, writeCredentials } from '../../test/bigquery-server.ts'
import type { ProtocolFault, ProtocolRequest } from '../../test/protocol-server.ts'
import { openSmallShop } from '../../test/small-shop.ts'
import { describeWarehouse, SLOW_STATEMENT } from '../../test/warehouse.conformance.ts'
import { bigqueryWarehouse } from './bigquery-warehouse.ts'

const folder = mkdtempSync(join(tmpdir(), 'zerosec-bigquery-'))
let server: BigQueryServer
beforeAll(async () => {
  server = await startBigQueryServer(await openSmallShop(), 3)
  vi.stubEnv('GOOGLE_APPLICATION_CREDENTIALS', writeCredentials(server, folder))
})
afterEach(() => server.inflict())
afterAll(async () => {
  vi.unstubAllEnvs()
  rmSync(folder, { recursive: true })
  await server.stop()
})

const settings = () => ({ project: 'shop-project', dataset: 'shop', location: 'EU', endpoint: server.endpoint })
const ask = () => bigqueryWarehouse(settings(), { firstPauseMs: 5 })
const isInsert = ({ method, url }: ProtocolRequest) => method === 'POST' && url.pathname.endsWith('/jobs')
const isPage = ({ url }: ProtocolRequest) => url.pathname.includes('/queries/')
const isBigQuery = ({ url }: ProtocolRequest) => url.pathname !== '/token'
const NUMBERS = 'SELECT order_key AS k FROM order_facts WHERE order_key < 5 ORDER BY 1'

describeWarehouse('BigQuery', ask, SLOW_STATEMENT)

describe('a BigQuery that does not do well', () => {
  it.each([
    ['the service is away', isPage, { kind: 'reply', reply: refusal(503, 'backendError', 'away') }],
    ['an answer is lost half way', isPage, { kind: 'cut' }],
    ['the answer to a beginning is lost', isInsert, { kind: 'cut' }],
  ] as const)('is asked again after %s, and no row is lost or doubled', async (_, to, fault) => {
    server.inflict({ ...fault, times: 1, to })
    const warehouse = await ask()
    await expect(warehouse.run(NUMBERS)).resolves.toMatchObject({ columns: [[0, 1, 2, 3, 4]] })
  })

  it.each([
    ['warehouse_denied', refusal(403, 'accessDenied', 'Access Denied: Dataset')],
    ['warehouse_statement_failed', refusal(400, 'invalidQuery', 'Syntax error: [1:1]')],
    ['warehouse_busy', refusal(429, 'rateLimitExceeded', 'Exceeded rate limits')],
    ['warehouse_unreachable', refusal(503, 'backendError', 'away')],
    ['warehouse_unreachable', { status: 200, body: '<html>' }],
    ['warehouse_answer_broken', { status: 200, body: {} }],
  ] as const)('ends with %s where it does not get better', async (code, reply) => {
    server.inflict({ kind: 'reply', reply, to: isBigQuery } satisfies ProtocolFault)
    const warehouse = await ask()
    await expect(warehouse.run(NUMBERS)).rejects.toMatchObject({ code })
  })

  it('tells of expired tokens without saying them', async () => {
    const warehouse = await ask()
    await warehouse.run(NUMBERS)
    server.expire()
    const failed = warehouse.run(NUMBERS)
    await expect(failed).rejects.toMatchObject({ code: 'warehouse_denied' })
    await expect(failed).rejects.not.toThrow(/token-\d|a-subject/)
  })

  it('has the job canceled there when it is stopped here', async () => {
    const warehouse = await ask()
    const before = server.canceled.length
    const run = warehouse.run(SLOW_STATEMENT, { timeLimitMs: 500 })
    await expect(run).rejects.toMatchObject({ code: 'commerce_query_timeout' })
    await expect.poll(() => server.canceled.slice(before)).toEqual([SLOW_STATEMENT])
  })

  it('has it canceled there also where it is stopped before the service has begun it', async () => {
    const before = server.canceled.length
    const warehouse = await ask()
    await warehouse.run('SELECT 1 AS one') // has a token
    server.inflict({ kind: 'late', to: isInsert, times: 1 })
    const run = warehouse.run(SLOW_STATEMENT, { timeLimitMs: 50 })
    await expect(run).rejects.toMatchObject({ code: 'commerce_query_timeout' })
    await expect.poll(() => server.canceled.slice(before)).toEqual([SLOW_STATEMENT])
  })
})
