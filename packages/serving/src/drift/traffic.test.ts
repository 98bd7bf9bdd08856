import { setFlagsFromString } from 'node:v8'
import { runInNewContext } from 'node:vm'
import { encodeModel, openModel } from '@zerosec/model'
import { expect, it } from 'vitest'
import { factsFor, treesModel } from '../../test/stored-models.ts'
import { LoadedModel } from '../predict/loaded-model.ts'
import type { ServingConnection } from '../tables.ts'
import { Traffic } from './traffic.ts'

const AWAY = {
  selectFrom: () => {
    throw new Error('the database is away')
  },
} as unknown as ServingConnection

it('holds no model in memory that was pushed out of it', async () => {
  const traffic = new Traffic(AWAY, { info: () => {}, warn: () => {}, error: () => {} })
  const asked = (): WeakRef<object> => {
    const loaded = new LoadedModel(factsFor(treesModel(1)), encodeModel(treesModel(1)))
    const row = { temperature: 5, '圧力 "P"': 0.5, solvent: 'S3', stirred: true }
    traffic.add(loaded, [row], openModel(loaded.model).predict([row]))
    return new WeakRef(loaded.model)
  }
  const model = asked()
  setFlagsFromString('--expose-gc')
  const collect = runInNewContext('gc') as () => void
  await expect
    .poll(() => {
      collect()
      return model.deref() === undefined
    })
    .toBe(true)
  await traffic.close()
})
