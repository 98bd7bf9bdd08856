// The search for the best split of a node. With G, H the sums of a side: gain = max(|GL| − alpha, 0)² / (HL + lambda) + the same of the
// right.

import { pairOf } from './histogram'

/** What a search answers: [gain, feature, bin, missing left, Σ gradient left, Σ hessian left]; a gain of −1: no split is allowed. */
const GAIN: usize = 0
const FEATURE: usize = 8
const BIN: usize = 16
const SIDE: usize = 24
const LEFT: usize = 32
const LEFT_HESSIAN: usize = 40

// Room that a search needs: gains of each bin of two features, then the two features' missing sums
const MISSING_SUMS: usize = 4096
export const SEARCH_BYTES: usize = 4128

/**
 * The gains of two features' thresholds, one feature a lane, into `gains`; 0 where a side would be too small. Prefix sums start with
 * the missing rows where they go left, else with nothing.
 *
 * @returns the largest gain of each lane
 */
@inline function gainsOf(
  first: usize, second: usize, bins: i32, gains: usize, isLeft: bool, isPenalised: bool,
  gradient: f64, hessian: f64, alpha: f64, lambda: f64, leastHessian: f64,
): v128 {
  const zero = f64x2.splat(0)
  const total = f64x2.splat(gradient)
  const totalHessian = f64x2.splat(hessian)
  const alphas = f64x2.splat(alpha)
  const lambdas = f64x2.splat(lambda)
  const least = f64x2.splat(leastHessian)
  let left = zero
  let leftHessian = zero
  if (isLeft) {
    left = v128.shuffle<f64>(v128.load(gains, MISSING_SUMS), v128.load(gains, MISSING_SUMS + 16), 0, 2)
    leftHessian = v128.shuffle<f64>(v128.load(gains, MISSING_SUMS), v128.load(gains, MISSING_SUMS + 16), 1, 3)
  }
  let best = zero
  const end = gains + ((<usize>bins) << 4)
  for (let at = gains; at < end; at += 16) {
    const x = v128.load(first)
    const y = v128.load(second)
    first += 16
    second += 16
    left = f64x2.add(left, v128.shuffle<f64>(x, y, 0, 2))
    leftHessian = f64x2.add(leftHessian, v128.shuffle<f64>(x, y, 1, 3))
    let right = f64x2.sub(total, left)
    const rightHessian = f64x2.sub(totalHessian, leftHessian)
    let own = left
    if (isPenalised) {
      own = f64x2.pmax(f64x2.sub(f64x2.abs(left), alphas), zero)
      right = f64x2.pmax(f64x2.sub(f64x2.abs(right), alphas), zero)
    }
    const hl = f64x2.add(leftHessian, lambdas)
    const hr = f64x2.add(rightHessian, lambdas)
    const over = f64x2.add(f64x2.mul(f64x2.mul(own, own), hr), f64x2.mul(f64x2.mul(right, right), hl))
    const isAllowed = f64x2.ge(f64x2.pmin(leftHessian, rightHessian), least)
    const gain = v128.and(f64x2.div(over, f64x2.mul(hl, hr)), isAllowed)
    v128.store(at, gain)
    best = f64x2.pmax(best, gain)
  }
  return best
}

/** Offers the largest gain of one lane: it counts where it is above the best so far. */
@inline function offerLane(gains: usize, lane: usize, gain: f64, feature: usize, side: i32, out: usize): void {
  if (gain <= load<f64>(out, GAIN)) return
  let at = gains + (lane << 3)
  let bin = 0
  while (load<f64>(at) != gain) {
    at += 16
    bin++
  }
  store<f64>(out, gain, GAIN)
  store<f64>(out, <f64>feature, FEATURE)
  store<f64>(out, <f64>bin, BIN)
  store<f64>(out, <f64>side, SIDE)
}

/**
 * The best split over the listed features: two at a time, first with missing rows to the right, then to the left where there are any.
 * Ties go to the feature that is listed first, then to missing rows on the right, then to the lowest bin.
 *
 * @param list     features, a word each, ascending
 * @param bins     by feature, a word each; missing rows have the bin after the last
 * @param missing  by feature, a byte each: whether any row has no value
 * @param room     SEARCH_BYTES
 */
export function scanFeatures(
  histogram: usize, featureBytes: i32, list: usize, count: i32, bins: usize, missing: usize,
  gradient: f64, hessian: f64, alpha: f64, lambda: f64, leastHessian: f64, room: usize, out: usize,
): void {
  store<f64>(out, 0, GAIN)
  for (let k = 0; k < count; k += 2) {
    const first: usize = load<u32>(list + ((<usize>k) << 2))
    const second: usize = k + 1 < count ? <usize>load<u32>(list + ((<usize>(k + 1)) << 2)) : first
    const a = histogram + first * featureBytes
    const b = histogram + second * featureBytes
    const binsA: usize = load<u32>(bins + (first << 2))
    const binsB: usize = load<u32>(bins + (second << 2))
    const missingA = load<u8>(missing + first)
    const missingB = load<u8>(missing + second)
    const most = <i32>max(binsA, binsB) - (missingA | missingB ? 0 : 1)
    const best = alpha == 0
      ? gainsOf(a, b, most, room, false, false, gradient, hessian, alpha, lambda, leastHessian)
      : gainsOf(a, b, most, room, false, true, gradient, hessian, alpha, lambda, leastHessian)
    offerLane(room, 0, f64x2.extract_lane(best, 0), first, 0, out)
    offerLane(room, 1, f64x2.extract_lane(best, 1), second, 0, out)
    if (!(missingA | missingB)) continue
    v128.store(room, missingA ? v128.load(a + (binsA << 4)) : f64x2.splat(0), MISSING_SUMS)
    v128.store(room, missingB ? v128.load(b + (binsB << 4)) : f64x2.splat(0), MISSING_SUMS + 16)
    const other = gainsOf(a, b, most, room, true, true, gradient, hessian, alpha, lambda, leastHessian)
    offerLane(room, 0, f64x2.extract_lane(other, 0), first, 1, out)
    offerLane(room, 1, f64x2.extract_lane(other, 1), second, 1, out)
  }
  if (load<f64>(out, GAIN) > 0) sumLeft(histogram, featureBytes, bins, out)
  else store<f64>(out, -1, GAIN)
}

/** Sums the rows that the found split sends left. */
function sumLeft(histogram: usize, featureBytes: i32, bins: usize, out: usize): void {
  const feature = <usize>load<f64>(out, FEATURE)
  const from = histogram + feature * featureBytes
  const end = from + ((<usize>load<f64>(out, BIN)) << 4)
  let left = load<f64>(out, SIDE) == 1 ? v128.load(from + (<usize>load<u32>(bins + (feature << 2)) << 4)) : f64x2.splat(0)
  for (let at = from; at <= end; at += 16) left = f64x2.add(left, v128.load(at))
  v128.store(out, left, LEFT)
}

@inline function clearSums(scratch: usize, code: usize): void {
  v128.store(scratch + (code << 4), f64x2.splat(0))
}

/**
 * The best threshold of one feature over the few rows of a node, better than what `out` holds: the rows are summed into an empty
 * histogram of one feature, and only the bins that hold rows are looked at.
 *
 * @param sums  256 pairs of f64 that are zero, and are again afterwards
 */
export function scanFew(
  feature: i32, codes: usize, list: usize, count: i32, gradients: usize, bins: usize, hasMissing: i32,
  gradient: f64, hessian: f64, alpha: f64, lambda: f64, leastHessian: f64, sums: usize, out: usize,
): void {
  let mask0: u64 = 0
  let mask1: u64 = 0
  let mask2: u64 = 0
  let mask3: u64 = 0
  for (let i = 0; i < count; i++) {
    const row: usize = load<u32>(list + ((<usize>i) << 2))
    const code: usize = load<u8>(codes + row)
    const at = sums + (code << 4)
    v128.store(at, f64x2.add(v128.load(at), pairOf(gradients, row)))
    const bit: u64 = (<u64>1) << (<u64>code & 63)
    if (code < 64) mask0 |= bit
    else if (code < 128) mask1 |= bit
    else if (code < 192) mask2 |= bit
    else mask3 |= bit
  }
  let missing = f64x2.splat(0)
  let sides = 0
  if (hasMissing) {
    missing = v128.load(sums + (bins << 4))
    clearSums(sums, bins)
    const bit: u64 = ~((<u64>1) << (<u64>bins & 63))
    if (bins < 64) mask0 &= bit
    else if (bins < 128) mask1 &= bit
    else if (bins < 192) mask2 &= bit
    else mask3 &= bit
    sides = f64x2.extract_lane(missing, 1) > 0 ? 1 : 0
  }
  let bestOver = load<f64>(out, GAIN)
  let bestUnder: f64 = 1
  let found = false
  for (let side = 0; side <= sides; side++) {
    let left = side == 1 ? missing : f64x2.splat(0)
    for (let word = 0; word < 4; word++) {
      let mask = word == 0 ? mask0 : word == 1 ? mask1 : word == 2 ? mask2 : mask3
      while (mask != 0) {
        const bin: usize = <usize>((word << 6) + <i32>ctz(mask))
        mask &= mask - 1
        left = f64x2.add(left, v128.load(sums + (bin << 4)))
        if (side == sides) clearSums(sums, bin)
        const gl = f64x2.extract_lane(left, 0)
        const hessianLeft = f64x2.extract_lane(left, 1)
        const hessianRight = hessian - hessianLeft
        if (hessianLeft < leastHessian || hessianRight < leastHessian) continue
        const hl = hessianLeft + lambda
        const hr = hessianRight + lambda
        const tl = max(abs(gl) - alpha, 0)
        const tr = max(abs(gradient - gl) - alpha, 0)
        const over = tl * tl * hr + tr * tr * hl
        const under = hl * hr
        if (over * bestUnder > bestOver * under) {
          bestOver = over
          bestUnder = under
          found = true
          store<f64>(out, <f64>bin, BIN)
          store<f64>(out, <f64>side, SIDE)
          store<f64>(out, gl, LEFT)
          store<f64>(out, hessianLeft, LEFT_HESSIAN)
        }
      }
    }
  }
  if (!found) return
  store<f64>(out, bestOver / bestUnder, GAIN)
  store<f64>(out, <f64>feature, FEATURE)
}
