/**
 * The part of utility space above a reference point that no point of a front dominates, cut into boxes that do not overlap. Their ends
 * are numbers of entries in `levels`, so that what depends on one objective alone is computed once an entry.
 */
export interface NonDominatedBoxes {
  /** One ascending list an objective: the reference, the front's utilities above it, and Infinity. */
  readonly levels: readonly Float64Array[]
  /** boxes × objectives: entries of the lower ends, and of the upper ones. */
  readonly low: Uint16Array
  readonly high: Uint16Array
}

/**
 * Cuts along the last objective at every point of the front, and each slice along the others.
 *
 * @param utilities  points × m, higher is better; dominated points and those that do not exceed the reference add nothing
 * @param reference  m
 *
 * Cost: up to n^(m − 1) / (m − 1)! boxes for a front of n.
 */
export function nonDominatedBoxes(utilities: Float64Array, reference: Float64Array): NonDominatedBoxes {
  const m = reference.length
  const points: Float64Array[] = []
  for (let at = 0; at < utilities.length; at += m) {
    const point = utilities.slice(at, at + m)
    if (point.every((value, j) => value > reference[j]!)) points.push(point)
  }
  const levels = Array.from(reference, (floor, j) => {
    const own = new Set(points.map((point) => point[j]!))
    return Float64Array.from([floor, ...own, Infinity]).sort()
  })
  const indexed = points.map((point) => Uint16Array.from(point, (value, j) => levels[j]!.indexOf(value)))
  const low: number[] = []
  const high: number[] = []
  const bounds = { low: new Uint16Array(m), high: new Uint16Array(m) }
  const add = (): void => {
    low.push(...bounds.low)
    high.push(...bounds.high)
  }
  cut(indexed, m - 1, levels, bounds, add)
  return { levels, low: Uint16Array.from(low), high: Uint16Array.from(high) }
}

interface BoxBounds {
  readonly low: Uint16Array
  readonly high: Uint16Array
}

/** Slices of objective `last`, from the top down: what lies above the k-th point is dominated by those before it only. */
function cut(
  points: readonly Uint16Array[],
  last: number,
  levels: readonly Float64Array[],
  bounds: BoxBounds,
  add: () => void,
): void {
  const top = levels[last]!.length - 1
  const front: Uint16Array[] = []
  let above = top
  const slice = (bottom: number): void => {
    if (bottom === above) return
    bounds.low[last] = bottom
    bounds.high[last] = above
    if (last === 0) add()
    else cut(front, last - 1, levels, bounds, add)
    above = bottom
  }
  if (last === 0) {
    bounds.low[0] = points.reduce((most, point) => Math.max(most, point[0]!), 0)
    bounds.high[0] = top
    add()
    return
  }
  for (const point of points.toSorted((a, b) => b[last]! - a[last]!)) {
    if (isDominated(point, front, last)) continue
    slice(point[last]!)
    front.push(point)
  }
  slice(0)
}

/** In the objectives before `last`: then the slices below it are those above it. */
function isDominated(point: Uint16Array, front: readonly Uint16Array[], last: number): boolean {
  return front.some((other) => {
    for (let j = 0; j < last; j++) if (other[j]! < point[j]!) return false
    return true
  })
}
