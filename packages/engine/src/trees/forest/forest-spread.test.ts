import { expect, it } from 'vitest'
import { randomEnsemble, randomRows } from '../../../test/random-ensemble.ts'
import { seededGenerator } from '../../random/generator.ts'
import { leafOf } from '../node-decision.ts'
import { forestSpread } from './forest-spread.ts'

it('is the standard deviation of what the trees predict', () => {
  const generator = seededGenerator(3)
  const levels = [0, 4, 0]
  const ensemble = randomEnsemble(generator, levels, { trees: 7, leaves: 9 })
  const matrix = randomRows(generator, levels, 40)
  const spread = forestSpread(ensemble, matrix)
  for (let i = 0; i < 40; i++) {
    const row = matrix.columns.map((column) => column[i]!)
    const trees = Array.from({ length: 7 }, (_, t) => 7 * ensemble.value[leafOf(ensemble, t, row)]!)
    const mean = trees.reduce((sum, value) => sum + value, 0) / 7
    const variance = trees.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 7
    expect(spread[i]).toBeCloseTo(Math.sqrt(variance), 10)
  }
})

it('refuses several outputs', () => {
  const generator = seededGenerator(1)
  const ensemble = randomEnsemble(generator, [0], { outputs: 2 })
  expect(() => forestSpread(ensemble, randomRows(generator, [0], 3))).toThrow(RangeError)
})
