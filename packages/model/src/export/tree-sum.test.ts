import { fitTransform, type Predictor, predictWith } from '@zerosec/engine'
import { describe, expect, it } from 'vitest'
import { ROWS } from '../../test/export-cases.ts'
import { LINKS, sampleTrees } from '../../test/sample-models.ts'
import { treeSum } from './tree-sum.ts'

const trees: Predictor = { kind: 'trees', ensemble: sampleTrees('squared'), link: 'identity' }
const counts: Predictor = { kind: 'trees', ensemble: sampleTrees('poisson'), link: LINKS.poisson }
const transformed: Predictor = {
  kind: 'transformed',
  transform: fitTransform('none', Float64Array.of(1, 2)),
  predictor: trees,
}
const blendOf = (...members: readonly Predictor[]): Predictor => ({
  kind: 'blend',
  intercept: 0,
  members: members.map((predictor) => ({ weight: 1, predictor })),
})

describe('treeSum', () => {
  it('passes through what changes nothing', () => {
    expect(treeSum(transformed, ROWS.levels).ensemble).toBe(sampleOf(trees))
    expect(treeSum(blendOf(counts), ROWS.levels).link).toBe('exp')
  })

  it('fills cells of a blend, and leaves those missing that are not filled', () => {
    const predictor: Predictor = {
      kind: 'filled',
      fill: Float64Array.of(Number.NaN, 0.2, 7, Number.NaN),
      predictor: blendOf(trees, trees),
    }
    const { ensemble, link } = treeSum(predictor, ROWS.levels)
    const expected = predictWith(predictor, ROWS)
    predictWith({ kind: 'trees', ensemble, link }, ROWS).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 12)
    })
  })
})

function sampleOf(predictor: Predictor) {
  return (predictor as Extract<Predictor, { kind: 'trees' }>).ensemble
}
