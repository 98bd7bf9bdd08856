import type { Generator } from '../random/generator.ts'
import { checkFolds } from './folds.ts'

/**
 * Deals rows into k folds at random so that each fold has its share of every stratum: without groups the sizes of the folds, and of
 * each stratum in them, differ by at most one.
 *
 * @param strata  n: numbers from 0 (classes, or `quantileStrata` of a measured target)
 * @param groups  n: rows with the same number stay in one fold. Groups are dealt from the largest to the smallest, each into the fold
 *   where the strata are fullest by the least; then shares are as even as whole groups allow
 * @returns n: the fold of each row, 0 … k − 1; no fold is empty
 * @throws RangeError unless 2 ≤ k ≤ number of rows (of groups, where they are given), or if lengths differ
 *
 * Cost: n log n; with groups, groups · k · strata.
 */
export function stratifiedKFold(strata: Int32Array, k: number, generator: Generator, groups?: Int32Array): Int32Array {
  const n = strata.length
  if (groups && groups.length !== n)
    throw new RangeError(`expected a group for each of ${n} rows, got ${groups.length}`)
  if (groups) return dealStratifiedGroups(strata, groups, k, generator)
  checkFolds(k, n, 'rows')
  const order = [...generator.permutation(n)].sort((a, b) => strata[a]! - strata[b]!)
  const foldOf = new Int32Array(n)
  for (let position = 0; position < n; position++) foldOf[order[position]!] = position % k
  return foldOf
}

/**
 * Numbers a measured target by its quantiles: `bins` strata of about equal size, equal values in the same one.
 *
 * @throws RangeError unless bins is an integer ≥ 1 and all values are finite
 */
export function quantileStrata(target: Float64Array, bins: number): Int32Array {
  if (!Number.isInteger(bins) || bins < 1) throw new RangeError(`expected a number of bins, got ${bins}`)
  if (!target.every(Number.isFinite)) throw new RangeError('strata are made of finite values')
  const n = target.length
  const order = Uint32Array.from({ length: n }, (_, row) => row).sort((a, b) => target[a]! - target[b]! || a - b)
  const strata = new Int32Array(n)
  for (let position = 0; position < n; position++) {
    const row = order[position]!
    const before = order[position - 1]
    const isTie = before !== undefined && target[before] === target[row]
    strata[row] = isTie ? strata[before]! : Math.floor((position * bins) / n)
  }
  return strata
}

interface Group {
  readonly rows: number[]
  /** Rows of each stratum. */
  readonly counts: Float64Array
}

function dealStratifiedGroups(strata: Int32Array, groups: Int32Array, k: number, generator: Generator): Int32Array {
  let size = 0
  for (const stratum of strata) size = Math.max(size, stratum + 1)
  const members = groupsOf(strata, groups, size)
  checkFolds(k, members.length, 'groups')
  const totals = new Float64Array(size)
  for (const stratum of strata) totals[stratum]!++
  const order = [...generator.permutation(members.length)]
  order.sort((a, b) => members[b]!.rows.length - members[a]!.rows.length)
  const filled = Array.from({ length: k }, () => new Float64Array(size))
  const sizes = new Int32Array(k)
  const foldOf = new Int32Array(strata.length)
  for (const index of order) {
    const group = members[index]!
    const fold = emptiestFold(group, filled, sizes, totals)
    for (const row of group.rows) foldOf[row] = fold
    sizes[fold]! += group.rows.length
    for (let stratum = 0; stratum < size; stratum++) filled[fold]![stratum]! += group.counts[stratum]!
  }
  return foldOf
}

/** The fold whose strata the group makes fullest by the least, each stratum relative to its size; ties to the smallest fold, so that an
 * empty one is always before the others. */
function emptiestFold(group: Group, filled: readonly Float64Array[], sizes: Int32Array, totals: Float64Array): number {
  let chosen = -1
  let least = Number.POSITIVE_INFINITY
  for (let fold = 0; fold < sizes.length; fold++) {
    let cost = 0
    for (let stratum = 0; stratum < totals.length; stratum++) {
      const added = group.counts[stratum]!
      if (added > 0) cost += (added * (2 * filled[fold]![stratum]! + added)) / totals[stratum]!
    }
    if (cost < least || (cost === least && sizes[fold]! < sizes[chosen]!)) {
      chosen = fold
      least = cost
    }
  }
  return chosen
}

function groupsOf(strata: Int32Array, groups: Int32Array, size: number): Group[] {
  const members = new Map<number, Group>()
  groups.forEach((number, row) => {
    const group = members.get(number) ?? { rows: [], counts: new Float64Array(size) }
    group.rows.push(row)
    group.counts[strata[row]!]!++
    members.set(number, group)
  })
  return [...members.values()]
}
