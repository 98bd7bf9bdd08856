/**
 * An upper bound of log det XᵀX over n × p matrices X of −1 and 1 (and of numbers between), n ≥ p.
 *
 * n ≡ 0 (mod 4): Hadamard's n^p. n ≡ 1: (n−1)^(p−1)·(n−1+p), as products of columns are odd. n ≡ 2: two blocks of columns whose
 * products are ≡ 2 within a block: (n−2)^(p−2)·((n−2+p)² − (p odd)). n ≡ 3: products are ≡ 3 up to signs; the largest
 * determinant has s blocks of nearly equal sizes, 3 within and −1 between blocks, and the best s is taken.
 *
 * Sources: Barba, Giorn. Mat. Battaglini 71 (1933) 70–86; Ehlich, Math. Z. 83 (1964) 123–132 and 84 (1964) 438–447; Wojtas,
 * Colloq. Math. 12 (1964) 73–83; Galil & Kiefer, Ann. Statist. 8 (1980) 1293–1306 for p < n.
 */
export function twoLevelBound(n: number, p: number): number {
  switch (n % 4) {
    case 0:
      return p * Math.log(n)
    case 1:
      return (p - 1) * Math.log(n - 1) + Math.log(n - 1 + p)
    case 2:
      return p === 1 ? Math.log(n) : (p - 2) * Math.log(n - 2) + Math.log((n - 2 + p) * (n - 2 + p) - (p % 2))
    default: {
      let bound = Number.NEGATIVE_INFINITY
      for (let blocks = 1; blocks <= p; blocks++) bound = Math.max(bound, blockBound(n, p, blocks))
      return bound
    }
  }
}

/** log det of (n−3)·I + 4·(J within blocks) − J. */
function blockBound(n: number, p: number, blocks: number): number {
  const small = Math.floor(p / blocks)
  const large = p % blocks
  let logarithm = p === blocks ? 0 : (p - blocks) * Math.log(n - 3)
  let share = 1
  for (const [count, size] of [
    [blocks - large, small],
    [large, small + 1],
  ] as const) {
    logarithm += count * Math.log(n - 3 + 4 * size)
    share -= (count * size) / (n - 3 + 4 * size)
  }
  return logarithm + Math.log(Math.max(share, 0))
}
