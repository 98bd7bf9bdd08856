import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { dropFile, giveFile, nextDownload, openPage, scrollThrough } from '../test/browser.ts'
import { describeJourney } from '../test/journey.ts'
import { artifactBytes, runJob } from '../test/submit.ts'
import { wearTable } from '../test/wear-table.ts'

const RESPONSE = 'wear [µm]'

/** Radio buttons of segments are read by screen readers and the keyboard; the mouse clicks their labels. */
const choose = (page: Page, parameter: string, option: string) =>
  page.locator(`[data-parameter=${parameter}] input[value="${option}"]`).check({ force: true })

const prediction = async (page: Page) =>
  Number.parseFloat((await page.getByTestId('prediction').innerText()).replace('\u2212', '-'))

describeJourney('from a file to a report', (journey) => {
  /** A job that is done, for what is asked of a report rather than of the way to it. */
  let done: { readonly id: string; readonly url: string }

  journey.prepare(async () => {
    const id = await runJob(journey.platform.url, 'linear_analysis', wearTable(60, 2), { target_column: RESPONSE })
    done = { id, url: `${journey.platform.url}/job/?id=${id}` }
  })

  test('a dropped table is shown as read, analysed, and leaves as an Excel workbook', async () => {
    const { page, complaints } = await openPage(journey.browser, journey.platform.url)
    await dropFile(page, '摩耗試験.csv', wearTable(90))

    await page.getByRole('heading', { level: 1, name: '摩耗試験.csv' }).waitFor()
    const facts = await page.locator('dl').first().innerText()
    expect(facts.replaceAll(/\s+/g, ' ')).toMatch(/Rows 90 Columns 5 Format CSV Encoding utf-8 Delimiter comma/)
    const grid = page.getByRole('region', { name: 'Columns and first rows' })
    expect(await grid.getByRole('columnheader').count()).toBe(5)
    expect(await grid.getByRole('columnheader').last().innerText()).toMatch(/wear \[µm\].*number.*complete/s)

    await choose(page, 'target_column', RESPONSE)
    expect(await page.locator('[data-parameter=feature_columns] input[value="wear [µm]"]').isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Run' }).click()

    await page.waitForURL(/\/job\/\?id=/)
    await page.locator('#headline').waitFor()
    expect(await page.locator('#headline').innerText()).toMatch(/load/)
    await scrollThrough(page)
    expect(await page.locator('[data-figure] svg').count()).toBeGreaterThanOrEqual(5)

    const downloading = nextDownload(page)
    await page.getByRole('button', { name: 'Excel workbook' }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe('report.xlsx')
    const workbook = await readFile(await download.path())
    expect(workbook.subarray(0, 2).toString()).toBe('PK')
    expect(workbook.includes('xl/workbook.xml')).toBe(true)
    expect(complaints).toEqual([])
  })

  test('the calculator follows its inputs and says when they leave the data', async () => {
    const { page, complaints } = await openPage(journey.browser, done.url)
    const calculator = page.getByTestId('calculator')
    await calculator.waitFor()

    const before = await prediction(page)
    await calculator.getByRole('textbox', { name: /^load/ }).fill('45')
    const higher = await prediction(page)
    expect(higher).toBeGreaterThan(before)
    expect(await calculator.innerText()).not.toContain('Outside the data')

    await calculator.getByRole('slider', { name: 'load [N]' }).press('End')
    expect(await prediction(page)).toBeGreaterThan(higher)
    expect(await calculator.innerText()).toContain('Outside the data in load')

    await calculator.getByRole('combobox', { name: '材質' }).selectOption('黄銅')
    await calculator.getByRole('button', { name: 'Reset' }).click()
    expect(await prediction(page)).toBe(before)
    expect(complaints).toEqual([])
  })

  test('a figure is saved as a picture, a formula is copied', async () => {
    const { page } = await openPage(journey.browser, done.url, { permissions: ['clipboard-read', 'clipboard-write'] })
    await page.locator('#headline').waitFor()
    await scrollThrough(page)

    const downloading = nextDownload(page)
    await page
      .getByRole('button', { name: /^Save .* as PNG$/ })
      .first()
      .click()
    const picture = await readFile(await (await downloading).path())
    expect(picture.subarray(1, 4).toString()).toBe('PNG')

    await page.getByRole('button', { name: 'Copy' }).first().click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    expect(await page.evaluate(() => navigator.clipboard.readText())).toMatch(/^wear/)
  })

  test('the whole way goes by keyboard alone', async () => {
    const { page, complaints } = await openPage(journey.browser, journey.platform.url)
    await page.keyboard.press('Tab')
    expect(await page.evaluate(() => document.activeElement?.textContent)).toBe('Skip to the content')
    await page.keyboard.press('Enter')

    // Asked for early: the browser has to know before the key is pressed that a test answers the dialog.
    const choosing = page.waitForEvent('filechooser')
    await tabTo(page, () => document.activeElement?.getAttribute('type') === 'file')
    await page.keyboard.press('Enter')
    await (await choosing).setFiles({ name: 'wear.csv', mimeType: 'text/csv', buffer: Buffer.from(wearTable(60)) })
    await page.getByRole('heading', { name: 'What do you want to know?' }).waitFor()
    await page.locator('form').waitFor()

    await tabTo(page, () => document.activeElement?.getAttribute('name') === 'parameter-target_column')
    await page.keyboard.press('ArrowDown')
    await page.keyboard.press('ArrowUp')
    await page.keyboard.press('Enter')
    await page.locator('#headline').waitFor()
    expect(await page.evaluate(() => document.activeElement?.id)).toBe('headline')

    await tabTo(page, () => document.activeElement?.textContent?.includes('Excel workbook') === true)
    const downloading = nextDownload(page)
    await page.keyboard.press('Enter')
    expect((await downloading).suggestedFilename()).toBe('report.xlsx')
    expect(complaints).toEqual([])
  })

  test('another sheet of a workbook is read and analysed on demand', async () => {
    const buffer = Buffer.from(await artifactBytes(journey.platform.url, done.id, 'report.xlsx'))
    const { page, complaints } = await openPage(journey.browser, journey.platform.url)
    await giveFile(page, 'report.xlsx', buffer)
    const select = page.getByRole('combobox', { name: 'Sheet' })
    await select.waitFor()
    const first = await select.inputValue()
    const other = (await select.locator('option').allInnerTexts()).find((name) => name !== first) ?? ''
    await select.selectOption(other)
    await page.getByRole('definition').filter({ hasText: other }).waitFor()

    await page.locator('[data-parameter=target_column] input:enabled').first().check()
    const submitting = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/jobs'))
    await page.getByRole('button', { name: 'Run' }).click()
    expect((await submitting).postDataJSON().parameters.sheet).toBe(other)
    expect(complaints).toEqual([])
  })

  test('a job is run again on the same file with other settings, also after a reload', async () => {
    const { page, complaints } = await openPage(journey.browser, journey.platform.url)
    await dropFile(page, 'wear.csv', wearTable(60, 4))
    await choose(page, 'target_column', RESPONSE)
    await choose(page, 'terms', 'interactions')
    await page.getByRole('button', { name: 'Run' }).click()
    await page.locator('#headline').waitFor()
    const first = page.url()

    await page.reload()
    await page.getByRole('link', { name: 'Change and run again' }).click()
    await page.locator('form').waitFor()
    expect(await page.locator('[data-parameter=target_column] input:checked').inputValue()).toBe(RESPONSE)
    expect(await page.locator('[data-parameter=terms] input:checked').inputValue()).toBe('interactions')
    await choose(page, 'terms', 'quadratic')
    await page.getByRole('button', { name: 'Run' }).click()
    await page.locator('#headline').waitFor()
    expect(page.url()).not.toBe(first)
    expect(await page.locator('#details').innerText()).toContain('"quadratic"')
    expect(complaints).toEqual([])
  })
})

/** Presses Tab until `reached` holds in the page. */
async function tabTo(page: Page, reached: () => boolean): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if (await page.evaluate(reached)) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`80 times Tab did not lead there: ${reached.toString()}`)
}
