import { instantiateKernels } from '../../kernels/instantiate.ts'
import { TREE_PREDICTION_WASM } from '../../kernels/tree-prediction-wasm.ts'
import type { TreeImage } from './tree-image.ts'

export interface PredictionKernels {
  codeBytes(...places: number[]): void
  codeWords(...places: number[]): void
  addByMasks(...places: number[]): void
  addByDescent(...places: number[]): void
}

const PAGE = 65_536
/** A memory is kept for the thread's next prediction up to this size. */
const KEPT_BYTES = 2 ** 26
const SCRATCH_BYTES = 1024

/** Memory of the kernels, with an image at its start and room for a block of rows behind it. */
export class PredictionMemory {
  readonly kernels: PredictionKernels
  readonly #memory = new WebAssembly.Memory({ initial: 1 })
  #image: TreeImage | undefined

  constructor() {
    this.kernels = instantiateKernels<PredictionKernels>(TREE_PREDICTION_WASM, this.#memory)
  }

  place(image: TreeImage, rows: number, outputs: number): BlockPlaces {
    const imageBytes = 64 * Math.ceil(image.bytes.length / 64)
    const codeBytes = image.columns * rows * (image.kind === 'masks' ? 1 : 2)
    const codes = imageBytes
    const values = codes + codeBytes
    const scores = values + 8 * rows
    const scratch = scores + 8 * rows * outputs
    const missing = scratch + SCRATCH_BYTES - this.#memory.buffer.byteLength
    if (missing > 0) this.#memory.grow(Math.ceil(missing / PAGE))
    if (this.#image !== image) new Uint8Array(this.#memory.buffer).set(image.bytes)
    this.#image = image
    const { buffer } = this.#memory
    return {
      codes,
      values,
      scores,
      scratch,
      codeView: new Uint8Array(buffer, codes, codeBytes),
      valueView: new Float64Array(buffer, values, rows),
      scoreView: new Float64Array(buffer, scores, rows * outputs),
    }
  }

  get isSmall(): boolean {
    return this.#memory.buffer.byteLength <= KEPT_BYTES
  }
}

/** Byte offsets of what a block of rows is predicted in, and views of it. */
export interface BlockPlaces {
  readonly codes: number
  readonly values: number
  readonly scores: number
  readonly scratch: number
  readonly codeView: Uint8Array
  readonly valueView: Float64Array
  /** outputs × rows of the block. */
  readonly scoreView: Float64Array
}
