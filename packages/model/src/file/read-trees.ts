import type { TreeEnsemble } from '@zerosec/engine'
import {
  array,
  hasLength,
  integer,
  isFiniteEverywhere,
  isIndexEverywhere,
  object,
  type Reader,
  refused,
} from './checked-data.ts'

/** Levels of a category and outputs of an ensemble: more are a fault. */
const MOST = 1 << 20

const fields = object<TreeEnsemble>({
  features: integer(1, MOST),
  levels: array(Int32Array),
  outputs: integer(1, MOST),
  baseScore: array(Float64Array),
  treeStart: array(Int32Array),
  treeOutput: array(Int32Array),
  feature: array(Int32Array),
  threshold: array(Float64Array),
  categoryStart: array(Int32Array),
  categoryBits: array(Uint32Array),
  missingLeft: array(Uint8Array),
  left: array(Int32Array),
  right: array(Int32Array),
  value: array(Float64Array),
  cover: array(Float64Array),
  gain: array(Float64Array),
})

/**
 * An ensemble in which every walk from a root ends in a leaf of its tree, and every index lies in its array.
 *
 * @throws CodedError model_file_invalid
 *
 * Cost: the number of nodes.
 */
export const treeEnsemble: Reader<TreeEnsemble> = (value, place) => {
  const ensemble = fields(value, place)
  const trees = ensemble.treeOutput.length
  const nodes = ensemble.feature.length
  hasLength(ensemble.levels, ensemble.features, `${place}.levels`)
  isIndexEverywhere(ensemble.levels, 0, MOST, `${place}.levels`)
  hasLength(ensemble.baseScore, ensemble.outputs, `${place}.baseScore`)
  isFiniteEverywhere(ensemble.baseScore, `${place}.baseScore`)
  isIndexEverywhere(ensemble.treeOutput, 0, ensemble.outputs, `${place}.treeOutput`)
  hasLength(ensemble.treeStart, trees + 1, `${place}.treeStart`)
  for (const name of [
    'threshold',
    'categoryStart',
    'missingLeft',
    'left',
    'right',
    'value',
    'cover',
    'gain',
  ] as const) {
    hasLength(ensemble[name], nodes, `${place}.${name}`)
  }
  isIndexEverywhere(ensemble.feature, -1, ensemble.features, `${place}.feature`)
  isIndexEverywhere(ensemble.missingLeft, 0, 2, `${place}.missingLeft`)
  isFiniteEverywhere(ensemble.value, `${place}.value`)
  const { treeStart } = ensemble
  if (treeStart[0] !== 0 || treeStart[trees] !== nodes) throw refused(`${place}.treeStart`, 'does not span the nodes')
  for (let tree = 0; tree < trees; tree++) {
    if (!(treeStart[tree]! < treeStart[tree + 1]!)) throw refused(`${place}.treeStart[${tree + 1}]`, 'is not larger')
  }
  checkSplits(ensemble, place)
  for (let tree = 0; tree < trees; tree++) checkTree(ensemble, tree, place)
  return ensemble
}

function checkSplits({ feature, levels, threshold, categoryStart, categoryBits }: TreeEnsemble, place: string): void {
  for (let node = 0; node < feature.length; node++) {
    if (feature[node]! < 0) continue
    const count = levels[feature[node]!]!
    const start = categoryStart[node]!
    if (
      start < 0 ? Number.isNaN(threshold[node]!) : count === 0 || start + Math.ceil(count / 32) > categoryBits.length
    ) {
      throw refused(`${place}.${start < 0 ? 'threshold' : 'categoryStart'}[${node}]`, 'does not fit its feature')
    }
  }
}

/** Every node of the tree is reached from its root once: there is no circle and no way into another tree. */
function checkTree({ feature, left, right, treeStart }: TreeEnsemble, tree: number, place: string): void {
  const first = treeStart[tree]!
  const end = treeStart[tree + 1]!
  const isReached = new Uint8Array(end - first)
  const open = [first]
  let reached = 0
  for (let node = open.pop(); node !== undefined; node = open.pop()) {
    if (!(node >= first && node < end) || isReached[node - first] === 1) {
      throw refused(`${place}.left or right`, `leads out of tree ${tree} or back into it`)
    }
    isReached[node - first] = 1
    reached++
    if (feature[node]! >= 0) open.push(right[node]!, left[node]!)
  }
  if (reached !== end - first) throw refused(`${place}.left or right`, `does not reach every node of tree ${tree}`)
}
