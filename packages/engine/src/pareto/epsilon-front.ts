/**
 * A front thinned for a picture: space is cut into boxes of `epsilon` in each objective, and of the rows in one box only the one nearest to
 * the box's best corner stays, of equals the first. The best row of each objective always stays.
 *
 * @param losses  n × objectives row-major, of a front
 * @param epsilons  width of a box in each objective; 0: no two losses are alike
 * @returns rows, ascending
 *
 * Source of the boxes: Laumanns, Thiele, Deb & Zitzler, Evol. Comput. 10 (2002) 263–282.
 */
export function epsilonFront(losses: Float64Array, objectives: number, epsilons: readonly number[]): number[] {
  const n = losses.length / objectives
  const boxes = new Map<string, number>()
  for (let i = 0; i < n; i++) {
    const box = boxKey(losses, i, objectives, epsilons)
    const other = boxes.get(box)
    if (other === undefined || corner(losses, i, epsilons) < corner(losses, other, epsilons)) boxes.set(box, i)
  }
  const kept = new Set(boxes.values())
  for (let k = 0; k < objectives; k++) {
    let best = 0
    for (let i = 1; i < n; i++) if (losses[i * objectives + k]! < losses[best * objectives + k]!) best = i
    if (n > 0) kept.add(best)
  }
  return [...kept].sort((a, b) => a - b)
}

function boxKey(losses: Float64Array, i: number, m: number, epsilons: readonly number[]): string {
  return epsilons
    .map((epsilon, k) => (epsilon > 0 ? Math.floor(losses[i * m + k]! / epsilon) : losses[i * m + k]!))
    .join()
}

/** Squared distance to the corner, in widths of the box. */
function corner(losses: Float64Array, i: number, epsilons: readonly number[]): number {
  return epsilons.reduce((sum, epsilon, k) => {
    if (!(epsilon > 0)) return sum
    const part = losses[i * epsilons.length + k]! / epsilon
    return sum + (part - Math.floor(part)) ** 2
  }, 0)
}
