import type { Browser } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach } from 'vitest'
import { describeWithChromium, findChromium } from '../../../test/chromium.ts'
import { closePages, launchBrowser, whatPagesShow } from './browser.ts'
import { type PlatformOptions, type RunningPlatform, startPlatform } from './platform.ts'

/** What the tests of a journey go through; there once they run. */
export interface Journey {
  readonly platform: RunningPlatform
  readonly browser: Browser
  /** Does on each platform of the journey, before its tests, what they begin with. */
  prepare(begin: () => Promise<void>): void
}

/**
 * Tests against a platform and a browser of their own; skipped where Chromium is not at hand. Pages are closed after each test. A test
 * that is tried once more gets a new platform: what the first try left behind would be in its way.
 */
export function describeJourney(title: string, body: (journey: Journey) => void, options: PlatformOptions = {}): void {
  describeWithChromium(title, () => {
    let platform: RunningPlatform | undefined
    let browser: Browser | undefined
    const preparations: (() => Promise<void>)[] = []

    const begin = async () => {
      platform = await startPlatform(options)
      for (const prepare of preparations) await prepare()
    }
    beforeAll(async () => {
      await begin()
      browser = await launchBrowser(findChromium() ?? '')
    })
    beforeEach(async ({ task }) => {
      if (!task.result?.retryCount) return
      await platform?.stop()
      await begin()
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
      prepare: (begin) => preparations.push(begin),
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
