import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { giveFile, nextDownload, openPage } from '../test/browser.ts'
import { filledRunSheet } from '../test/filled-run-sheet.ts'
import { describeJourney } from '../test/journey.ts'

const RESPONSE = 'そり量'

/** Warp by mould temperature, pressure and time; measurements scatter: no two are equal. */
const warp = ([temperature = 0, pressure = 0, time = 0]: readonly number[], run: number): number =>
  Number((2 + 0.05 * temperature - 0.02 * pressure + 0.004 * time + 0.05 * Math.sin(7 * run)).toFixed(3))

describeJourney('a round of experiments', (journey) => {
  const parameter = (page: Page, name: string) => page.locator(`[data-parameter=${name}]`)

  async function begin(page: Page, analysis: string, results: Buffer): Promise<void> {
    await page.goto(journey.platform.url)
    await giveFile(page, 'run_sheet.xlsx', results)
    await page.locator('form').waitFor()
    await page.locator(`input[name=analysis][value=${analysis}]`).check({ force: true })
  }

  async function run(page: Page): Promise<string> {
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await page.waitForURL(/\/job\/\?id=/)
    await page.locator('#headline').waitFor()
    return page.locator('#headline').innerText()
  }

  test('goes from a design by its results, a model and a trade-off to the next runs', async () => {
    const { page, complaints } = await openPage(journey.browser, `${journey.platform.url}/design/`)
    await page.getByRole('button', { name: 'Start from an example' }).click()
    await page.getByText('Blocks, centre points and more').click()
    await page.getByLabel('Starts', { exact: true }).fill('6')
    await page.getByRole('button', { name: 'Find design' }).click()
    await page.getByRole('button', { name: 'Make the run sheet' }).click()
    const downloading = nextDownload(page)
    await page.getByRole('button', { name: 'Run sheet to fill in' }).click()
    const results = await filledRunSheet(await readFile(await (await downloading).path()), warp)

    await begin(page, 'nonlinear_analysis', results)
    await parameter(page, 'target_columns').getByRole('checkbox', { name: RESPONSE }).check({ force: true })
    await parameter(page, 'outer_splits').locator('input').fill('3')
    await parameter(page, 'n_trials').locator('input').fill('2')
    await parameter(page, 'models_to_use').getByRole('checkbox', { name: 'Linear' }).check()
    expect(await run(page)).toContain(RESPONSE)

    await begin(page, 'pareto', results)
    await parameter(page, 'minimise').getByRole('checkbox', { name: RESPONSE }).check({ force: true })
    await parameter(page, 'maximise')
      .getByRole('checkbox', { name: /金型温度/ })
      .check({ force: true })
    await parameter(page, 'models')
      .getByRole('checkbox', { name: /model\.zsm/ })
      .check()
    await run(page)
    await page.getByTestId('explorer').waitFor()

    await begin(page, 'next_experiments', results)
    await parameter(page, 'minimise').getByRole('checkbox', { name: RESPONSE }).check({ force: true })
    await parameter(page, 'batch_size').locator('input').fill('2')
    await parameter(page, 'back_test').locator('input').uncheck({ force: true })
    await run(page)
    await page.locator('[data-proposal="2"]').waitFor()
    const reason = await page.locator('[data-proposal="1"]').innerText()
    expect(reason).toMatch(/\d/)
    const leaving = nextDownload(page)
    await page.getByRole('button', { name: 'Accepted runs' }).click()
    const sheet = await readFile(await (await leaving).path(), 'utf8')
    expect(sheet.split('\n')[0]).toContain(RESPONSE)
    expect(sheet.trim().split('\n')).toHaveLength(3)
    expect(complaints).toEqual([])
  })
})
