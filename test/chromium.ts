import { accessSync, constants } from 'node:fs'
import { delimiter, join } from 'node:path'
import { describe } from 'vitest'

const NAMES = ['chromium', 'chromium-browser', 'google-chrome', 'google-chrome-stable', 'chrome', 'msedge']
const FIXED = [
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
  '/Applications/Chromium.app/Contents/MacOS/Chromium',
  'C:\\Program Files\\Google\\Chrome\\Application\\chrome.exe',
  'C:\\Program Files (x86)\\Microsoft\\Edge\\Application\\msedge.exe',
]

/** The browser that the browser tests drive: ZEROSEC_CHROMIUM, else the first Chromium of the PATH or its usual place. */
export function findChromium(): string | undefined {
  const chosen = process.env['ZEROSEC_CHROMIUM']
  if (chosen) return chosen
  const folders = (process.env['PATH'] ?? '').split(delimiter).filter((folder) => folder !== '')
  return [...folders.flatMap((folder) => NAMES.map((name) => join(folder, name))), ...FIXED].find(isExecutable)
}

function isExecutable(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** `describe` that is skipped, and says so in its title, where there is no Chromium. `npm test` refuses that when CI is set. */
export const describeWithChromium: typeof describe | typeof describe.skip =
  findChromium() !== undefined
    ? describe
    : (((title: string, body: () => void) => describe.skip(`${title} (skipped: no Chromium found)`, body)) as typeof describe.skip)
