import type { TreeEnsemble } from '../tree-ensemble.ts'
import type { AskedThresholds } from './asked-thresholds.ts'
import { levelsGoingRight } from './level-sets.ts'
import { type LevelCode, numberCodes, putThresholds, type TreeImage, thresholdBytes } from './tree-image.ts'

const MOST_LEAVES = 64
const MOST_THRESHOLDS = 255
const MOST_COLUMNS = 2048
const TREE_BYTES = 24

interface MaskedTree {
  /** Of each plane: rank less 128, leaves that are ruled out, and column, in four bytes. */
  readonly planes: readonly number[][]
  readonly values: readonly number[]
}

/** The image of trees of few leaves; undefined where there are too many leaves, thresholds of a feature, or sets of levels. */
export function maskImage(ensemble: TreeEnsemble, { byFeature, ranks }: AskedThresholds): TreeImage | undefined {
  const { treeStart, treeOutput } = ensemble
  const trees = treeOutput.length
  if (byFeature.some(({ length }) => length > MOST_THRESHOLDS)) return undefined
  for (let t = 0; t < trees; t++) if (treeStart[t + 1]! - treeStart[t]! > 2 * MOST_LEAVES - 1) return undefined
  const numbers = numberCodes(byFeature, 0)
  const columns = new MaskColumns(ensemble, ranks, 2 * numbers.length)
  for (const { feature, column } of numbers) columns.numberColumn[feature] = column
  const masked = Array.from({ length: trees }, (_, t) => maskedTree(ensemble, columns, treeStart[t]!))
  if (columns.count > MOST_COLUMNS) return undefined
  const valuesAt = thresholdBytes(numbers)
  const entriesAt = valuesAt + 8 * masked.reduce((sum, { values }) => sum + values.length, 0)
  const treesAt = entriesAt + 4 * masked.reduce((sum, { planes }) => sum + planes.flat().length, 0)
  const bytes = new Uint8Array(treesAt + TREE_BYTES * trees)
  putThresholds(bytes, numbers, byFeature)
  putTrees(new DataView(bytes.buffer), masked, treeOutput, valuesAt, entriesAt, treesAt)
  const image = {
    kind: 'masks',
    bytes,
    treesAt,
    trees,
    columns: columns.count,
    numbers,
    levels: columns.levels,
  } as const
  return { ...image, toValues: 0, toSets: 0, hasSets: false }
}

function putTrees(
  view: DataView,
  masked: readonly MaskedTree[],
  treeOutput: Int32Array,
  valuesAt: number,
  entriesAt: number,
  treesAt: number,
): void {
  let value = valuesAt
  let entry = entriesAt
  for (const [t, { planes, values }] of masked.entries()) {
    const tree = treesAt + TREE_BYTES * t
    for (const [i, word] of [entry, value, treeOutput[t]!, planes.length].entries()) {
      view.setUint32(tree + 4 * i, word, true)
    }
    for (const number of values) {
      view.setFloat64(value, number, true)
      value += 8
    }
    for (const [plane, entries] of planes.entries()) {
      view.setUint8(tree + 16 + plane, entries.length)
      for (const word of entries) {
        view.setUint32(entry, word, true)
        entry += 4
      }
    }
  }
}

/** Columns of codes: of numbers, and one for each set of levels, where 1 goes right. */
class MaskColumns {
  readonly numberColumn: Int32Array
  readonly levels: LevelCode[] = []
  readonly ranks: Int32Array
  count: number
  readonly #ensemble: TreeEnsemble
  readonly #sets = new Map<string, number>()

  constructor(ensemble: TreeEnsemble, ranks: Int32Array, count: number) {
    this.#ensemble = ensemble
    this.ranks = ranks
    this.numberColumn = new Int32Array(ensemble.features)
    this.count = count
  }

  setColumn(node: number): number {
    const feature = this.#ensemble.feature[node]!
    const codes = levelsGoingRight(this.#ensemble, node)
    const key = `${feature}:${codes.join('')}`
    const known = this.#sets.get(key)
    if (known !== undefined) return known
    this.levels.push({ feature, column: this.count, codes })
    this.#sets.set(key, this.count)
    return this.count++
  }
}

function maskedTree(ensemble: TreeEnsemble, columns: MaskColumns, root: number): MaskedTree {
  const { treeStart, feature, categoryStart, missingLeft, left, right, value } = ensemble
  const values: number[] = []
  const planes: number[][] = []
  const visit = (node: number): void => {
    const asked = feature[node]!
    if (asked < 0) {
      values.push(value[node]!)
      return
    }
    const first = values.length
    visit(left[node]!)
    const last = values.length - 1
    const isSet = categoryStart[node]! >= 0
    const rank = isSet ? 0 : columns.ranks[node - treeStart[0]!]!
    const column = isSet ? columns.setColumn(node) : columns.numberColumn[asked]! + 1 - missingLeft[node]!
    for (let plane = first >> 3; plane <= last >> 3; plane++) {
      const [from, to] = [Math.max(first - 8 * plane, 0), Math.min(last - 8 * plane, 7)]
      const leaves = (2 << to) - (1 << from)
      while (planes.length <= plane) planes.push([])
      planes[plane]!.push(((column << 16) | (leaves << 8) | (rank ^ 128)) >>> 0)
    }
    visit(right[node]!)
  }
  visit(root)
  while (planes.length <= (values.length - 1) >> 3) planes.push([])
  return { planes, values }
}
