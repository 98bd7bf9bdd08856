import { wilsonUpperBound } from './wilson-bound.ts'

/**
 * When a row is said to be OK, when not (NG), and when it is to be measured. Plain data. A null threshold: that answer is never given, since
 * too few rows bound how often it would be wrong.
 */
export interface DecisionRule {
  /** OK from this share of OK on. */
  readonly okFrom: number | null
  /** NG below this share of OK; at most `okFrom`. */
  readonly ngBelow: number | null
}

export interface DecisionOptions {
  /** Largest rate of false OK among the rows that are not, and of false NG among those that are. */
  readonly alpha: number
  readonly costFalseOk: number
  readonly costFalseNg: number
  readonly confidence?: number
}

export type Decision = 'ok' | 'ng' | 'measure'

/**
 * The widest answers whose errors are bounded: OK is said of as many rows as keep the upper Wilson bound of the rate of false OK, among the
 * rows that are not OK, at alpha (Neyman–Pearson), and NG likewise. Where both would be said of a row there is nothing to measure, and
 * the costs decide: OK from the share where both mistakes cost the same.
 *
 * @param okShares  n: shares of OK that were made without their row
 * @param isOk      n: 1 and 0
 * @throws RangeError if the lengths differ, or for an alpha outside of 0 … 1 or costs that are not above 0
 *
 * Source: Tong, Feng & Li, Neyman-Pearson classification algorithms, Science Advances 4 (2018). Cost: a sort.
 */
export function fitDecisionRule(
  okShares: Float64Array,
  isOk: ArrayLike<number>,
  options: DecisionOptions,
): DecisionRule {
  const { alpha, costFalseOk, costFalseNg, confidence = 0.95 } = options
  if (okShares.length !== isOk.length) throw new RangeError(`${okShares.length} shares of ${isOk.length} rows`)
  if (!(alpha > 0 && alpha < 1)) throw new RangeError(`alpha lies between 0 and 1, not at ${alpha}`)
  if (!(costFalseOk > 0 && costFalseNg > 0)) throw new RangeError('a mistake costs more than 0')
  const ofNg = okShares.filter((_, i) => isOk[i] !== 1).sort()
  const ofOk = okShares.filter((_, i) => isOk[i] === 1).sort()
  const okFrom = lowestThreshold(ofNg, ofOk, alpha, confidence)
  // NG is the same question asked from the other side
  const mirrored = lowestThreshold(mirror(ofOk), mirror(ofNg), alpha, confidence)
  const ngBelow = mirrored === null ? null : 1 - mirrored
  if (okFrom === null || ngBelow === null || ngBelow < okFrom) return { okFrom, ngBelow }
  const even = Math.min(ngBelow, Math.max(okFrom, costThreshold(options)))
  return { okFrom: even, ngBelow: even }
}

/** The share of OK at which both mistakes cost the same: OK from there on is cheapest, if the shares are calibrated. */
export function costThreshold({
  costFalseOk,
  costFalseNg,
}: Pick<DecisionOptions, 'costFalseOk' | 'costFalseNg'>): number {
  return costFalseOk / (costFalseOk + costFalseNg)
}

export function decide({ okFrom, ngBelow }: DecisionRule, okShare: number): Decision {
  if (okFrom !== null && okShare >= okFrom) return 'ok'
  return ngBelow !== null && okShare < ngBelow ? 'ng' : 'measure'
}

/** The lowest threshold that so few of the others reach that their rate is bounded; midway to the next share below, so that it is robust. */
function lowestThreshold(others: Float64Array, own: Float64Array, alpha: number, confidence: number): number | null {
  const n = others.length
  if (wilsonUpperBound(0, n, confidence) > alpha) return null
  let reached = 0
  while (reached < n && wilsonUpperBound(reached + 1, n, confidence) <= alpha) reached++
  // ties reach together
  while (reached > 0 && reached < n && others[n - reached] === others[n - reached - 1]) reached--
  const highestBelow = others[n - reached - 1]
  if (highestBelow === undefined) return 0
  const above = [...others.subarray(n - reached), ...own].filter((share) => share > highestBelow)
  const next = above.reduce((least, share) => Math.min(least, share), 1)
  return highestBelow + (next - highestBelow) / 2 || Number.MIN_VALUE
}

function mirror(shares: Float64Array): Float64Array {
  return shares.map((share) => 1 - share).sort()
}

/**
 * Of classes of which none is OK: the share of the likeliest class from which on it is said, so that the upper Wilson bound of how many of
 * these rows are wrong is at most alpha. Null where no threshold bounds it.
 *
 * @param largest  n: the share of the likeliest class
 * @param isRight  n: 1 where it is the true one
 */
export function fitSayingThreshold(
  largest: Float64Array,
  isRight: ArrayLike<number>,
  alpha: number,
  confidence = 0.95,
): number | null {
  const order = Int32Array.from(largest.keys()).sort((a, b) => largest[b]! - largest[a]! || a - b)
  let threshold: number | null = null
  let wrong = 0
  for (let said = 1; said <= order.length; said++) {
    if (isRight[order[said - 1]!] !== 1) wrong++
    const own = largest[order[said - 1]!]!
    const next = order[said] === undefined ? 0 : largest[order[said]!]!
    if (own > next && wilsonUpperBound(wrong, said, confidence) <= alpha) threshold = (own + next) / 2
  }
  return threshold
}
