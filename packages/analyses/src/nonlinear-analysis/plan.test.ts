import { readTable } from '@zerosec/table'
import { describe, expect, it } from 'vitest'
import { csvOf, scattered } from '../../test/analyse.ts'
import { NonlinearParameters } from './parameters.ts'
import { planTarget } from './plan.ts'
import { prepare } from './prepare.ts'

type Columns = Record<string, readonly (number | string | null)[]>

/** What is learnt from and what is tried, without trying it. */
async function planned(columns: Columns, given: Record<string, unknown> = {}) {
  const table = await readTable('data.csv', new TextEncoder().encode(csvOf(columns)))
  const parameters = NonlinearParameters.parse(given)
  const preparation = prepare(table, 'y', ['y'], parameters)
  return { preparation, plan: planTarget(table, preparation, parameters, 1) }
}

/** `count` levels of `each` rows, and one row more of another level. */
function withLevels(count: number, each: number): Columns {
  const rows = count * each + 1
  const code = Array.from({ length: rows }, (_, i) => (i === rows - 1 ? 'alone' : `L${i % count}`))
  return { x: scattered(rows, 2), code, y: scattered(rows, 3) }
}

describe('categories of many levels', () => {
  it('keep all levels where there are few', async () => {
    const { preparation } = await planned(withLevels(60, 3))
    expect(preparation.rareLevels).toEqual([])
    expect(preparation.matrix.levels[1]).toBe(61)
  })

  it('keep the levels that enough rows tell of', async () => {
    const { preparation } = await planned(withLevels(300, 8))
    expect(preparation.rareLevels).toEqual([{ name: 'code', levels: 301, kept: 300, rows: 1 }])
    expect(preparation.matrix.columns[1]!.filter((code) => Number.isNaN(code))).toHaveLength(1)
  })

  it('keep the commonest 250 where few rows tell of each', async () => {
    const { preparation } = await planned(withLevels(300, 3))
    expect(preparation.rareLevels).toEqual([{ name: 'code', levels: 301, kept: 250, rows: 151 }])
  })

  it('are no columns of a linear model that nobody asked for', async () => {
    const { plan } = await planned(withLevels(410, 8))
    expect(plan.models).not.toContain('linear')
    expect(plan.leftOut).toEqual([{ name: 'linear', reason: 'too_wide' }])
    const { plan: asked } = await planned(withLevels(410, 8), { models_to_use: ['linear'] })
    expect(asked.models).toEqual(['linear'])
  })
})

describe('the models of automatic mode', () => {
  it('are those that the rows and wishes allow', async () => {
    const few = { x: scattered(60, 2), z: scattered(60, 5), y: scattered(60, 3) }
    const { plan } = await planned(few)
    expect(plan.models).toEqual(['random_forest', 'lightgbm', 'xgboost', 'gaussian_process', 'linear', 'neighbours'])
    expect(plan.yardsticks).toEqual(['neighbours'])
    expect((await planned(few, { monotone: { x: 1 } })).plan.models).toEqual(['lightgbm', 'xgboost'])
    const many = { x: scattered(2100, 2), y: scattered(2100, 3) }
    expect((await planned(many)).plan.models).toEqual(['random_forest', 'lightgbm', 'xgboost', 'linear'])
  })
})
