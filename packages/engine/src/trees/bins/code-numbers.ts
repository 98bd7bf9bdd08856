import { BINNING_WASM } from '../../kernels/binning-wasm.ts'
import { instantiateKernels } from '../../kernels/instantiate.ts'
import { MISSING_BIN } from './binned-features.ts'

interface BinningKernels {
  codeNumbers(values: number, count: number, upper: number, missing: number, out: number): void
}

const EDGES = 256
/** Values that are coded at once. */
const BLOCK = 16_384
const VALUES = 8 * EDGES
const CODES = VALUES + 8 * BLOCK
const PAGE = 65_536

let opened: { readonly memory: WebAssembly.Memory; readonly kernels: BinningKernels } | undefined

/**
 * The bin of each number: the first whose upper edge is not below it; MISSING_BIN of NaN.
 *
 * @param upper  1 … 255 edges, ascending, the last Infinity
 * @param out    n, overwritten
 */
export function codeNumbers(column: Float64Array, upper: Float64Array, out: Uint8Array): void {
  if (!opened) {
    const memory = new WebAssembly.Memory({ initial: Math.ceil((CODES + BLOCK) / PAGE) })
    opened = { memory, kernels: instantiateKernels<BinningKernels>(BINNING_WASM, memory) }
  }
  const { memory, kernels } = opened
  const edges = new Float64Array(memory.buffer, 0, EDGES).fill(Number.POSITIVE_INFINITY)
  edges.set(upper)
  for (let from = 0; from < column.length; from += BLOCK) {
    const count = Math.min(BLOCK, column.length - from)
    new Float64Array(memory.buffer, VALUES, count).set(column.subarray(from, from + count))
    kernels.codeNumbers(VALUES, count, 0, MISSING_BIN, CODES)
    out.set(new Uint8Array(memory.buffer, CODES, count), from)
  }
}
