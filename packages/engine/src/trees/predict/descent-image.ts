import type { TreeEnsemble } from '../tree-ensemble.ts'
import type { AskedThresholds } from './asked-thresholds.ts'
import { levelsGoingRight } from './level-sets.ts'
import { type LevelCode, numberCodes, putThresholds, type TreeImage, thresholdBytes } from './tree-image.ts'

const SET = 65_534
const LEAF = 65_535
const MOST_CODES = SET - 1
const MOST_COLUMNS = 65_536
const MOST_BYTES = 2 ** 30

/** The image of trees of any size; undefined where codes or columns do not fit into 16 bits, or the trees into a gigabyte. */
export function descentImage(ensemble: TreeEnsemble, { byFeature, ranks }: AskedThresholds): TreeImage | undefined {
  const { treeStart, treeOutput } = ensemble
  const trees = treeOutput.length
  const nodeBytes = 8 * (treeStart[trees]! - treeStart[0]! + trees)
  const levels = askedLevels(ensemble, byFeature)
  const columns = 2 * byFeature.filter(({ length }) => length > 0).length + levels.length
  const sets = setWords(ensemble)
  const largest = Math.max(...byFeature.map(({ length }) => length), ...levels.map(({ codes }) => codes.length))
  if (largest > MOST_CODES || columns > MOST_COLUMNS || 2.5 * nodeBytes + 4 * sets > MOST_BYTES) return undefined
  const toValues = nodeBytes
  const setStartsAt = 2 * nodeBytes
  const thresholdsAt = setStartsAt + 8 * Math.ceil((sets > 0 ? nodeBytes / 2 : 0) / 8)
  const numbers = numberCodes(byFeature, thresholdsAt)
  const treesAt = thresholdsAt + thresholdBytes(numbers)
  const setsAt = treesAt + 8 * trees
  const bytes = new Uint8Array(setsAt + 4 * sets)
  putThresholds(bytes, numbers, byFeature)
  const writer = new TreeWriter(ensemble, bytes, { toValues, setStartsAt, setsAt })
  for (const { feature, column } of numbers) writer.numberColumn[feature] = column
  for (const { feature, column } of levels) writer.levelColumn[feature] = column
  const roots = new Uint32Array(bytes.buffer, treesAt, 2 * trees)
  for (let t = 0; t < trees; t++) {
    roots[2 * t] = writer.put(treeStart[t]!, treeStart[t + 1]!, ranks)
    roots[2 * t + 1] = treeOutput[t]!
  }
  const image = { kind: 'descent', bytes, treesAt, trees, columns, numbers, levels } as const
  return { ...image, toValues, toSets: setStartsAt, hasSets: sets > 0 }
}

/** Levels are their own codes, in the columns after those of the numbers. */
function askedLevels(ensemble: TreeEnsemble, byFeature: readonly Float64Array[]): LevelCode[] {
  const { treeStart, feature, categoryStart, levels } = ensemble
  const asked = new Set<number>()
  const end = treeStart.at(-1)!
  for (let node = treeStart[0]!; node < end; node++) {
    if (categoryStart[node]! >= 0) asked.add(feature[node]!)
  }
  const first = 2 * byFeature.filter(({ length }) => length > 0).length
  return [...asked].map((j, i) => ({
    feature: j,
    column: first + i,
    codes: Uint16Array.from({ length: levels[j]! + 1 }, (_, level) => level),
  }))
}

function setWords({ treeStart, feature, categoryStart, levels }: TreeEnsemble): number {
  let words = 0
  const end = treeStart.at(-1)!
  for (let node = treeStart[0]!; node < end; node++) {
    if (categoryStart[node]! >= 0) words += (levels[feature[node]!]! + 32) >> 5
  }
  return words
}

interface Places {
  readonly toValues: number
  readonly setStartsAt: number
  readonly setsAt: number
}

/** Writes nodes in pairs of siblings. */
class TreeWriter {
  readonly numberColumn: Int32Array
  readonly levelColumn: Int32Array
  readonly #ensemble: TreeEnsemble
  readonly #words: Uint32Array
  readonly #values: Float64Array
  readonly #toSets: number
  #pair = 0
  #set: number

  constructor(ensemble: TreeEnsemble, bytes: Uint8Array, { toValues, setStartsAt, setsAt }: Places) {
    this.numberColumn = new Int32Array(ensemble.features)
    this.levelColumn = new Int32Array(ensemble.features)
    this.#ensemble = ensemble
    this.#words = new Uint32Array(bytes.buffer, 0, bytes.length >> 2)
    this.#values = new Float64Array(bytes.buffer, toValues, toValues / 8)
    this.#toSets = setStartsAt / 4
    this.#set = setsAt / 4
  }

  /** @returns the place of the root */
  put(root: number, end: number, ranks: Int32Array): number {
    const rootPlace = 2 * this.#pair
    if (!this.#putInOrder(root, end, ranks)) this.#putByDescent(root, ranks)
    this.#pair += (end - root + 1) / 2
    return 8 * (rootPlace + 1)
  }

  /** Of trees whose siblings stand in pairs already, as those of forests do. @returns whether it was one */
  #putInOrder(root: number, end: number, ranks: Int32Array): boolean {
    const { feature, left, right } = this.#ensemble
    // the root is the second of its pair
    const toPlace = 2 * this.#pair + 1 - root
    for (let node = root; node < end; node++) {
      const isPair = right[node] === left[node]! + 1 && ((left[node]! + toPlace) & 1) === 0
      if (feature[node]! >= 0 && !isPair) return false
    }
    for (let node = root; node < end; node++) this.#putNode(node, node + toPlace, left[node]! + toPlace, ranks)
    return true
  }

  /** A pair's own children stand right after it where more rows went. */
  #putByDescent(root: number, ranks: Int32Array): void {
    const { feature, left, right, cover } = this.#ensemble
    let next = 2 * this.#pair + 2
    const pending = [2 * this.#pair + 1, root]
    while (pending.length > 0) {
      const node = pending.pop()!
      this.#putNode(node, pending.pop()!, next, ranks)
      if (feature[node]! < 0) continue
      const [one, other] = [left[node]!, right[node]!]
      if (cover[one]! >= cover[other]!) pending.push(next + 1, other, next, one)
      else pending.push(next, one, next + 1, other)
      next += 2
    }
  }

  /** Places count nodes of 8 bytes. */
  #putNode(node: number, place: number, leftPlace: number, ranks: Int32Array): void {
    const { treeStart, feature, categoryStart, missingLeft, value } = this.#ensemble
    const words = this.#words
    const asked = feature[node]!
    this.#values[place] = value[node]!
    words[2 * place + 1] = 8 * (asked < 0 ? place : leftPlace)
    if (asked < 0) words[2 * place] = LEAF
    else if (categoryStart[node]! >= 0) words[2 * place] = SET | (this.#putSet(node, place) << 16)
    else {
      const column = this.numberColumn[asked]! + 1 - missingLeft[node]!
      words[2 * place] = ranks[node - treeStart[0]!]! | (column << 16)
    }
  }

  /** @returns the column of the codes of its levels */
  #putSet(node: number, place: number): number {
    this.#words[this.#toSets + place] = 4 * this.#set
    const goesRight = levelsGoingRight(this.#ensemble, node)
    for (const [level, bit] of goesRight.entries()) this.#words[this.#set + (level >> 5)]! |= bit << (level & 31)
    this.#set += (goesRight.length + 31) >> 5
    return this.levelColumn[this.#ensemble.feature[node]!]!
  }
}
