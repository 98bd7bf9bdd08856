import type { Generator } from '../random/generator.ts'

/**
 * Deals rows into k folds at random: every row is in exactly one fold, and without groups the sizes differ by at most one.
 *
 * @param groups  n: rows with the same number stay in one fold (a lot, a day, a replicated setting). Groups are dealt from
 *   the largest to the smallest, each into the smallest fold, ties in random order
 * @returns n: the fold of each row, 0 … k − 1; no fold is empty
 * @throws RangeError unless 2 ≤ k ≤ number of rows (of groups, where they are given)
 */
export function kFold(rows: number, k: number, generator: Generator, groups?: Int32Array): Int32Array {
  if (groups) return dealGroups(groupMembers(rows, groups), rows, k, generator)
  checkFolds(k, rows, 'rows')
  const foldOf = new Int32Array(rows)
  generator.permutation(rows).forEach((row, position) => {
    foldOf[row] = position % k
  })
  return foldOf
}

export interface HoldOut {
  /** In ascending order. */
  readonly training: Uint32Array
  readonly test: Uint32Array
}

/**
 * Sets `fraction` of the rows aside at random, rounded up (as scikit-learn's `train_test_split`).
 *
 * @param groups  n: rows with the same number stay together; groups in random order are set aside while at least half of
 *   the next one still fits
 * @throws RangeError unless 0 < fraction < 1 and at least one row (group) is left on each side
 */
export function holdOut(rows: number, fraction: number, generator: Generator, groups?: Int32Array): HoldOut {
  if (!(fraction > 0 && fraction < 1)) throw new RangeError(`a fraction is between 0 and 1, got ${fraction}`)
  const units = groups ? groupMembers(rows, groups) : Array.from({ length: rows }, (_, row) => [row])
  const wanted = Math.ceil(rows * fraction)
  const order = generator.permutation(units.length)
  const isTest = new Uint8Array(rows)
  let set = 0
  let taken = 0
  for (const unit of order) {
    const members = units[unit]!
    if (set > 0 && wanted - set < members.length / 2) continue
    if (taken === units.length - 1) break
    for (const row of members) isTest[row] = 1
    set += members.length
    taken++
  }
  if (taken === 0) throw new RangeError(`${units.length} ${groups ? 'groups' : 'rows'} can't be split in two`)
  const all = Uint32Array.from({ length: rows }, (_, row) => row)
  return { training: all.filter((row) => isTest[row] === 0), test: all.filter((row) => isTest[row] === 1) }
}

function dealGroups(members: number[][], rows: number, k: number, generator: Generator): Int32Array {
  checkFolds(k, members.length, 'groups')
  const order = [...generator.permutation(members.length)].sort((a, b) => members[b]!.length - members[a]!.length)
  const sizes = new Int32Array(k)
  const foldOf = new Int32Array(rows)
  for (const group of order) {
    const fold = sizes.indexOf(Math.min(...sizes))
    for (const row of members[group]!) foldOf[row] = fold
    sizes[fold]! += members[group]!.length
  }
  return foldOf
}

function groupMembers(rows: number, groups: Int32Array): number[][] {
  if (groups.length !== rows) throw new RangeError(`expected a group for each of ${rows} rows, got ${groups.length}`)
  const members = new Map<number, number[]>()
  groups.forEach((group, row) => {
    const rowsOfGroup = members.get(group)
    if (rowsOfGroup) rowsOfGroup.push(row)
    else members.set(group, [row])
  })
  return [...members.values()]
}

/** @throws RangeError unless 2 ≤ k ≤ units */
export function checkFolds(k: number, units: number, what: string): void {
  if (!Number.isInteger(k) || k < 2 || k > units) {
    throw new RangeError(`${units} ${what} can be dealt into 2 to ${units} folds, not ${k}`)
  }
}
