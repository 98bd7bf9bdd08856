import { type HeldOutPredictions, type IntervalShape, scaledErrors } from './conformal-interval.ts'

/** An interval's offsets at one level, for each part of the rows from the rows of the other parts. */
export interface PartOffsets {
  readonly lower: Float64Array
  readonly upper: Float64Array
}

/**
 * What `conformalInterval` gives without each part in turn, from a single sort.
 *
 * @param rows    n rows that count
 * @param partOf  n: the part of each of them, 0 … parts − 1, each with a row at least and not all of them
 *
 * Cost: a sort of n, and for each part a walk over the rows beyond the offsets.
 */
export function partOffsets(
  held: HeldOutPredictions,
  shape: IntervalShape,
  level: number,
  rows: Int32Array,
  partOf: Int32Array,
  parts: number,
): PartOffsets {
  const isSymmetric = shape.kind === 'symmetric'
  const errors = scaledErrors(held, shape, rows)
  const sizes = new Int32Array(parts)
  for (let i = 0; i < rows.length; i++) {
    sizes[partOf[i]!]!++
    if (isSymmetric) errors[i] = Math.abs(errors[i]!)
  }
  const order = Int32Array.from(rows.keys()).sort((a, b) => errors[a]! - errors[b]!)
  const lower = new Float64Array(parts)
  const upper = new Float64Array(parts)
  for (let part = 0; part < parts; part++) {
    const m = rows.length - sizes[part]!
    const rank = Math.ceil((m + 1) * (isSymmetric ? level : (1 + level) / 2) - 1e-9)
    const beyond = Math.max(0, m - rank)
    upper[part] = errors[passed(order, partOf, part, beyond, order.length - 1, -1)]!
    lower[part] = isSymmetric ? -upper[part]! : errors[passed(order, partOf, part, beyond, 0, 1)]!
  }
  return { lower, upper }
}

/** From one end of the order: the row after `count` rows of other parts. */
function passed(
  order: Int32Array,
  partOf: Int32Array,
  part: number,
  count: number,
  start: number,
  step: number,
): number {
  let left = count
  for (let at = start; ; at += step) {
    if (partOf[order[at]!] === part) continue
    if (left === 0) return order[at]!
    left--
  }
}
