import { normalSurvival } from '../../distributions/normal.ts'

export interface SignedRankTest {
  /** Sum of the ranks of the positive differences. */
  readonly statistic: number
  /** Probability of a statistic as large or larger, if differences were symmetric about 0: small says that they lie above. */
  readonly greater: number
  /** Of a statistic as small or smaller. */
  readonly less: number
  readonly twoSided: number
}

/** Up to so many differences the distribution is counted out. */
const MOST_EXACT = 50

/**
 * Wilcoxon's signed-rank test. Equal sizes share their mean rank; a zero counts half for either side.
 *
 * Up to 50 differences the distribution over all signs is exact, with ties and zeros as they are; beyond, the normal one with the
 * same variance. Without ties the p-values are scipy's of method 'exact'.
 *
 * @throws RangeError for no difference, or one that is not a number
 * Cost: n³ for the exact one. Source: Wilcoxon, Biometrics Bull. 1 (1945) 80–83; Hollander & Wolfe, Nonparametric Statistical Methods, 3.1.
 */
export function signedRankTest(differences: readonly number[]): SignedRankTest {
  const n = differences.length
  if (n === 0) throw new RangeError('a signed-rank test needs a difference')
  if (differences.some(Number.isNaN)) throw new RangeError('a difference is NaN')
  const doubled = doubledRanks(differences.map(Math.abs))
  let positive = 0
  let zeros = 0
  const signed: number[] = []
  for (const [i, difference] of differences.entries()) {
    if (difference === 0) {
      zeros += doubled[i]!
      continue
    }
    signed.push(doubled[i]!)
    if (difference > 0) positive += doubled[i]!
  }
  const { greater, less } = n <= MOST_EXACT ? exactTails(signed, positive) : normalTails(signed, positive)
  return { statistic: (positive + zeros / 2) / 2, greater, less, twoSided: Math.min(1, 2 * Math.min(greater, less)) }
}

/** Twice the mean ranks, which are integers. */
function doubledRanks(sizes: readonly number[]): number[] {
  const order = [...sizes.keys()].sort((a, b) => sizes[a]! - sizes[b]!)
  const ranks = sizes.map(() => 0)
  for (let from = 0; from < order.length; ) {
    let to = from
    while (to < order.length && sizes[order[to]!] === sizes[order[from]!]) to++
    // ranks from + 1 … to
    for (let i = from; i < to; i++) ranks[order[i]!] = from + 1 + to
    from = to
  }
  return ranks
}

interface Tails {
  readonly greater: number
  readonly less: number
}

/** Counts the signs that give each sum: a rank is in it or not, with equal chance. */
function exactTails(ranks: readonly number[], positive: number): Tails {
  const total = ranks.reduce((a, b) => a + b, 0)
  const share = new Float64Array(total + 1)
  share[0] = 1
  let reached = 0
  for (const rank of ranks) {
    reached += rank
    for (let sum = reached; sum >= 0; sum--) share[sum] = (share[sum]! + (sum >= rank ? share[sum - rank]! : 0)) / 2
  }
  let greater = 0
  for (let sum = total; sum >= positive; sum--) greater += share[sum]!
  let less = 0
  for (let sum = 0; sum <= positive; sum++) less += share[sum]!
  return { greater: Math.min(greater, 1), less: Math.min(less, 1) }
}

function normalTails(ranks: readonly number[], positive: number): Tails {
  const mean = ranks.reduce((a, b) => a + b, 0) / 2
  const variance = ranks.reduce((sum, rank) => sum + rank * rank, 0) / 4
  if (variance === 0) return { greater: 1, less: 1 }
  const z = (positive - mean) / Math.sqrt(variance)
  return { greater: normalSurvival(z), less: normalSurvival(-z) }
}
