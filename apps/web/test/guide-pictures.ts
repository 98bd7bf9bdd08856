/**
 * Takes the pictures of docs/user-guide.md from the running product, of the example and of tables that are made of it:
 *
 *     node apps/web/test/guide-pictures.ts
 */
import { readFileSync, statSync } from 'node:fs'
import { join } from 'node:path'
import { createClient } from '@zerosec/client'
import type { Browser, Page } from 'playwright-core'
import { giveFile, launchBrowser, openPage, scrollThrough } from './browser.ts'
import { type RunningPlatform, startPlatform } from './platform.ts'
import { runJob } from './submit.ts'

const ROOT = join(import.meta.dirname, '..', '..', '..')
const PICTURES = join(ROOT, 'docs', 'pictures')
const FILE = 'plastic-strength.csv'
const EXAMPLE = readFileSync(join(ROOT, 'examples', FILE), 'utf8')
const FACTORS = readFileSync(join(ROOT, 'examples', 'moulding-factors.csv'), 'utf8')
const STRONG_ENOUGH = 55
const WINDOW = { width: 1120, height: 760 }

/** The example with a verdict instead of the strength. */
function verdictTable(): string {
  const [header = '', units = '', ...rows] = EXAMPLE.trimEnd().split('\n')
  const verdict = (row: string): string => {
    const cells = row.split(',')
    const strength = Number(cells.pop())
    return [...cells, strength >= STRONG_ENOUGH ? 'YES' : 'NO'].join(',')
  }
  const unitsOfVerdict = units.replace(/,[^,]*$/, ',')
  return [header.replace(/strength$/, 'verdict'), unitsOfVerdict, ...rows.map(verdict)].join('\n')
}

interface Shot {
  readonly name: string
  /** Of the page, from the platform's root. */
  readonly address: () => Promise<string>
  /** The heading at the top of the picture. Left out: the top of the page. */
  readonly heading?: string
  readonly before?: (page: Page) => Promise<void>
}

type Run = (type: string, csv: string, parameters: Record<string, unknown>) => Promise<string>

/** Of the start page and the page that plans. */
const PAGES: readonly Shot[] = [
  {
    name: 'guide-table',
    address: async () => '/',
    before: async (page) => {
      await giveFile(page, FILE, Buffer.from(EXAMPLE))
      await page.locator('form').waitFor()
    },
  },
  {
    name: 'guide-plan',
    address: async () => '/design/',
    before: async (page) => {
      await page.getByRole('button', { name: 'Start from an example' }).click()
      await page.getByRole('button', { name: 'Find design' }).click()
      await page.getByRole('button', { name: 'Make the run sheet' }).waitFor()
    },
    heading: 'The design',
  },
]

/** Of reports. */
function reports(run: Run): readonly Shot[] {
  return [
    { name: 'guide-linear', address: () => run('linear_analysis', EXAMPLE, { target_column: 'strength' }) },
    {
      name: 'guide-classification',
      address: () => run('classification', verdictTable(), { target_column: 'verdict', n_trials_inner: 20 }),
      heading: 'Decide or measure',
    },
    { name: 'guide-run-sheet', address: () => run('optimization', FACTORS, { num_points: 15, model: 'quadratic' }) },
    {
      name: 'guide-pareto',
      address: () => run('pareto', EXAMPLE, { maximise: ['strength'], minimise: ['cooling_time'] }),
      heading: 'Explore the front',
    },
    {
      name: 'guide-next',
      address: () => run('next_experiments', EXAMPLE, { maximise: ['strength'] }),
      heading: 'Proposals',
    },
  ]
}

/** Of a model, and of what it predicts. */
function modelReports(run: Run, { url }: RunningPlatform): readonly Shot[] {
  let modelled: Promise<string> | undefined
  const model = (): Promise<string> =>
    (modelled ??= run('nonlinear_analysis', EXAMPLE, { target_columns: ['strength'], n_trials: 20 }))
  const modelKey = async (): Promise<string | undefined> => {
    const [, id = ''] = (await model()).split('id=')
    const artifacts = await createClient({ origin: url }).artifacts(id)
    return artifacts.find(({ file_name }) => file_name.endsWith('.zsm'))?.file_key
  }
  return [
    { name: 'guide-modelling', address: model, heading: 'strength: what matters' },
    {
      name: 'guide-prediction',
      address: async () => run('prediction', EXAMPLE, { model: await modelKey() }),
      heading: 'strength: predictions',
    },
  ]
}

async function take(browser: Browser, { url }: RunningPlatform, shot: Shot): Promise<void> {
  const { page } = await openPage(browser, url + (await shot.address()), { viewport: WINDOW, colorScheme: 'light' })
  await shot.before?.(page)
  if (page.url().includes('/job/')) await page.locator('#headline').waitFor()
  await scrollThrough(page)
  if (shot.heading === undefined) await page.evaluate(() => window.scrollTo(0, 0))
  else {
    const heading = page.getByRole('heading', { name: shot.heading, exact: true })
    await heading.evaluate((element) => element.scrollIntoView({ block: 'start', behavior: 'instant' }))
    await page.waitForTimeout(200) // the list of sections marks the one that is read a frame later
  }
  const path = join(PICTURES, `${shot.name}.png`)
  await page.screenshot({ path })
  console.log(`${shot.name}: ${statSync(path).size} bytes`)
  await page.close()
}

const platform = await startPlatform()
const browser = await launchBrowser(process.env['ZEROSEC_CHROMIUM'] ?? '/usr/bin/chromium')
try {
  const chosen = process.argv.slice(2)
  const run: Run = async (...job) => `/job/?id=${await runJob(platform.url, ...job, FILE)}`
  for (const shot of [...PAGES, ...reports(run), ...modelReports(run, platform)]) {
    if (chosen.length === 0 || chosen.includes(shot.name)) await take(browser, platform, shot)
  }
} finally {
  await browser.close()
  await platform.stop()
}
