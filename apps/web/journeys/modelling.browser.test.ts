import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import { dropFile, nextDownload, openPage, scrollThrough } from '../test/browser.ts'
import { describeJourney } from '../test/journey.ts'
import { wearTable } from '../test/wear-table.ts'

const RESPONSE = 'wear [µm]'

describeJourney('from a file to a model', (journey) => {
  test('a response is chosen, modelled and explained, and the model is downloaded', async () => {
    const { page, complaints } = await openPage(journey.browser, journey.platform.url)
    await dropFile(page, '摩耗試験.csv', wearTable(60))
    await page.locator('input[value="nonlinear_analysis"]').check({ force: true })

    const responses = page.locator('[data-parameter=target_columns]')
    expect(await responses.locator('input:checked').count()).toBe(0)
    await responses.getByRole('checkbox', { name: RESPONSE }).check({ force: true })
    const factors = page.locator('[data-parameter=feature_columns]')
    expect(await factors.getByRole('checkbox', { name: RESPONSE }).isDisabled()).toBe(true)
    for (const [name, value] of [
      ['outer_splits', '3'],
      ['n_trials', '2'],
    ] as const) {
      await page.locator(`[data-parameter=${name}] input`).fill(value)
    }
    await page.locator('[data-parameter=models_to_use]').getByRole('checkbox', { name: 'LightGBM' }).check()
    await page.locator('[data-parameter=models_to_use]').getByRole('checkbox', { name: 'Linear' }).check()
    await page.getByRole('button', { name: 'Run' }).click()

    await page.waitForURL(/\/job\/\?id=/)
    await page.locator('#headline').waitFor()
    expect(await page.locator('#headline').innerText()).toMatch(/wear/)
    await scrollThrough(page)
    expect(await page.locator('[data-figure] svg').count()).toBeGreaterThanOrEqual(8)

    const downloading = nextDownload(page)
    await page.getByRole('button', { name: 'Download model.zsm' }).click()
    const model = await readFile(await (await downloading).path())
    expect(model.length).toBeGreaterThan(1000)
    expect(complaints).toEqual([])
  })
})
