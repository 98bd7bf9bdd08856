import { mkdtempSync, readdirSync, readFileSync, rmSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { CommerceReportRequest } from '@zerosec/contract'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { makeDemo } from '../demo/make-demo.ts'
import { openCommerce } from '../service/open-commerce.ts'
import { snapshotPlace } from '../snapshots/place.ts'

const folder = mkdtempSync(join(tmpdir(), 'zerosec-reports-'))
const place = snapshotPlace(folder, 'ours')
const faults: unknown[] = []
const commerce = openCommerce({
  dataFolder: folder,
  memoryMb: 300,
  pageUrl: 'https://shop.example',
  onFault: (error) => faults.push(error),
})
const desk = commerce.desk('ours')
beforeAll(async () => void (await makeDemo(place, { orders: 1500, seed: 1, until: '2026-03-31' })), 60_000)
afterAll(async () => {
  await commerce.close()
  rmSync(folder, { recursive: true })
})

const request = (changes: object) =>
  CommerceReportRequest.parse({
    name: 'Monatsbericht <b>',
    every: 'month',
    recipients: [{ by: 'email', to: ['anna@example.com'] }],
    ...changes,
  })
const mails = () => readdirSync(join(place.folder, 'outbox')).sort()

it('is sent once when it is due by the clock of the shop, and not for what passed before it was there', async () => {
  const { report_id: id, state } = await desk.reports.create(request({}), new Date('2026-03-31T12:00:00Z'))
  expect(state.last_slot).toBe('2026-03-01T07:00')
  await commerce.watchOnce(new Date('2026-04-01T04:59:00Z'))
  expect((await desk.reports.get(id)).deliveries).toEqual([])
  for (const minute of ['00', '01', '02']) await commerce.watchOnce(new Date(`2026-04-01T05:${minute}:00Z`))
  const after = await desk.reports.get(id)
  expect(after.deliveries).toMatchObject([{ to: 'anna@example.com', state: 'sent', event: 'report' }])
  expect(after.state).toMatchObject({ last_slot: '2026-04-01T07:00', period: '2026-03-01', problem: null })
  expect([mails().length, faults]).toEqual([1, []])
  await desk.reports.remove(id)
})

it('says the numbers of the query, as a page without script or anything beside it', async () => {
  const { report_id: id } = await desk.reports.create(request({ comparison: 'previous_year_weekday' }))
  const html = await desk.reports.html(id)
  const { values } = await commerce
    .within('ours')
    .ask(({ query }) => query({ metrics: ['net_sales', 'orders'], from: '2026-03-01', to: '2026-04-01' }))
  const written = (value: unknown, digits: number) =>
    Number(value).toLocaleString('en', { minimumFractionDigits: digits, maximumFractionDigits: digits })
  expect(html).toContain(`<p>${written(values['net_sales'], 2)}<span> EUR</span></p>`)
  expect(html).toContain(`<p>${written(values['orders'], 0)}</p>`)
  expect(html).toContain('Monatsbericht &lt;b&gt;')
  expect(html.match(/<svg role="img"/g)).toHaveLength(2)
  expect(html).toContain('href="https://shop.example/shop/?from=2026-03-01&amp;to=2026-04-01"')
  expect(html).not.toMatch(/<script|<link|src=|url\(|<b>Monats/)
  const sent = await desk.reports.send(id)
  expect(sent).toMatchObject({ period: '2026-03-01', deliveries: [{ state: 'sent' }] })
  const mail = readFileSync(join(place.folder, 'outbox', mails().at(-1) ?? ''), 'utf8')
  const [, body = ''] = mail.split('text/html; charset=utf-8\r\nContent-Transfer-Encoding: base64\r\n\r\n')
  expect(Buffer.from(body.split('\r\n\r\n')[0] ?? '', 'base64').toString()).toBe(html)
  await desk.reports.remove(id)
})

it.each(['day', 'week'] as const)('is of the last %s that is over, under filters too', async (every) => {
  const filters = [{ dimension: 'country', is: 'in', values: ['DE'] }]
  const { report_id: id } = await desk.reports.create(request({ every, filters }))
  const html = await desk.reports.html(id)
  expect(html).toMatch(every === 'day' ? />31 March 2026</ : />23\s?–\s?29 March 2026</)
  expect(html).toContain('Only country: DE.')
  await desk.reports.remove(id)
})
