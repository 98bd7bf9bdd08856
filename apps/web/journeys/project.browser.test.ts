import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { dropFile, graveAccessibilityProblems, openPage, overflow } from '../test/browser.ts'
import { describeJourney } from '../test/journey.ts'
import { wearTable } from '../test/wear-table.ts'

const RESPONSE = 'wear [µm]'
const NAME = '摩耗 <b>spring</b>'

async function runLinear(page: Page): Promise<void> {
  await page.locator(`[data-parameter=target_column] input[value="${RESPONSE}"]`).check()
  await page.getByRole('button', { name: 'Run' }).click()
  await page.waitForURL(/\/job\/\?id=/)
  await page.locator('#headline').waitFor()
}

const toProject = async (page: Page) => {
  await page.getByRole('link', { name: NAME, exact: true }).first().click()
  await page.getByRole('heading', { level: 1, name: NAME }).waitFor()
}

describeJourney('a campaign', (journey) => {
  test('goes through two rounds, shows what each taught, and leads from a result back to it', async () => {
    const { page, complaints } = await openPage(journey.browser, journey.platform.url)
    await page.getByRole('link', { name: 'Projects' }).click()
    await page.getByRole('button', { name: 'New project' }).click()
    await page.getByRole('textbox', { name: 'Name' }).fill(NAME)
    await page.getByRole('textbox', { name: 'Response 1' }).fill(RESPONSE)
    await page.getByRole('combobox', { name: 'Goal of response 1' }).selectOption('minimise')
    await page.getByRole('button', { name: 'Begin the project' }).click()
    await page.getByRole('heading', { level: 1, name: NAME }).waitFor()

    await page.getByRole('button', { name: 'Open a table' }).click()
    await dropFile(page, 'wear.csv', wearTable(40))
    await page.locator('form').waitFor()
    expect(await page.getByRole('combobox', { name: 'Round' }).inputValue()).toBe('1')
    await runLinear(page)
    await page.getByText('Round 1 of the project').waitFor()
    await toProject(page)

    await page.getByRole('button', { name: 'New results: round 2' }).click()
    await dropFile(page, 'wear-2.csv', wearTable(60, 2))
    await page.locator('form').waitFor()
    await runLinear(page)
    const job = page.url()
    await page.getByText('Round 2 of the project').waitFor()
    await toProject(page)

    expect(await page.getByRole('heading', { level: 3 }).allInnerTexts()).toEqual([
      expect.stringMatching(/^Round 2/),
      expect.stringMatching(/^Round 1/),
    ])
    const facts = page.getByRole('region', { name: 'What round 2 taught' })
    await facts.waitFor()
    expect(await facts.innerText()).toMatch(/wear \[µm\]\s+60\s+[\d.]+\s+[\d.]+\s+[\d.]+\s+[\d.]+/)
    expect(await page.getByRole('img', { name: /^wear \[µm\], round 1: .*round 2: / }).count()).toBe(1)

    await page
      .getByRole('combobox', { name: /^Round of/ })
      .first()
      .selectOption('1')
    await page.getByRole('heading', { level: 3, name: /^Round 2/ }).waitFor({ state: 'detached' })
    expect(await page.getByRole('listitem').filter({ hasText: 'wear-2.csv' }).count()).toBeGreaterThan(0)

    await page.getByRole('button', { name: 'Delete', exact: true }).click()
    await page.getByText('Its 2 jobs and their files stay').waitFor()
    await page.getByRole('button', { name: 'Delete the project' }).click()
    await page.getByText('No projects yet').waitFor()
    await page.goto(job, { waitUntil: 'networkidle' })
    await page.locator('#headline').waitFor()
    expect(await page.getByText('of the project').count()).toBe(0)
    expect(complaints).toEqual([])
  })

  test.each([
    ['a phone, light', { width: 390, height: 844 }, 'light'],
    ['a desktop, dark', { width: 1280, height: 860 }, 'dark'],
  ] as const)(
    'on %s nothing needs sideways scrolling and axe finds nothing grave',
    async (_, viewport, colorScheme) => {
      const { page, complaints } = await openPage(journey.browser, journey.platform.url, { viewport, colorScheme })
      const look = async (place: string) => {
        const found = { place, overflow: await overflow(page), grave: await graveAccessibilityProblems(page) }
        expect(found).toEqual({ place, overflow: 0, grave: [] })
      }
      await page.goto(`${journey.platform.url}/projects/`, { waitUntil: 'networkidle' })
      await look('list')
      await page.getByRole('button', { name: 'New project' }).click()
      await page.getByRole('textbox', { name: 'Name' }).fill('x'.repeat(200))
      await page.getByRole('textbox', { name: 'Response 1' }).fill(RESPONSE)
      await page.getByRole('combobox', { name: 'Goal of response 1' }).selectOption('range')
      await look('form')
      await page.getByRole('button', { name: 'Begin the project' }).click()
      await page
        .getByRole('alert')
        .filter({ hasText: `${RESPONSE}: type both ends of the range.` })
        .waitFor()
      await page.getByRole('textbox', { name: 'From of response 1' }).fill('1')
      await page.getByRole('textbox', { name: 'To of response 1' }).fill('3')
      await page.getByRole('button', { name: 'Begin the project' }).click()
      await page.getByRole('button', { name: 'Open a table' }).click()
      await dropFile(page, 'wear.csv', wearTable(30))
      await page.locator('form').waitFor()
      await look('run bar')
      await runLinear(page)
      await page.getByText('Round 1 of the project').waitFor()
      await look('report')
      await page.getByRole('link', { name: 'x'.repeat(200) }).click()
      await page.getByRole('region', { name: 'What round 1 taught' }).waitFor()
      await look('project')
      expect(complaints).toEqual([])
    },
  )
})
