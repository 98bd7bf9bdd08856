import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { type AthenaServer, refusal, startAthenaServer } from '../../test/athena-server.ts'
import type { ProtocolFault, ProtocolRequest } from '../../test/protocol-server.ts'
import { openSmallShop } from '../../test/small-shop.ts'
import { describeWarehouse, SLOW_STATEMENT } from '../../test/warehouse.conformance.ts'
import { athenaWarehouse } from './athena-warehouse.ts'

let server: AthenaServer
beforeAll(async () => {
  vi.stubEnv('AWS_ACCESS_KEY_ID', 'key')
  vi.stubEnv('AWS_SECRET_ACCESS_KEY', 'a-secret')
  vi.stubEnv('AWS_REGION', 'eu-central-1')
  server = await startAthenaServer(await openSmallShop(), 3)
})
afterEach(() => server.inflict())
afterAll(async () => {
  vi.unstubAllEnvs()
  await server.stop()
})

const settings = () => ({
  database: 'shop',
  catalog: 'AwsDataCatalog',
  workgroup: 'primary',
  output: 's3://results/shop/',
  endpoint: server.endpoint,
})
const to =
  (operation: string) =>
  ({ headers }: ProtocolRequest): boolean =>
    headers['x-amz-target'] === `AmazonAthena.${operation}`
const NUMBERS = 'SELECT order_key AS k FROM order_facts WHERE order_key < 5 ORDER BY 1'

describeWarehouse('Athena', () => athenaWarehouse(settings()), SLOW_STATEMENT)

describe('an Athena that does not do well', () => {
  it.each([
    [
      'it was throttled',
      'StartQueryExecution',
      { kind: 'reply', reply: refusal('ThrottlingException', 'Rate exceeded') },
    ],
    ['the service is away', 'GetQueryExecution', { kind: 'reply', reply: { status: 503, body: '' } }],
    ['an answer is lost half way', 'GetQueryResults', { kind: 'cut' }],
    ['the answer to a beginning is lost', 'StartQueryExecution', { kind: 'away' }],
  ] as const)('is asked again after %s, and no row is lost or doubled', async (_, operation, fault) => {
    server.inflict({ ...fault, times: 1, to: to(operation) })
    const warehouse = await athenaWarehouse(settings())
    await expect(warehouse.run(NUMBERS)).resolves.toMatchObject({ columns: [[0, 1, 2, 3, 4]] })
    await warehouse.close()
  })

  it.each([
    ['warehouse_denied', { reply: refusal('ExpiredTokenException', 'The security token is expired') }],
    ['warehouse_denied', { reply: refusal('AccessDeniedException', 'not authorized') }],
    ['warehouse_statement_failed', { reply: refusal('InvalidRequestException', 'WorkGroup is not found.') }],
    ['warehouse_busy', { reply: refusal('TooManyRequestsException', 'too many queries') }],
    ['warehouse_unreachable', { reply: { status: 500, body: '' } }],
  ] as const)('ends with %s where it does not get better', async (code, { reply }) => {
    server.inflict({ kind: 'reply', reply, to: () => true } satisfies ProtocolFault)
    const warehouse = await athenaWarehouse(settings())
    const failed = warehouse.run(NUMBERS)
    await expect(failed).rejects.toMatchObject({ code })
    await expect(failed).rejects.not.toThrow('a-secret')
    await warehouse.close()
  })

  it('has the statement stopped there when it is stopped here', async () => {
    const warehouse = await athenaWarehouse(settings())
    const before = server.stopped.length
    const run = warehouse.run(SLOW_STATEMENT, { timeLimitMs: 500 })
    await expect(run).rejects.toMatchObject({ code: 'commerce_query_timeout' })
    await expect.poll(() => server.stopped.slice(before)).toEqual([SLOW_STATEMENT])
    await warehouse.close()
  })
})
