import { openServing, type Serving } from '@zerosec/serving'
import { afterAll, afterEach, beforeAll, describe, expect, it, vi } from 'vitest'
import { ROW, register, treesModel } from '../../test/registered-models.ts'
import { call, type RunningApi, startApi } from '../../test/running-api.ts'

const LIMITS = { minimum: 50, error_rate: 0.02, latency_ratio: 2, score_psi: 0.25, score_minimum: 300 }
const SILENT = { info: () => {}, warn: () => {}, error: () => {} }

let api: RunningApi
beforeAll(async () => {
  api = await startApi({ environment: { ZEROSEC_REQUESTS_PER_MINUTE: '1000000' } })
}, 60_000)
afterAll(() => api.stop())
afterEach(() => vi.useRealTimers())

const post = (path: string, body: unknown) => call(api, 'POST', `/api/v1/models${path}`, body)
const running = async (name: string) => (await call(api, 'GET', `/api/v1/models/${name}/releases`)).body.releases[0]

/** The same model, whose predictions are larger by a number. */
function shifted(by: number) {
  const model = treesModel(1)
  return {
    ...model,
    predictor: { kind: 'blend', intercept: by, members: [{ weight: 1, predictor: model.predictor }] } as const,
  }
}

/** Rows of one batch are like each other and unlike those of the next. */
const batch = (i: number) =>
  Array.from({ length: 30 }, (_, k) => ({
    ...ROW,
    temperature: (i * 3) % 11,
    '圧力 "P"': ((i * 7) % 10) / 10 + k / 300,
  }))

async function ask(name: string, requests: number): Promise<number[]> {
  const statuses: number[] = []
  for (let i = 0; i < requests; i++) statuses.push((await post(`/${name}/predict`, { rows: batch(i) })).status)
  return statuses
}

describe('a canary', () => {
  it('that answers everything is returned once its predictions are others than production’s of the same rows', async () => {
    await register(api, 'all', treesModel(1), { alias: 'production' })
    await register(api, 'all', shifted(8))
    await post('/all/releases', { version: 2, mode: 'canary', share: 1 })
    const statuses: number[] = []
    await expect
      .poll(async () => {
        statuses.push(...(await ask('all', 10)))
        return (await running('all')).state
      })
      .toBe('returned')
    expect(new Set(statuses)).toEqual(new Set([200]))
    const { reason, differences } = await running('all')
    expect(reason).toContain('of the same rows: PSI')
    expect(differences.mean_absolute).toBeCloseTo(8, 9)
  })

  it('that does the same goes on, however unlike the batches of both sides are', async () => {
    await register(api, 'same', treesModel(1), { alias: 'production' })
    await register(api, 'same', shifted(0))
    await post('/same/releases', { version: 2, mode: 'canary', share: 0.1 })
    await expect
      .poll(async () => {
        await ask('same', 50)
        return (await running('same')).differences.rows
      })
      .toBeGreaterThanOrEqual(300)
    expect(await running('same')).toMatchObject({ state: 'running', score_psi: 0, reason: '' })
    await post('/same/releases/end', {})
  })

  it('begins only where production is still what it was compared with', async () => {
    await register(api, 'moving', treesModel(1), { alias: 'production' })
    await register(api, 'moving', treesModel(2))
    const other: Serving = openServing(api.platform, { memoryMb: 16, expected: [] }, SILENT)
    const models = other.within('default')
    await models.predict({ name: 'moving', rows: [ROW], terms: {}, key: '' })
    await post('/moving/promote', { version: 2 })
    const start = {
      name: 'moving',
      version: 2,
      mode: 'canary',
      share: 0.5,
      allowOtherSignature: false,
      actor: 'a',
    } as const
    await expect(models.releases.start({ ...start, limits: LIMITS })).rejects.toMatchObject({
      code: 'release_same_version',
    })
    await other.close()
  })

  it('does not begin where it would push production out of memory with each request, and take turns with it', async () => {
    await register(api, 'large', treesModel(1), { alias: 'production' })
    await register(api, 'large', shifted(0))
    const small: Serving = openServing(api.platform, { memoryMb: 0.1, expected: [] }, SILENT)
    const start = {
      name: 'large',
      version: 2,
      mode: 'canary',
      share: 0.5,
      allowOtherSignature: false,
      actor: 'a',
    } as const
    await expect(small.within('default').releases.start({ ...start, limits: LIMITS })).rejects.toMatchObject({
      code: 'release_memory_short',
      details: { needed: 1, limit: 0.1 },
    })
    await small.close()
  })
})

it('a shadow of classes is compared by the classes, which are no distance apart', async () => {
  const { sampleModel, sampleTrees } = await import('../../../../packages/model/test/sample-models.ts')
  const graded = (rounds: number) =>
    sampleModel(
      { kind: 'trees', ensemble: sampleTrees('softmax', rounds), link: 'softmax' },
      { target: { name: 'grade', classes: ['A', 'B', 'C'] }, interval: null },
    )
  await register(api, 'graded', graded(12), { alias: 'production' })
  await register(api, 'graded', graded(1))
  await post('/graded/releases', { version: 2, mode: 'shadow', share: 1 })
  await ask('graded', 20)
  await expect.poll(async () => (await running('graded')).differences.rows).toBe(600)
  const { differences } = await running('graded')
  expect(differences.equal).toBeLessThan(600)
  expect(differences).toMatchObject({ mean_absolute: null, largest_absolute: null })
})

it('a release that nobody asked anything of for long keeps what was counted before', async () => {
  await register(api, 'quiet', treesModel(1), { alias: 'production' })
  await register(api, 'quiet', shifted(0))
  await post('/quiet/releases', { version: 2, mode: 'shadow', share: 1 })
  await ask('quiet', 5)
  await expect.poll(async () => (await running('quiet')).candidate.requests).toBe(5)
  vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 700_000 })
  await new Promise((resolve) => setTimeout(resolve, 2500))
  vi.useRealTimers()
  await ask('quiet', 2)
  await expect.poll(async () => (await running('quiet')).candidate.requests).toBe(7)
})
