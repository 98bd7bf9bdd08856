import type { TreeEnsemble } from '../tree-ensemble.ts'
import { rankOf } from './asked-thresholds.ts'
import { levelsGoingRight } from './level-sets.ts'
import { type LevelCode, numberCodes, putThresholds, type TreeImage, thresholdBytes } from './tree-image.ts'

const SET = 65_534
const MOST_CODES = SET - 1
const MOST_COLUMNS = 65_536
const MOST_BYTES = 2 ** 30

/** The image of trees of any size; undefined where codes or columns do not fit into 16 bits, or the trees into a gigabyte. */
export function descentImage(ensemble: TreeEnsemble, thresholds: readonly Float64Array[]): TreeImage | undefined {
  const { treeStart, treeOutput } = ensemble
  const trees = treeOutput.length
  const nodeBytes = 8 * (treeStart[trees]! - treeStart[0]! + trees)
  const levels = askedLevels(ensemble, thresholds)
  const columns = 2 * thresholds.filter(({ length }) => length > 0).length + levels.length
  const sets = setWords(ensemble)
  const largest = Math.max(...thresholds.map(({ length }) => length), ...levels.map(({ codes }) => codes.length))
  if (largest > MOST_CODES || columns > MOST_COLUMNS || 2.5 * nodeBytes + 4 * sets > MOST_BYTES) return undefined
  const toValues = nodeBytes
  const setStartsAt = 2 * nodeBytes
  const thresholdsAt = setStartsAt + 8 * Math.ceil((sets > 0 ? nodeBytes / 2 : 0) / 8)
  const numbers = numberCodes(thresholds, thresholdsAt)
  const treesAt = thresholdsAt + thresholdBytes(numbers)
  const setsAt = treesAt + 8 * trees
  const bytes = new Uint8Array(setsAt + 4 * sets)
  putThresholds(bytes, numbers, thresholds)
  const writer = new TreeWriter(ensemble, bytes, { toValues, setStartsAt, setsAt })
  for (const { feature, column } of numbers) writer.numberColumn[feature] = column
  for (const { feature, column } of levels) writer.levelColumn[feature] = column
  const roots = new Uint32Array(bytes.buffer, treesAt, 2 * trees)
  for (let t = 0; t < trees; t++) {
    roots[2 * t] = writer.put(treeStart[t]!, thresholds)
    roots[2 * t + 1] = treeOutput[t]!
  }
  const image = { kind: 'descent', bytes, treesAt, trees, columns, numbers, levels } as const
  return { ...image, toValues, toSets: setStartsAt, hasSets: sets > 0 }
}

/** Levels are their own codes, in the columns after those of the numbers. */
function askedLevels(ensemble: TreeEnsemble, thresholds: readonly Float64Array[]): LevelCode[] {
  const { treeStart, feature, categoryStart, levels } = ensemble
  const asked = new Set<number>()
  for (let node = treeStart[0]!; node < treeStart.at(-1)!; node++) {
    if (categoryStart[node]! >= 0) asked.add(feature[node]!)
  }
  const first = 2 * thresholds.filter(({ length }) => length > 0).length
  return [...asked].map((j, i) => ({
    feature: j,
    column: first + i,
    codes: Uint16Array.from({ length: levels[j]! + 1 }, (_, level) => level),
  }))
}

function setWords({ treeStart, feature, categoryStart, levels }: TreeEnsemble): number {
  let words = 0
  for (let node = treeStart[0]!; node < treeStart.at(-1)!; node++) {
    if (categoryStart[node]! >= 0) words += (levels[feature[node]!]! + 32) >> 5
  }
  return words
}

interface Places {
  readonly toValues: number
  readonly setStartsAt: number
  readonly setsAt: number
}

/** Writes nodes in pairs of siblings, a pair's own children right after it where more rows went. */
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
  put(root: number, thresholds: readonly Float64Array[]): number {
    const { feature, left, right, cover } = this.#ensemble
    const first = this.#pair++
    const nodes = [root]
    const places = [2 * first]
    for (let node = nodes.pop(); node !== undefined; node = nodes.pop()) {
      const place = places.pop()!
      if (feature[node]! < 0) {
        this.#putNode(node, place, 65_535, 0, place)
        continue
      }
      const pair = 2 * this.#pair++
      this.#putInner(node, place, pair, thresholds)
      const [one, other] = [left[node]!, right[node]!]
      if (cover[one]! >= cover[other]!) {
        nodes.push(other, one)
        places.push(pair + 1, pair)
      } else {
        nodes.push(one, other)
        places.push(pair, pair + 1)
      }
    }
    return 16 * first
  }

  #putInner(node: number, place: number, pair: number, thresholds: readonly Float64Array[]): void {
    const { feature, threshold, categoryStart, missingLeft } = this.#ensemble
    const asked = feature[node]!
    if (categoryStart[node]! < 0) {
      const column = this.numberColumn[asked]! + 1 - missingLeft[node]!
      this.#putNode(node, place, rankOf(thresholds[asked]!, threshold[node]!), column, pair)
      return
    }
    this.#putNode(node, place, SET, this.levelColumn[asked]!, pair)
    this.#words[this.#toSets + place] = 4 * this.#set
    const goesRight = levelsGoingRight(this.#ensemble, node)
    for (const [level, bit] of goesRight.entries()) this.#words[this.#set + (level >> 5)]! |= bit << (level & 31)
    this.#set += (goesRight.length + 31) >> 5
  }

  #putNode(node: number, place: number, rank: number, column: number, child: number): void {
    this.#words[2 * place] = rank | (column << 16)
    this.#words[2 * place + 1] = 8 * child
    this.#values[place] = this.#ensemble.value[node]!
  }
}
