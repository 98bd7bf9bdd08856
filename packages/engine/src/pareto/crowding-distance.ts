/**
 * How much room each row has in its front: over the objectives, the distance between its two neighbours as a part of the front's range.
 * Ends of a front have infinite room; equal rows share what there is, in their order.
 *
 * @param losses  n × objectives row-major
 * @param ranks  of `nonDominatedRanks`
 *
 * Cost: objectives · n · log n. Source: Deb et al., IEEE Trans. Evol. Comput. 6 (2002) 182–197.
 */
export function crowdingDistances(losses: Float64Array, objectives: number, ranks: Int32Array): Float64Array {
  const room = new Float64Array(ranks.length)
  const fronts = Map.groupBy(ranks.keys(), (row) => ranks[row]!)
  for (const front of fronts.values()) {
    const rows = Int32Array.from(front)
    for (let k = 0; k < objectives; k++) addRoom(room, losses, objectives, k, rows)
  }
  return room
}

function addRoom(room: Float64Array, losses: Float64Array, objectives: number, k: number, rows: Int32Array): void {
  const lossOf = (row: number) => losses[row * objectives + k]!
  const sorted = rows.toSorted((a, b) => lossOf(a) - lossOf(b) || a - b)
  const first = sorted[0]!
  const last = sorted.at(-1)!
  const range = lossOf(last) - lossOf(first)
  if (range === 0 && rows.length > 2) return
  room[first] = Infinity
  room[last] = Infinity
  for (let i = 1; i < sorted.length - 1; i++) {
    room[sorted[i]!]! += (lossOf(sorted[i + 1]!) - lossOf(sorted[i - 1]!)) / range
  }
}
