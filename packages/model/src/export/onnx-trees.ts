import type { TreeEnsemble } from '@zerosec/engine'
import type { OnnxGraph, OnnxTensor } from './onnx-graph.ts'
import { levelIndex } from './onnx-inputs.ts'
import { levelsOnSide, nodesOf } from './tree-nodes.ts'

/**
 * The raw scores of an ensemble: rows × outputs, in doubles.
 *
 * Thresholds are doubles, so that every decision is ours; the sum of the trees alone is a float32 (ONNX gives no other), to which the
 * base score is added in double. ONNX has no sets of levels: for each set a column is looked up by the level, 0 where it goes left.
 */
export function treeScores(graph: OnnxGraph, ensemble: TreeEnsemble, features: OnnxTensor): OnnxTensor {
  const base = graph.doubles(ensemble.baseScore, [1, ensemble.outputs])
  if (ensemble.treeOutput.length === 0) return base
  const { columns, placeOf } = setColumns(graph, ensemble, features)
  const wide = columns.length === 0 ? features : graph.node('Concat', [features, ...columns], { axis: { integer: 1 } })
  const single = graph.mlNode('TreeEnsembleRegressor', [wide], treeAttributes(ensemble, placeOf))
  return graph.node('Add', [graph.cast(single, 'double'), base])
}

function treeAttributes(ensemble: TreeEnsemble, placeOf: ReadonlyMap<number, number>) {
  const { feature, left, right, missingLeft, threshold, value, treeOutput } = ensemble
  const nodes = feature.map((_, node) => node) // typed: a forest has millions
  const tree = new Int32Array(nodes.length)
  const local = new Int32Array(nodes.length)
  for (let t = 0; t < treeOutput.length; t++) {
    const { first, count } = nodesOf(ensemble, t)
    tree.fill(t, first, first + count)
    for (let i = 0; i < count; i++) local[first + i] = i
  }
  const leaves = nodes.filter((node) => feature[node]! < 0)
  const isSplit = (node: number) => feature[node]! >= 0
  const numbers = (of: (node: number) => number) => ({ integers: nodes.map(of) })
  return {
    n_targets: { integer: ensemble.outputs },
    aggregate_function: { text: 'SUM' },
    post_transform: { text: 'NONE' },
    nodes_treeids: { integers: tree },
    nodes_nodeids: { integers: local },
    nodes_featureids: numbers((node) => placeOf.get(node) ?? Math.max(0, feature[node]!)),
    nodes_modes: { texts: Array.from(nodes, (node) => (isSplit(node) ? 'BRANCH_LEQ' : 'LEAF')) },
    nodes_values_as_tensor: {
      doubles: Float64Array.from(nodes, (node) => (placeOf.has(node) ? 0.5 : isSplit(node) ? threshold[node]! : 0)),
    },
    nodes_truenodeids: numbers((node) => (isSplit(node) ? local[left[node]!]! : 0)),
    nodes_falsenodeids: numbers((node) => (isSplit(node) ? local[right[node]!]! : 0)),
    nodes_missing_value_tracks_true: numbers((node) => (isSplit(node) ? missingLeft[node]! : 0)),
    target_treeids: { integers: leaves.map((node) => tree[node]!) },
    target_nodeids: { integers: leaves.map((node) => local[node]!) },
    target_ids: { integers: leaves.map((node) => treeOutput[tree[node]!]!) },
    target_weights_as_tensor: { doubles: Float64Array.from(leaves, (node) => value[node]!) },
  }
}

/** For each category that is split a tensor of its sets' columns; and where the column of each node stands. */
function setColumns(graph: OnnxGraph, ensemble: TreeEnsemble, features: OnnxTensor) {
  const placeOf = new Map<number, number>()
  const columns: OnnxTensor[] = []
  let width = ensemble.features
  for (let j = 0; j < ensemble.features; j++) {
    const sets = ensemble.levels[j]! > 0 ? setsOf(ensemble, j) : null
    if (sets === null || sets.size === 0) continue
    const count = ensemble.levels[j]!
    const table = new Uint8Array((count + 1) * sets.size)
    let set = 0
    for (const nodes of sets.values()) {
      for (const level of levelsOnSide(ensemble, nodes[0]!, false)) table[level * sets.size + set] = 1
      table[count * sets.size + set] = 1 - ensemble.missingLeft[nodes[0]!]!
      for (const node of nodes) placeOf.set(node, width + set)
      set++
    }
    const level = levelIndex(graph, features, j, count)
    columns.push(graph.cast(graph.node('Gather', [graph.bytes(table, [count + 1, sets.size]), level]), 'double'))
    width += sets.size
  }
  return { columns, placeOf }
}

/** The nodes that split a category, those with equal sets and directions of missing cells together. */
function setsOf(ensemble: TreeEnsemble, category: number): Map<string, number[]> {
  const { feature, categoryStart, categoryBits, missingLeft, levels } = ensemble
  const words = Math.ceil(levels[category]! / 32)
  const sets = new Map<string, number[]>()
  feature.forEach((asked, node) => {
    const start = categoryStart[node]!
    if (asked !== category || start < 0) return
    const key = [missingLeft[node], ...categoryBits.subarray(start, start + words)].join()
    const nodes = sets.get(key)
    if (nodes === undefined) sets.set(key, [node])
    else nodes.push(node)
  })
  return sets
}
