/**
 * The simplex lattice {q, m}: every mixture whose shares are multiples of 1/m; rows × q row-major, each summing to 1. Pure
 * components come first, then binary blends, and so on.
 *
 * @throws RangeError unless q ≥ 2 and m ≥ 1 are integers, or for more than 2²⁰ mixtures
 * Source: Scheffé, J. Roy. Statist. Soc. B 20 (1958) 344–360.
 */
export function simplexLattice(q: number, m: number): Float64Array {
  checkComponents(q)
  if (!Number.isInteger(m) || m < 1) throw new RangeError(`the lattice's degree is an integer from 1, got ${m}`)
  let count = 1
  for (let i = 1; i <= m; i++) count = (count * (q - 1 + i)) / i
  if (count > 2 ** 20) throw new RangeError(`${count} mixtures are too many`)
  const rows: number[][] = []
  const place = (parts: readonly number[], left: number) => {
    if (parts.length === q - 1) rows.push([...parts, left])
    else for (let part = left; part >= 0; part--) place([...parts, part], left - part)
  }
  place([], m)
  const blended = (row: readonly number[]) => row.filter((part) => part > 0).length
  rows.sort((a, b) => blended(a) - blended(b))
  return Float64Array.from(rows.flat(), (part) => part / m)
}

/**
 * The simplex centroid: the equal blend of every subset of the q components; 2^q − 1 rows × q, small subsets first.
 *
 * @throws RangeError unless q is an integer of 2 … 16
 * Source: Scheffé, J. Roy. Statist. Soc. B 25 (1963) 235–263.
 */
export function simplexCentroid(q: number): Float64Array {
  checkComponents(q)
  const subsets = Array.from({ length: 2 ** q - 1 }, (_, i) => i + 1)
  const members = (subset: number) => Array.from({ length: q }, (_, j) => (subset >> j) & 1)
  const size = (subset: number) => members(subset).reduce((sum, bit) => sum + bit, 0)
  subsets.sort((a, b) => size(a) - size(b) || a - b)
  return Float64Array.from(subsets.flatMap((subset) => members(subset).map((bit) => bit / size(subset))))
}

/**
 * The centroid and, on the axis from each component's vertex, the point half way to it: q + 1 rows × q that are added to a
 * lattice or centroid design to check its fit inside. Source: Cornell, Experiments with Mixtures, 3rd ed. (2002) § 2.14.
 */
export function simplexAxial(q: number): Float64Array {
  checkComponents(q)
  const rows = Array.from({ length: q }, (_, i) => Array.from({ length: q }, (_, j) => (i === j ? q + 1 : 1) / (2 * q)))
  return Float64Array.from([Array<number>(q).fill(1 / q), ...rows].flat())
}

function checkComponents(q: number): void {
  if (!Number.isInteger(q) || q < 2 || q > 16) throw new RangeError(`a mixture has 2 to 16 components here, got ${q}`)
}
