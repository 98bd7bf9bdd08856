/**
 * The row of a front that lies deepest below the plane through its ends: where giving up more of one objective begins to bring little in the
 * others. Losses are scaled to 0 at the front's best and 1 at its worst, the plane is where they sum to 1; of two objectives that is the line
 * through the front's ends.
 *
 * @param losses  n × objectives row-major, of a front
 * @returns the first such row; −1 where none lies below the plane: such a front has no knee
 *
 * Source: Das, Struct. Optim. 18 (1999) 107–115, with the unit points in place of the ends, which need not span a plane.
 */
export function kneePoint(losses: Float64Array, objectives: number): number {
  const n = losses.length / objectives
  const scaled = scaledLosses(losses, objectives)
  let knee = -1
  let least = 1 - 1e-9
  for (let i = 0; i < n; i++) {
    let sum = 0
    for (let k = 0; k < objectives; k++) sum += scaled[i * objectives + k]!
    if (sum < least) {
      least = sum
      knee = i
    }
  }
  return knee
}

/** Each objective's losses from 0 at the least to 1 at the largest; 0 where they are all the same. */
export function scaledLosses(losses: Float64Array, objectives: number): Float64Array {
  const scaled = losses.slice()
  for (let k = 0; k < objectives; k++) {
    let low = Infinity
    let high = -Infinity
    for (let at = k; at < losses.length; at += objectives) {
      low = Math.min(low, losses[at]!)
      high = Math.max(high, losses[at]!)
    }
    for (let at = k; at < losses.length; at += objectives) {
      scaled[at] = high > low ? (losses[at]! - low) / (high - low) : 0
    }
  }
  return scaled
}
