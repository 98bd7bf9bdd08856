import { fitTransform, type Predictor, predictWith } from '@zerosec/engine'
import { describe, expect, it } from 'vitest'
import { ROWS } from '../../test/export-cases.ts'
import { bareMember, LINKS, sampleTrees } from '../../test/sample-models.ts'
import { treeSum } from './tree-sum.ts'

const trees: Predictor = { kind: 'trees', ensemble: sampleTrees('squared'), link: 'identity' }
const counts: Predictor = { kind: 'trees', ensemble: sampleTrees('poisson'), link: LINKS.poisson }
const transformed = (kind: 'none' | 'log'): Predictor => ({
  kind: 'transformed',
  transform: fitTransform(kind, Float64Array.of(1, 2)),
  predictor: trees,
})
const blendOf = (...members: readonly Predictor[]): Predictor => ({
  kind: 'blend',
  intercept: 0,
  members: members.map((predictor) => ({ weight: 1, predictor })),
})

describe('treeSum', () => {
  it.each([
    ['a Gaussian process', bareMember('gaussian_process'), /its Gaussian process is no sum of trees/],
    ['neighbours', bareMember('neighbours'), /nearest neighbours/],
    ['a linear model in a blend', blendOf(trees, bareMember('linear')), /its linear model/],
    ['a transform of the target', transformed('log'), /the transform log of the target/],
    ['counts beside another member', blendOf(trees, counts), /scores go through exp/],
  ])('refuses %s and names it', (_, predictor, message) => {
    const call = () => treeSum(predictor, ROWS.levels, 'LightGBM text')
    expect(call).toThrow(message)
    expect(call).toThrow(expect.objectContaining({ code: 'model_export_impossible' }))
  })

  it('passes through what changes nothing', () => {
    expect(treeSum(transformed('none'), ROWS.levels, 'any').ensemble).toBe(sampleOf(trees))
    expect(treeSum(blendOf(counts), ROWS.levels, 'any').link).toBe('exp')
  })

  it('fills cells of a blend, and leaves those missing that are not filled', () => {
    const predictor: Predictor = {
      kind: 'filled',
      fill: Float64Array.of(Number.NaN, 0.2, 7, Number.NaN),
      predictor: blendOf(trees, trees),
    }
    const { ensemble, link } = treeSum(predictor, ROWS.levels, 'any')
    const expected = predictWith(predictor, ROWS)
    predictWith({ kind: 'trees', ensemble, link }, ROWS).forEach((value, i) => {
      expect(value).toBeCloseTo(expected[i]!, 12)
    })
  })
})

function sampleOf(predictor: Predictor) {
  return (predictor as Extract<Predictor, { kind: 'trees' }>).ensemble
}
