import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { dropFile, graveAccessibilityProblems, openPage, overflow, pasteText, scrollThrough } from '../test/browser.ts'
import { describeJourney } from '../test/journey.ts'
import { runJob } from '../test/submit.ts'
import { wearTable } from '../test/wear-table.ts'

const RESPONSE = 'wear [µm]'

const PHONE = { width: 390, height: 844 }
const DESKTOP = { width: 1280, height: 860 }
const LONG_NAME = 'a-file-with-a-very-long-name-that-someone-exported-from-a-machine-2026-01-31.csv'

async function analyse(page: Page, name: string, table: string, response: string): Promise<void> {
  await dropFile(page, name, table)
  await page.locator(`[data-parameter=target_column] input[value="${response}"]`).check()
  await page.getByRole('button', { name: 'Run' }).click()
  await page.waitForURL(/\/job\/\?id=/)
}

describeJourney('the page', (journey) => {
  let report: string

  journey.prepare(async () => {
    const parameters = { target_column: RESPONSE }
    const jobId = await runJob(journey.platform.url, 'linear_analysis', wearTable(60), parameters, LONG_NAME)
    report = `${journey.platform.url}/job/?id=${jobId}`
  })

  test.each([
    ['a phone, dark', PHONE, 'dark'],
    ['a desktop, light', DESKTOP, 'light'],
  ] as const)(
    'on %s nothing needs sideways scrolling and axe finds nothing grave',
    async (_, viewport, colorScheme) => {
      const { page, complaints } = await openPage(journey.browser, journey.platform.url, { viewport, colorScheme })
      const look = async (place: string) => {
        const found = { place, overflow: await overflow(page), grave: await graveAccessibilityProblems(page) }
        expect(found).toEqual({ place, overflow: 0, grave: [] })
      }
      await look('start')
      await dropFile(page, LONG_NAME, wearTable(60))
      await page.locator('form').waitFor()
      await page.getByText('More settings').click()
      await look('table and form')
      await page.goto(report)
      await page.locator('#headline').waitFor()
      await scrollThrough(page)
      await look('report')
      await page.getByRole('link', { name: 'Jobs' }).click()
      await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor()
      await page.getByRole('list', { name: 'Jobs' }).waitFor()
      await look('jobs')
      expect(complaints).toEqual([])
    },
  )

  test.each([
    ['a phone, dark', PHONE, 'dark', 'User guide'],
    ['a desktop, light', DESKTOP, 'light', 'Serving'],
  ] as const)(
    'on %s the docs are pages, with their pictures and tables, and axe finds nothing grave',
    async (_, viewport, colorScheme, title) => {
      const { page, complaints } = await openPage(journey.browser, journey.platform.url, { viewport, colorScheme })
      const look = async (place: string) => {
        const found = { place, overflow: await overflow(page), grave: await graveAccessibilityProblems(page) }
        expect(found).toEqual({ place, overflow: 0, grave: [] })
      }
      await page.getByRole('contentinfo').getByRole('link', { name: 'Docs' }).click()
      await page.getByRole('heading', { level: 1, name: 'Docs' }).waitFor()
      await look('list of the docs')
      await page.getByRole('link', { name: title }).first().click()
      await page.getByRole('heading', { level: 1, name: title }).waitFor()
      await scrollThrough(page)
      const pictures = page.locator('article img')
      const widths = await pictures.evaluateAll((images) =>
        images.map((image) => (image as HTMLImageElement).naturalWidth),
      )
      expect(widths.filter((width) => width === 0)).toEqual([])
      expect(await page.locator('article table').count()).toBeGreaterThan(0)
      await look(title)
      expect(complaints).toEqual([])
    },
  )

  test('what is no table is refused with what to do about it, and the next file is welcome', async () => {
    const { page } = await openPage(journey.browser, journey.platform.url)
    const refused = [
      ['empty.csv', '', 'file_empty'],
      ['header-only.csv', 'a,b\n', 'file_header_only'],
      ['picture.xlsx', 'no workbook at all', 'file_corrupt'],
    ] as const
    for (const [name, content, code] of refused) {
      await dropFile(page, name, content)
      const refusal = page.getByRole('alert').filter({ hasText: name })
      await refusal.waitFor()
      expect(await refusal.locator('[data-code]').getAttribute('data-code')).toBe(code)
      expect((await refusal.innerText()).length).toBeGreaterThan(40)
      await page.getByRole('button', { name: 'Dismiss' }).click()
      await refusal.waitFor({ state: 'detached' })
    }
    await dropFile(page, 'wear.csv', wearTable(30))
    await page.getByRole('heading', { level: 1, name: 'wear.csv' }).waitFor()
  })

  test('a form without its response, or with a wrong number, says so at the field', async () => {
    const { page } = await openPage(journey.browser, journey.platform.url)
    await dropFile(page, 'wear.csv', wearTable(30))
    await page.locator('form').waitFor()
    await page.getByRole('button', { name: 'Run' }).click()
    const response = page.locator('[data-parameter=target_column]')
    expect(await response.getByRole('alert').innerText()).toBe('Choose response.')
    expect(await response.locator('input:focus').count()).toBe(1)

    await response.locator(`input[value="${RESPONSE}"]`).check()
    expect(await response.getByRole('alert').count()).toBe(0)
    const folds = page.getByRole('textbox', { name: 'Folds' })
    await folds.fill('1')
    await page.getByRole('button', { name: 'Run' }).click()
    expect(await page.locator('[data-parameter=cv_splits]').getByRole('alert').innerText()).toBe('It takes at least 2.')
    expect(await folds.getAttribute('aria-invalid')).toBe('true')
  })

  test('what only the server can refuse stands at its field too, in the server\u2019s words', async () => {
    const { page } = await openPage(journey.browser, journey.platform.url)
    await dropFile(page, 'wear.csv', wearTable(30))
    await page.locator('[data-parameter=target_column] input[value="wear [µm]"]').check()
    const terms = page.locator('[data-parameter=terms]')
    await terms.getByText('Formula', { exact: true }).click()
    await page.getByRole('textbox', { name: 'Terms, as a formula' }).fill('a+'.repeat(10_001))
    await page.getByRole('button', { name: 'Run' }).click()
    await terms.getByRole('alert').waitFor()
    expect(await terms.getByRole('alert').innerText()).toMatch(/^The parameter "terms" can't be used/)
  })

  test('a job without an answer tells why, and its file can be used again', async () => {
    const { page } = await openPage(journey.browser, journey.platform.url)
    const table = wearTable(30)
      .split('\n')
      .map((line, row) => (line === '' ? line : `${line},${row === 0 ? 'grade' : row % 2 === 0 ? 'good' : 'bad'}`))
      .join('\n')
    await analyse(page, 'grades.csv', table, 'grade')
    await page.locator('#outcome').waitFor()
    expect(await page.locator('#outcome [data-code]').getAttribute('data-code')).toBe('response_not_numeric')
    await page.getByRole('link', { name: 'Change and run again' }).click()
    await page.getByRole('heading', { level: 1, name: 'grades.csv' }).waitFor()
    await page.locator('[data-parameter=target_column] input[value="wear [µm]"]').check()
    await page.getByRole('button', { name: 'Run' }).click()
    await page.locator('#headline').waitFor()
  })

  test('a long job shows how far it is and is cancelled', async () => {
    const { page } = await openPage(journey.browser, journey.platform.url)
    await dropFile(page, 'long.csv', wearTable(20_000))
    await page.locator('[data-parameter=target_column] input[value="wear [µm]"]').check()
    await page.getByText('Quadratic', { exact: true }).click()
    await page.getByText('Elastic net', { exact: true }).click()
    await page.getByRole('textbox', { name: 'Folds' }).fill('100')
    await page.getByRole('button', { name: 'Run' }).click()
    await page.getByRole('progressbar', { name: 'Progress of the analysis' }).waitFor()
    await page.getByRole('button', { name: 'Cancel' }).click()
    await page.getByText('The job was stopped before it had a result.').waitFor()

    await page.goto(`${journey.platform.url}/jobs/?status=cancelled`)
    const row = page.getByRole('list', { name: 'Jobs' }).getByRole('listitem').filter({ hasText: 'long.csv' })
    expect(await row.innerText()).toMatch(/cancelled/)
  })

  test('the list of jobs is filtered by status and leads to the reports', async () => {
    const { page, complaints } = await openPage(journey.browser, journey.platform.url)
    await analyse(page, 'listed.csv', wearTable(40, 9), RESPONSE)
    await page.locator('#headline').waitFor()
    const headline = await page.locator('#headline').innerText()

    await page.getByRole('link', { name: 'Jobs' }).click()
    const row = page.getByRole('list', { name: 'Jobs' }).getByRole('listitem').filter({ hasText: 'listed.csv' })
    await row.waitFor()
    expect(await row.innerText()).toMatch(/completed/)
    await page.getByRole('link', { name: 'Failed' }).click()
    await page.waitForURL(/status=failed/)
    await row.waitFor({ state: 'detached' })
    await page.getByRole('link', { name: 'Completed' }).click()
    await row.getByRole('link').click()
    await page.locator('#headline').waitFor()
    expect(await page.locator('#headline').innerText()).toBe(headline)
    expect(complaints).toEqual([])
  })

  test('cells copied from a spreadsheet are pasted as a table', async () => {
    const { page } = await openPage(journey.browser, journey.platform.url)
    await pasteText(page, wearTable(30).replaceAll(',', '\t'))
    await page.getByRole('heading', { level: 1, name: 'pasted-cells.tsv' }).waitFor()
    expect(await page.locator('dl').first().innerText()).toMatch(/Delimiter\s+tab/)
  })

  test('a sample is one click away', async () => {
    const { page } = await openPage(journey.browser, journey.platform.url)
    await page
      .getByRole('region', { name: /Try one of these/ })
      .getByRole('button')
      .first()
      .click()
    await page.locator('form').waitFor()
    expect(await page.getByRole('heading', { level: 1 }).innerText()).toMatch(/\.csv$/)
  })

  test('an unknown job and an unknown address are told from a fault', async () => {
    const { page } = await openPage(
      journey.browser,
      `${journey.platform.url}/job/?id=00000000-0000-4000-8000-000000000000`,
    )
    const refusal = page.locator('main').getByRole('alert')
    await refusal.waitFor()
    expect(await refusal.innerText()).toMatch(/There is no job/)
    await page.goto(`${journey.platform.url}/nowhere/`)
    await page.getByRole('heading', { name: 'There is no page at this address' }).waitFor()
  })
})
