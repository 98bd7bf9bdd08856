import type { Generator } from '../../random/generator.ts'
import type { TrainingMemory } from '../grow/training-memory.ts'
import type { BoostingOptions } from './boosting-options.ts'

/** Streams of a training's generator. */
export const STREAMS = { rows: 0, features: 1 }

/**
 * Writes the rows that the next tree is grown on into the memory's list and the others into its `rest`, both ascending, and gives the
 * number of the first: all, a random share of
 * them, or by their gradients (Ke et al., LightGBM, NeurIPS 2017: the rows left over weigh (1 − top) / other times as much).
 */
export function sampleRows(memory: TrainingMemory, options: BoostingOptions, generator: Generator): number {
  const { rows } = memory
  const list = memory.words(memory.list, rows)
  if (options.goss) return sampleByGradient(memory, list, options.goss, generator)
  if (options.rowFraction === 1) {
    for (let i = 0; i < rows; i++) list[i] = i
    return rows
  }
  const wanted = Math.max(1, Math.round(rows * options.rowFraction))
  memory.kernels.drawRows(wanted, memory.rest, generator.uint32())
  return wanted
}

function sampleByGradient(
  memory: TrainingMemory,
  list: Uint32Array,
  { topShare, otherShare }: NonNullable<BoostingOptions['goss']>,
  generator: Generator,
): number {
  const { rows } = memory
  const rest = memory.words(memory.rest, rows)
  const gradients = memory.floats(memory.gradients, 2 * rows)
  const sizes = Float32Array.from({ length: rows }, (_, i) => Math.abs(gradients[2 * i]! * gradients[2 * i + 1]!))
  const top = Math.max(1, Math.round(rows * topShare))
  const threshold = sizes.slice().sort()[rows - top]!
  const others = Math.max(1, Math.round(rows * otherShare))
  const factor = (1 - topShare) / otherShare
  let left = 0
  for (let i = 0; i < rows; i++) if (sizes[i]! < threshold) left++
  let wanted = Math.min(left, others)
  let taken = 0
  for (let i = 0; i < rows; i++) {
    if (sizes[i]! >= threshold) {
      list[taken++] = i
      continue
    }
    if (generator.uint32() * left-- < wanted * 2 ** 32) {
      wanted--
      list[taken++] = i
      gradients[2 * i]! *= factor
      gradients[2 * i + 1]! *= factor
    } else rest[i - taken] = i
  }
  return taken
}

/** What the kernel's drawRows does: `wanted` of the rows to the front of the list, the others to the front of `rest`, both ascending. */
export function drawRows(rows: number, wanted: number, seed: number, list: Uint32Array, rest: Uint32Array): void {
  const numbers = new MixedNumbers(seed)
  let taken = 0
  for (let row = 0; row < rows; row++) {
    if (numbers.uint32() * (rows - row) < (wanted - taken) * 2 ** 32) list[taken++] = row
    else rest[row - taken] = row
  }
}

/** How many of the features a share is: one at least. */
export function shareOf(features: number, fraction: number): number {
  return Math.max(1, Math.round(features * fraction))
}

/** `wanted` of the features, ascending. */
export function drawFeatures(from: Int32Array, wanted: number, generator: Pick<Generator, 'uint32'>): Int32Array {
  if (wanted >= from.length) return from
  const drawn = new Int32Array(wanted)
  let taken = 0
  for (let k = 0; k < from.length && taken < wanted; k++) {
    if (generator.uint32() * (from.length - k) < (wanted - taken) * 2 ** 32) drawn[taken++] = from[k]!
  }
  return drawn
}

/**
 * Numbers for one tree from a seed that the generator drew: a mix of a counter, which the kernel computes alike.
 *
 * Source: Steele, Lea & Flood, Fast splittable pseudorandom number generators, OOPSLA 2014.
 */
export class MixedNumbers {
  #state: number

  constructor(seed: number) {
    this.#state = seed
  }

  uint32(): number {
    this.#state = (this.#state + 0x9e3779b9) | 0
    let z = this.#state
    z = Math.imul(z ^ (z >>> 16), 0x21f0aaad)
    z = Math.imul(z ^ (z >>> 15), 0x735a2d97)
    return (z ^ (z >>> 15)) >>> 0
  }
}
