import { readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import type { AxeResults } from 'axe-core'
import { type Browser, chromium, type Download, type Page } from 'playwright-core'

const AXE = readFileSync(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8')
/** For what a page does and for a job: the tests of other files run at the same time, on machines of two processors. */
const PATIENCE_MS = 90_000
const GRAVE: ReadonlySet<string | null | undefined> = new Set(['serious', 'critical'])

const WINDOW = { width: 1280, height: 720 }

export function launchBrowser(program: string): Promise<Browser> {
  return chromium.launch({
    executablePath: program,
    args: ['--no-sandbox', '--disable-gpu', '--disable-background-networking'],
  })
}

export interface PageOptions {
  readonly viewport?: { readonly width: number; readonly height: number }
  readonly colorScheme?: 'light' | 'dark'
  readonly permissions?: readonly string[]
}

/** A page, and everything that it complained of: faults, refused scripts, failed requests. */
export interface WatchedPage {
  readonly page: Page
  readonly complaints: readonly string[]
}

/**
 * A fresh page at an address. All pages of a browser share one context, so that the programs of the page are fetched and compiled once
 * a journey and not once a test; `closePages` empties what they keep between visits.
 */
export async function openPage(browser: Browser, url: string, options: PageOptions = {}): Promise<WatchedPage> {
  const { viewport = WINDOW, colorScheme = 'light', permissions = [] } = options
  const context = browser.contexts()[0] ?? (await browser.newContext({ locale: 'en-US' }))
  context.setDefaultTimeout(PATIENCE_MS)
  await context.grantPermissions([...permissions])
  const page = await context.newPage()
  await page.setViewportSize(viewport)
  await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
  const complaints: string[] = []
  page.on('pageerror', (error) => complaints.push(error.message))
  page.on('console', (message) => {
    if (message.type() === 'error') complaints.push(message.text())
  })
  await page.goto(url, { waitUntil: 'networkidle' })
  return { page, complaints }
}

/** Closes all pages and forgets what their visitor did: cookies, storage, permissions. The cache stays. */
export async function closePages(browser: Browser): Promise<void> {
  for (const context of browser.contexts()) {
    const pages = context.pages()
    const origins = new Set(pages.map((page) => new URL(page.url()).origin))
    const [page] = pages
    if (page) {
      const session = await context.newCDPSession(page)
      for (const origin of origins) {
        await session.send('Storage.clearDataForOrigin', { origin, storageTypes: 'cookies,local_storage,indexeddb' })
      }
    }
    await context.clearCookies()
    await context.clearPermissions()
    await Promise.all(pages.map((page) => page.close()))
  }
}

/** For a test that failed: each page's address and the beginning of its text, or that it does not answer. */
export async function whatPagesShow(browser: Browser): Promise<string> {
  const pages = browser.contexts().flatMap((context) => context.pages())
  const shown = pages.map(async (page) => {
    const text = page.evaluate(
      () => `${document.visibilityState}: ${document.body.innerText.replace(/\s+/g, ' ').slice(0, 1500)}`,
    )
    const silence = new Promise<string>((resolve) => setTimeout(resolve, 5_000, 'does not answer'))
    return `${page.url()}: ${await Promise.race([text.catch(String), silence])}`
  })
  return (await Promise.all(shown)).join('\n\n')
}

/** Gives a file to the page's field for files, as the browser's dialog does. */
export async function giveFile(page: Page, name: string, buffer: Buffer): Promise<void> {
  await untilItListens(page, 'input[type=file]')
  await page.setInputFiles('input[type=file]', { name, mimeType: 'application/octet-stream', buffer })
}

/**
 * What is done to a page that is shown and does not listen yet is lost; on a busy machine that lasts. React marks what listens. What
 * listens on the window begins to in an effect, which comes after the marks and before the page is idle.
 */
async function untilItListens(page: Page, selector: string): Promise<void> {
  await page.waitForFunction((selector) => {
    const element = document.querySelector(selector)
    return element !== null && Object.keys(element).some((key) => key.startsWith('__reactProps$'))
  }, selector)
  // a page that draws nothing has no idle time to call back in: the frame makes some
  await page.evaluate(
    () => new Promise((resolve) => requestAnimationFrame(() => requestIdleCallback(resolve, { timeout: 5_000 }))),
  )
}

/** Pastes text on the page, as Ctrl+V does outside of a field. */
export async function pasteText(page: Page, text: string): Promise<void> {
  await untilItListens(page, '[data-testid=drop-zone]')
  await page.evaluate((text) => {
    const clipboardData = new DataTransfer()
    clipboardData.setData('text/plain', text)
    document.body.dispatchEvent(new ClipboardEvent('paste', { clipboardData, bubbles: true }))
  }, text)
}

/** Asked for before the click that begins it. A click that fails is told by itself, not once more by the download that never came. */
export function nextDownload(page: Page): Promise<Download> {
  const downloading = page.waitForEvent('download')
  downloading.catch(() => undefined)
  return downloading
}

/** Drops a file on the page as the mouse does. */
export async function dropFile(page: Page, name: string, content: string | Uint8Array): Promise<void> {
  await untilItListens(page, '[data-testid=drop-zone]')
  const bytes = [...Buffer.from(content)]
  const dataTransfer = await page.evaluateHandle(
    ([name, bytes]) => {
      const transfer = new DataTransfer()
      transfer.items.add(new File([new Uint8Array(bytes)], name))
      return transfer
    },
    [name, bytes] as const,
  )
  for (const event of ['dragenter', 'dragover', 'drop']) {
    await page.dispatchEvent('[data-testid=drop-zone]', event, { dataTransfer })
  }
}

/** What axe-core calls serious or critical, each with the elements it means. */
export async function graveAccessibilityProblems(page: Page): Promise<string[]> {
  await page.evaluate(AXE)
  const { violations } = await page.evaluate(() =>
    (globalThis as unknown as { axe: { run: () => Promise<AxeResults> } }).axe.run(),
  )
  return violations
    .filter(({ impact }) => GRAVE.has(impact))
    .map(({ id, help, nodes }) => `${id}: ${help} (${nodes.map(({ target }) => target.join(' ')).join('; ')})`)
}

/** How far the page is wider than its window; 0 when nothing needs sideways scrolling. */
export function overflow(page: Page): Promise<number> {
  return page.evaluate(() => Math.max(0, document.documentElement.scrollWidth - window.innerWidth))
}

/** Scrolls through the whole page, so that everything that is drawn when seen is drawn. */
export async function scrollThrough(page: Page): Promise<void> {
  const height = await page.evaluate(() => document.documentElement.scrollHeight)
  for (let y = 0; y < height; y += 500) {
    await page.evaluate((y) => window.scrollTo(0, y), y)
    await page.waitForTimeout(50)
  }
  await page.waitForFunction(() =>
    [...document.querySelectorAll('[data-figure]')].every((figure) => figure.getAttribute('data-drawn') === 'true'),
  )
}
