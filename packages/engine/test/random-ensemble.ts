import type { FeatureMatrix } from '../src/features/feature-matrix.ts'
import type { Generator } from '../src/random/generator.ts'
import { leafOf } from '../src/trees/node-decision.ts'
import type { TreeEnsemble } from '../src/trees/tree-ensemble.ts'

/** An inner node or a leaf of a tree that a test writes down; a category's `goLeft` are the levels that go left. */
export type PlainTree =
  | { readonly value: number; readonly cover: number }
  | {
      readonly feature: number
      readonly threshold?: number
      readonly goLeft?: readonly number[]
      readonly missingLeft?: boolean
      readonly left: PlainTree
      readonly right: PlainTree
    }

/** The flat arrays of trees; covers of inner nodes are the sums of those below. */
export function ensembleOf(
  trees: readonly PlainTree[],
  levels: readonly number[],
  { outputs = 1, baseScore = [0.5] }: { outputs?: number; baseScore?: readonly number[] } = {},
): TreeEnsemble {
  const nodes: Record<
    'feature' | 'threshold' | 'categoryStart' | 'missingLeft' | 'left' | 'right' | 'value' | 'cover',
    number
  >[] = []
  const bits: number[] = []
  const add = (tree: PlainTree): number => {
    const leaf = {
      feature: -1,
      threshold: 0,
      categoryStart: -1,
      missingLeft: 0,
      left: -1,
      right: -1,
      value: 0,
      cover: 0,
    }
    const node = nodes.push(leaf) - 1
    if ('value' in tree) {
      nodes[node] = { ...leaf, value: tree.value, cover: tree.cover }
      return node
    }
    const { feature, threshold = 0, goLeft, missingLeft } = tree
    const categoryStart = goLeft ? bits.length : -1
    if (goLeft) {
      const words = Array<number>(Math.ceil(levels[feature]! / 32)).fill(0)
      for (const level of goLeft) words[level >>> 5]! |= 1 << (level & 31)
      bits.push(...words)
    }
    const left = add(tree.left)
    const right = add(tree.right)
    const cover = nodes[left]!.cover + nodes[right]!.cover
    nodes[node] = { ...leaf, feature, threshold, categoryStart, missingLeft: missingLeft ? 1 : 0, left, right, cover }
    return node
  }
  const treeStart = [...trees.map(add), nodes.length]
  const field = (name: keyof (typeof nodes)[number]) => nodes.map((node) => node[name])
  return {
    features: levels.length,
    levels: Int32Array.from(levels),
    outputs,
    baseScore: Float64Array.from(baseScore),
    treeStart: Int32Array.from(treeStart),
    treeOutput: Int32Array.from(trees, (_, t) => t % outputs),
    feature: Int32Array.from(field('feature')),
    threshold: Float64Array.from(field('threshold')),
    categoryStart: Int32Array.from(field('categoryStart')),
    categoryBits: Uint32Array.from(bits),
    missingLeft: Uint8Array.from(field('missingLeft')),
    left: Int32Array.from(field('left')),
    right: Int32Array.from(field('right')),
    value: Float64Array.from(field('value')),
    cover: Float64Array.from(field('cover')),
    gain: new Float64Array(nodes.length),
  }
}

/** Trees of random shape, grown leaf by leaf as boosting does; features come again on a path, categories and missing values count. */
export function randomEnsemble(
  generator: Generator,
  levels: readonly number[],
  { trees = 3, leaves = 8, outputs = 1 }: { trees?: number; leaves?: number; outputs?: number } = {},
): TreeEnsemble {
  const grow = (count: number): PlainTree => {
    if (count === 1) return { value: generator.normal(), cover: 1 + generator.integer(20) }
    const feature = generator.integer(levels.length)
    const leftCount = 1 + generator.integer(count - 1)
    const known = Array.from({ length: levels[feature]! }, (_, level) => level)
    return {
      feature,
      missingLeft: generator.integer(2) === 1,
      left: grow(leftCount),
      right: grow(count - leftCount),
      ...(known.length > 0
        ? { goLeft: known.filter(() => generator.integer(2) === 1) }
        : { threshold: generator.normal() }),
    }
  }
  const baseScore = Array.from({ length: outputs }, () => generator.normal())
  return ensembleOf(
    Array.from({ length: trees }, () => grow(leaves)),
    levels,
    { outputs, baseScore },
  )
}

/** Rows whose numbers are normal, whose categories are uniform over one level more than is known, one cell in eight missing. */
export function randomRows(generator: Generator, levels: readonly number[], rows: number): FeatureMatrix {
  const columns = levels.map((count) =>
    Float64Array.from({ length: rows }, () => {
      if (generator.integer(8) === 0) return Number.NaN
      return count > 0 ? generator.integer(count + 1) : generator.normal()
    }),
  )
  return { rows, columns, levels: Int32Array.from(levels) }
}

/** Raw scores, outputs × rows, node by node. */
export function plainPrediction(ensemble: TreeEnsemble, matrix: FeatureMatrix): Float64Array {
  const scores = new Float64Array(ensemble.outputs * matrix.rows)
  for (let i = 0; i < matrix.rows; i++) {
    const row = matrix.columns.map((column) => column[i]!)
    for (let k = 0; k < ensemble.outputs; k++) scores[k * matrix.rows + i] = ensemble.baseScore[k]!
    ensemble.treeOutput.forEach((output, tree) => {
      scores[output * matrix.rows + i]! += ensemble.value[leafOf(ensemble, tree, row)]!
    })
  }
  return scores
}
