import { readdirSync, readFileSync } from 'node:fs'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { join } from 'node:path'
import type { CommerceAlertRequest } from '@zerosec/contract'
import { CommerceAlertRequest as Schema } from '@zerosec/contract'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ShopFolder, shopMapping } from '../../test/shop-folder.ts'
import { openCommerce } from '../service/open-commerce.ts'

const shop = new ShopFolder()
const faults: unknown[] = []
const commerce = openCommerce({
  dataFolder: join(shop.folder, 'data'),
  memoryMb: 200,
  allowsPrivate: true,
  onFault: (error) => faults.push(error),
})
const desk = commerce.desk('default')

const received: { event: string; period: string; sentence: string }[] = []
let status = 200
const server = createServer((request, response) => {
  let body = ''
  request.on('data', (piece) => (body += piece))
  request.on('end', () => {
    received.push(JSON.parse(body))
    response.writeHead(status).end()
  })
})
let url = ''
beforeAll(async () => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve))
  url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/hook/secret`
})
afterAll(async () => {
  server.close()
  await commerce.close()
  shop.remove()
})

/** Orders of a product of 10 each: so many on each day of March 2024. */
async function sell(perDay: readonly number[]): Promise<void> {
  const orders = perDay.flatMap((count, day) =>
    Array.from(
      { length: count },
      (_, i) => `${day + 1}-${i},2024-03-${String(day + 1).padStart(2, '0')} 10:00:00,c,paid`,
    ),
  )
  const lines = orders.map((order) => `${order.split(',')[0]},1,cup,1,10.00`)
  shop.write({
    'orders.csv': `id,at,customer,status\n${orders.join('\n')}\n`,
    'lines.csv': `order,line,product,quantity,price\n${lines.join('\n')}\n`,
  })
  await shop.load(shopMapping())
}

const request = (changes: Partial<CommerceAlertRequest>) =>
  Schema.parse({
    name: 'Few orders',
    metric: 'orders',
    condition: { is: 'below', value: 3 },
    recipients: [{ by: 'webhook', url }],
    ...changes,
  })

const NOW = Date.parse('2024-04-01T09:00:00Z')
const later = (minutes: number) => new Date(NOW + minutes * 60_000)
const events = () => received.splice(0).map(({ event, period }) => [event, period])

describe('an alert', () => {
  it('fires once a period, tells when it is over, and is not changed by data that stay', async () => {
    await sell([5, 5, 5])
    const { alert_id: id } = await desk.alerts.create(request({}))
    await commerce.watchOnce(later(0))
    expect(events()).toEqual([])
    await sell([5, 5, 5, 2])
    await commerce.watchOnce(later(1))
    await commerce.watchOnce(later(2))
    expect(events()).toEqual([['alert.firing', '2024-03-04']])
    await sell([5, 5, 5, 1])
    await commerce.watchOnce(later(3))
    expect(events()).toEqual([])
    await sell([5, 5, 5, 1, 2])
    await commerce.watchOnce(later(4))
    await sell([5, 5, 5, 1, 2, 9])
    await commerce.watchOnce(later(5))
    expect(events()).toEqual([
      ['alert.firing', '2024-03-05'],
      ['alert.over', '2024-03-06'],
    ])
    const { state, recipients } = await desk.alerts.get(id)
    expect(state).toMatchObject({ is_firing: false, fired_period: '2024-03-05', value: 9, problem: null })
    expect(JSON.stringify(recipients)).not.toContain('secret')
    await desk.alerts.remove(id)
    expect(faults).toEqual([])
  }, 60_000)

  it('is sent again after a while where it did not arrive, and given up at last', async () => {
    const { alert_id: id } = await desk.alerts.create(request({ condition: { is: 'above', value: 3 } }))
    status = 503
    await commerce.watchOnce(later(100))
    await commerce.watchOnce(later(100))
    expect(received.splice(0)).toHaveLength(1)
    status = 200
    await commerce.watchOnce(later(101))
    expect(received.splice(0)).toHaveLength(1)
    const [sent] = (await desk.alerts.get(id)).deliveries
    expect(sent).toMatchObject({ state: 'sent', attempts: 2, problem: null, event: 'alert.firing' })
    status = 503
    await desk.alerts.change(id, { condition: { is: 'above', value: 2 } })
    for (let hour = 2; hour < 12; hour++) await commerce.watchOnce(later(100 + hour * 61))
    expect((await desk.alerts.get(id)).deliveries[0]).toMatchObject({
      state: 'failed',
      attempts: 7,
      problem: 'it answered 503',
    })
    status = 200
    received.length = 0
    await desk.alerts.remove(id)
  }, 60_000)

  it('can be tried, by e-mail too, without being remembered', async () => {
    const recipients = [{ by: 'email' as const, to: ['anna@example.com'] }]
    const { alert_id: id } = await desk.alerts.create(
      request({ name: 'Wenig Umsatz', metric: 'gross_sales', recipients }),
    )
    const tested = await desk.alerts.test(id)
    expect(tested).toMatchObject({ is_met: false, value: 90, deliveries: [{ to: 'anna@example.com', state: 'sent' }] })
    expect((await desk.alerts.get(id)).state.checked_at).toBeNull()
    const outbox = join(shop.place.folder, 'outbox')
    const [name = ''] = readdirSync(outbox)
    expect(readFileSync(join(outbox, name), 'utf8')).toMatch(/^From: <zerosec@localhost>\r\nTo: <anna@example.com>\r\n/)
    await desk.alerts.remove(id)
  })

  it.each<[Partial<CommerceAlertRequest>, boolean, RegExp]>([
    [{ condition: { is: 'risen', by: 0.5 } }, true, /350 % more than the day before/],
    [{ condition: { is: 'fallen', by: 0.5 } }, false, /350 % more than the day before/],
    [{ condition: { is: 'unusual' } }, false, /not enough history/],
    [{ condition: { is: 'stale', days: 20 } }, true, /last day that is known is Wednesday.* 6 March 2024/],
    [{ grain: 'month' }, false, /there is no value/],
  ])('looks for %j', async (changes, isMet, said) => {
    const { alert_id: id } = await desk.alerts.create(request(changes))
    const { is_met, sentence } = await desk.alerts.test(id)
    expect([is_met, sentence]).toEqual([isMet, expect.stringMatching(said)])
    await desk.alerts.remove(id)
  })

  it.each<[Partial<CommerceAlertRequest>, string]>([
    [{ metric: 'nonsense' }, 'commerce_metric_unknown'],
    [{ filters: [{ dimension: 'score', is: 'null' }] }, 'commerce_dimension_unavailable'],
    [{ recipients: [{ by: 'webhook', url: 'https://a:b@example.com/' }] }, 'commerce_recipient_invalid'],
  ])('is refused for %j', async (changes, code) => {
    await expect(desk.alerts.create(request(changes))).rejects.toMatchObject({ code })
  })
})
