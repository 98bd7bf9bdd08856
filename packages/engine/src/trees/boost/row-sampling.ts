import type { Generator } from '../../random/generator.ts'
import type { TrainingMemory } from '../grow/training-memory.ts'
import type { BoostingOptions } from './boosting-options.ts'

/**
 * Writes the rows that the next tree is grown on into the memory's list, ascending, and gives their number: all, a random share of
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
  return drawRows(list, rows, Math.max(1, Math.round(rows * options.rowFraction)), generator)
}

/** Selection sampling (Knuth, algorithm S): every subset of the wanted size is equally likely, in ascending order. */
function drawRows(list: Uint32Array, rows: number, wanted: number, generator: Generator): number {
  let taken = 0
  for (let i = 0; i < rows && taken < wanted; i++) {
    if (generator.uint32() * (rows - i) < (wanted - taken) * 2 ** 32) list[taken++] = i
  }
  return taken
}

function sampleByGradient(
  memory: TrainingMemory,
  list: Uint32Array,
  { topShare, otherShare }: NonNullable<BoostingOptions['goss']>,
  generator: Generator,
): number {
  const { rows } = memory
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
    }
  }
  return taken
}

/** `wanted` of the features, ascending. */
export function drawFeatures(from: Int32Array, fraction: number, generator: Generator): Int32Array {
  if (fraction === 1) return from
  const wanted = Math.max(1, Math.round(from.length * fraction))
  const drawn = new Int32Array(wanted)
  let taken = 0
  for (let k = 0; k < from.length && taken < wanted; k++) {
    if (generator.uint32() * (from.length - k) < (wanted - taken) * 2 ** 32) drawn[taken++] = from[k]!
  }
  return drawn
}
