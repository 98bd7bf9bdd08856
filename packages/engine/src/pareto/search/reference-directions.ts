/**
 * Evenly spread points of the plane where the parts sum to 1 (Das & Dennis, SIAM J. Optim. 8 (1998) 631–657): as fine as gives `most`
 * points at most; where that leaves the inside empty, with a second layer half way to the middle (Deb & Jain 2014).
 *
 * @returns count × objectives
 * @throws RangeError where `most` is below the number of objectives
 */
export function referenceDirections(objectives: number, most: number): Float64Array {
  if (most < objectives) throw new RangeError(`${most} directions are too few for ${objectives} objectives`)
  const outer = finest(objectives, most)
  const points = latticeOf(objectives, outer)
  const left = most - points.length / objectives
  if (outer >= objectives || left < objectives) return points
  const inner = latticeOf(objectives, finest(objectives, left)).map((part) => part / 2 + 0.5 / objectives)
  const both = new Float64Array(points.length + inner.length)
  both.set(points)
  both.set(inner, points.length)
  return both
}

function finest(objectives: number, most: number): number {
  let divisions = 1
  while (latticeSize(objectives, divisions + 1) <= most) divisions++
  return divisions
}

/** Ways to share `divisions` units among the objectives. */
function latticeSize(objectives: number, divisions: number): number {
  let ways = 1
  for (let k = 1; k < objectives; k++) ways = (ways * (divisions + k)) / k
  return Math.round(ways)
}

function latticeOf(objectives: number, divisions: number): Float64Array {
  const points: number[] = []
  const units = Array.from({ length: objectives }, () => 0)
  const share = (k: number, left: number): void => {
    if (k === objectives - 1) {
      units[k] = left
      points.push(...units.map((unit) => unit / divisions))
      return
    }
    for (let unit = 0; unit <= left; unit++) {
      units[k] = unit
      share(k + 1, left - unit)
    }
  }
  share(0, divisions)
  return Float64Array.from(points)
}
