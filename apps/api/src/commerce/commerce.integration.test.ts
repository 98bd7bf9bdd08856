import { createClient } from '@zerosec/client'
import type { CommerceLoad } from '@zerosec/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shopMapping } from '../../../../packages/commerce/test/shop-folder.ts'
import { type Answer, call, type RunningApi, startApi, upload } from '../../test/running-api.ts'

const ORDERS = `id,at,customer,status
1,2024-03-01 10:00:00,=anna,paid
2,2024-03-31 12:30:00,ben,paid
3,not a day,ben,paid
`
const LINES = `order,line,product,quantity,price
1,1,cup,2,4.50
1,2,pot,1,19.99
2,1,cup,1,4.50
`
const BASE = '/api/v1/commerce'

let api: RunningApi
let first: CommerceLoad
/** What was said before there was a shop. */
let before: string
beforeAll(async () => {
  api = await startApi()
  before = (await get('/status')).body.code
  first = await loaded(ORDERS, LINES)
}, 60_000)
afterAll(() => api.stop())

const get = (path: string): Promise<Answer> => call(api, 'GET', BASE + path)
const post = (path: string, body: unknown): Promise<Answer> => call(api, 'POST', BASE + path, body)

/** Uploads files, loads them and waits for the end. */
async function loaded(orders: string, lines: string): Promise<CommerceLoad> {
  return ended(await begin(orders, lines))
}

async function begin(orders: string, lines: string): Promise<Answer> {
  const files = [await upload(api, 'orders.csv', orders), await upload(api, 'lines.csv', lines)]
  const inputs = files.map(({ bucket, key }) => ({ bucket, key }))
  return post('/loads', { inputs, mapping: shopMapping() })
}

async function ended({ status, body }: Answer): Promise<CommerceLoad> {
  expect([status, body.state]).toEqual([200, 'running'])
  for (;;) {
    const { body: load } = await get(`/loads/${body.load_id}`)
    if (load.state !== 'running') return load
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

const query = { metrics: ['gross_sales', 'orders'], grain: 'day' }
const addressOf = (asked: unknown) => `/query?q=${encodeURIComponent(JSON.stringify(asked))}`

describe('a shop that is loaded over HTTP', () => {
  it('answers queries to the cent, and says which rows were kept out and why', async () => {
    expect(before).toBe('commerce_no_snapshot')
    expect(first).toMatchObject({ state: 'done', error: null })
    expect(first.files.map(({ name, state, rows }) => [name, state, rows])).toEqual([
      ['lines.csv', 'new', 3],
      ['orders.csv', 'new', 3],
    ])
    const { body } = await post('/query', query)
    expect([body.values, body.snapshot_id]).toEqual([{ gross_sales: 33.49, orders: 2 }, first.snapshot_id])
    const status = (await get('/status')).body
    expect(status.snapshot).toMatchObject({ id: first.snapshot_id, currency: 'EUR', first_date: '2024-03-01' })
    const kept = (await get('/quarantine?file=orders.csv&limit=1')).body
    expect([kept.all_rows, kept.rows[0].line, kept.next]).toEqual([1, 4, null])
    expect(status.quarantined).toEqual([{ code: kept.rows[0].code, rows: 1 }])
  })

  it('is answered from memory of the caller while neither snapshot nor query change', async () => {
    const { headers } = await get(addressOf(query))
    const etag = headers.get('etag') ?? ''
    const again = (asked: unknown) =>
      fetch(api.url + BASE + addressOf(asked), { headers: { 'if-none-match': `"other", ${etag}` } })
    expect((await again({ ...query, comparison: { with: 'off' } })).status).toBe(304)
    expect((await again({ ...query, grain: 'month' })).status).toBe(200)
  })

  it('answers a dashboard in one call, each panel by itself', async () => {
    const { body } = await post('/queries', {
      queries: [
        { id: 'a', query: { metrics: ['orders'] } },
        { id: 'b', query: { metrics: ['nonsense'] } },
        { id: 'c', cube: { cube: 'retention' } },
      ],
    })
    expect(body.snapshot_id).toBe(first.snapshot_id)
    expect(body.answers[0].result.values).toEqual({ orders: 2 })
    expect(body.answers[1].error.code).toBe('commerce_metric_unknown')
    expect(body.answers[2].cube.cube).toBe('retention')
    const twice = { queries: [1, 2].map(() => ({ id: 'a', query: { metrics: ['orders'] } })) }
    expect((await post('/queries', twice)).body.code).toBe('request_invalid')
  })

  it('gives the TypeScript client cubes, exports, kept rows and answers to SQL', async () => {
    const { commerce } = createClient({ origin: api.url })
    expect((await commerce.cube({ cube: 'rfm' })).columns[0]?.name).toBe('segment')
    const { name, content } = await commerce.exportFile({ metrics: ['orders'], grain: 'month' }, 'csv')
    expect([name, (await content.text()).split('\r\n')[1]]).toEqual(['orders.csv', '2024-03-01,false,2'])
    await expect(commerce.exportFile({ metrics: ['nonsense'] }, 'xlsx')).rejects.toMatchObject({
      code: 'commerce_metric_unknown',
    })
    const { rows, next } = await commerce.quarantine({ file: 'orders.csv', limit: 1 })
    expect([rows.map(({ line }) => line), next]).toEqual([[4], null])
    const sql = 'SELECT count(*) AS n FROM order_facts WHERE exclusion IS NULL'
    expect((await commerce.sql({ sql })).columns[0]?.values).toEqual([2])
    expect((await commerce.snapshots()).filter(({ serves }) => serves).map(({ id }) => id)).toEqual([first.snapshot_id])
  })

  it('tells who listens when another snapshot serves, which can be undone', async () => {
    const stream = await fetch(`${api.url}${BASE}/events`)
    const reader = stream.body!.pipeThrough(new TextDecoderStream()).getReader()
    const told = async (id: string | null) => {
      for (let text = ''; !text.includes(`{"snapshot_id":"${id}"}`); ) text += (await reader.read()).value ?? ''
    }
    await told(first.snapshot_id)
    const second = await loaded(ORDERS.replace('not a day', '2024-04-01 10:00:00'), LINES)
    await told(second.snapshot_id)
    expect((await post('/query', query)).body.values).toEqual({ gross_sales: 33.49, orders: 3 })
    const undone = await post(`/snapshots/${first.snapshot_id}/serve`, {})
    expect(undone.body).toEqual({ before: second.snapshot_id, now: first.snapshot_id })
    await told(first.snapshot_id)
    await reader.cancel()
    const { snapshots } = (await get('/snapshots')).body
    expect(snapshots.map(({ id, serves }: { id: string; serves: boolean }) => [id, serves])).toEqual([
      [second.snapshot_id, false],
      [first.snapshot_id, true],
    ])
    expect((await get('/loads')).body.loads.map((load: CommerceLoad) => load.load_id)).toEqual([
      second.load_id,
      first.load_id,
    ])
  })

  it('goes on with the last good snapshot where a load fails, which says why', async () => {
    const failing = await begin('id,at\n', 'nothing\n')
    expect((await post('/demo', { orders: 100 })).body.code).toBe('load_running')
    const failed = await ended(failing)
    expect(failed).toMatchObject({ state: 'failed', error: { code: 'source_columns_missing' } })
    expect((await post('/query', query)).body.values).toEqual({ gross_sales: 33.49, orders: 2 })
    const nobodys = { inputs: [{ bucket: 'zerosec-inputs', key: 'inputs/x/orders.csv' }], preset: 'olist' }
    expect((await post('/loads', nobodys)).body.code).toBe('input_not_uploaded')
    expect((await post('/loads', { ...nobodys, preset: 'none' })).status).toBeGreaterThanOrEqual(400)
  })

  it.each([
    ['csv', 'text/csv; charset=utf-8', /^\uFEFFcountry,gross_sales\r\n/],
    ['xlsx', 'application/vnd.openxmlformats-officedocument.spreadsheetml.sheet', /^PK/],
    ['parquet', 'application/vnd.apache.parquet', /^PAR1/],
  ])('exports an answer as %s', async (format, type, beginning) => {
    const q = JSON.stringify({ metrics: ['gross_sales'], dimensions: ['country'] })
    const reply = await fetch(`${api.url}${BASE}/export?format=${format}&q=${encodeURIComponent(q)}`)
    expect([reply.status, reply.headers.get('content-type')]).toEqual([200, type])
    expect(reply.headers.get('content-disposition')).toBe(`attachment; filename=gross_sales.${format}`)
    const bytes = Buffer.from(await reply.arrayBuffer())
    expect(bytes.toString('utf8')).toMatch(beginning)
  })
})

describe("an analyst's statement", () => {
  const sql = async (text: string, limit = 10) => (await post('/sql', { sql: text, limit })).body

  it('reads the tables of the snapshot, exactly and as far as it was asked', async () => {
    const result = await sql('SELECT order_id, gross, 2::HUGEINT ** 70 AS big FROM order_facts ORDER BY order_id', 1)
    expect([result.rows, result.is_cut, result.snapshot_id]).toEqual([1, true, first.snapshot_id])
    expect(result.columns[1]).toMatchObject({ name: 'gross', type: 'DECIMAL(18,4)', values: [28.99] })
  })

  it.each([
    ["SELECT * FROM read_text('/etc/passwd')", 'commerce_sql_refused'],
    ['SELECT nothing FROM orders', 'commerce_sql_invalid'],
  ])('%s is refused by name', async (text, code) => {
    const { code: said, message } = await sql(text)
    expect([said, /\/(root|home|tmp|work)/.test(message)]).toEqual([code, false])
  })
})
