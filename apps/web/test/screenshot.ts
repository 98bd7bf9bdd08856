/**
 * Takes the README's picture of a real report from the running product:
 *
 *     node apps/web/test/screenshot.ts docs/screenshot.png
 */
import { readFile, stat } from 'node:fs/promises'
import { join } from 'node:path'
import { launchBrowser, openPage, scrollThrough } from './browser.ts'
import { startPlatform } from './platform.ts'

const FILE = 'plastic-strength.csv'
const SAMPLE = join(import.meta.dirname, '..', '..', '..', 'examples', FILE)
const RESPONSE = 'strength'
const WINDOW = { width: 1280, height: 1240 }

const target = process.argv[2] ?? 'screenshot.png'
const platform = await startPlatform()
const browser = await launchBrowser(process.env['ZEROSEC_CHROMIUM'] ?? '/usr/bin/chromium')
const { page } = await openPage(browser, platform.url, { viewport: WINDOW, colorScheme: 'light' })
await page.setInputFiles('input[type=file]', {
  name: FILE,
  mimeType: 'text/csv',
  buffer: await readFile(SAMPLE),
})
await page.locator(`[data-parameter=target_column] input[value="${RESPONSE}"]`).check()
await page.getByRole('button', { name: 'Run' }).click()
await page.locator('#headline').waitFor()
await scrollThrough(page)
await page.evaluate(() => window.scrollTo(0, 0))
await page.screenshot({ path: target })
console.log(`${target}: ${(await stat(target)).size} bytes`)
await browser.close()
await platform.stop()
