import { BOOSTING_WASM } from '../../../kernels/boosting-wasm.ts'
import { instantiateKernels } from '../../../kernels/instantiate.ts'
import { type BoostingKernels, SEARCH_BYTES } from '../../grow/training-memory.ts'
import { LEAST_RANGE_WORDS, MOST_RANGES, type ShardShape } from './shard-shape.ts'

const PAGE = 65_536
const LARGEST_PAGES = 65_536
/** Bytes of a feature in a packed histogram: 256 words of 64 bits. */
const PACKED = 2048
const ANSWER_DOUBLES = 6

export interface ShardKernels extends BoostingKernels {
  largestError(scores: number, targets: number, from: number, to: number): number
  packErrors(
    scores: number,
    targets: number,
    list: number,
    count: number,
    packed: number,
    scale: number,
    countBits: number,
  ): number
  buildFromRows(codes: number, words: number, list: number, count: number, packed: number, histogram: number): number
  buildFromWords(
    codes: number,
    rows: number,
    words: number,
    list: number,
    count: number,
    packed: number,
    ordered: number,
    histogram: number,
  ): void
  partitionEvery(codes: number, apart: number, list: number, count: number, goesLeft: number, spare: number): number
  mergePacked(
    packed: number,
    shardBytes: number,
    shards: number,
    bins: number,
    out: number,
    countBits: number,
    step: number,
  ): void
}

/**
 * What the threads of one training share: codes, errors, the list of rows, the tree that grows and its histograms, and the orders.
 * Every thread makes its own of the same memory, with an instance of the kernels on it.
 */
export class ShardMemory {
  readonly shape: ShardShape
  readonly memory: WebAssembly.Memory
  readonly kernels: ShardKernels
  readonly words: number
  readonly ranges: number
  readonly featureBytes: number
  readonly histogramBytes: number
  /** Byte offsets. */
  readonly packed: number
  /** Errors in the order of the list. */
  readonly ordered: number
  readonly bins: number
  readonly missing: number
  readonly spare: number
  readonly goesLeft: number
  readonly scoresAt: number
  readonly targetAt: number
  readonly listAt: number
  readonly byRowAt: number
  readonly byWordAt: number
  /** Codes by [row][feature], features padded to a word of four; a missing value has the code after its feature's last bin. */
  readonly byRow: Uint8Array
  /** The same by [word][row][4]. */
  readonly byWord: Uint8Array
  readonly list: Uint32Array
  /** Rows that the tree isn't grown on. */
  readonly rest: Uint32Array
  readonly restAt: number
  readonly scores: Float64Array
  readonly target: Float64Array
  readonly hasMissing: Uint8Array
  /** What the driver asks of every part: see `ShardOrder`. */
  readonly orders: Int32Array
  readonly orderNumbers: Float64Array
  /** One number of each shard. */
  readonly answers: Float64Array
  /** The first place in the list, and the number of rows, of each node in each shard. */
  readonly segments: Int32Array
  readonly feature: Int32Array
  readonly bin: Int32Array
  readonly left: Int32Array
  readonly right: Int32Array
  readonly missingLeft: Uint8Array
  readonly value: Float64Array
  readonly cover: Float64Array
  readonly gain: Float64Array
  /** Features that the left and the right child may use, ascending. */
  readonly candidates: readonly [Int32Array, Int32Array]
  readonly candidatesAt: readonly [number, number]
  readonly #packedHistograms: number
  readonly #histograms: number
  readonly #search: number
  #end = 0

  // size: one place after another of one layout
  constructor(shape: ShardShape, memory?: WebAssembly.Memory) {
    const { rows, features, shards, nodes, slots, bins } = shape
    this.shape = shape
    this.words = Math.ceil(features / 4)
    this.ranges = Math.max(1, Math.min(MOST_RANGES, Math.floor(this.words / LEAST_RANGE_WORDS)))
    this.featureBytes = 16 * (bins.reduce((a, b) => Math.max(a, b), 0) + 1)
    this.histogramBytes = 4 * this.words * this.featureBytes
    this.byRowAt = this.#place(4 * this.words * rows)
    this.byWordAt = this.#place(4 * this.words * rows)
    this.packed = this.#place(8 * rows)
    this.ordered = this.#place(8 * rows)
    this.scoresAt = this.#place(8 * rows)
    this.targetAt = this.#place(8 * rows)
    this.listAt = this.#place(4 * rows + 16)
    this.spare = this.#place(4 * rows + 16 * (shards + 1))
    this.restAt = this.#place(4 * rows + 16)
    this.bins = this.#place(4 * features)
    this.missing = this.#place(features)
    this.goesLeft = this.#place(256)
    const [orders, numbers, answers] = [this.#place(64), this.#place(32), this.#place(8 * shards)]
    const segments = this.#place(8 * shards * nodes)
    const [feature, bin, left, right] = [0, 0, 0, 0].map(() => this.#place(4 * nodes))
    const missingLeft = this.#place(nodes)
    const [value, cover, gain] = [0, 0, 0].map(() => this.#place(8 * nodes))
    this.candidatesAt = [this.#place(4 * features), this.#place(4 * features)]
    this.#search = this.#place(this.ranges * 2 * this.#searchBytes)
    this.#packedHistograms = this.#place(shards * this.packedBytes)
    this.#histograms = this.#place(slots * this.histogramBytes)

    const pages = Math.ceil(this.#end / PAGE)
    this.memory = memory ?? new WebAssembly.Memory({ initial: pages, maximum: LARGEST_PAGES, shared: true })
    this.kernels = instantiateKernels<ShardKernels>(BOOSTING_WASM, this.memory)
    const { buffer } = this.memory
    this.byRow = new Uint8Array(buffer, this.byRowAt, 4 * this.words * rows)
    this.byWord = new Uint8Array(buffer, this.byWordAt, 4 * this.words * rows)
    this.list = new Uint32Array(buffer, this.listAt, rows)
    this.rest = new Uint32Array(buffer, this.restAt, rows)
    this.scores = new Float64Array(buffer, this.scoresAt, rows)
    this.target = new Float64Array(buffer, this.targetAt, rows)
    this.hasMissing = new Uint8Array(buffer, this.missing, features)
    this.orders = new Int32Array(buffer, orders, 16)
    this.orderNumbers = new Float64Array(buffer, numbers, 4)
    this.answers = new Float64Array(buffer, answers, shards)
    this.segments = new Int32Array(buffer, segments, 2 * shards * nodes)
    this.feature = new Int32Array(buffer, feature, nodes)
    this.bin = new Int32Array(buffer, bin, nodes)
    this.left = new Int32Array(buffer, left, nodes)
    this.right = new Int32Array(buffer, right, nodes)
    this.missingLeft = new Uint8Array(buffer, missingLeft, nodes)
    this.value = new Float64Array(buffer, value, nodes)
    this.cover = new Float64Array(buffer, cover, nodes)
    this.gain = new Float64Array(buffer, gain, nodes)
    this.candidates = [0, 1].map((k) => new Int32Array(buffer, this.candidatesAt[k], features)) as [
      Int32Array,
      Int32Array,
    ]
  }

  get packedBytes(): number {
    return 4 * this.words * PACKED
  }

  packedHistogram(shard: number): number {
    return this.#packedHistograms + shard * this.packedBytes
  }

  packedFeature(feature: number): number {
    return this.#packedHistograms + feature * PACKED
  }

  histogram(slot: number): number {
    return this.#histograms + slot * this.histogramBytes
  }

  bytes(offset: number, length: number): Uint8Array {
    return new Uint8Array(this.memory.buffer, offset, length)
  }

  /** Where a feature's code of row 0 stands in `byWord`; that of the next row stands 4 further on. */
  placeInWords(feature: number): number {
    return 4 * (feature >> 2) * this.shape.rows + (feature & 3)
  }

  /** Room for a range's search of the left or right child. */
  searchRoom(range: number, side: number): number {
    return this.#search + (2 * range + side) * this.#searchBytes
  }

  /** What the search found: see `scanFeatures`. */
  answerOf(range: number, side: number): Float64Array {
    return new Float64Array(this.memory.buffer, this.searchRoom(range, side) + SEARCH_BYTES, ANSWER_DOUBLES)
  }

  get #searchBytes(): number {
    return SEARCH_BYTES + 8 * ANSWER_DOUBLES
  }

  #place(bytes: number): number {
    const at = this.#end
    this.#end += 16 * Math.ceil(bytes / 16)
    return at
  }
}
