import { dominates } from './non-domination.ts'

/**
 * Volume of the part of space that the losses dominate, up to a reference point. A vector that is not below the reference everywhere
 * adds nothing.
 *
 * Cost: n log n for two objectives; for more it grows steeply, by slices along the last one (WFG: While, Bradstreet & Barone, IEEE
 * Trans. Evol. Comput. 16 (2012) 86–95).
 */
export function hypervolume(losses: readonly (readonly number[])[], reference: readonly number[]): number {
  const within = losses.filter((point) => point.every((value, k) => value < reference[k]!))
  return volumeOfFront(frontOf(within), reference)
}

/** What each vector adds to the hypervolume of the others; 0 for one that another equals or dominates. */
export function hypervolumeContributions(
  losses: readonly (readonly number[])[],
  reference: readonly number[],
): Float64Array {
  const total = hypervolume(losses, reference)
  return Float64Array.from(losses, (_, i) =>
    Math.max(
      0,
      total -
        hypervolume(
          losses.filter((_, j) => j !== i),
          reference,
        ),
    ),
  )
}

/**
 * Places of `count` vectors that together dominate much: each in turn the one that adds most to those before, the first of equals.
 * Within 1 − 1/e of the best choice (Guerreiro, Fonseca & Paquete, Evol. Comput. 24 (2016) 521–544).
 */
export function selectByHypervolume(
  losses: readonly (readonly number[])[],
  count: number,
  reference: readonly number[],
): number[] {
  const chosen: number[] = []
  const left = new Set(losses.keys())
  while (chosen.length < count && left.size > 0) {
    let best = -1
    let most = Number.NEGATIVE_INFINITY
    for (const i of left) {
      const volume = hypervolume(
        [...chosen, i].map((k) => losses[k]!),
        reference,
      )
      if (volume > most) {
        most = volume
        best = i
      }
    }
    chosen.push(best)
    left.delete(best)
  }
  return chosen
}

/** A point beyond the worst of the losses by a tenth of their size, as MOTPE takes it. */
export function referencePoint(losses: readonly (readonly number[])[]): number[] {
  const objectives = losses[0]?.length ?? 0
  return Array.from({ length: objectives }, (_, k) => {
    let worst = Number.NEGATIVE_INFINITY
    for (const point of losses) worst = Math.max(worst, point[k]!)
    return Math.max(1.1 * worst, 0.9 * worst) || 1e-12
  })
}

/** Those that no other dominates, each once. */
function frontOf(losses: readonly (readonly number[])[]): (readonly number[])[] {
  const sorted = [...losses].sort(compareVectors)
  const front: (readonly number[])[] = []
  for (const point of sorted) {
    const isCovered = front.some((other) => dominates(other, point) || compareVectors(other, point) === 0)
    if (!isCovered) front.push(point)
  }
  return front
}

function compareVectors(a: readonly number[], b: readonly number[]): number {
  for (let k = 0; k < a.length; k++) if (a[k] !== b[k]) return a[k]! - b[k]!
  return 0
}

/** @param front  non-dominated, rising in the first objective */
function volumeOfFront(front: readonly (readonly number[])[], reference: readonly number[]): number {
  if (front.length === 0) return 0
  if (reference.length === 1) return reference[0]! - front[0]![0]!
  if (reference.length === 2) {
    let area = 0
    let above = reference[1]!
    for (const point of front) {
      area += (reference[0]! - point[0]!) * (above - point[1]!)
      above = point[1]!
    }
    return area
  }
  // each point's own box, less what the points after it dominate of that box
  return front.reduce((sum, point, i) => {
    const box = point.reduce((product, value, k) => product * (reference[k]! - value), 1)
    const within = front.slice(i + 1).map((other) => other.map((value, k) => Math.max(value, point[k]!)))
    return sum + box - volumeOfFront(frontOf(within), reference)
  }, 0)
}
