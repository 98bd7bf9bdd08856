import { openServing, type Serving } from '@zerosec/serving'
import { afterAll, afterEach, beforeAll, expect, it, vi } from 'vitest'
import { ROW, register, treesModel } from '../../test/registered-models.ts'
import { type RunningApi, startApi } from '../../test/running-api.ts'

const HOUR_MS = 3_600_000
const SILENT = { info: () => {}, warn: () => {}, error: () => {} }

let api: RunningApi
beforeAll(async () => {
  api = await startApi()
}, 60_000)
afterAll(() => api.stop())
afterEach(() => vi.useRealTimers())

/** A process of its own, as far as serving knows. */
const serve = (): Serving => openServing(api.platform, { memoryMb: 16, expected: [] }, SILENT)

const asked = (count: number, temperature = 5) =>
  Array.from({ length: count }, (_, i) => ({ ...ROW, temperature: (temperature * i) / count }))

function ask(serving: Serving, name: string, rows: readonly object[]) {
  return serving.within('default').predict({ name, rows: rows as never, terms: {}, key: '' })
}

it('counts rows in the hour in which they were asked, however long nothing was asked before', async () => {
  await register(api, 'hourly', treesModel(1), { alias: 'production' })
  const serving = serve()
  const drift = (hours: number) => serving.within('default').drift('hourly', 1, hours)
  const now = Date.now()
  vi.useFakeTimers({ toFake: ['Date'], now: now - 30 * HOUR_MS })
  await ask(serving, 'hourly', asked(300))
  expect((await drift(100)).rows).toBe(300)
  vi.setSystemTime(now)
  expect(serving.load('default').drift).toEqual([])
  await ask(serving, 'hourly', asked(250))
  expect(serving.load('default').drift).toMatchObject([{ name: 'hourly', version: 1 }])
  expect((await drift(24)).rows).toBe(250)
  expect((await drift(100)).rows).toBe(550)
  vi.setSystemTime(now + HOUR_MS)
  await ask(serving, 'hourly', asked(10))
  await serving.close()
  const other = serve()
  expect((await other.within('default').drift('hourly', 1, 100)).rows).toBe(560)
  await other.close()
})

it('has no less than the hours that are asked for, also where one has just begun', async () => {
  await register(api, 'edge', treesModel(1), { alias: 'production' })
  const serving = serve()
  vi.useFakeTimers({ toFake: ['Date'], now: Math.floor(Date.now() / HOUR_MS) * HOUR_MS - 1000 })
  await ask(serving, 'edge', asked(300))
  vi.useRealTimers()
  expect((await serving.within('default').drift('edge', 1, 1)).rows).toBe(300)
  await serving.close()
})

it('compares predictions with the first ones, in all processes: of its training rows a model knows the answers', async () => {
  await register(api, 'outputs', treesModel(1), { alias: 'production' })
  const [one, two] = [serve(), serve()]
  const drift = (serving: Serving) => serving.within('default').drift('outputs', 1, 24)
  await ask(one, 'outputs', asked(400))
  expect(await drift(one)).toMatchObject({ baseline: 'training', rows: 400, output: { state: 'not_enough' } })
  await ask(two, 'outputs', asked(100))
  await drift(two)
  await ask(one, 'outputs', asked(400))
  expect((await drift(one)).output.rows).toBe(300) // 500 are what is compared with
  await ask(two, 'outputs', asked(1))
  await drift(two) // has 101 of its own, which are not
  expect((await drift(one)).output).toMatchObject({ rows: 401, state: 'stable' })
  await ask(
    two,
    'outputs',
    asked(400).map((row) => ({ ...row, temperature: 10, '圧力 "P"': 1 })),
  )
  await drift(two)
  expect(await drift(one)).toMatchObject({ rows: 1301, output: { rows: 801, state: 'drifted' } })
  await Promise.all([one.close(), two.close()])
})

it('takes the rows of the comparison from all over a batch, which may be sorted', async () => {
  const { sampleModel } = await import('../../../../packages/model/test/sample-models.ts')
  const bare = sampleModel(undefined, { domain: null })
  await register(api, 'sorted', bare, { alias: 'production' })
  const serving = serve()
  await ask(serving, 'sorted', asked(5000, 10))
  await ask(serving, 'sorted', asked(5000, 10))
  const { baseline, rows, inputs } = await serving.within('default').drift('sorted', 1, 24)
  expect([baseline, rows, inputs[0]?.state]).toEqual(['first_rows', 9500, 'stable'])
  await serving.close()
})
