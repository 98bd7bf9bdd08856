import { type FeatureMatrix, fitTransform, type Predictor, predictWith, type TreeEnsemble } from '@zerosec/engine'
import { describe, expect, it } from 'vitest'
import { bareMember, INPUTS, LINKS, sampleData, samplePredictor, sampleTrees } from '../../test/sample-models.ts'
import { levelsOf } from '../model-input.ts'
import { rowPredictor } from './row-predictor.ts'

const levels = Int32Array.from(INPUTS, levelsOf)
const { matrix } = sampleData(200, 7, 0.2)

/** Row by row, outputs × n. */
function oneByOne(predictor: Predictor, of: FeatureMatrix, outputs: number): Float64Array {
  const predict = rowPredictor(predictor, of.levels)
  const all = new Float64Array(outputs * of.rows)
  const out = new Float64Array(outputs)
  for (let i = 0; i < of.rows; i++) {
    predict(
      Float64Array.from(of.columns, (column) => column[i]!),
      out,
    )
    for (let k = 0; k < outputs; k++) all[k * of.rows + i] = out[k]!
  }
  return all
}

describe('rowPredictor gives what predictWith gives', () => {
  it.each(['squared', 'logistic', 'softmax', 'poisson'] as const)('for trees of the loss %s, to the bit', (loss) => {
    const ensemble = sampleTrees(loss)
    const predictor: Predictor = { kind: 'trees', ensemble, link: LINKS[loss] }
    expect(oneByOne(predictor, matrix, ensemble.outputs)).toEqual(predictWith(predictor, matrix))
  })

  it('for trees that send missing values left and right, levels that are not known, and a threshold of infinity', () => {
    const trees = sampleTrees('squared', 30)
    const ensemble: TreeEnsemble = {
      ...trees,
      missingLeft: trees.missingLeft.map((_, node) => node % 2),
      threshold: trees.threshold.map((value, node) => (node % 7 === 3 ? Number.POSITIVE_INFINITY : value)),
    }
    const predictor: Predictor = { kind: 'trees', ensemble, link: 'identity' }
    const columns = matrix.columns.map((column, j) =>
      column.map((value, i) => (i % 11 === 0 ? (levels[j]! > 0 ? levels[j]! : Number.NaN) : value)),
    )
    const gaps = { ...matrix, columns }
    expect(oneByOne(predictor, gaps, 1)).toEqual(predictWith(predictor, gaps))
  })

  it('for trees that are a single leaf each, and no trees', () => {
    const trees = sampleTrees('squared', 3)
    const leaf = {
      ...trees,
      treeStart: Int32Array.of(0, 1, 2),
      treeOutput: Int32Array.of(0, 0),
      feature: Int32Array.of(-1, -1),
      value: Float64Array.of(2, 3),
    }
    for (const ensemble of [leaf, { ...leaf, treeStart: Int32Array.of(0), treeOutput: new Int32Array(0) }]) {
      const predictor: Predictor = { kind: 'trees', ensemble, link: 'identity' }
      expect(oneByOne(predictor, matrix, 1)).toEqual(predictWith(predictor, matrix))
    }
  })

  it('for a blend with every other kind and wrapper', () => {
    const full = sampleData(50, 8, 0).matrix
    const gaps = { ...full, columns: full.columns.map((c, j) => (j === 2 ? c.map((v, i) => (i % 5 ? v : 40)) : c)) }
    const predictor = samplePredictor()
    expect(oneByOne(predictor, gaps, 1)).toEqual(predictWith(predictor, gaps))
  })

  it('for a model of some features', () => {
    const inner: Predictor = { kind: 'trees', ensemble: sampleTrees('squared'), link: 'identity' }
    const predictor: Predictor = { kind: 'selected', features: Int32Array.of(1, 2, 3, 4), predictor: inner }
    const wider = {
      rows: matrix.rows,
      columns: [new Float64Array(matrix.rows), ...matrix.columns],
      levels: Int32Array.of(0, ...levels),
    }
    expect(oneByOne(predictor, wider, 1)).toEqual(predictWith(inner, matrix))
  })
})

describe('rowPredictor', () => {
  it('gives NaN where a Gaussian process or neighbours miss a number', () => {
    for (const kind of ['gaussian_process', 'neighbours'] as const) {
      const inner = bareMember(kind)
      const out = Float64Array.of(1)
      rowPredictor(inner, levels)(Float64Array.of(Number.NaN, 0.5, 3, 1), out)
      expect(out[0]).toBeNaN()
      rowPredictor(inner, levels)(Float64Array.of(3, 0.5, Number.NaN, 1), out)
      expect(out[0]).not.toBeNaN()
    }
  })

  it('counts what an inverse transform limits', () => {
    const transform = fitTransform('log', Float64Array.of(1, 2, 3))
    const predictor = (value: number): Predictor => ({
      kind: 'blend',
      intercept: 0,
      members: [1, 2].map(() => ({
        weight: 0.5,
        predictor: { kind: 'transformed', transform, predictor: { kind: 'mean', value } },
      })),
    })
    expect(rowPredictor(predictor(0.5), levels)(new Float64Array(4), new Float64Array(1))).toBe(0)
    expect(rowPredictor(predictor(50), levels)(new Float64Array(4), new Float64Array(1))).toBe(2)
  })
})
