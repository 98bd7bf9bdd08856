import type { BinnedFeatures } from '../bins/binned-features.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'
import type { ForestOptions } from './forest-options.ts'
import { mergeEnsembles } from './merge-ensembles.ts'
import { trainForest } from './train-forest.ts'

export interface ClassForest {
  /** Two classes: one output, the share of the second. More: a forest for each class against the others; outputs do not sum to 1. */
  readonly ensemble: TreeEnsemble
  /** outputs × n: by the trees that did not draw the row; NaN where all did. */
  readonly outOfBag: Float64Array
}

/**
 * Forests of two classes, one for each output: kernels grow these, and of several classes a forest each, some five times faster than plain
 * code grows trees of all classes.
 *
 * @param target   n: 0 … classes − 1
 * @param weights  n, or null
 * @throws RangeError as `trainForest`
 *
 * Cost: outputs times that of a forest. Source of one against the rest: Rifkin & Klautau, JMLR 5 (2004) 101.
 */
export function trainClassForest(
  binned: BinnedFeatures,
  target: Float64Array,
  classes: number,
  weights: Float64Array | null,
  options: Omit<ForestOptions, 'criterion'>,
): ClassForest {
  const n = binned.rows
  const labels = classes === 2 ? [1] : Array.from({ length: classes }, (_, k) => k)
  const outOfBag = new Float64Array(labels.length * n)
  const parts = labels.map((label, output) => {
    const hits = target.map((value) => (value === label ? 1 : 0))
    const data = { target: hits, classes: 2, ...(weights ? { weights } : {}) }
    const forest = trainForest(binned, data, { ...options, criterion: 'gini', seed: options.seed + output })
    outOfBag.set(forest.outOfBag.prediction.subarray(n, 2 * n), output * n)
    return onlySecondClass(forest.ensemble, output, labels.length)
  })
  return { ensemble: mergeEnsembles(parts), outOfBag }
}

/** The trees of output 1, as those of another number of outputs. */
function onlySecondClass(ensemble: TreeEnsemble, output: number, outputs: number): TreeEnsemble {
  const trees = [...ensemble.treeOutput.keys()].filter((tree) => ensemble.treeOutput[tree] === 1)
  const ranges = trees.map((tree) => ({ from: ensemble.treeStart[tree]!, to: ensemble.treeStart[tree + 1]! }))
  const nodes = ranges.reduce((sum, { from, to }) => sum + to - from, 0)
  const take = <Values extends Float64Array | Int32Array | Uint8Array>(values: Values, into: Values): Values => {
    let at = 0
    for (const { from, to } of ranges) {
      into.set(values.subarray(from, to), at)
      at += to - from
    }
    return into
  }
  const treeStart = new Int32Array(trees.length + 1)
  ranges.forEach(({ from, to }, t) => {
    treeStart[t + 1] = treeStart[t]! + to - from
  })
  const left = take(ensemble.left, new Int32Array(nodes))
  const right = take(ensemble.right, new Int32Array(nodes))
  ranges.forEach(({ from }, t) => {
    for (let node = treeStart[t]!; node < treeStart[t + 1]!; node++) {
      if (left[node]! < 0) continue
      left[node]! += treeStart[t]! - from
      right[node]! += treeStart[t]! - from
    }
  })
  return {
    features: ensemble.features,
    levels: ensemble.levels,
    outputs,
    baseScore: new Float64Array(outputs),
    treeStart,
    treeOutput: new Int32Array(trees.length).fill(output),
    categoryBits: ensemble.categoryBits,
    feature: take(ensemble.feature, new Int32Array(nodes)),
    threshold: take(ensemble.threshold, new Float64Array(nodes)),
    categoryStart: take(ensemble.categoryStart, new Int32Array(nodes)),
    missingLeft: take(ensemble.missingLeft, new Uint8Array(nodes)),
    left,
    right,
    value: take(ensemble.value, new Float64Array(nodes)),
    cover: take(ensemble.cover, new Float64Array(nodes)),
    gain: take(ensemble.gain, new Float64Array(nodes)),
  }
}
