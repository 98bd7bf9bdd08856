import type { BoundCandidates } from './bound-candidates.ts'
import type { WeightedDesign } from './design-weights.ts'

/** The candidates of the next round and the weights to start it from; `added` of them are new. */
interface NextSet {
  readonly chosen: number[]
  readonly weights: Float64Array
  readonly added: number
}

/**
 * Candidates with weight stay, and those with the largest sensitivity above the design's own come in, at most `most`.
 *
 * @param apart  a candidate gives its place and weight to a better one that is nearer than this share of half of every
 *   factor's range, so that a cluster around a maximum doesn't fill the set; to shrink from round to round
 */
export function nextSet(
  chosen: readonly number[],
  { weights }: WeightedDesign,
  gradient: Float64Array,
  all: BoundCandidates,
  { most, apart }: { readonly most: number; readonly apart: number },
): NextSet {
  const weightOf = new Map(chosen.map((i, s) => [i, weights[s]!]))
  const level = lowestToEnter(weightOf, gradient, all)
  const staying = chosen.filter((i) => weightOf.get(i)! > (1e-3 * all.totals[all.groups[i]!]!) / chosen.length)
  const entering: number[] = []
  for (let i = 0; i < gradient.length; i++) {
    if (!weightOf.has(i) && gradient[i]! > level[all.groups[i]!]!) entering.push(i)
  }
  const byGradient = (a: number, b: number) => gradient[b]! - gradient[a]! || a - b
  const best = entering.sort(byGradient).slice(0, apart > 0 ? 20 * most : most)
  const isNear = nearness(all, apart)
  const kept: { index: number; weight: number }[] = []
  let added = 0
  for (const index of [...staying, ...best].sort(byGradient)) {
    const weight = weightOf.get(index) ?? 0
    const better = kept.find((other) => isNear(other.index, index))
    if (better) {
      better.weight += weight
    } else if (weightOf.has(index) || added < most) {
      kept.push({ index, weight })
      if (!weightOf.has(index)) added++
    }
  }
  return { chosen: kept.map(({ index }) => index), weights: Float64Array.from(kept, ({ weight }) => weight), added }
}

/** The average sensitivity of each group's runs; with a cap the weighted candidates are not alike, and any may be too low. */
function lowestToEnter(
  weightOf: ReadonlyMap<number, number>,
  gradient: Float64Array,
  { groups, totals, cap }: BoundCandidates,
): Float64Array {
  const level = new Float64Array(totals.length)
  if (cap !== Number.POSITIVE_INFINITY) return level
  for (const [i, weight] of weightOf)
    level[groups[i]!] = level[groups[i]!]! + (weight * gradient[i]!) / totals[groups[i]!]!
  return level
}

function nearness({ runs, groups }: BoundCandidates, apart: number): (a: number, b: number) => boolean {
  if (apart === 0) return () => false
  const k = runs.length / groups.length
  const reach = new Float64Array(k)
  for (let j = 0; j < k; j++) {
    let low = Number.POSITIVE_INFINITY
    let high = Number.NEGATIVE_INFINITY
    for (let at = j; at < runs.length; at += k) {
      low = Math.min(low, runs[at]!)
      high = Math.max(high, runs[at]!)
    }
    reach[j] = (apart * (high - low)) / 2
  }
  return (a, b) => {
    if (groups[a] !== groups[b]) return false
    for (let j = 0; j < k; j++) if (Math.abs(runs[a * k + j]! - runs[b * k + j]!) > reach[j]!) return false
    return true
  }
}
