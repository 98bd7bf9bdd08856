import { FOREST_WASM } from '../../kernels/forest-wasm.ts'
import { instantiateKernels } from '../../kernels/instantiate.ts'
import type { ForestOptions } from './forest-options.ts'
import type { ForestProblem } from './forest-problem.ts'

export interface ForestKernels {
  placeProblem(...places: number[]): void
  placeNodes(...places: number[]): void
  placeWorkspace(at: number, slots: number): number
  limit(minLeaf: number, minSplit: number, maxDepth: number, tried: number, isExtra: number, subtracts: number): void
  drawBag(key: number, count: number, replaces: number): number
  growTree(key: number, inBag: number): number
  addOutOfBag(sums: number, times: number, leaves: number, perUnit: number): void
}

const PAGE = 65_536
const BLOCK_ROWS = 256
const FEATURE_BYTES = 4096
/** Histograms that are kept for subtraction take this at most; else each feature's is built at each node. */
const HISTOGRAM_BYTES = 2 ** 28
/** A memory is kept for the next forest of the thread up to this size. */
const KEPT_BYTES = 2 ** 26

interface KernelMemory {
  readonly memory: WebAssembly.Memory
  readonly kernels: ForestKernels
}

let kept: KernelMemory | undefined

/** A memory of so many bytes with kernels on it: that of the thread's forest before, where it is free. */
function takeMemory(bytes: number): KernelMemory {
  const taken = kept ?? newMemory(bytes)
  kept = undefined
  const missing = bytes - taken.memory.buffer.byteLength
  if (missing > 0) taken.memory.grow(Math.ceil(missing / PAGE))
  return taken
}

function newMemory(bytes: number): KernelMemory {
  const memory = new WebAssembly.Memory({ initial: Math.ceil(bytes / PAGE) })
  return { memory, kernels: instantiateKernels<ForestKernels>(FOREST_WASM, memory) }
}

/** Byte offsets of what the kernels work on. */
export class ForestMemory {
  readonly kernels: ForestKernels
  readonly nodes: number
  readonly feature: number
  readonly cut: number
  readonly left: number
  readonly missingLeft: number
  readonly set: number
  readonly sum: number
  readonly weight: number
  readonly gain: number
  readonly sets: number
  readonly setBytes: number
  readonly leaves: number
  readonly oobSums: number
  readonly oobTimes: number
  readonly #memory: WebAssembly.Memory
  #end = 0

  // size: one place after another of one layout
  constructor(problem: ForestProblem, options: ForestOptions) {
    const { rows: n, features: p, draws, isCategory, tried } = problem
    const stride = 4 * Math.ceil(p / 4)
    const columnCodes = this.#place(n * p)
    const rowCodes = this.#place(n * stride)
    const bins = this.#place(4 * p)
    const kinds = this.#place(p)
    const centres = this.#place(8 * 256 * p)
    const edges = this.#place(8 * 256 * p)
    const values = this.#place(8 * n)
    const units = this.#place(16 * n)
    const pairs = this.#place(16 * n)
    const [drawn, list, spare] = [this.#place(4 * n), this.#place(4 * n + 16), this.#place(4 * n + 16)]
    this.nodes = 2 * Math.min(n, draws)
    this.feature = this.#place(4 * this.nodes)
    this.cut = this.#place(4 * this.nodes)
    this.left = this.#place(4 * this.nodes)
    this.missingLeft = this.#place(this.nodes)
    this.set = this.#place(4 * this.nodes)
    this.sum = this.#place(8 * this.nodes)
    this.weight = this.#place(8 * this.nodes)
    this.gain = this.#place(8 * this.nodes)
    this.setBytes = isCategory.includes(1) ? 16 * this.nodes : 0
    this.sets = this.#place(this.setBytes)
    this.leaves = this.#place(8 * this.nodes)
    this.oobSums = this.#place(8 * n)
    this.oobTimes = this.#place(4 * n)
    const slots = 2 + Math.max(0, Math.floor(Math.log2(n / BLOCK_ROWS)))
    const histogramBytes = slots * stride * FEATURE_BYTES
    const subtracts = n > BLOCK_ROWS && 2 * tried >= p && histogramBytes <= HISTOGRAM_BYTES
    const histograms = this.#place(subtracts ? histogramBytes : 0)
    const workspace = this.#place(65_536 + 1024 * p)

    const { memory, kernels } = takeMemory(this.#end)
    this.#memory = memory
    this.kernels = kernels
    this.bytes(columnCodes, n * p).set(problem.codes)
    layRows(problem.codes, this.bytes(rowCodes, n * stride), n, p, stride)
    this.integers(bins, p).set(problem.bins)
    this.bytes(kinds, p).set(isCategory.map((category, j) => category + 2 * problem.hasMissing[j]!))
    this.doubles(centres, 256 * p).set(problem.centres)
    this.doubles(edges, 256 * p).set(problem.edges)
    this.doubles(values, n).set(problem.target)
    this.doubles(units, 2 * n).set(problem.units)
    this.doubles(this.oobSums, n).fill(0)
    this.integers(this.oobTimes, n).fill(0)
    const problemPlaces = [columnCodes, rowCodes, stride, n, p, bins, kinds, centres, edges]
    kernels.placeProblem(...problemPlaces, values, units, pairs, drawn, list, spare)
    kernels.placeNodes(
      this.feature,
      this.cut,
      this.left,
      this.missingLeft,
      this.set,
      this.sum,
      this.weight,
      this.gain,
      this.sets,
    )
    kernels.placeWorkspace(workspace, histograms)
    const depth = Math.min(options.maxDepth, 2 ** 31 - 1)
    const isExtra = options.kind === 'extra_trees' ? 1 : 0
    kernels.limit(problem.minLeaf, problem.minSplit, depth, tried, isExtra, subtracts ? 1 : 0)
  }

  /** Gives the memory to the thread's next forest; nothing of this one may be read after it. */
  release(): void {
    if (this.#memory.buffer.byteLength <= KEPT_BYTES) kept = { memory: this.#memory, kernels: this.kernels }
  }

  bytes(at: number, length: number): Uint8Array {
    return new Uint8Array(this.#memory.buffer, at, length)
  }

  integers(at: number, length: number): Int32Array {
    return new Int32Array(this.#memory.buffer, at, length)
  }

  doubles(at: number, length: number): Float64Array {
    return new Float64Array(this.#memory.buffer, at, length)
  }

  #place(bytes: number): number {
    const at = this.#end
    this.#end += 16 * Math.ceil(bytes / 16)
    return at
  }
}

function layRows(codes: Uint8Array, into: Uint8Array, n: number, p: number, stride: number): void {
  for (let j = 0; j < p; j++) {
    const from = j * n
    for (let i = 0; i < n; i++) into[i * stride + j] = codes[from + i]!
  }
}
