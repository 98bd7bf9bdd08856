import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { graveAccessibilityProblems, openPage, overflow } from '../test/browser.ts'
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
    await journey.platform.command('commerce', 'demo', '--orders', ORDERS, '--json', '--quiet')

    await page.locator('[data-snapshot]').waitFor()
    const sql = (text: string) => firstCell(journey.platform.url, text)
    const orders = await sql(
      `SELECT count(*) FROM order_facts WHERE ${COUNTS} AND business_date >= ${FROM} AND business_date < ${TO}`,
    )
    expect(await cardOf(page, 'orders')).toBe(Number(orders).toLocaleString('en-US'))
    expect(await graveAccessibilityProblems(page)).toEqual([])
    expect(await overflow(page)).toBe(0)

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

    await page.keyboard.press('x')
    await page.waitForURL((url) => !url.search.includes('category'))
    await page.keyboard.press('g')
    await page.keyboard.press('w')
    await page.waitForURL(/grain=week/)
    await page.keyboard.press('[')
    await page.waitForURL(/from=2024-11-01&to=2025-11-01/)

    await page.locator('[data-snapshot][aria-busy=false]').waitFor()
    await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
    await page.setViewportSize({ width: 390, height: 844 })
    await page.evaluate(() => window.scrollTo(0, 0))
    expect(await graveAccessibilityProblems(page)).toEqual([])
    expect(await overflow(page)).toBe(0)
    expect(complaints.filter((text) => !text.includes('404'))).toEqual([])
  })
})

/** Net sales of a category in the file that its panel exports. */
async function exportedNet(page: Page, category: string): Promise<string | undefined> {
  const downloading = page.waitForEvent('download')
  await page.locator('[data-panel=net-sales-by-category]').getByRole('button', { name: 'Download as CSV' }).click()
  const csv = await readFile(await (await downloading).path(), 'utf8')
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
