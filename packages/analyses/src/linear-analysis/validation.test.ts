import { mainEffects } from '@zerosec/engine'
import { describe, expect, it } from 'vitest'
import { scattered } from '../../test/analyse.ts'
import { buildModel, type Model } from './model.ts'
import { LinearParameters } from './parameters.ts'
import type { ModelData } from './rows.ts'
import { crossValidate, validateHeldOut } from './validation.ts'

const ROWS = 36
const x = Float64Array.from(scattered(ROWS, 2))
const response = x.map((value, i) => 3 * value + 0.2 * scattered(ROWS, 3)[i]!)
const fold = (i: number) => (i * 7) % 4
const foldOf = Int32Array.from(x, (_, i) => fold(i))

function modelOf(levels: readonly string[], codes: Int32Array): Model {
  const data: ModelData = {
    rows: Int32Array.from(x, (_, i) => i),
    rowNumbers: Uint32Array.from(x, (_, i) => i + 2),
    frame: {
      rows: ROWS,
      columns: new Map([
        ['x', { kind: 'number', values: x }],
        ['m', { kind: 'category', levels, codes }],
      ]),
    },
    response,
    warnings: [],
  }
  return buildModel({ intercept: true, terms: mainEffects(['x', 'm']) }, data, { coding: 'effects', method: 'ols' })
}

const model = modelOf(
  ['A', 'B'],
  Int32Array.from(x, (_, i) => (i >> 3) & 1),
)
const METHODS = ['ols', 'ridge', 'lasso', 'elastic_net'] as const
const parametersOf = (method: (typeof METHODS)[number]) => LinearParameters.parse({ target_column: 'y', method })

describe('validation', () => {
  it.each(METHODS.flatMap((method) => [2, 3, 4].map((folds) => [method, folds] as const)))(
    '%s in %d folds: what is measured in a fold has no influence on its prediction',
    (method, folds) => {
      const dealt = foldOf.map((_, i) => fold(i) % folds)
      const changed = response.map((value, i) => (dealt[i] === 1 ? value + 50 * (i % 3) : value))
      const plain = crossValidate(model, response, dealt, folds, parametersOf(method))
      const other = crossValidate(model, changed, dealt, folds, parametersOf(method))
      for (let i = 0; i < ROWS; i++) {
        const difference = Math.abs(other.predicted[i]! - plain.predicted[i]!)
        expect([i, difference < 1e-6]).toEqual([i, dealt[i] === 1 || difference === 0])
      }
    },
  )

  it.each(METHODS)('%s: the held-out rows have no influence on their prediction', (method) => {
    const test = [3, 4, 11, 20, 33]
    const changed = response.map((value, i) => (test.includes(i) ? value - 40 : value))
    const plain = validateHeldOut(model, response, test, foldOf, 4, parametersOf(method))
    const other = validateHeldOut(model, changed, test, foldOf, 4, parametersOf(method))
    for (const i of test) expect(other.predicted[i]).toBe(plain.predicted[i])
    expect(Number(plain.rmse)).toBeLessThan(0.4)
    expect(plain.predicted.filter((value) => !Number.isNaN(value)).length).toBe(test.length)
  })

  it('does not pretend to predict a level that only the fold left out holds', () => {
    const rare = modelOf(
      ['A', 'B', 'C'],
      Int32Array.from(x, (_, i) => (i === 5 ? 2 : i % 2)),
    )
    const { unpredictable, predicted, rmse } = crossValidate(rare, response, foldOf, 4, parametersOf('ols'))
    expect(unpredictable).toEqual([5])
    expect(predicted[5]).toBeNaN()
    expect(rmse).toBeLessThan(0.4)
  })

  it('says that nothing was measured where folds leave too few rows', () => {
    const [first, second] = [foldOf.map((_, i) => (i < 2 ? 0 : 1)), Array.from({ length: 34 }, (_, i) => i + 2)]
    expect(crossValidate(model, response, first, 2, parametersOf('ols')).unpredictable).toEqual(second)
    expect(validateHeldOut(model, response, second, foldOf, 4, parametersOf('ols'))).toMatchObject({
      rmse: null,
      r2: null,
    })
  })
})
