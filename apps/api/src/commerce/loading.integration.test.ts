import { createClient } from '@zerosec/client'
import type { CommerceLoad } from '@zerosec/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { shopMapping } from '../../../../packages/commerce/test/shop-folder.ts'
import { type Answer, call, type RunningApi, startApi, upload } from '../../test/running-api.ts'

const ORDERS = `id,at,customer,status
1,2024-03-01 20:00:00,anna,paid
2,2024-03-31 23:30:00,ben,paid
3,not a day,=ben,paid
`
const LINES = `order,line,product,quantity,price
1,1,cup,2,4.50
2,1,cup,1,4.50
`
const BASE = '/api/v1/commerce'

let api: RunningApi
beforeAll(async () => {
  api = await startApi()
}, 60_000)
afterAll(() => api.stop())

const get = (path: string): Promise<Answer> => call(api, 'GET', BASE + path)
const post = (path: string, body: unknown): Promise<Answer> => call(api, 'POST', BASE + path, body)

async function uploaded(files: Readonly<Record<string, string>>) {
  const all = await Promise.all(Object.entries(files).map(([name, text]) => upload(api, name, text)))
  return all.map(({ bucket, key }) => ({ bucket, key }))
}

async function ended({ status, body }: Answer): Promise<CommerceLoad> {
  expect([status, body.state]).toEqual([200, 'running'])
  for (;;) {
    const { body: load } = await get(`/loads/${body.load_id}`)
    if (load.state !== 'running') return load
    await new Promise((resolve) => setTimeout(resolve, 50))
  }
}

describe('before a load', () => {
  it('a mapping is proposed from headers, and of a preset where one knows all of the files', async () => {
    const own = await uploaded({ 'orders.csv': 'order_id,ordered_at,customer_id,status\n1,2024-03-01,a,paid\n' })
    const { body } = await post('/mappings/propose', { inputs: own })
    expect([body.preset, body.mapping]).toEqual([null, expect.stringContaining('ordered_at: ordered_at')])
    expect((await post('/mappings/check', { inputs: own, mapping: body.mapping })).body.usable).toBe(true)
    const uci = await uploaded({
      '2010-12-01.csv': 'InvoiceNo,StockCode,Description,Quantity,InvoiceDate,UnitPrice,CustomerID,Country\n',
    })
    expect((await post('/mappings/propose', { inputs: uci })).body.preset).toBe('uci-online-retail')
  })

  it('tells what is wrong with a mapping by line and column', async () => {
    const inputs = await uploaded({ 'orders.csv': ORDERS, 'lines.csv': LINES })
    const mapping = shopMapping().replace('status: status', 'state: status')
    const { body } = await post('/mappings/check', { inputs, mapping })
    expect(body).toMatchObject({ usable: false, problems: [{ line: 16, column: 11 }] })
    expect(body.problems[0].problem).toContain('no such column')
  })

  it.each<[what: string, files: Record<string, string>, said: RegExp]>([
    ['a folder without orders', { 'lines.csv': LINES }, /none of these files has orders/],
    ['a column that is absent', { 'orders.csv': 'id,at\n1,2024-03-01\n' }, /lacks columns .* customer, status/],
    ['a file without a header', { 'orders.csv': '' }, /orders.csv is empty/],
  ])('tells of %s', async (_, files, said) => {
    const { body } = await post('/mappings/check', { inputs: await uploaded(files), mapping: shopMapping() })
    expect([body.usable, JSON.stringify(body)]).toEqual([false, expect.stringMatching(said)])
  })
})

describe('after a load', () => {
  let load: CommerceLoad
  beforeAll(async () => {
    const inputs = await uploaded({ 'orders.csv': ORDERS, 'lines.csv': LINES })
    load = await ended(await post('/loads', { inputs, mapping: shopMapping({ source: '    times_in: UTC' }) }))
    if (load.error) throw new Error(load.error.message)
  })

  it('every row of every file is accounted for, and what was kept out can be fetched', async () => {
    for (const { rows = 0, loaded = 0, quarantined = 0, superseded = 0, ignored = 0 } of load.files)
      expect(loaded + quarantined + superseded + ignored).toBe(rows)
    const reply = await fetch(`${api.url}${BASE}/quarantine/file?file=orders.csv`)
    expect(reply.headers.get('content-disposition')).toContain('quarantine.csv')
    const lines = (await reply.text()).trim().split('\r\n')
    expect([lines.length, lines[1]]).toEqual([2, expect.stringMatching(/^orders\.csv,4,orders,/)])
  })

  it('its mapping is proposed for further files, which need no orders beside those loaded', async () => {
    const inputs = await uploaded({ 'lines-2.csv': LINES })
    const { body } = await post('/mappings/propose', { inputs })
    expect([body.is_current, body.mapping]).toEqual([true, shopMapping({ source: '    times_in: UTC' })])
    expect((await post('/mappings/check', { inputs, mapping: body.mapping })).body).toMatchObject({ usable: true })
  })

  it('another time zone moves orders to its days, from the bytes that were kept, and can be undone', async () => {
    const days = async () => {
      const { body } = await post('/query', { metrics: ['orders'], grain: 'day' })
      const [bucket, , orders] = ['bucket', 'partial', 'metric'].map(
        (role) => body.columns.find((column: { role: string }) => column.role === role)?.values,
      )
      return [body.time_zone, bucket.filter((_: string, i: number) => orders[i] > 0)]
    }
    expect(await days()).toEqual(['Europe/Berlin', ['2024-03-01', '2024-04-01']])
    const moved = await ended(await post('/time-zone', { time_zone: 'Asia/Tokyo' }))
    expect(moved).toMatchObject({ kind: 'time_zone', state: 'done', error: null })
    expect(await days()).toEqual(['Asia/Tokyo', ['2024-03-02', '2024-04-01']])
    const undone = await post(`/snapshots/${load.snapshot_id}/serve`, {})
    expect(undone.body.now).toBe(load.snapshot_id)
    expect((await days())[0]).toBe('Europe/Berlin')
    expect((await post('/time-zone', { time_zone: 'Mars/Base' })).body.code).toBe('time_zone_unknown')
  })
})

describe('the TypeScript client', () => {
  const desk = () => createClient({ origin: api.url }).commerce

  it('saves, renames and deletes views, of each name one', async () => {
    const { views } = desk()
    const { view_id: id } = await views.create({ name: 'Ours', state: 'range=90d&country=DE' })
    await expect(views.create({ name: 'ours', state: '' })).rejects.toMatchObject({ code: 'commerce_view_name_taken' })
    expect(await views.change(id, { name: 'Germany' })).toMatchObject({
      name: 'Germany',
      state: 'range=90d&country=DE',
    })
    await views.remove(id)
    expect(await views.list()).toEqual([])
    await expect(views.change(id, { name: 'x' })).rejects.toMatchObject({ code: 'commerce_view_unknown' })
  })

  it('keeps what a webhook is called by from those who read, and its secret after the first answer', async () => {
    const { alerts } = desk()
    const recipients = [{ by: 'webhook' as const, url: 'http://127.0.0.1:9/services/secret-path' }]
    const condition = { is: 'unusual' as const }
    const { alert_id: id, secret } = await alerts.create({ name: 'a', metric: 'orders', condition, recipients })
    expect(secret).toMatch(/^whsec_/)
    const listed = JSON.stringify([
      await alerts.list(),
      await alerts.get(id),
      await alerts.change(id, { paused: true }),
    ])
    expect([listed.includes('secret-path'), listed.includes(secret)]).toEqual([false, false])
    const { deliveries } = await alerts.test(id)
    expect(deliveries).toMatchObject([{ state: 'failed', problem: expect.stringContaining('ZEROSEC_WEBHOOKS') }])
    await alerts.remove(id)
  })

  it('shows a report as a page in which nothing can run', async () => {
    const { reports } = desk()
    const recipients = [{ by: 'email' as const, to: ['anna@example.com'] }]
    const { report_id: id } = await reports.create({ name: 'r', every: 'month', recipients })
    const page = await fetch(`${api.url}${BASE}/reports/${id}/html`)
    expect(page.headers.get('content-security-policy')).toMatch(/^default-src 'none'.*sandbox/)
    expect(await page.text()).toContain('Net sales')
    await reports.remove(id)
  })
})
