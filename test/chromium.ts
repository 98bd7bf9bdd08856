import { describe } from 'vitest'
import { findChromium } from '../apps/cli/src/find-chromium.ts'

export { findChromium }

/** `describe` that is skipped, and says so in its title, where there is no Chromium. `npm test` refuses that when CI is set. */
export const describeWithChromium: typeof describe | typeof describe.skip =
  findChromium() !== undefined
    ? describe
    : (((title: string, body: () => void) =>
        describe.skip(`${title} (skipped: no Chromium found)`, body)) as typeof describe.skip)
