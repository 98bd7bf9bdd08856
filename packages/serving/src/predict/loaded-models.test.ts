import { encodeModel } from '@zerosec/model'
import { describe, expect, it } from 'vitest'
import { factsFor, filesWith, treesModel } from '../../test/stored-models.ts'
import { LoadedModels } from './loaded-models.ts'

const [ONE, TWO] = [treesModel(1), treesModel(2)]
const [one, two] = [factsFor(ONE), factsFor(TWO)]
const stored = new Map([
  [one.fileKey, encodeModel(ONE)],
  [two.fileKey, encodeModel(TWO)],
])

describe('models in memory', () => {
  it('are read once for all that ask at the same time', async () => {
    const { files, reads } = filesWith(stored)
    const models = new LoadedModels(files, 64)
    const [a, b] = await Promise.all([models.load(one), models.load(one)])
    expect([a === b, reads(), models.count]).toEqual([true, 1, 1])
    expect(await models.load(one)).toBe(a)
  })

  it('stay within their bound: those that were used last', async () => {
    const { files } = filesWith(stored)
    const models = new LoadedModels(files, 0.001)
    await models.load(one)
    await models.load(two)
    expect([models.peek(one.versionId), models.peek(two.versionId)?.facts]).toEqual([undefined, two])
    expect(models.bytes).toBe(3 * two.bytes)
  })

  it.each<[string, Uint8Array | undefined, object, string]>([
    ['whose file is gone', undefined, {}, 'model_file_lost'],
    ['whose bytes are others', encodeModel(ONE).with(40, 1), {}, 'model_file_lost'],
    [
      'that answers its golden request otherwise',
      encodeModel(ONE),
      { ...one.golden, value: 1 },
      'model_golden_differs',
    ],
  ])('are refused %s', async (_, bytes, golden, code) => {
    const facts = { ...one, golden: { ...one.golden, ...golden } }
    const { files } = filesWith(new Map(bytes ? [[one.fileKey, bytes]] : []))
    const models = new LoadedModels(files, 64)
    await expect(models.load(facts)).rejects.toMatchObject({ code })
    expect([models.count, models.failed]).toEqual([0, 1])
  })
})
