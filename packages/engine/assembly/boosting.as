// Kernels of histogram boosting. Pointers are byte offsets. A histogram is [feature][256] pairs (Σ gradient, Σ hessian) of f64, 4096
// bytes a feature; rows are stored as bytes, four features to a word, padded to a multiple of four.

@inline function add(at: usize, pair: v128): void {
  v128.store(at, f64x2.add(v128.load(at), pair))
}

@inline function addRow(row: usize, words: i32, pair: v128, histogram: usize): void {
  for (let w = 0; w < words; w++) {
    const codes: usize = load<u32>(row)
    add(histogram + ((codes & 255) << 4), pair)
    add(histogram + 4096 + ((codes >> 4) & 0xff0), pair)
    add(histogram + 8192 + ((codes >> 12) & 0xff0), pair)
    add(histogram + 12288 + ((codes >> 20) & 0xff0), pair)
    row += 4
    histogram += 16384
  }
}

@inline function pairOf(gradients: usize, row: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(gradients + (row << 3)))
}

/**
 * Sums gradients and hessians of the listed rows into an empty histogram of the features of `words` words from `rows` on.
 * Cache lines of the next 16 rows are read together first, in place of a prefetch; the answer of those reads means nothing.
 */
export function build(rows: usize, words: i32, stride: i32, list: usize, count: i32, gradients: usize, histogram: usize): u32 {
  memory.fill(histogram, 0, (<usize>words) << 14)
  let touched: u32 = 0
  for (let from = 0; from < count; from += 16) {
    const to = min(count, from + 16)
    for (let i = from; i < to; i++) {
      const row: usize = load<u32>(list + ((<usize>i) << 2))
      touched ^= <u32>load<u8>(rows + row * stride) ^ <u32>load<u8>(gradients + (row << 3))
    }
    for (let i = from; i < to; i++) {
      const row: usize = load<u32>(list + ((<usize>i) << 2))
      addRow(rows + row * stride, words, pairOf(gradients, row), histogram)
    }
  }
  return touched
}

/** The same for rows 0 … count − 1. */
export function buildAll(rows: usize, words: i32, stride: i32, count: i32, gradients: usize, histogram: usize): void {
  memory.fill(histogram, 0, (<usize>words) << 14)
  for (let row = 0; row < count; row++) {
    addRow(rows + (<usize>row) * stride, words, pairOf(gradients, row), histogram)
  }
}

/** a := a − b over `bytes` bytes. */
export function subtract(a: usize, b: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(a + at, f64x2.sub(v128.load(a + at), v128.load(b + at)))
}

/**
 * The best split of each of two features, one a lane. Prefix sums start at (g0, h0): the missing rows where they go left, else 0.
 * gain = max(|GL| − alpha, 0)² / (HL + lambda) + the same of the right. Ties go to the lowest bin.
 *
 * @param out  [gain, bin, Σ gradient left, Σ hessian left] of lane 0, then of lane 1; a gain of −1: no split is allowed
 */
function scanPair(
  first: usize, second: usize, bins: i32, start: usize,
  gradient: f64, hessian: f64, alpha: f64, lambda: f64, leastHessian: f64, out: usize,
): void {
  const zero = f64x2.splat(0)
  const total = f64x2.splat(gradient)
  const totalHessian = f64x2.splat(hessian)
  const alphas = f64x2.splat(alpha)
  const lambdas = f64x2.splat(lambda)
  const least = f64x2.splat(leastHessian)
  let left = v128.shuffle<f64>(v128.load(start), v128.load(start, 16), 0, 2)
  let leftHessian = v128.shuffle<f64>(v128.load(start), v128.load(start, 16), 1, 3)
  let best = f64x2.splat(-1)
  let bestBin = zero
  let bestLeft = zero
  let bestHessian = zero
  for (let b = 0; b < bins; b++) {
    const x = v128.load(first)
    const y = v128.load(second)
    first += 16
    second += 16
    if (!v128.any_true(v128.or(x, y))) continue // no rows in either bin: the split is the one before
    left = f64x2.add(left, v128.shuffle<f64>(x, y, 0, 2))
    leftHessian = f64x2.add(leftHessian, v128.shuffle<f64>(x, y, 1, 3))
    const right = f64x2.sub(total, left)
    const rightHessian = f64x2.sub(totalHessian, leftHessian)
    const hl = f64x2.add(leftHessian, lambdas)
    const hr = f64x2.add(rightHessian, lambdas)
    const tl = f64x2.max(f64x2.sub(f64x2.abs(left), alphas), zero)
    const tr = f64x2.max(f64x2.sub(f64x2.abs(right), alphas), zero)
    const gain = f64x2.div(
      f64x2.add(f64x2.mul(f64x2.mul(tl, tl), hr), f64x2.mul(f64x2.mul(tr, tr), hl)),
      f64x2.mul(hl, hr),
    )
    const better = v128.and(f64x2.gt(gain, best), f64x2.ge(f64x2.min(leftHessian, rightHessian), least))
    best = v128.bitselect(gain, best, better)
    bestBin = v128.bitselect(f64x2.splat(<f64>b), bestBin, better)
    bestLeft = v128.bitselect(left, bestLeft, better)
    bestHessian = v128.bitselect(leftHessian, bestHessian, better)
  }
  v128.store(out, v128.shuffle<f64>(best, bestBin, 0, 2))
  v128.store(out, v128.shuffle<f64>(bestLeft, bestHessian, 0, 2), 16)
  v128.store(out, v128.shuffle<f64>(best, bestBin, 1, 3), 32)
  v128.store(out, v128.shuffle<f64>(bestLeft, bestHessian, 1, 3), 48)
}

/**
 * The best split over the listed features: two at a time, first with missing rows to the right, then to the left where there are any.
 * Ties go to the feature that is listed first, then to missing rows on the right.
 *
 * @param list     features, a word each, ascending
 * @param bins     by feature, a word each
 * @param missing  by feature, a byte each: whether any row has no value
 * @param scratch  96 bytes
 * @param out      [gain, feature, bin, missing left, Σ gradient left, Σ hessian left]; a gain of −1: no split is allowed
 */
export function scanFeatures(
  histogram: usize, list: usize, count: i32, bins: usize, missing: usize,
  gradient: f64, hessian: f64, alpha: f64, lambda: f64, leastHessian: f64, scratch: usize, out: usize,
): void {
  store<f64>(out, -1)
  for (let k = 0; k < count; k += 2) {
    const first: usize = load<u32>(list + ((<usize>k) << 2))
    const second: usize = k + 1 < count ? <usize>load<u32>(list + ((<usize>(k + 1)) << 2)) : first
    const a = histogram + (first << 12)
    const b = histogram + (second << 12)
    const hasMissing = load<u8>(missing + first) | load<u8>(missing + second)
    const most = max(load<i32>(bins + (first << 2)), load<i32>(bins + (second << 2))) - (hasMissing ? 0 : 1)
    v128.store(scratch, f64x2.splat(0))
    v128.store(scratch, f64x2.splat(0), 16)
    for (let side = 0; side <= <i32>hasMissing; side++) {
      if (side == 1) {
        v128.store(scratch, v128.load(a, 4080))
        v128.store(scratch, v128.load(b, 4080), 16)
      }
      scanPair(a, b, most, scratch, gradient, hessian, alpha, lambda, leastHessian, scratch + 32)
      for (let lane = 0; lane < 2; lane++) {
        const at = scratch + 32 + ((<usize>lane) << 5)
        if (load<f64>(at) <= load<f64>(out)) continue
        store<f64>(out, load<f64>(at))
        store<f64>(out, <f64>(lane == 0 ? first : second), 8)
        store<f64>(out, load<f64>(at, 8), 16)
        store<f64>(out, <f64>side, 24)
        store<f64>(out, load<f64>(at, 16), 32)
        store<f64>(out, load<f64>(at, 24), 40)
      }
    }
  }
}

/** Stable: rows whose code goes left stay at the front of the list, the others follow; `goesLeft` has a byte for each code. */
export function partition(codes: usize, list: usize, count: i32, goesLeft: usize, spare: usize): i32 {
  let left = list
  let right = spare
  for (let i = 0; i < count; i++) {
    const row = load<u32>(list + ((<usize>i) << 2))
    const step = (<usize>load<u8>(goesLeft + <usize>load<u8>(codes + row))) << 2
    store<u32>(left, row)
    store<u32>(right, row)
    left += step
    right += 4 - step
  }
  const lefts = <i32>((left - list) >> 2)
  memory.copy(left, spare, right - spare)
  return lefts
}

/** scores[row] += value for the listed rows. */
export function addValue(scores: usize, list: usize, count: i32, value: f64): void {
  for (let i = 0; i < count; i++) {
    const at = scores + ((<usize>load<u32>(list + ((<usize>i) << 2))) << 3)
    store<f64>(at, load<f64>(at) + value)
  }
}
