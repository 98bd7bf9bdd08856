import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { describeWithChromium, findChromium } from '../../../test/chromium.ts'
import { closePages, launchBrowser, whatPagesShow } from './browser.ts'
import { type RunningPlatform, startPlatform } from './platform.ts'

/** What the tests of a journey go through; there once they run. */
export interface Journey {
  readonly platform: RunningPlatform
  readonly browser: Browser
}

/** Tests against a platform and a browser of their own; skipped where Chromium is not at hand. Pages are closed after each test. */
export function describeJourney(title: string, body: (journey: Journey) => void): void {
  describeWithChromium(title, () => {
    let platform: RunningPlatform | undefined
    let browser: Browser | undefined

    beforeAll(async () => {
      platform = await startPlatform()
      browser = await launchBrowser(findChromium() ?? '')
    })
    afterEach(async ({ task }) => {
      if (!browser) return
      if (task.result?.state === 'fail') console.error(await whatPagesShow(browser))
      await closePages(browser)
    })
    afterAll(async () => {
      await browser?.close()
      await platform?.stop()
    })

    body({
      get platform() {
        if (!platform) throw new Error('the platform has not been started')
        return platform
      },
      get browser() {
        if (!browser) throw new Error('the browser has not been started')
        return browser
      },
    })
  })
}
