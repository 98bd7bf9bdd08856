import type { ModelSummary } from '@zerosec/contract'
import { expect, test } from 'vitest'
import { FIRST_VIEW, type RegistryView, viewedModels } from './registry-order.ts'

const model = (name: string, target: string, day: number, production?: number): ModelSummary => ({
  model_name: name,
  description: name === 'wear' ? 'Of the line in Kobe' : '',
  versions: 1,
  latest: 1,
  aliases: production === undefined ? {} : { production },
  target,
  kind: 'number',
  algorithm: 'blend',
  scores: {},
  current: {
    version: 1,
    target,
    inputs: [],
    algorithm: 'blend',
    scores: {},
    job_id: null,
    created_at: '2026-01-01T00:00:00.000Z',
  },
  created_at: '2026-01-01T00:00:00.000Z',
  updated_at: `2026-01-0${day}T00:00:00.000Z`,
})

const MODELS = [model('wear', '摩耗量', 1, 1), model('strength', '圧縮強度（MPa）', 3), model('colour', 'ΔE', 2, 4)]

test.each<[Partial<RegistryView>, string[]]>([
  [{}, ['colour', 'strength', 'wear']],
  [{ order: 'changed' }, ['strength', 'colour', 'wear']],
  [{ share: 'production' }, ['colour', 'wear']],
  [{ share: 'idle' }, ['strength']],
  [{ search: '強度(mpa)' }, ['strength']],
  [{ search: ' kobe  LINE ' }, ['wear']],
  [{ search: 'kobe strength' }, []],
])('%o shows %o', (view, names) => {
  expect(viewedModels(MODELS, { ...FIRST_VIEW, ...view }).map(({ model_name }) => model_name)).toEqual(names)
})
