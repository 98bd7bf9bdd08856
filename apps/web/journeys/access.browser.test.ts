import { renameSync } from 'node:fs'
import { join } from 'node:path'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { dropFile, graveAccessibilityProblems, openPage, overflow } from '../test/browser.ts'
import { describeJourney } from '../test/journey.ts'
import { wearTable } from '../test/wear-table.ts'

const PHONE = { width: 390, height: 844 }

/** The product as it starts by default: it asks who comes. */
const ASKS_WHO_COMES = { authentication: 'on', settings: { ZEROSEC_MAX_ATTEMPTS: '1' } } as const

describeJourney(
  'signing in',
  (journey) => {
    const look = async (page: Page, place: string): Promise<void> => {
      const found = { place, overflow: await overflow(page), grave: await graveAccessibilityProblems(page) }
      expect(found).toEqual({ place, overflow: 0, grave: [] })
    }

    test('by the printed link, whose token leaves the address at once; then the page works, and a key is made and revoked', async () => {
      const { platform } = journey
      const { page, complaints } = await openPage(journey.browser, platform.signInLink ?? '', { viewport: PHONE })
      await page.waitForURL(`${platform.url}/`)
      expect(
        await page.evaluate(() =>
          performance.getEntriesByType('resource').some(({ name }) => name.includes('zs_once')),
        ),
      ).toBe(false)
      await dropFile(page, 'wear.csv', wearTable(30))
      await page.getByRole('heading', { level: 1, name: 'wear.csv' }).waitFor()

      await page.getByRole('link', { name: 'Keys' }).click()
      await page.getByRole('button', { name: 'New key' }).click()
      await look(page, 'a new key')
      await page.getByLabel('What it is for').fill('press line')
      await page.getByRole('button', { name: 'Make the key' }).click()
      const key = await page.getByTestId('new-key').innerText()
      expect(key).toMatch(/^zs_[0-9a-f]{12}_[0-9a-f]{32}$/)
      await look(page, 'the key')
      const jobs = () => fetch(`${platform.url}/api/v1/jobs`, { headers: { authorization: `Bearer ${key}` } })
      expect((await jobs()).status).toBe(200)

      await page.getByRole('button', { name: 'Revoke press line' }).click()
      await page.getByRole('button', { name: 'Revoke it now' }).click()
      await page.getByText(/, revoked /).waitFor()
      expect((await jobs()).status).toBe(401)
      expect(complaints).toEqual([])
    })

    test('a job that a fault of the disk ended is sent again and deleted, and the audit page tells who did it', async () => {
      const { platform } = journey
      const link = await platform.command<{ url: string }>('sign-in', '--json')
      const { page, complaints } = await openPage(journey.browser, link.url, { viewport: PHONE })
      await page.waitForURL(`${platform.url}/`)
      await dropFile(page, 'wear.csv', wearTable(30))
      await page.locator('[data-parameter=target_column] input[value="wear [µm]"]').check()
      const unfinished = join(platform.dataFolder, 'files', '.unfinished')
      renameSync(unfinished, `${unfinished}-away`)
      await page.getByRole('button', { name: 'Run' }).click()
      await page.getByRole('heading', { name: 'Not the fault of your data' }).waitFor()
      await look(page, 'a dead letter')
      renameSync(`${unfinished}-away`, unfinished)
      await page.getByRole('button', { name: 'Send again' }).click()
      await page.locator('#headline').waitFor()

      await page.getByRole('button', { name: 'Delete this job' }).click()
      await look(page, 'asked whether to delete')
      await page.getByRole('button', { name: 'Delete it' }).click()
      await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor()
      await page.getByRole('listitem').first().waitFor()
      expect(await page.getByRole('listitem').allInnerTexts()).toEqual([expect.stringMatching(/failed/)])

      await page.getByRole('link', { name: 'Keys' }).click()
      await page.getByRole('link', { name: 'Who did what' }).click()
      await page.getByRole('row').nth(2).waitFor()
      await look(page, 'the audit log')
      const [, ...rows] = await page.getByRole('row').allInnerTexts()
      expect(rows.slice(0, 2)).toEqual([
        expect.stringMatching(/start-link.*DELETE \/jobs\/:job_id.*done/s),
        expect.stringMatching(/start-link.*POST \/jobs\/:job_id\/redrive.*done/s),
      ])
      expect(complaints).toEqual([])
    })

    test('is asked of who comes without; a used link tells so; a key leads on to where they wanted to, until they sign out', async () => {
      const { platform } = journey
      const { url: used } = await platform.command<{ url: string }>('sign-in', '--json')
      await useUp(used)
      const { page } = await openPage(journey.browser, `${platform.url}/jobs/?status=failed`, { viewport: PHONE })
      await page.waitForURL(/\/sign-in\/\?next=/)
      await page.getByRole('heading', { name: 'Sign in' }).waitFor()
      await look(page, 'sign in')
      await page.evaluate((used) => (location.hash = new URL(used).hash), used)
      await page.getByText(/the link was used already or is too old/).waitFor()
      expect(page.url()).not.toContain('zs_once')
      const field = page.getByLabel('Link, key or token')
      await field.fill(used)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.getByText(/the link was used already or is too old/).waitFor()

      const { key } = await platform.command<{ key: string }>(
        'keys',
        'create',
        '--name',
        'reader',
        '--scope',
        'read',
        '--json',
      )
      await field.fill(key)
      await page.getByRole('button', { name: 'Sign in' }).click()
      await page.waitForURL(`${platform.url}/jobs/?status=failed`)
      await page.getByRole('heading', { level: 1, name: 'Jobs' }).waitFor()

      await page.getByRole('link', { name: 'Keys' }).click()
      await page.getByText(/This call needs the scope "admin"/).waitFor()
      await page.getByRole('link', { name: 'Your session' }).click()
      await page.getByRole('button', { name: 'Sign out' }).click()
      await page.getByRole('heading', { name: 'Sign in' }).waitFor()
      await page.goto(`${platform.url}/projects/`)
      await page.waitForURL(/\/sign-in\/\?next=%2Fprojects%2F/)
    })
  },
  ASKS_WHO_COMES,
)

/** As someone else does who got hold of the link before. */
async function useUp(link: string): Promise<void> {
  const { origin, hash } = new URL(link)
  const token = hash.replace('#token=', '')
  const headers = { 'content-type': 'application/json', origin }
  const reply = await fetch(`${origin}/api/v1/session`, { method: 'POST', headers, body: JSON.stringify({ token }) })
  expect(reply.ok).toBe(true)
}
