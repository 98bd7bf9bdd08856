/** Whether losses a are nowhere above b and somewhere below. */
export function dominates(a: readonly number[], b: readonly number[]): boolean {
  let isBelow = false
  for (let k = 0; k < a.length; k++) {
    if (a[k]! > b[k]!) return false
    if (a[k]! < b[k]!) isBelow = true
  }
  return isBelow
}

/** Orders vectors by their first entries that differ. */
export function compareVectors(a: readonly number[], b: readonly number[]): number {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return a[k]! - b[k]!
  return 0
}

/**
 * The front that each vector of losses stands in: 0 where none dominates it, 1 where only those of front 0 do, and so on. Equal
 * vectors stand in one front.
 *
 * Cost: n · (log n + fronts) for two objectives, up to n² · objectives for more.
 * Source: Deb et al., IEEE Trans. Evol. Comput. 6 (2002) 182–197; by insertion in order (ENS): Zhang et al., 19 (2015) 201–213.
 */
export function nonDominationRanks(losses: readonly (readonly number[])[]): Int32Array {
  const ranks = new Int32Array(losses.length)
  const fronts: (readonly number[])[][] = []
  const order = [...losses.keys()].sort((i, j) => compareVectors(losses[i]!, losses[j]!))
  for (const i of order) {
    const point = losses[i]!
    // those before it in the order are the only ones that can dominate it
    let rank = 0
    while (rank < fronts.length && hasDominator(fronts[rank]!, point)) rank++
    if (rank === fronts.length) fronts.push([])
    fronts[rank]!.push(point)
    ranks[i] = rank
  }
  return ranks
}

/** Of a front that rises in its first objective and so falls in the second: where there are two, its last speaks for all. */
function hasDominator(front: readonly (readonly number[])[], point: readonly number[]): boolean {
  const first = point.length === 2 ? front.length - 1 : 0
  for (let i = front.length - 1; i >= first; i--) if (dominates(front[i]!, point)) return true
  return false
}
