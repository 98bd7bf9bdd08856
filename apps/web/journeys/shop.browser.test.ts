import { readFile } from 'node:fs/promises'
import exceljs from 'exceljs'
import type { Page, Request } from 'playwright-core'
import { expect, test } from 'vitest'
import { graveAccessibilityProblems, nextDownload, openPage, overflow } from '../test/browser.ts'
import { describeJourney } from '../test/journey.ts'

const ORDERS = '3000'
/** The twelve months that the page begins with: the demo shop ends with October 2026. */
const [FROM, TO] = ["DATE '2025-11-01'", "DATE '2026-11-01'"]
const COUNTS = 'exclusion IS NULL'

describeJourney("a shop's numbers", (journey) => {
  test('a demo shop is made, filtered, looked into and exported, and each number is the one that SQL gives', async () => {
    const { page, complaints } = await openPage(journey.browser, `${journey.platform.url}/shop/`, {
      viewport: { width: 1280, height: 900 },
    })
    await page.getByText('No shop is loaded yet').waitFor()
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([])
    const cubes = page.waitForResponse((reply) => reply.request().postData()?.includes('"rounding":"none"') ?? false)
    await journey.platform.command('commerce', 'demo', '--orders', ORDERS, '--json', '--quiet')

    await page.locator('[data-snapshot]').waitFor()
    const sql = (text: string) => firstCell(journey.platform.url, text)
    const orders = await sql(
      `SELECT count(*) FROM order_facts WHERE ${COUNTS} AND business_date >= ${FROM} AND business_date < ${TO}`,
    )
    expect(await cardOf(page, 'orders')).toBe(Number(orders).toLocaleString('en-US'))
    expect(await graveAccessibilityProblems(page)).toEqual([])
    expect(await overflow(page)).toBe(0)

    await (await cubes).finished()
    await brushesWithoutARequest(page, sql)

    const bar = page.locator('[data-panel=net-sales-by-category] [data-bar]').nth(1)
    const category = (await bar.getAttribute('data-bar')) ?? ''
    await bar.click()
    await page.waitForURL(/category=/)
    const net = await sql(netOf(category))
    await page.getByRole('button', { name: `Remove the filter by category` }).waitFor()
    await expect.poll(() => cardOf(page, 'net_sales')).toBe(euros(net, Number(net) < 1000 ? 2 : 0))

    // rows under the half transparent header would be read as pale ones
    await page.evaluate(() => window.scrollTo(0, 0))
    await page.locator('[data-kpi=net_sales]').click()
    const dialog = page.getByRole('dialog')
    await dialog.locator('[data-step=Now]').waitFor()
    expect(await dialog.locator('[data-value]').innerText()).toBe(euros(net, 2))
    const steps = (await dialog.locator('[data-step]').allInnerTexts()).map(centsOf)
    expect(steps.slice(0, -1).reduce((sum, cents) => sum + cents, 0)).toBe(centsOf(euros(net, 2)))
    expect(await dialog.getByText(`Category: ${category}`).count()).toBe(1)
    expect(await graveAccessibilityProblems(page)).toEqual([])
    await page.keyboard.press('Escape')
    await dialog.waitFor({ state: 'detached' })

    expect(await exportedNet(page, category)).toBe(String(Number(net)))
    await givesPictureAndWorkbook(page, category, Number(net))

    await changesWhatIsSent(page)
    await walksByKeys(page)
    await page.locator('[data-snapshot][aria-busy=false]').waitFor()
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await page.setViewportSize({ width: 390, height: 844 })
    await page.evaluate(() => window.scrollTo(0, 0))
    expect(await graveAccessibilityProblems(page)).toEqual([])
    expect(await overflow(page)).toBe(0)
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([])
  })
})

/** An alert and a report are made and changed in their places, with all that the forms say of them. */
async function changesWhatIsSent(page: Page): Promise<void> {
  const dialog = page.getByRole('dialog')
  const rows = dialog.locator('[data-sent]')
  await page.getByRole('button', { name: 'Alerts', exact: true }).click()
  await dialog.getByRole('combobox', { name: 'condition' }).selectOption('fallen')
  await dialog.getByRole('spinbutton', { name: /^Limit/ }).fill('12.5')
  await dialog.getByRole('textbox', { name: /^Addresses/ }).fill('anna@example.com, ben@example.com')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('sales')
  await dialog.getByRole('button', { name: 'Add the alert' }).click()
  const told = async () => (await rows.locator('p').first().innerText()).replaceAll(/\s+/g, ' ')
  const fallen = (by: number) =>
    `Net sales of a day, filtered: fallen by more than ${by} % against the one before. To anna@example.com, ben@example.com.`
  await expect.poll(told).toBe(fallen(12.5))
  await rows.getByRole('button', { name: 'Change the alert sales' }).click()
  await rows.getByRole('spinbutton', { name: /^Limit/ }).fill('20')
  await rows.getByRole('textbox', { name: 'Name' }).fill('sales of a day')
  expect(await graveAccessibilityProblems(page)).toEqual([])
  await rows.getByRole('button', { name: 'Save the alert' }).click()
  await rows.getByRole('heading', { name: 'sales of a day' }).waitFor()
  expect(await told()).toBe(fallen(20))
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })

  await page.getByRole('button', { name: 'Reports', exact: true }).click()
  await dialog.getByRole('combobox', { name: 'on' }).selectOption('3')
  await dialog.getByRole('textbox', { name: /^Addresses/ }).fill('anna@example.com')
  await dialog.getByRole('textbox', { name: 'Name' }).fill('weekly')
  await dialog.getByRole('button', { name: 'Add the report' }).click()
  await expect.poll(told).toMatch(/^Every Wednesday at 07:00/)
  await rows.getByRole('button', { name: 'Change the report weekly' }).click()
  expect(await rows.getByRole('combobox', { name: 'on' }).inputValue()).toBe('3')
  await rows.getByRole('combobox', { name: 'Every' }).selectOption('month')
  await rows.getByRole('button', { name: 'Save the report' }).click()
  await expect.poll(told).toMatch(/^On day 1 of every month at 07:00.* To anna@example.com\.$/)
  await page.keyboard.press('Escape')
  await dialog.waitFor({ state: 'detached' })
}

async function walksByKeys(page: Page): Promise<void> {
  await page.keyboard.press('x')
  await page.waitForURL((url) => !url.search.includes('category'))
  await page.keyboard.press('g')
  await page.keyboard.press('w')
  await page.waitForURL(/grain=week/)
  await page.keyboard.press('[')
  await page.waitForURL(/from=2024-11-01&to=2025-11-01/)
}

/** A part of a chart is marked: its numbers are there at once, those that can't be added wait, and what is let go becomes the range. */
async function brushesWithoutARequest(page: Page, sql: (text: string) => Promise<string>): Promise<void> {
  const requests: string[] = []
  const listen = (request: Request) => requests.push(request.url())
  const { x, y, width } = await boxOf(page, '[data-chart="Net sales over time"] [role=slider]')
  page.on('request', listen)
  await page.mouse.move(x + 0.4 * width, y + 80)
  await page.mouse.down()
  for (let part = 0.42; part < 0.75; part += 0.03) await page.mouse.move(x + part * width, y + 80)
  await page.locator('[data-kpi=customers] [data-waiting]').waitFor()
  const marked = await cardOf(page, 'orders')
  const work = await workOf(page, () =>
    page.evaluate(movesOfPointer, '[data-chart="Net sales over time"] [role=slider]'),
  )
  expect(await cardOf(page, 'orders')).toBe(marked)
  expect(requests).toEqual([])
  console.log(`a move of the brush, recomputed, committed and laid out: ${JSON.stringify(work)}`)
  page.off('request', listen)
  await page.mouse.up()
  await page.waitForURL(/from=/)
  const { searchParams } = new URL(page.url())
  const [from, to] = ['from', 'to'].map((name) => `DATE '${searchParams.get(name)}'`)
  const counted = `SELECT count(*) FROM order_facts WHERE ${COUNTS} AND business_date >= ${from} AND business_date < ${to}`
  expect(marked).toBe(Number(await sql(counted)).toLocaleString('en-GB'))
  await expect.poll(() => cardOf(page, 'customers')).toMatch(/^[\d,]+$/)
  expect(await cardOf(page, 'orders')).toBe(marked)
  await page.goBack()
  await page.waitForURL((url) => !url.search.includes('from='))
  await page.locator('[data-snapshot][aria-busy=false]').waitFor()
}

/** What of the processor's time a move took, which other work on the machine hardly lengthens, beside the time by the clock. */
async function workOf(page: Page, moves: () => Promise<Record<string, number>>): Promise<Record<string, number>> {
  const session = await page.context().newCDPSession(page)
  await session.send('Performance.enable', { timeDomain: 'threadTicks' })
  const busy = async () => {
    const { metrics } = await session.send('Performance.getMetrics')
    const seconds = metrics.filter(({ name }) => BUSY.has(name)).reduce((sum, { value }) => sum + value, 0)
    return 1000 * seconds
  }
  const before = await busy()
  const times = await moves()
  const cpuPerMove = Math.round((10 * ((await busy()) - before)) / (times['moves'] ?? 1)) / 10
  await session.detach()
  return { ...times, cpuPerMove }
}
const BUSY: ReadonlySet<string> = new Set(['ScriptDuration', 'LayoutDuration', 'RecalcStyleDuration'])

/** Runs in the page: many moves that each mark another part and at last the first one again, in ms and their long tasks. */
async function movesOfPointer(selector: string): Promise<Record<string, number>> {
  const chart = document.querySelector(selector)
  if (!chart) throw new Error('there is no chart')
  const { left, top, width } = chart.getBoundingClientRect()
  const move = (part: number) => {
    const at = { clientX: left + part * width, clientY: top + 80, pointerId: 1, isPrimary: true, buttons: 1 }
    chart.dispatchEvent(new PointerEvent('pointermove', { ...at, bubbles: true }))
  }
  let longTasks = 0
  const observer = new PerformanceObserver((list) => {
    longTasks += list.getEntries().length
  })
  observer.observe({ entryTypes: ['longtask'] })
  const times: number[] = []
  for (let i = 0; i <= 60; i++) {
    await new Promise((resolve) => requestAnimationFrame(resolve))
    const began = performance.now()
    move(i === 60 ? 0.72 : 0.15 + 0.8 * (i % 10) * 0.1)
    // what an event changes outside of React's state is drawn before the next microtask but one
    await Promise.resolve()
    await Promise.resolve()
    document.body.getBoundingClientRect()
    times.push(performance.now() - began)
  }
  observer.disconnect()
  times.sort((a, b) => a - b)
  const at = (share: number) => Math.round((times[Math.floor(share * (times.length - 1))] ?? 0) * 10) / 10
  return { moves: times.length, p50: at(0.5), p95: at(0.95), longTasks }
}

/** The panel as a picture, and the page as a workbook that has its number. */
async function givesPictureAndWorkbook(page: Page, category: string, net: number): Promise<void> {
  const picture = await downloaded(page, 'Download Categories', 'PNG')
  expect(picture.subarray(1, 4).toString()).toBe('PNG')
  expect(picture.readUInt32BE(16)).toBeGreaterThan(600)
  const book = new exceljs.Workbook()
  const bytes = await downloaded(page, 'Download the page', 'Excel')
  await book.xlsx.load(new Uint8Array(bytes).buffer)
  const values = book.getWorksheet('Categories')?.getColumn(1).values ?? []
  const row = values.indexOf(category)
  expect(book.getWorksheet('Categories')?.getCell(row, 2).value).toBe(net)
  expect(book.worksheets.map(({ name }) => name)).toContain('Key figures')
}

async function downloaded(page: Page, menu: string, format: string): Promise<Buffer> {
  const downloading = nextDownload(page)
  await page.getByRole('button', { name: menu, exact: true }).click()
  await page.getByRole('menuitem', { name: format }).click()
  return readFile(await (await downloading).path())
}

async function boxOf(page: Page, selector: string): Promise<{ x: number; y: number; width: number }> {
  const box = await page.locator(selector).boundingBox()
  if (!box) throw new Error(`${selector} is not drawn`)
  return box
}

/** Net sales of a category in the file that its panel exports. */
async function exportedNet(page: Page, category: string): Promise<string | undefined> {
  const csv = (await downloaded(page, 'Download Categories', 'CSV')).toString('utf8')
  const row = csv.split('\r\n').find((line) => line.startsWith(category))
  return row?.split(',')[1]
}

/** Net sales of a category: what its lines brought, less what of it was returned in these months. */
function netOf(category: string): string {
  const of = `category = '${category.replaceAll("'", "''")}' AND ${COUNTS}`
  return `SELECT (SELECT round(sum(gross), 2) - round(sum(discount), 2) FROM line_facts WHERE ${of} AND business_date >= ${FROM} AND business_date < ${TO})
    - (SELECT round(coalesce(sum(amount), 0), 2) FROM refund_facts WHERE ${of} AND refund_date >= ${FROM} AND refund_date < ${TO})`
}

/** The snapshot is read by SQL of this test's own, past the catalogue and the compiler. */
async function firstCell(url: string, sql: string): Promise<string> {
  const reply = await fetch(`${url}/api/v1/commerce/sql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ sql }),
  })
  const { columns } = (await reply.json()) as { columns: { values: unknown[] }[] }
  return String(columns[0]?.values[0])
}

function cardOf(page: Page, metric: string): Promise<string> {
  return page.locator(`[data-kpi=${metric}] [data-value]`).innerText()
}

function euros(amount: string, digits: number): string {
  return Number(amount).toLocaleString('en-US', {
    style: 'currency',
    currency: 'EUR',
    minimumFractionDigits: digits,
    maximumFractionDigits: digits,
  })
}

function centsOf(text: string): number {
  return Math.round(Number(text.replaceAll(/[€,+]/g, '').replace('−', '-')) * 100)
}
