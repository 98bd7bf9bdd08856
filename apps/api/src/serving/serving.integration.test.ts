import { openModel } from '@zerosec/model'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { ROW, register, treesModel } from '../../test/registered-models.ts'
import { type Answer, call, type RunningApi, startApi } from '../../test/running-api.ts'

let api: RunningApi
beforeAll(async () => {
  api = await startApi()
}, 60_000)
afterAll(() => api.stop())

const get = (path: string): Promise<Answer> => call(api, 'GET', `/api/v1/models${path}`)
const post = (path: string, body: unknown): Promise<Answer> => call(api, 'POST', `/api/v1/models${path}`, body)

describe('a model that is registered', () => {
  it('answers as its file does, says which version it was, and is promoted and rolled back', async () => {
    const [one, two] = [treesModel(1), treesModel(2)]
    const made = await register(api, 'strength', one, { alias: 'production' })
    expect([made.status, made.body.version, made.body.aliases]).toEqual([200, 1, ['production']])
    expect(made.body.signature.inputs[2]).toMatchObject({ name: 'solvent', kind: 'category' })
    const answer = await post('/strength/predict', { rows: [ROW, { ...ROW, temperature: 1 }] })
    const expected = openModel(one).predict([ROW, { ...ROW, temperature: 1 }])
    expect(answer.body).toMatchObject({ model_version: 1, target: 'yield', errors: 0 })
    expect(answer.body.predictions.map(({ value }: { value: number }) => value)).toEqual(
      expected.map(({ value }) => value),
    )
    expect(answer.headers.get('x-model-version')).toBe('1')

    expect((await register(api, 'strength', one)).body.version).toBe(1)
    expect((await register(api, 'strength', two)).body).toMatchObject({ version: 2, aliases: [] })
    expect((await post('/strength/predict', { rows: [ROW] })).body.model_version).toBe(1)
    expect((await post('/strength/versions/2/predict', { rows: [ROW] })).body.model_version).toBe(2)
    const promoted = await post('/strength/promote', { version: 2 })
    expect(promoted.body.aliases).toEqual({ production: 2 })
    expect((await post('/strength/predict', { rows: [ROW] })).body.model_version).toBe(2)
    expect((await post('/strength/rollback', {})).body.aliases).toEqual({ production: 1 })
    expect((await post('/strength@production/predict', { rows: [ROW] })).body.model_version).toBe(1)
    expect((await post('/strength/rollback', {})).body.code).toBe('model_rollback_impossible')
    const { events } = (await get('/strength/events')).body
    expect(events.map((event: { action: string }) => event.action)).toEqual([
      'rollback',
      'promote',
      'register',
      'promote',
      'register',
    ])
  })
})
