import { compareVectors } from './non-domination.ts'

type Losses = readonly number[]

/**
 * Volume of the part of space that the losses dominate, up to a reference point. A vector that is not below the reference everywhere
 * adds nothing.
 *
 * Cost: n log n for two and about for three objectives, n times that for each more at most: by each point's own part (WFG: While,
 * Bradstreet & Barone, IEEE Trans. Evol. Comput. 16 (2012) 86–95).
 */
export function hypervolume(losses: readonly Losses[], reference: Losses): number {
  return volumeOf(
    losses.filter((point) => point.every((value, k) => value < reference[k]!)),
    reference,
  )
}

/**
 * What each vector adds to the hypervolume of the others; 0 for one that another equals or dominates.
 *
 * Cost: n hypervolumes.
 */
export function hypervolumeContributions(losses: readonly Losses[], reference: Losses): Float64Array {
  return Float64Array.from(losses, (point, i) => {
    const others = losses.filter((_, j) => j !== i)
    return addedVolume(point, others, reference)
  })
}

/**
 * Places of `count` vectors that together dominate much: each in turn the one that adds most to those before, the first of equals.
 * Within 1 − 1/e of the best choice (Guerreiro, Fonseca & Paquete, Evol. Comput. 24 (2016) 521–544).
 *
 * Cost: `count` · n hypervolumes of up to `count` at most; what a vector adds never grows, so that few of them are worked out again.
 */
export function selectByHypervolume(losses: readonly Losses[], count: number, reference: Losses): number[] {
  const most = Float64Array.from(losses, (point) => addedVolume(point, [], reference))
  const knownFor = new Int32Array(losses.length)
  const left = new Set(losses.keys())
  const chosen: number[] = []
  while (chosen.length < count && left.size > 0) {
    let best = -1
    for (const i of left) if (best < 0 || most[i]! > most[best]!) best = i
    if (knownFor[best] === chosen.length) {
      chosen.push(best)
      left.delete(best)
      continue
    }
    const before = chosen.map((i) => losses[i]!)
    most[best] = Math.min(most[best]!, addedVolume(losses[best]!, before, reference))
    knownFor[best] = chosen.length
  }
  return chosen
}

/** A point beyond the worst of the losses by a tenth of their size, as MOTPE takes it. */
export function referencePoint(losses: readonly Losses[]): number[] {
  const objectives = losses[0]?.length ?? 0
  return Array.from({ length: objectives }, (_, k) => {
    let worst = Number.NEGATIVE_INFINITY
    for (const point of losses) worst = Math.max(worst, point[k]!)
    return Math.max(1.1 * worst, 0.9 * worst) || 1e-12
  })
}

/** A point's box, less what the others dominate of it. */
function addedVolume(point: Losses, others: readonly Losses[], reference: Losses): number {
  if (!point.every((value, k) => value < reference[k]!)) return 0
  const box = point.reduce((product, value, k) => product * (reference[k]! - value), 1)
  const within: Losses[] = []
  for (const other of others) {
    const corner = other.map((value, k) => Math.max(value, point[k]!))
    if (corner.every((value, k) => value < reference[k]!)) within.push(corner)
  }
  return Math.max(0, box - volumeOf(within, reference))
}

/** @param points  below the reference */
function volumeOf(points: readonly Losses[], reference: Losses): number {
  if (points.length === 0) return 0
  if (reference.length === 1)
    return reference[0]! - points.reduce((least, [value]) => Math.min(least, value!), Infinity)
  if (reference.length === 2) return areaOf([...points].sort(compareVectors), reference)
  if (reference.length === 3) return volumeBySlices(points, reference)
  return volumeByParts(points, reference)
}

/** @param sorted  rising in the first objective */
function areaOf(sorted: readonly Losses[], reference: Losses): number {
  let area = 0
  let above = reference[1]!
  for (const point of sorted) {
    if (point[1]! >= above) continue
    area += (reference[0]! - point[0]!) * (above - point[1]!)
    above = point[1]!
  }
  return area
}

/** From one value of the third objective to the next the area stays that of the points up to it. */
function volumeBySlices(points: readonly Losses[], reference: Losses): number {
  const stairs = new Stairs(reference)
  const rising = [...points].sort((a, b) => a[2]! - b[2]!)
  let area = 0
  let volume = 0
  for (let i = 0; i < rising.length; i++) {
    const [x, y, z] = rising[i] as [number, number, number]
    area += stairs.add(x, y)
    volume += area * ((rising[i + 1]?.[2] ?? reference[2]!) - z)
  }
  return volume
}

/** What is dominated of a plane, as points come: corners rising in x, falling in y. */
class Stairs {
  readonly #reference: Losses
  readonly #x: number[] = []
  readonly #y: number[] = []

  constructor(reference: Losses) {
    this.#reference = reference
  }

  /** Returns the area that a point adds. */
  add(x: number, y: number): number {
    const at = this.#firstFrom(x)
    let above = at > 0 ? this.#y[at - 1]! : this.#reference[1]!
    if (above <= y) return 0
    let area = 0
    let left = x
    let end = at
    for (; end < this.#x.length && this.#y[end]! >= y; end++) {
      area += (this.#x[end]! - left) * (above - y)
      left = this.#x[end]!
      above = this.#y[end]!
    }
    area += ((this.#x[end] ?? this.#reference[0]!) - left) * (above - y)
    this.#x.splice(at, end - at, x)
    this.#y.splice(at, end - at, y)
    return area
  }

  #firstFrom(x: number): number {
    let low = 0
    let high = this.#x.length
    while (low < high) {
      const middle = (low + high) >> 1
      if (this.#x[middle]! < x) low = middle + 1
      else high = middle
    }
    return low
  }
}

/**
 * What each point adds to those that are not above it in the last objective: in that one all they share with it is as high as it is, so that
 * one objective less is left to measure.
 */
function volumeByParts(points: readonly Losses[], reference: Losses): number {
  const last = reference.length - 1
  const falling = frontOf(points).sort((a, b) => b[last]! - a[last]!)
  const base = reference.slice(0, last)
  const cut = falling.map((point) => point.slice(0, last))
  return falling.reduce(
    (sum, point, i) => sum + (reference[last]! - point[last]!) * addedVolume(cut[i]!, cut.slice(i + 1), base),
    0,
  )
}

/** Those that no other dominates, each once. */
function frontOf(losses: readonly Losses[]): Losses[] {
  const front: Losses[] = []
  for (const point of [...losses].sort(compareVectors)) {
    if (!front.some((other) => isNowhereAbove(other, point))) front.push(point)
  }
  return front
}

function isNowhereAbove(a: Losses, b: Losses): boolean {
  for (let k = 0; k < a.length; k++) if (a[k]! > b[k]!) return false
  return true
}
