import { seededGenerator, type TreeEnsemble } from '@zerosec/engine'
import { beforeAll, expect, it } from 'vitest'
import { describeWithPython, runPython } from '../../../../test/python.ts'
import { expectedOf, ROWS, TREE_CASES } from '../../test/export-cases.ts'
import { closePairs } from '../../test/float32-pairs.ts'
import { predictByXgboost } from '../../test/python-xgboost.ts'
import { sampleModel } from '../../test/sample-models.ts'
import type { ModelInput } from '../model-input.ts'
import { exportXgboost } from './xgboost.ts'

/** Python takes seconds to start on a machine that is at work. */
const PATIENCE = 120_000

const run = (options: readonly string[]) => runPython('xgboost', options)

describeWithPython('xgboost')('exportXgboost, loaded by the real xgboost', () => {
  let found: readonly number[][][]
  beforeAll(() => {
    found = predictByXgboost(
      TREE_CASES.map(([, model]) => exportXgboost(model)),
      ROWS,
      run,
    )
  }, PATIENCE)

  it.each(TREE_CASES.map(([name, model], i) => [name, model, i] as const))(
    '%s: predicts what we do to 1e-6',
    (_, model, i) => {
      const expected = expectedOf(model, ROWS)
      expect(found[i]!.length).toBe(expected.length)
      expected.forEach((values, k) => {
        const errors = values.map((value, row) => Math.abs(value - found[i]![k]![row]!) / Math.max(1, Math.abs(value)))
        expect(Math.max(...errors)).toBeLessThan(1e-6)
      })
    },
  )

  it(
    'keeps training values on their side of every threshold',
    () => {
      const pairs = closePairs(seededGenerator(4), 20)
      const inputs = pairs.map((_, j): ModelInput => ({ kind: 'number', name: `x${j}`, low: 0, high: 1 }))
      const ensemble = stumps(pairs.map(({ threshold }) => threshold))
      const columns = pairs.map(({ low, high }) => Float64Array.of(low, high))
      const rows = { rows: 2, columns, levels: new Int32Array(pairs.length) }
      const model = sampleModel({ kind: 'trees', ensemble, link: 'identity' }, { inputs })
      expect(expectedOf(model, rows)).toEqual([[0, 2 ** 20 - 1]])
      expect(predictByXgboost([exportXgboost(model)], rows, run)).toEqual([[[0, 2 ** 20 - 1]]])
    },
    PATIENCE,
  )
})

/** One tree a feature, of two leaves: a value above the j-th threshold adds 2^j. */
function stumps(thresholds: readonly number[]): TreeEnsemble {
  const each = <T>(...three: readonly [T, T, T]) => thresholds.flatMap(() => three)
  const perNode = thresholds.flatMap((_, j) => [3 * j, 3 * j + 1, 3 * j + 2])
  return {
    features: thresholds.length,
    levels: new Int32Array(thresholds.length),
    outputs: 1,
    baseScore: Float64Array.of(0),
    treeStart: Int32Array.from({ length: thresholds.length + 1 }, (_, tree) => 3 * tree),
    treeOutput: new Int32Array(thresholds.length),
    feature: Int32Array.from(perNode, (node) => (node % 3 === 0 ? node / 3 : -1)),
    threshold: Float64Array.from(perNode, (node) => (node % 3 === 0 ? thresholds[node / 3]! : 0)),
    categoryStart: Int32Array.from(each(-1, -1, -1)),
    categoryBits: new Uint32Array(0),
    missingLeft: new Uint8Array(perNode.length),
    left: Int32Array.from(perNode, (node) => (node % 3 === 0 ? node + 1 : -1)),
    right: Int32Array.from(perNode, (node) => (node % 3 === 0 ? node + 2 : -1)),
    value: Float64Array.from(perNode, (node) => (node % 3 === 2 ? 2 ** ((node - 2) / 3) : 0)),
    cover: Float64Array.from(each(2, 1, 1)),
    gain: Float64Array.from(each(1, 0, 0)),
  }
}
