import { readFile } from 'node:fs/promises'
import type { Page } from 'playwright-core'
import { describe, expect, test } from 'vitest'
import { tableOfCsv } from '../src/pareto/explorer-table.ts'
import { graveAccessibilityProblems, nextDownload, openPage, overflow } from '../test/browser.ts'
import { describeJourney } from '../test/journey.ts'
import { artifactBytes, runJob } from '../test/submit.ts'
import { wearTable } from '../test/wear-table.ts'

describeJourney('from results to a decision', (journey) => {
  describe('the front of a trade-off', () => {
    let job: string
    let front: ReturnType<typeof tableOfCsv>

    journey.prepare(async () => {
      const parameters = { minimise: ['cost'], maximise: ['yield'] }
      const jobId = await runJob(journey.platform.url, 'pareto', tradeOffTable(), parameters)
      job = `${journey.platform.url}/job/?id=${jobId}`
      const text = new TextDecoder().decode(await artifactBytes(journey.platform.url, jobId, 'pareto_front.csv'))
      front = tableOfCsv(text, () => 'other')
    })

    const column = (name: string) => {
      const place = front.columns.findIndex((each) => each.name === name)
      return front.rows.map((row) => Number(row[place]))
    }

    test('is narrowed along an axis, by numbers, and in the objectives: the same rows are chosen everywhere', async () => {
      const { page, complaints } = await openPage(journey.browser, job)
      await page.getByTestId('explorer').waitFor()
      const temperatures = column('temperature')
      expect(await chosenRows(page)).toBe(temperatures.length)

      await dragAxis(page, 'temperature', 0.5, 1.1)
      const brushed = await chosenRows(page)
      expect(brushed).toBeGreaterThan(0)
      expect(brushed).toBeLessThan(temperatures.length)
      const listed = await listedColumn(page, 'temperature')
      expect(listed).toHaveLength(brushed)
      expect(Math.min(...listed)).toBeGreaterThan(Math.min(...temperatures))

      await page.getByRole('button', { name: 'Take all limits away' }).click()
      await page.getByText('Set limits by numbers').click()
      const most = page.getByRole('textbox', { name: 'cost to' })
      await most.fill('9,000') // nine to one reader, nine thousand to another
      await most.blur()
      await page.getByText('“9,000” may be 9000 or 9.000').waitFor()
      expect([await most.inputValue(), await chosenRows(page)]).toEqual(['9,000', column('cost').length])
      await most.fill('40')
      expect(await chosenRows(page)).toBe(column('cost').filter((cost) => cost <= 40).length)
      await page.getByRole('textbox', { name: 'yield from' }).fill('30')
      const costs = column('cost')
      const both = column('yield').filter((value, i) => value >= 30 && costs[i]! <= 40)
      expect(await chosenRows(page)).toBe(both.length)

      const downloading = nextDownload(page)
      await page.getByTestId('explorer').getByRole('button', { name: 'CSV' }).click()
      const saved = tableOfCsv(await readFile(await (await downloading).path(), 'utf8'), () => 'other')
      expect(saved.rows).toHaveLength(both.length)
      expect(complaints).toEqual([])
    })

    test.each([
      ['light', 1280],
      ['dark', 390],
    ] as const)('is accessible and fits in %s at %d px', async (colorScheme, width) => {
      const { page } = await openPage(journey.browser, job, { colorScheme, viewport: { width, height: 900 } })
      await page.getByTestId('explorer').waitFor()
      expect(await graveAccessibilityProblems(page)).toEqual([])
      expect(await overflow(page)).toBe(0)
    })
  })

  test('a proposal is rejected and asked for again, the accepted ones leave as a run sheet', async () => {
    const factors = ['load [N]', 'hardness [HV]', 'speed [m/s]', '材質']
    const parameters = { minimise: ['wear [µm]'], factor_columns: factors, batch_size: 3, back_test: false }
    const jobId = await runJob(journey.platform.url, 'next_experiments', wearTable(20), parameters)
    const { page, complaints } = await openPage(journey.browser, `${journey.platform.url}/job/?id=${jobId}`)
    const first = await settingsOfProposal(page, 1)
    expect(await page.getByRole('button', { name: 'Ask again' }).isDisabled()).toBe(true)
    await page.getByRole('button', { name: 'Reject run 1' }).click()
    await page.getByText('2 runs accepted, 1 rejected.').waitFor()
    expect(await graveAccessibilityProblems(page)).toEqual([])

    const downloading = nextDownload(page)
    await page.getByRole('button', { name: 'Accepted runs' }).click()
    const sheet = tableOfCsv(await readFile(await (await downloading).path(), 'utf8'), () => 'other')
    expect(sheet.columns.map(({ name }) => name)).toContain('wear [µm]')
    expect(sheet.rows).toHaveLength(2)

    const submitting = page.waitForRequest((request) => request.method() === 'POST' && request.url().endsWith('/jobs'))
    await page.getByRole('button', { name: 'Ask again' }).click()
    const { rejected } = (await submitting).postDataJSON().parameters
    expect(rejected).toHaveLength(1)
    expect(rejected[0]).toHaveProperty('材質')
    await page.waitForURL((url) => !url.href.includes(jobId))
    const proposals = await Promise.all([1, 2, 3].map((number) => settingsOfProposal(page, number)))
    expect(proposals).not.toContain(first)
    expect(complaints).toEqual([])
  })
})

/** Forty rows of which dearer ones yield more: half of them are beaten by none. */
function tradeOffTable(): string {
  const rows = Array.from({ length: 40 }, (_, i) => {
    const temperature = 60 + i
    const isBeaten = i % 2 === 1
    return [temperature, ['A', 'B', 'C'][i % 3], 10 + 2 * i, 5 + 1.5 * i - (isBeaten ? 9 : 0)].join(',')
  })
  return `temperature,solvent,cost,yield\n${rows.join('\n')}\n`
}

async function chosenRows(page: Page): Promise<number> {
  const words = await page.getByTestId('chosen-count').innerText()
  return Number(/\d+/.exec(words)?.[0])
}

async function listedColumn(page: Page, name: string): Promise<number[]> {
  const table = page.getByRole('region', { name: 'Chosen rows' })
  const headings = await table.getByRole('columnheader').allInnerTexts()
  const place = headings.findIndex((heading) => heading.trim() === name)
  const cells = await table.locator(`tbody td:nth-child(${place + 1})`).allInnerTexts()
  return cells.map(Number)
}

/** From one share of the axis to another, 0 at its low end. */
async function dragAxis(page: Page, name: string, from: number, to: number): Promise<void> {
  const axis = page.locator(`[data-axis="${name}"] .cursor-row-resize`)
  await axis.scrollIntoViewIfNeeded()
  const { x, y, width, height } = (await axis.boundingBox())!
  await page.mouse.move(x + width / 2, y + height * (1 - from))
  await page.mouse.down()
  await page.mouse.move(x + width / 2, y + height * (1 - to), { steps: 6 })
  await page.mouse.up()
}

async function settingsOfProposal(page: Page, number: number): Promise<string> {
  return page.locator(`[data-proposal="${number}"] dl`).first().innerText()
}
