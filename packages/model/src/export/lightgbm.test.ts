import { describe, expect, it } from 'vitest'
import { expectedOf, ROWS, rowOf, TREE_CASES } from '../../test/export-cases.ts'
import { predictLightGbm, readLightGbm } from '../../test/lightgbm-reader.ts'
import { sampleModel } from '../../test/sample-models.ts'
import { exportLightGbm } from './lightgbm.ts'

describe('exportLightGbm', () => {
  it.each(TREE_CASES)('%s: a reader of the format predicts what we do', (_, model) => {
    const read = readLightGbm(exportLightGbm(model))
    const expected = expectedOf(model, ROWS)
    expect(read.outputs).toBe(expected.length)
    for (let i = 0; i < ROWS.rows; i++) {
      predictLightGbm(read, rowOf(ROWS, i)).forEach((value, k) => expect(value).toBeCloseTo(expected[k]![i]!, 12))
    }
  })

  it('sends levels that are not known where missing ones go', () => {
    const [, model] = TREE_CASES[0]!
    const read = readLightGbm(exportLightGbm(model))
    for (let i = 0; i < 50; i++) {
      const [temperature, pressure, , stirred] = rowOf(ROWS, i) as [number, number, number, number]
      const of = (solvent: number) => predictLightGbm(read, [temperature, pressure, solvent, stirred])
      expect(of(40)).toEqual(of(Number.NaN))
      expect(of(1000)).toEqual(of(Number.NaN))
    }
  })

  it('gives raw scores to the bit, as no sum is taken in another order', () => {
    const [, model] = TREE_CASES[0]!
    const read = readLightGbm(exportLightGbm(model))
    const [expected] = expectedOf(model, ROWS)
    expect(expected!.map((_, i) => predictLightGbm(read, rowOf(ROWS, i))[0])).toEqual(expected)
  })

  it('writes names that the format can hold, each once', () => {
    const inputs = ['a b', 'a=b', '圧力 [MPa]', 'c'].map((name) => ({ kind: 'number', name, low: 0, high: 1 }) as const)
    const { names, infos } = readLightGbm(exportLightGbm(sampleModel({ kind: 'mean', value: 1 }, { inputs })))
    expect(names).toEqual(['a_b', 'a_b_2', '圧力__MPa_', 'c'])
    expect(infos).toEqual(['[0:1]', '[0:1]', '[0:1]', '[0:1]'])
  })
})
