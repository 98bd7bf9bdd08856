import type { TreeEnsemble } from '../tree-ensemble.ts'

/** One ensemble of all trees, in order; the base scores are the first one's. @throws RangeError for none, or of other features or outputs */
export function mergeEnsembles(parts: readonly TreeEnsemble[]): TreeEnsemble {
  const [first] = parts
  if (!first) throw new RangeError('no ensembles to merge')
  if (parts.some(({ features, outputs }) => features !== first.features || outputs !== first.outputs)) {
    throw new RangeError('ensembles of other features or outputs do not merge')
  }
  const nodes = parts.reduce((sum, { feature }) => sum + feature.length, 0)
  const trees = parts.reduce((sum, { treeOutput }) => sum + treeOutput.length, 0)
  const words = parts.reduce((sum, { categoryBits }) => sum + categoryBits.length, 0)
  const merged: TreeEnsemble = {
    features: first.features,
    levels: first.levels,
    outputs: first.outputs,
    baseScore: first.baseScore,
    treeStart: new Int32Array(trees + 1),
    treeOutput: new Int32Array(trees),
    feature: new Int32Array(nodes),
    threshold: new Float64Array(nodes),
    categoryStart: new Int32Array(nodes),
    categoryBits: new Uint32Array(words),
    missingLeft: new Uint8Array(nodes),
    left: new Int32Array(nodes),
    right: new Int32Array(nodes),
    value: new Float64Array(nodes),
    cover: new Float64Array(nodes),
    gain: new Float64Array(nodes),
  }
  const at = { node: 0, tree: 0, word: 0 }
  for (const part of parts) {
    append(merged, part, at)
    at.node += part.feature.length
    at.tree += part.treeOutput.length
    at.word += part.categoryBits.length
  }
  return merged
}

interface Place {
  readonly node: number
  readonly tree: number
  readonly word: number
}

function append(into: TreeEnsemble, part: TreeEnsemble, { node, tree, word }: Place): void {
  for (const name of ['feature', 'threshold', 'missingLeft', 'value', 'cover', 'gain'] as const) {
    into[name].set(part[name], node)
  }
  into.treeOutput.set(part.treeOutput, tree)
  into.categoryBits.set(part.categoryBits, word)
  for (let t = 0; t < part.treeStart.length; t++) into.treeStart[tree + t] = part.treeStart[t]! + node
  const { left, right, categoryStart } = part
  for (let i = 0; i < left.length; i++) {
    into.left[node + i] = left[i]! < 0 ? left[i]! : left[i]! + node
    into.right[node + i] = right[i]! < 0 ? right[i]! : right[i]! + node
    into.categoryStart[node + i] = categoryStart[i]! < 0 ? -1 : categoryStart[i]! + word
  }
}
