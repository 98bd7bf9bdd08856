import { BOOSTING_WASM } from '../../kernels/boosting-wasm.ts'
import { instantiateKernels } from '../../kernels/instantiate.ts'
import { type BinnedFeatures, MISSING_BIN } from '../bins/binned-features.ts'

const PAGE = 65_536
/** Bytes that the kernel keeps of each node while a tree grows. */
const LEAF_BYTES = 80
/** Room that a search for splits needs; its answer follows. */
export const SEARCH_BYTES = 4128

export interface BoostingKernels {
  build(
    rows: number,
    words: number,
    stride: number,
    list: number,
    count: number,
    gradients: number,
    out: number,
    featureBytes: number,
  ): number
  buildAll(
    rows: number,
    words: number,
    stride: number,
    count: number,
    gradients: number,
    out: number,
    featureBytes: number,
  ): void
  subtract(a: number, b: number, bytes: number): void
  scanFeatures(
    histogram: number,
    featureBytes: number,
    list: number,
    count: number,
    bins: number,
    missing: number,
    gradient: number,
    hessian: number,
    alpha: number,
    lambda: number,
    leastHessian: number,
    scratch: number,
    out: number,
  ): void
  partition(codes: number, list: number, count: number, goesLeft: number, spare: number): number
  addValue(scores: number, list: number, count: number, value: number): void
  describeRows(...offsets: readonly number[]): void
  describeTree(...offsets: readonly number[]): void
  describeRules(
    isDepthWise: boolean,
    maxLeaves: number,
    maxDepth: number,
    minChildSamples: number,
    l1: number,
    l2: number,
    minGain: number,
    fewRows: number,
  ): void
  growTree(
    count: number,
    gradient: number,
    hessian: number,
    leastHessian: number,
    candidates: number,
    candidateCount: number,
    wantedByNode: number,
    drawn: number,
    seed: number,
  ): number
  sumRows(count: number): void
  drawRows(wanted: number, rest: number, seed: number): void
  addTree(scores: number, rate: number): void
  addByDescent(codes: number, rows: number, count: number, scores: number): void
}

/**
 * The rows that trees are grown on, laid out for the kernels: codes by row and by column, the list of rows that a tree divides among its
 * leaves, gradients, scores, the tree that grows, and histograms. Beside them the rows that only watch. A missing value has the code
 * after its feature's last bin here.
 */
export class TrainingMemory {
  readonly rows: number
  readonly watchedRows: number
  readonly features: number
  /** Bytes of a row: features, padded to a word. */
  readonly stride: number
  /** Bytes of a feature in a histogram. */
  readonly featureBytes: number
  readonly histogramBytes: number
  readonly kernels: BoostingKernels
  /** Byte offsets. */
  readonly rowCodes: number
  readonly columnCodes: number
  readonly watchedCodes: number
  readonly list: number
  readonly spare: number
  /** Rows that the tree isn't grown on. */
  readonly rest: number
  readonly gradients: number
  readonly scores: number
  readonly watchedScores: number
  readonly scratch: number
  /** Features that a node may use, their bins, and whether rows lack them. */
  readonly candidates: number
  readonly drawn: number
  readonly bins: number
  readonly missing: number
  /** Changes when the tree or the histograms move. */
  #layout: TreeLayout | undefined
  readonly #memory: WebAssembly.Memory
  readonly #sums: number
  readonly #treeStart: number
  #answer: Float64Array | undefined

  constructor(binned: BinnedFeatures, rows: ArrayLike<number>, watchedRows: ArrayLike<number>, outputs: number) {
    const { features } = binned
    this.rows = rows.length
    this.watchedRows = watchedRows.length
    this.features = features
    this.stride = 4 * Math.ceil(features / 4)
    this.featureBytes = 16 * (binned.bins.reduce((a, b) => Math.max(a, b), 0) + 1)
    this.histogramBytes = this.stride * this.featureBytes
    const place = placer(0)
    this.rowCodes = place(this.rows * this.stride)
    this.columnCodes = place(this.rows * features)
    this.watchedCodes = place(this.watchedRows * this.stride)
    this.list = place(4 * this.rows + 16)
    this.spare = place(4 * this.rows + 16)
    this.rest = place(4 * this.rows + 16)
    this.gradients = place(8 * this.rows)
    this.scores = place(8 * this.rows * outputs)
    this.watchedScores = place(8 * this.watchedRows * outputs)
    this.scratch = place(SEARCH_BYTES + 48)
    this.#sums = place(4096)
    this.candidates = place(4 * features)
    this.drawn = place(4 * features)
    this.bins = place(4 * features)
    this.missing = place(features)
    this.#treeStart = place(0)
    this.#memory = new WebAssembly.Memory({ initial: Math.ceil(this.#treeStart / PAGE) })
    this.kernels = instantiateKernels<BoostingKernels>(BOOSTING_WASM, this.#memory)
    gatherColumns(this, binned, rows)
    gatherRows(this.bytes(this.rowCodes, this.rows * this.stride), this.stride, binned, rows)
    gatherRows(this.bytes(this.watchedCodes, this.watchedRows * this.stride), this.stride, binned, watchedRows)
    this.words(this.bins, features).set(binned.bins)
    this.#describeRows()
  }

  /** Room for a tree of so many nodes, decision tables where wanted, and histograms; views made before may be stale after it. */
  reserve(nodes: number, histograms: number, hasTables: boolean): TreeLayout {
    const known = this.#layout
    if (known && known.nodes >= nodes && known.histogramCount >= histograms && (known.hasTables || !hasTables))
      return known
    const layout = treeLayout(this.#treeStart, nodes, histograms, this.histogramBytes, hasTables)
    const missing = layout.end - this.#memory.buffer.byteLength
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE))
    this.#layout = layout
    const { feature, bin, left, right, missingLeft, value, cover, gain, leaves, open, freeSlots } = layout
    this.kernels.describeTree(
      feature,
      bin,
      left,
      right,
      missingLeft,
      value,
      cover,
      gain,
      leaves,
      open,
      freeSlots,
      layout.histograms,
    )
    return layout
  }

  table(node: number): number {
    return this.#layout!.tables + 256 * node
  }

  histogram(slot: number): number {
    return this.#layout!.histograms + slot * this.histogramBytes
  }

  /** The first place in the list and the number of rows of a node of the last tree that the kernel grew. */
  leafRows(node: number): readonly [number, number] {
    const [start, count] = this.words(this.#layout!.leaves + node * LEAF_BYTES, 2)
    return [start!, count!]
  }

  /** What scanFeatures and sumRows answer: a view that is kept while the memory stays where it is. */
  get answer(): Float64Array {
    if (!this.#answer || this.#answer.buffer !== this.#memory.buffer)
      this.#answer = this.doubles(this.scratch + SEARCH_BYTES, 6)
    return this.#answer
  }

  bytes(offset: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, offset, length)
  }

  words(offset: number, length: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, offset, length)
  }

  integers(offset: number, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, offset, length)
  }

  floats(offset: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, offset, length)
  }

  doubles(offset: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, offset, length)
  }

  #describeRows(): void {
    const { rowCodes, columnCodes, list, spare, gradients, rows, stride, featureBytes, bins, missing, scratch } = this
    this.kernels.describeRows(
      rowCodes,
      columnCodes,
      list,
      spare,
      gradients,
      rows,
      stride,
      featureBytes,
      bins,
      missing,
      scratch,
      this.#sums,
    )
  }
}

/** Where the parts of a tree and the histograms lie: byte offsets. */
export interface TreeLayout {
  readonly nodes: number
  readonly histogramCount: number
  readonly hasTables: boolean
  readonly feature: number
  readonly bin: number
  readonly left: number
  readonly right: number
  readonly missingLeft: number
  readonly value: number
  readonly cover: number
  readonly gain: number
  readonly leaves: number
  readonly open: number
  readonly freeSlots: number
  readonly tables: number
  readonly histograms: number
  readonly end: number
}

function treeLayout(
  start: number,
  nodes: number,
  histogramCount: number,
  histogramBytes: number,
  hasTables: boolean,
): TreeLayout {
  const place = placer(start)
  return {
    nodes,
    histogramCount,
    hasTables,
    feature: place(4 * nodes),
    bin: place(4 * nodes),
    left: place(4 * nodes),
    right: place(4 * nodes),
    missingLeft: place(nodes),
    value: place(8 * nodes),
    cover: place(8 * nodes),
    gain: place(8 * nodes),
    leaves: place(LEAF_BYTES * nodes),
    open: place(4 * nodes + 4),
    freeSlots: place(4 * histogramCount),
    tables: place(hasTables ? 256 * nodes : 0),
    histograms: place(histogramCount * histogramBytes),
    end: place(0),
  }
}

/** Gives places one after another, each at a multiple of 16 bytes. */
function placer(start: number): (bytes: number) => number {
  let end = start
  return (bytes) => {
    const at = end
    end += 16 * Math.ceil(bytes / 16)
    return at
  }
}

function gatherColumns(memory: TrainingMemory, binned: BinnedFeatures, rows: ArrayLike<number>): void {
  const count = memory.rows
  const byColumn = memory.bytes(memory.columnCodes, count * memory.features)
  for (let j = 0; j < memory.features; j++) {
    const from = j * binned.rows
    const to = j * count
    const missing = binned.bins[j]!
    for (let i = 0; i < count; i++) {
      const code = binned.codes[from + rows[i]!]!
      byColumn[to + i] = code === MISSING_BIN ? missing : code
    }
  }
}

function gatherRows(out: Uint8Array, stride: number, binned: BinnedFeatures, rows: ArrayLike<number>): void {
  for (let j = 0; j < binned.features; j++) {
    const from = j * binned.rows
    const missing = binned.bins[j]!
    for (let i = 0; i < rows.length; i++) {
      const code = binned.codes[from + rows[i]!]!
      out[i * stride + j] = code === MISSING_BIN ? missing : code
    }
  }
}
