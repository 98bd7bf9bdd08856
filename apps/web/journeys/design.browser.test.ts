import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { giveFile, graveAccessibilityProblems, nextDownload, openPage, overflow } from '../test/browser.ts'
import { filledRunSheet } from '../test/filled-run-sheet.ts'
import { describeJourney } from '../test/journey.ts'

const PHONE = { width: 390, height: 844 }
const DESKTOP = { width: 1280, height: 860 }

const field = (page: Page, label: string) => page.getByLabel(label, { exact: true })
const fact = async (page: Page, name: string) =>
  Number.parseFloat(await page.locator(`[data-fact=${name}]`).filter({ hasText: '%' }).innerText())
const finished = (page: Page) => page.getByRole('button', { name: 'Make the run sheet' }).waitFor()
/** The settings of every run, without number and marks. */
const shownRuns = async (page: Page, factors: number) => {
  const table = page.getByRole('region', { name: 'Runs', exact: true })
  await table.waitFor()
  const rows = await table.locator('tbody tr').all()
  return Promise.all(rows.map(async (row) => (await row.locator('td').allInnerTexts()).slice(0, factors).join(' ')))
}
const runSheet = (page: Page) => page.getByTestId('run-sheet')

async function typeFactor(page: Page, place: number, name: string, low: string, high: string): Promise<void> {
  await field(page, `Name of factor ${place}`).fill(name)
  await field(page, `Low of factor ${place}`).fill(low)
  await field(page, `High of factor ${place}`).fill(high)
}

describeJourney('planning experiments', (journey) => {
  test('three factors become a design that is near its bound, and its runs can be replaced and added to', async () => {
    const { page, complaints } = await openPage(journey.browser, journey.platform.url)
    await page.getByRole('main').getByRole('link', { name: 'Plan experiments' }).click()
    await typeFactor(page, 1, 'temp', '40', '80')
    await typeFactor(page, 2, 'time', '10', '30')
    await field(page, 'High of factor 2').press('Enter')
    await typeFactor(page, 3, '樹脂', '0', '1')
    await page.getByText('The model has 10 coefficients: at least 10 runs').waitFor()

    const constraints = field(page, 'Constraints')
    await constraints.fill('2*temp + time <= 60')
    const check = page.locator('#constraint-check[data-current=true]')
    await check.getByText('No run meets these constraints together').waitFor()
    expect(await constraints.getAttribute('aria-invalid')).toBe('true')
    await constraints.fill('2*temp + tiem <= 150')
    await check.getByText('there is no factor "tiem"').waitFor()
    await constraints.fill('')
    await page.getByText('Blocks, centre points and more').click()
    await field(page, 'Starts').fill('20')

    await page.getByRole('button', { name: 'Find design' }).click()
    await finished(page)
    expect(await fact(page, 'd-efficiency')).toBeCloseTo(46, 0)
    expect(await fact(page, 'gap')).toBeLessThan(3)
    const found = await shownRuns(page, 3)
    expect(found).toHaveLength(15)

    await page.getByRole('button', { name: /^Replace run 2:/ }).click()
    await page.getByText('replaced', { exact: true }).waitFor()
    const replaced = await shownRuns(page, 3)
    expect(replaced.filter((run, i) => run !== found[i])).toHaveLength(1)
    expect(replaced[1]).not.toBe(found[1])

    await page.getByRole('button', { name: 'Add 4 runs' }).click()
    await page.getByText('added', { exact: true }).nth(3).waitFor()
    await finished(page)
    const more = await shownRuns(page, 3)
    expect(more.slice(0, 15)).toEqual(replaced)
    expect(more).toHaveLength(19)

    await page.reload()
    expect(await shownRuns(page, 3)).toEqual(more)
    expect(await field(page, 'Name of factor 3').inputValue()).toBe('樹脂')
    expect(complaints).toEqual([])
  })

  test('the job finds the very runs that the page showed, also after one was replaced', async () => {
    const { page, complaints } = await openPage(journey.browser, `${journey.platform.url}/design/`)
    await page.getByRole('button', { name: 'Start from an example' }).click()
    await page.getByText('Blocks, centre points and more').click()
    await field(page, 'Starts').fill('6')
    await page.getByRole('button', { name: 'Find design' }).click()
    await finished(page)
    const sheetRuns = async () => {
      const rows = await runSheet(page).locator('tbody tr').all()
      return Promise.all(rows.map(async (row) => (await row.locator('td').allInnerTexts()).slice(0, 3).join(' ')))
    }
    const found = await shownRuns(page, 3)
    await page.getByRole('button', { name: 'Make the run sheet' }).click()
    await runSheet(page).waitFor()
    expect((await sheetRuns()).toSorted()).toEqual(found.toSorted())

    await page.goBack()
    await page.getByRole('button', { name: 'Undo' }).waitFor()
    await page.getByRole('button', { name: /^Replace run 1:/ }).click()
    await page.getByText('replaced', { exact: true }).waitFor()
    const changed = await shownRuns(page, 3)
    await page.getByRole('button', { name: 'Make the run sheet' }).click()
    await runSheet(page).waitFor()
    expect((await sheetRuns()).toSorted()).toEqual(changed.toSorted())
    expect(complaints).toEqual([])
  })

  test('a run sheet goes round: planned, filled in, analysed, and six runs added', async () => {
    const { page, complaints } = await openPage(journey.browser, `${journey.platform.url}/design/`)
    await page.getByRole('button', { name: 'Start from an example' }).click()
    await page.getByText('Blocks, centre points and more').click()
    await field(page, 'Starts').fill('6')
    await page.getByRole('button', { name: 'Find design' }).click()
    await finished(page)
    await page.getByRole('button', { name: 'Make the run sheet' }).click()
    const downloading = nextDownload(page)
    await page.getByRole('button', { name: 'Run sheet to fill in' }).click()
    const download = await downloading
    expect(download.suggestedFilename()).toBe('run_sheet.xlsx')

    // measurements scatter: no two are equal
    const warp = ([temperature = 0, pressure = 0, time = 0]: readonly number[], run: number) =>
      Number((2 + 0.05 * temperature - 0.02 * pressure + 0.004 * time + 0.05 * Math.sin(7 * run)).toFixed(3))
    const buffer = await filledRunSheet(await readFile(await download.path()), warp)
    const upload = async () => {
      await page.goto(journey.platform.url)
      await giveFile(page, 'run_sheet.xlsx', buffer)
      await page.locator('form').waitFor()
    }
    await upload()
    await page.locator('[data-parameter=target_column] input[value="そり量"]').check()
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await page.locator('#headline').waitFor()
    expect(await page.locator('#headline').innerText()).toMatch(/金型温度/)

    await upload()
    await page.locator('input[name=analysis][value=optimization]').check()
    await page.locator('[data-parameter=num_points] input').fill('6')
    await page.locator('[data-parameter=model] input[value=quadratic]').check({ force: true })
    await page.getByRole('button', { name: 'Run', exact: true }).click()
    await runSheet(page).waitFor()
    expect(await runSheet(page).locator('tr[data-role=existing]').count()).toBe(15)
    expect(await runSheet(page).locator('tr[data-role=new]').count()).toBe(6)
    expect(complaints).toEqual([])
  })

  test('factors are pasted from a spreadsheet and put in order from the keyboard', async () => {
    const { page, complaints } = await openPage(journey.browser, `${journey.platform.url}/design/`)
    await field(page, 'Name of factor 1').focus()
    await page.evaluate(() => {
      const clipboardData = new DataTransfer()
      clipboardData.setData('text/plain', '因子\t下限\t上限\t水準\n温度 [°C]\t40\t80\t\n触媒\t\t\tA, B, C\n')
      document.activeElement?.dispatchEvent(
        new ClipboardEvent('paste', { clipboardData, bubbles: true, cancelable: true }),
      )
    })
    await page.getByText('2 factors were pasted.').waitFor()
    expect(await field(page, 'Unit of factor 1').inputValue()).toBe('°C')
    expect(await field(page, 'Type of factor 2').inputValue()).toBe('categorical')
    expect(await field(page, 'Levels of factor 2').inputValue()).toBe('A, B, C')

    await field(page, 'Name of factor 2').press('Alt+ArrowUp')
    await page.getByText('触媒 is now number 1 of 2.').waitFor()
    await page.waitForFunction(() => (document.activeElement as HTMLInputElement | null)?.value === '触媒')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => (document.activeElement as HTMLInputElement | null)?.value === '温度')
    await page.keyboard.press('Enter')
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Name of factor 3')
    await page.getByRole('button', { name: 'Remove factor 3' }).click()
    await field(page, 'Name of factor 3').waitFor({ state: 'detached' })
    expect(complaints).toEqual([])
  })

  test('a plan that is not whole says at the field what is missing, and what the browser kept and can not be read is told', async () => {
    const { page } = await openPage(journey.browser, `${journey.platform.url}/design/`)
    await field(page, 'Name of factor 1').fill('temp')
    await field(page, 'Low of factor 1').fill('hot')
    await page.getByText('“hot” is not a number.').waitFor()
    expect(await field(page, 'High of factor 1').getAttribute('aria-invalid')).toBe('false')
    await page.getByRole('button', { name: 'Find design' }).click()
    await page.waitForFunction(() => document.activeElement?.getAttribute('aria-label') === 'Low of factor 1')
    expect(await field(page, 'High of factor 1').getAttribute('aria-invalid')).toBe('true')

    await page.evaluate(() => localStorage.setItem('zerosec.plan', '{"format":"zerosec.plan/1","draft":7}'))
    await page.reload()
    await page.getByText('can\u2019t be read any more').waitFor()
    expect(await field(page, 'Name of factor 1').inputValue()).toBe('')
  })

  test.each([
    ['a phone, dark', PHONE, 'dark'],
    ['a desktop, light', DESKTOP, 'light'],
  ] as const)(
    'on %s nothing needs sideways scrolling and axe finds nothing grave',
    async (_, viewport, colorScheme) => {
      const { page, complaints } = await openPage(journey.browser, `${journey.platform.url}/design/`, {
        viewport,
        colorScheme,
      })
      const look = async (place: string) => {
        const found = { place, overflow: await overflow(page), grave: await graveAccessibilityProblems(page) }
        expect(found).toEqual({ place, overflow: 0, grave: [] })
      }
      await page.getByRole('button', { name: 'Start from an example' }).click()
      await page.getByText('Blocks, centre points and more').click()
      await page.getByRole('checkbox', { name: '金型温度' }).check()
      await field(page, 'Constraints').fill('金型温度 > 90')
      await page.locator('#constraint-check[data-current=true]').getByText('No run meets').waitFor()
      for (const type of ['mixture', 'discrete', 'categorical', 'block']) {
        await page.getByRole('button', { name: 'Add a factor' }).click()
        await page
          .getByRole('combobox', { name: /^Type of factor/ })
          .last()
          .selectOption(type)
      }
      await page.getByRole('button', { name: 'Find design' }).click()
      await look('a plan to be mended')
      await page.getByRole('button', { name: 'Start from an example' }).click()
      await field(page, 'Starts').fill('2')
      await page.getByRole('button', { name: 'Find design' }).click()
      await finished(page)
      await look('a design')
      await page.getByRole('button', { name: 'Make the run sheet' }).click()
      await runSheet(page).waitFor()
      await look('its run sheet')
      expect(complaints).toEqual([])
    },
  )
})
