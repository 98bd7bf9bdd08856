import type { FeatureMatrix } from '../features/feature-matrix.ts'

/**
 * Numbers rows so that rows with equal inputs have the same number: 0, 1, … by first appearance. Missing equals missing, 0 equals −0.
 *
 * Kept in one fold, such rows can't be predicted from their own copies. Cost: about n·p, exact: rows are hashed, then compared.
 */
export function duplicateGroups(matrix: FeatureMatrix): Int32Array {
  const { rows: n, columns } = matrix
  const hashes = rowHashes(matrix)
  const firstOf = new Map<number, number[]>()
  const groups = new Int32Array(n)
  let count = 0
  for (let row = 0; row < n; row++) {
    const candidates = firstOf.get(hashes[row]!)
    const twin = candidates?.find((other) => columns.every((column) => isSame(column[row]!, column[other]!)))
    if (twin !== undefined) {
      groups[row] = groups[twin]!
      continue
    }
    groups[row] = count++
    if (candidates) candidates.push(row)
    else firstOf.set(hashes[row]!, [row])
  }
  return groups
}

function isSame(a: number, b: number): boolean {
  return a === b || (Number.isNaN(a) && Number.isNaN(b))
}

/** A 32-bit hash of each row (FNV-1a over the words of its numbers). */
function rowHashes({ rows: n, columns }: FeatureMatrix): Uint32Array {
  const hashes = new Uint32Array(n).fill(0x811c9dc5)
  const number = new Float64Array(1)
  const words = new Uint32Array(number.buffer)
  for (const column of columns) {
    for (let row = 0; row < n; row++) {
      const value = column[row]!
      number[0] = Number.isNaN(value) ? Number.NaN : value + 0
      let hash = hashes[row]!
      for (const word of words) hash = Math.imul(hash ^ word, 0x01000193) ^ (hash >>> 15)
      hashes[row] = hash
    }
  }
  return hashes
}

/**
 * The finest groups that keep together what either kind of group keeps together: rows are joined through chains of both.
 *
 * @returns n group numbers 0, 1, … by first appearance
 * @throws RangeError if the lengths differ
 */
export function mergeGroups(one: Int32Array, other: Int32Array): Int32Array {
  const n = one.length
  if (other.length !== n) throw new RangeError(`${n} and ${other.length} groups are not of the same rows`)
  const parent = Int32Array.from({ length: n }, (_, row) => row)
  const root = (row: number) => {
    let at = row
    while (parent[at] !== at) {
      parent[at] = parent[parent[at]!]!
      at = parent[at]!
    }
    return at
  }
  for (const groups of [one, other]) {
    const first = new Map<number, number>()
    for (let row = 0; row < n; row++) {
      const known = first.get(groups[row]!)
      if (known === undefined) first.set(groups[row]!, row)
      else parent[root(row)] = root(known)
    }
  }
  const numbers = new Map<number, number>()
  return Int32Array.from({ length: n }, (_, row) => {
    const top = root(row)
    const number = numbers.get(top) ?? numbers.size
    numbers.set(top, number)
    return number
  })
}
