import { BOOSTING_WASM } from '../../kernels/boosting-wasm.ts'
import { instantiateKernels } from '../../kernels/instantiate.ts'
import type { BinnedFeatures } from '../bins/binned-features.ts'

/** Bytes of a feature in a histogram: 256 pairs of doubles. */
export const FEATURE_BYTES = 4096
const PAGE = 65_536

export interface BoostingKernels {
  build(
    rows: number,
    words: number,
    stride: number,
    list: number,
    count: number,
    gradients: number,
    out: number,
  ): number
  buildAll(rows: number, words: number, stride: number, count: number, gradients: number, out: number): void
  subtract(a: number, b: number, bytes: number): void
  scanFeatures(
    histogram: number,
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
}

/**
 * The rows that trees are grown on, laid out for the kernels: codes by row and by column, the list of rows that a tree divides among its
 * leaves, gradients, scores, decision tables of the nodes and histograms.
 */
export class TrainingMemory {
  readonly rows: number
  readonly features: number
  /** Bytes of a row: features, padded to a word. */
  readonly stride: number
  readonly histogramBytes: number
  readonly kernels: BoostingKernels
  /** Byte offsets. */
  readonly rowCodes: number
  readonly columnCodes: number
  readonly list: number
  readonly spare: number
  readonly gradients: number
  readonly scores: number
  readonly scratch: number
  /** Features that a node may use, their bins, and whether rows lack them. */
  readonly candidates: number
  readonly bins: number
  readonly missing: number
  readonly #memory: WebAssembly.Memory
  #answer: Float64Array | undefined
  #tables = 0
  #tableCount = 0
  #histograms = 0
  #end: number

  constructor(binned: BinnedFeatures, rows: ArrayLike<number>, outputs: number) {
    const { features } = binned
    this.rows = rows.length
    this.features = features
    this.stride = 4 * Math.ceil(features / 4)
    this.histogramBytes = this.stride * FEATURE_BYTES
    let end = 0
    const place = (bytes: number) => {
      const at = end
      end += 16 * Math.ceil(bytes / 16)
      return at
    }
    this.rowCodes = place(this.rows * this.stride)
    this.columnCodes = place(this.rows * features)
    this.list = place(4 * this.rows + 16)
    this.spare = place(4 * this.rows + 16)
    this.gradients = place(8 * this.rows)
    this.scores = place(8 * this.rows * outputs)
    this.scratch = place(256)
    this.candidates = place(4 * features)
    this.bins = place(4 * features)
    this.missing = place(features)
    this.#end = end
    this.#memory = new WebAssembly.Memory({ initial: Math.ceil(end / PAGE) })
    this.kernels = instantiateKernels<BoostingKernels>(BOOSTING_WASM, this.#memory)
    gatherCodes(this, binned, rows)
    new Int32Array(this.#memory.buffer, this.bins, features).set(binned.bins)
  }

  /** Room for the decision tables of so many nodes and for so many histograms; views made before may be stale after it. */
  reserve(nodes: number, histograms: number): void {
    if (
      nodes <= this.#tableCount &&
      this.#histograms > 0 &&
      histograms * this.histogramBytes <= this.#end - this.#histograms
    )
      return
    if (this.#tables === 0) this.#tables = this.#end
    this.#tableCount = nodes
    this.#histograms = this.#tables + 256 * nodes
    this.#end = this.#histograms + histograms * this.histogramBytes
    const missing = this.#end - this.#memory.buffer.byteLength
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE))
  }

  table(node: number): number {
    return this.#tables + 256 * node
  }

  histogram(slot: number): number {
    return this.#histograms + slot * this.histogramBytes
  }

  /** What scanFeatures answers: a view that is kept while the memory stays where it is. */
  get answer(): Float64Array {
    if (!this.#answer || this.#answer.buffer !== this.#memory.buffer) this.#answer = this.doubles(this.scratch + 96, 6)
    return this.#answer
  }

  bytes(offset: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, offset, length)
  }

  words(offset: number, length: number): Uint32Array {
    return new Uint32Array(this.#memory.buffer, offset, length)
  }

  floats(offset: number, length: number): Float32Array {
    return new Float32Array(this.#memory.buffer, offset, length)
  }

  doubles(offset: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, offset, length)
  }
}

function gatherCodes(memory: TrainingMemory, binned: BinnedFeatures, rows: ArrayLike<number>): void {
  const { stride, features } = memory
  const count = memory.rows
  const byRow = memory.bytes(memory.rowCodes, count * stride)
  const byColumn = memory.bytes(memory.columnCodes, count * features)
  for (let j = 0; j < features; j++) {
    const from = j * binned.rows
    const to = j * count
    for (let i = 0; i < count; i++) {
      const code = binned.codes[from + rows[i]!]!
      byColumn[to + i] = code
      byRow[i * stride + j] = code
    }
  }
}
