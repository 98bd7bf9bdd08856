/** Whether losses a are nowhere above b and somewhere below. */
export function dominates(a: readonly number[], b: readonly number[]): boolean {
  let isBelow = false
  for (let k = 0; k < a.length; k++) {
    if (a[k]! > b[k]!) return false
    if (a[k]! < b[k]!) isBelow = true
  }
  return isBelow
}

/**
 * The front that each vector of losses stands in: 0 where none dominates it, 1 where only those of front 0 do, and so on. Equal
 * vectors stand in one front.
 *
 * Cost: n² · objectives. Source: Deb et al., IEEE Trans. Evol. Comput. 6 (2002) 182–197.
 */
export function nonDominationRanks(losses: readonly (readonly number[])[]): Int32Array {
  const n = losses.length
  const ranks = new Int32Array(n)
  const dominators = new Int32Array(n)
  const dominated = losses.map((a, i) =>
    losses.flatMap((b, j) => {
      if (!dominates(a, b)) return []
      dominators[j]!++
      return i === j ? [] : [j]
    }),
  )
  let front = [...losses.keys()].filter((i) => dominators[i] === 0)
  for (let rank = 0; front.length > 0; rank++) {
    const next: number[] = []
    for (const i of front) {
      ranks[i] = rank
      for (const j of dominated[i]!) if (--dominators[j]! === 0) next.push(j)
    }
    front = next
  }
  return ranks
}
