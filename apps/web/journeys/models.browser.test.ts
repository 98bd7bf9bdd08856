import { createClient } from '@zerosec/client'
import type { PredictRequest } from '@zerosec/contract'
import { decodeModel, encodeModel, type Model } from '@zerosec/model'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { formatNumber } from '../src/numbers/format.ts'
import { graveAccessibilityProblems, openPage, overflow } from '../test/browser.ts'
import { describeJourney } from '../test/journey.ts'
import { runJob } from '../test/submit.ts'
import { wearTable } from '../test/wear-table.ts'

const QUICK = {
  target_columns: ['wear [µm]'],
  outer_splits: 2,
  n_trials: 1,
  models_to_use: ['gaussian_process'],
  enable_shap: false,
}
/** Of what a page asks again for by itself; busy machines take their time. */
const PATIENT = { timeout: 60_000 }
/** The browser logs refusals that the page shows. */
const isComplaint = (text: string) => !text.includes('409')

describeJourney('models as services', (journey) => {
  const client = () => createClient({ origin: journey.platform.url })
  /** The model of version 1, changed a little, as another version. */
  const registerAnother = async (change: (model: Model) => Model) => {
    const { content } = await client().models.file('wear', 1)
    const bytes = new Uint8Array(encodeModel(change(decodeModel(new Uint8Array(await content.arrayBuffer())))))
    const { key } = await client().uploadFile('model.zsm', bytes)
    return client().models.register({ name: 'wear', file_key: key })
  }

  test('a registry without models has one to try: it says what the service says', async () => {
    const { page, complaints } = await openPage(journey.browser, `${journey.platform.url}/models/`)
    await page.getByText('No models are registered yet').waitFor()
    expect(await graveAccessibilityProblems(page)).toEqual([])
    await page.getByRole('link', { name: 'sentiment', exact: true }).click()
    const text = 'The worst film that I have ever seen.'
    await page.getByLabel('Text', { exact: true }).fill(text)
    await page.getByRole('button', { name: 'Predict' }).click()
    const [said] = (await client().models.sentiment([text])).predictions
    await expect.poll(() => page.getByTestId('sentiment').locator('output').innerText()).toBe(said!.sentiment)
    await page.getByRole('heading', { name: 'Model card' }).waitFor()
    expect(await graveAccessibilityProblems(page)).toEqual([])
    expect(complaints).toEqual([])
  })

  test('a model is registered from its job, tried, compared, promoted, rolled back and released beside another', async () => {
    const { url } = journey.platform
    const jobId = await runJob(url, 'nonlinear_analysis', wearTable(40), QUICK, 'wear.csv')
    const { page, complaints } = await openPage(journey.browser, `${url}/job/?id=${jobId}`)
    await page.getByRole('button', { name: /^Register as a service/ }).click()
    expect(await page.getByLabel('Name of the service').inputValue()).toBe('wear')
    await page.getByRole('button', { name: 'Register', exact: true }).click()
    await page.waitForURL(/\/models\/\?name=wear&version=1/)
    expect((await client().models.get('wear')).aliases).toEqual({ production: 1 })

    await tryIt(page, client())
    await trySeveral(page, client())
    await registerAnother((model) => ({
      ...model,
      inputs: model.inputs.map((input) => (input.name === 'hardness [HV]' ? { ...input, name: 'HV' } : input)),
    }))
    await registerAnother((model) => ({ ...model, training: { ...model.training, scores: { cv_r2: 0.25 } } }))
    await page.reload()

    const promote = page.locator('[data-version="2"]').getByRole('button', { name: 'Promote version 2' })
    await promote.click()
    expect(await page.getByTestId('signature-diff').innerText()).toMatch(/hardness \[HV\]\s*is not read any more/)
    const confirm = page.getByRole('region', { name: /^Put version/ }).getByRole('button', { name: /^Promote/ })
    await confirm.click()
    await page
      .locator('[data-refused=model_signature_differs]')
      .getByText(/does not read "hardness \[HV\]"/)
      .waitFor()
    expect(await graveAccessibilityProblems(page)).toEqual([])
    expect(await focused(page)).toBe('Promote version 2') // of the panel: a refusal leaves the focus where it is
    await page.getByRole('button', { name: 'Cancel' }).click()
    expect(await focused(page)).toBe('Promote')

    await page.getByRole('button', { name: 'Promote version 3' }).click()
    await checkScores(page, client())
    await confirm.click()
    await page.locator('[data-version="3"] [data-alias=production]').waitFor()
    await expect.poll(() => focused(page)).toBe('Version 3 is in production.')
    await compare(page)
    expect((await client().models.get('wear')).aliases).toEqual({ production: 3 })
    await page.getByRole('button', { name: 'Roll back to v1' }).click()
    await page.getByRole('button', { name: 'Roll back to version 1' }).click()
    await page.locator('[data-version="1"] [data-alias=production]').waitFor()
    expect((await client().models.get('wear')).aliases).toEqual({ production: 1 })

    await releaseBeside(page, client())
    await client().models.promote('wear', { version: 3, reason: 'by someone else' })
    await page.locator('[data-version="3"] [data-alias=production]').waitFor(PATIENT)
    await page.locator('#history').getByText('by someone else').waitFor()
    await onNarrowPage(page, url)
    expect(complaints.filter(isComplaint)).toEqual([])
  })
})

/** Dark, narrow and low: nothing hides, and what an address names is found. */
async function onNarrowPage(page: Page, url: string): Promise<void> {
  await page.emulateMedia({ colorScheme: 'dark', reducedMotion: 'reduce' })
  await page.setViewportSize({ width: 390, height: 600 })
  await page.evaluate(() => window.scrollTo(0, 0))
  expect(await isInSight(page, '[data-testid=answer]')).toBe(false)
  await page.evaluate(() => document.querySelector<HTMLFormElement>('#try form')?.requestSubmit()) // a click would scroll
  await expect.poll(() => isInSight(page, '[data-testid=predicted-value]')).toBe(true)
  await page.goto(`${url}/models/?name=wear#history`, { waitUntil: 'networkidle' })
  await expect.poll(() => isInSight(page, '#history-title')).toBe(true)
  expect(await graveAccessibilityProblems(page)).toEqual([])
  expect(await overflow(page)).toBe(0)
  expect(await page.getByTestId('production-since').innerText()).toMatch(/^since .+, by someone \(sign-in was off\)$/)
}

const isInSight = (page: Page, selector: string) =>
  page.locator(selector).evaluate((element) => {
    const { top, bottom } = element.getBoundingClientRect()
    return top >= 0 && bottom <= window.innerHeight
  })

const focused = (page: Page) => page.evaluate(() => document.activeElement?.textContent.trim())

/** Any two versions, without a change of either. */
async function compare(page: Page): Promise<void> {
  await page.getByRole('button', { name: 'Compare' }).click()
  const region = page.getByRole('region', { name: 'Compare two versions' })
  await region.getByLabel('Version before').selectOption('1')
  await region.getByLabel('Version after').selectOption('2')
  expect(await region.getByTestId('signature-diff').innerText()).toMatch(/HV\s*is needed now/)
  await region.getByRole('button', { name: 'Close' }).click()
  expect(await focused(page)).toBe('Compare')
}

type Api = ReturnType<typeof createClient>

/** What the form shows of a row is what a program is told of it, and the line to copy sends that row. */
async function tryIt(page: Page, api: Api): Promise<void> {
  await page.getByLabel('load [N]', { exact: true }).fill('heavy')
  await page.keyboard.press('Enter')
  await page.getByText('“heavy” is not a number').waitFor()
  await page.getByLabel('load [N]', { exact: true }).fill('33')
  await page.locator('[data-input=材質] select').selectOption('黄銅')
  const [, sent = ''] = /-d '([^]*)'/.exec(await page.getByTestId('code').locator('pre').innerText()) ?? []
  const request = JSON.parse(sent) as PredictRequest
  expect(request.rows[0]).toMatchObject({ 'load [N]': 33, 材質: '黄銅' })
  await page.getByLabel('load [N]', { exact: true }).press('Enter')
  const [told] = (await api.models.predict('wear', request)).predictions
  const { value, interval, contributions } = told!
  const answer = page.getByTestId('answer')
  await answer.getByTestId('predicted-value').waitFor()
  expect((await answer.getByTestId('predicted-value').innerText()).replace(/\s*µm$/, '')).toBe(
    formatNumber(Number(value)),
  )
  expect(await answer.getByTestId('predicted-interval').innerText()).toBe(
    `${formatNumber(interval!.low)} to ${formatNumber(interval!.high)}, ${formatNumber(100 * interval!.level, 3)} %`,
  )
  const bars = await answer
    .locator('[data-contribution]')
    .evaluateAll((items) =>
      items.map((item) => [item.getAttribute('data-contribution'), item.lastElementChild?.textContent] as const),
    )
  expect(Object.fromEntries(bars)).toEqual(
    Object.fromEntries(
      Object.entries(contributions!.values).map(([name, added]) => [
        name,
        `${added > 0 ? '+' : ''}${formatNumber(added, 3)}`,
      ]),
    ),
  )
}

/** Rows of a spreadsheet have the values that a program is told, and the first of them goes back into the form. */
async function trySeveral(page: Page, api: Api): Promise<void> {
  const rows = wearRows(3, 4)
  const names = Object.keys(rows[0]!)
  const text = [names, ...rows.map((row) => names.map((name) => row[name]))].map((cells) => cells.join('\t')).join('\n')
  await page.getByTestId('pasted-rows').getByRole('textbox').fill(text)
  await page.getByText('3 rows predicted').waitFor()
  const { predictions } = await api.models.predict('wear', { rows })
  const shown = await page.getByRole('region', { name: 'Predicted rows' }).locator('tbody tr').allInnerTexts()
  expect(shown.map((row) => row.split('\t')[1 + names.length])).toEqual(
    predictions.map(({ value }) => formatNumber(Number(value))),
  )
  await page.getByRole('button', { name: 'Put row 1 into the form' }).click()
  expect(await page.getByLabel('load [N]', { exact: true }).inputValue()).toBe(String(rows[0]!['load [N]']))
}

async function checkScores(page: Page, api: Api): Promise<void> {
  const { training } = await api.models.version('wear', 1)
  const shown = await page.getByTestId('score-diff').getByRole('row', { name: /^R²/ }).innerText()
  expect(shown.split(/\s+/)).toEqual(['R²', formatNumber(training.scores['cv_r2']!), '0.2500', 'worse'])
}

/** A shadow is started and ended on the page; what it counted is what the service counted. */
async function releaseBeside(page: Page, api: Api): Promise<void> {
  await page.getByRole('form', { name: 'Start a release' }).getByRole('combobox').first().selectOption('3')
  await page.getByRole('button', { name: 'Start the shadow' }).click()
  await page.locator('[data-state=running]').waitFor()
  for (let i = 0; i < 6; i++) await api.models.predict('wear', { rows: wearRows(40, i + 5) })
  const counted = (side: string, what: string) => page.locator(`[data-side=${side}] [data-count=${what}]`).innerText()
  await expect.poll(() => counted('candidate', 'rows'), PATIENT).toBe('240')
  expect(await counted('production', 'requests')).toBe('6')
  await page.getByRole('button', { name: 'End the release' }).click()
  await page.locator('[data-state=ended]').waitFor({ state: 'attached' })
  const [release] = await api.models.releases('wear')
  expect(release).toMatchObject({ state: 'ended', mode: 'shadow', version: 3, candidate: { rows: 240, errors: 0 } })
  expect(release?.differences).toMatchObject({ rows: 240, equal: 240 })

  const drift = await api.models.drift('wear', { version: 1 })
  const states = () =>
    page
      .locator('[data-drift]')
      .evaluateAll((rows) => rows.map((row) => [row.getAttribute('data-column'), row.getAttribute('data-drift')]))
  const told = Object.fromEntries([drift.output, ...drift.inputs].map(({ name, state }) => [name, state]))
  await expect.poll(async () => Object.fromEntries(await states()), PATIENT).toEqual(told)
  expect((await states())[0]?.[0]).toBe(drift.output.name)
  expect(drift.rows).toBe(248)
  await expect.poll(() => page.locator('[data-traffic="1"]').innerText(), PATIENT).toMatch(/248\s*rows answered/)
}

function wearRows(count: number, seed: number): PredictRequest['rows'] {
  const [, ...lines] = wearTable(count, seed).trim().split('\n')
  return lines.map((line) => {
    const [load, hardness, speed, material] = line.split(',')
    return {
      'load [N]': Number(load),
      'hardness [HV]': Number(hardness),
      'speed [m/s]': Number(speed),
      材質: material ?? null,
    }
  })
}
