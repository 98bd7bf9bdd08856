import type { OnnxNode, Tensor } from './onnx-reader.ts'

/** TreeEnsembleRegressor of ai.onnx.ml 3 with doubles: rows × targets in float32. */
export function evaluateTrees(attributes: OnnxNode['attributes'], { element, dims, values }: Tensor): Tensor {
  const list = (name: string) => attributes[name] as readonly number[]
  const doubles = (name: string) => (attributes[name] as Tensor).values as readonly number[]
  if (element !== 'double' || attributes['aggregate_function'] !== 'SUM' || attributes['post_transform'] !== 'NONE') {
    throw new Error('an ensemble that is not used here')
  }
  const trees = list('nodes_treeids')
  const keys = list('nodes_nodeids').map((node, at) => `${trees[at]}:${node}`)
  const place = new Map(keys.map((key, at) => [key, at]))
  if (place.size !== keys.length) throw new Error('a node is there twice')
  const weights = new Map<string, readonly (readonly [target: number, weight: number])[]>()
  list('target_treeids').forEach((tree, i) => {
    const key = `${tree}:${list('target_nodeids')[i]}`
    weights.set(key, [...(weights.get(key) ?? []), [list('target_ids')[i]!, doubles('target_weights_as_tensor')[i]!]])
  })
  const modes = attributes['nodes_modes'] as readonly string[]
  const [thresholds, asked] = [doubles('nodes_values_as_tensor'), list('nodes_featureids')]
  const [whenTrue, whenFalse] = [list('nodes_truenodeids'), list('nodes_falsenodeids')]
  const missingIsTrue = list('nodes_missing_value_tracks_true')
  const leafOf = (tree: number, row: readonly number[]) => {
    let key = `${tree}:0`
    for (let at = place.get(key)!; modes[at] !== 'LEAF'; at = place.get(key)!) {
      if (modes[at] !== 'BRANCH_LEQ') throw new Error(`the mode ${modes[at]} is not used here`)
      const value = row[asked[at]!]!
      const isTrue = value <= thresholds[at]! || (Number.isNaN(value) && missingIsTrue[at] === 1)
      key = `${tree}:${isTrue ? whenTrue[at] : whenFalse[at]}`
    }
    return key
  }
  const [rows, width] = dims as [number, number]
  const targets = attributes['n_targets'] as number
  const sums = new Float64Array(rows * targets)
  for (let i = 0; i < rows; i++) {
    const row = values.slice(i * width, (i + 1) * width) as number[]
    for (const tree of new Set(trees)) {
      for (const [target, weight] of weights.get(leafOf(tree, row))!) sums[i * targets + target]! += weight
    }
  }
  return { element: 'float', dims: [rows, targets], values: Array.from(sums, Math.fround) }
}
