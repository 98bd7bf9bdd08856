import { isDeepStrictEqual } from 'node:util'
import { type OpenedModel, openModel } from '@zerosec/model'
import type { Page } from 'playwright-core'
import { expect, test } from 'vitest'
import { formatNumber } from '../src/numbers/format.ts'
import { graveAccessibilityProblems, openPage, overflow } from '../test/browser.ts'
import { describeJourney } from '../test/journey.ts'
import { artifactBytes, runJob } from '../test/submit.ts'
import { wearTable } from '../test/wear-table.ts'

const QUICK = {
  target_columns: ['wear [µm]'],
  outer_splits: 3,
  n_trials: 2,
  models_to_use: ['lightgbm', 'gaussian_process'],
}

/** A page asks again for so long; busy machines take their time. */
const PATIENT = { timeout: 60_000 }

describeJourney('live prediction', (journey) => {
  let model: OpenedModel
  let job: string

  journey.prepare(async () => {
    const jobId = await runJob(journey.platform.url, 'nonlinear_analysis', wearTable(80), QUICK)
    job = `${journey.platform.url}/job/?id=${jobId}`
    model = openModel(await artifactBytes(journey.platform.url, jobId, 'model.zsm'))
  })
  /** What the model says in Node of the settings that the form shows. */
  const expectedAt = (settings: Record<string, number | string>) => {
    const [prediction] = model.predict([settings])
    if (prediction?.kind !== 'number' || !prediction.interval) throw new Error('the model gives no interval')
    const { low, high } = prediction.interval
    return {
      value: formatNumber(prediction.value ?? Number.NaN),
      interval: `${formatNumber(low)} to ${formatNumber(high)}, 90 %`,
      verdict: { inside: 'inside the data', edge: 'at the edge of the data', outside: 'outside the data' }[
        prediction.domain!.verdict
      ],
    }
  }

  test('a setting that is typed is predicted as the model predicts it in Node, with its interval and domain', async () => {
    const { page, complaints } = await openPage(journey.browser, job)
    await showForm(page)
    const start = await settingsOf(page)
    expect(await shown(page)).toMatchObject(expectedAt(start))
    expect(await page.getByTestId('verdict').innerText()).toMatch(/inside the data/i)

    for (const load of ['33', '49.99', '80']) {
      await field(page, 'load').fill(load)
      await expect.poll(() => shown(page), PATIENT).toMatchObject(expectedAt({ ...start, 'load [N]': Number(load) }))
    }
    expect(await page.getByTestId('verdict').innerText()).toMatch(/outside the data.*load \[N\] is above/is)
    expect(await page.locator('[data-factor^=load]').innerText()).toContain('above the data')

    await field(page, 'load').fill('heavy')
    expect(await page.locator('[data-factor^=load]').innerText()).toContain('is not a number')
    await page.locator('[data-factor=材質] select').selectOption('黄銅')
    await expect.poll(() => shown(page), PATIENT).toMatchObject(expectedAt({ ...start, 'load [N]': 80, 材質: '黄銅' }))
    expect(complaints).toEqual([])
  })

  test('a curve is dragged to set its factor, by keys too, and the address keeps it', async () => {
    const { page, complaints } = await openPage(journey.browser, job)
    await showForm(page)
    const start = await settingsOf(page)
    const curve = page.locator('[data-factor^=load] .cursor-ew-resize')
    await curve.hover() // waits until it moves no more: figures above it are drawn when they are seen
    const box = (await curve.boundingBox())!
    await page.mouse.move(box.x + box.width * 0.3, box.y + box.height / 2)
    await page.mouse.down()
    await page.mouse.move(box.x + box.width * 0.7, box.y + box.height / 2, { steps: 8 })
    await page.mouse.up()
    const dragged = await settledSettingsOf(page)
    expect(Number(dragged['load [N]'])).toBeGreaterThan(30)
    await expect.poll(() => shown(page), PATIENT).toMatchObject(expectedAt(dragged))

    await page.getByRole('slider', { name: 'load [N]' }).press('ArrowRight')
    const pressed = await settledSettingsOf(page)
    expect(Number(pressed['load [N]'])).toBeGreaterThan(Number(dragged['load [N]']))
    const kept = () => new URL(page.url()).searchParams.getAll('at')
    await expect.poll(kept, PATIENT).toContain(String(pressed['load [N]']))
    expect(kept()).toHaveLength(Object.keys(start).length)

    await page.reload()
    await showForm(page)
    expect(await settingsOf(page)).toEqual(pressed)
    await page.getByRole('button', { name: 'Back to the centre of the data' }).click()
    expect(await settingsOf(page)).toEqual(start)
    expect(complaints).toEqual([])
  })

  test('rows from a spreadsheet are predicted and leave for the spreadsheet', async () => {
    const { page } = await openPage(journey.browser, job, { permissions: ['clipboard-read', 'clipboard-write'] })
    await showForm(page)
    const rows = [
      { 材質: '鋼A', 'load [N]': 20, 'hardness [HV]': 200, 'speed [m/s]': 0.5 },
      { 材質: '銅', 'load [N]': 30.5, 'hardness [HV]': 180, 'speed [m/s]': 1 },
    ]
    const names = Object.keys(rows[0]!) as (keyof (typeof rows)[0])[]
    const text = [names, ...rows.map((row) => names.map((name) => row[name]))]
      .map((cells) => cells.join('\t'))
      .join('\n')
    await page.evaluate((pasted) => navigator.clipboard.writeText(pasted), text)
    await page.getByTestId('pasted-rows').getByRole('textbox').focus()
    await page.keyboard.press('Control+V')
    await page.getByText('2 rows predicted').waitFor()
    await page.getByRole('button', { name: 'Copy for Excel' }).click()
    await page.getByRole('button', { name: 'Copied' }).waitFor()
    const copied = await page.evaluate(() => navigator.clipboard.readText())
    const [heading = [], ...cells] = copied.split('\n').map((line) => line.split('\t'))
    const at = heading.indexOf('prediction_wear [µm]')
    expect(cells.map((row) => Number(row[at]))).toEqual(model.predict(rows).map(({ value }) => value))
    expect(cells.map((row) => row.at(-1))).toEqual(['inside the data', 'outside the data'])
  })

  test.each([
    ['light', 1280],
    ['dark', 390],
  ] as const)('is accessible and fits in %s at %d px', async (colorScheme, width) => {
    const { page } = await openPage(journey.browser, job, { colorScheme, viewport: { width, height: 900 } })
    await showForm(page)
    expect(await graveAccessibilityProblems(page)).toEqual([])
    expect(await overflow(page)).toBe(0)
  })
})

async function showForm(page: Page): Promise<void> {
  await page.getByTestId('predict').scrollIntoViewIfNeeded()
  await page.getByTestId('predicted-value').filter({ hasText: /\d/ }).first().waitFor()
}

function field(page: Page, factor: string) {
  return page.locator(`[data-factor^="${factor}"] input`)
}

async function settingsOf(page: Page): Promise<Record<string, number | string>> {
  const read = await page.locator('[data-factor]').evaluateAll((cards) =>
    cards.map((card) => {
      const control = card.querySelector<HTMLInputElement | HTMLSelectElement>('input, select')
      return [card.getAttribute('data-factor') ?? '', control?.value ?? '', control?.tagName] as const
    }),
  )
  return Object.fromEntries(read.map(([name, value, tag]) => [name, tag === 'INPUT' ? Number(value) : value]))
}

/** Once they change no more: what the pointer did is shown a moment later. */
async function settledSettingsOf(page: Page): Promise<Record<string, number | string>> {
  for (let before = await settingsOf(page); ; ) {
    await page.waitForTimeout(200)
    const now = await settingsOf(page)
    if (isDeepStrictEqual(now, before)) return now
    before = now
  }
}

async function shown(page: Page) {
  const text = (id: string) => page.getByTestId(id).first().innerText()
  const verdict = /(inside the data|at the edge of the data|outside the data)/i.exec(await text('verdict'))?.[0]
  return {
    value: (await text('predicted-value')).split('\n')[0]!.replace(/\s*µm$/, ''),
    interval: await text('predicted-interval'),
    verdict: verdict?.toLowerCase(),
  }
}
