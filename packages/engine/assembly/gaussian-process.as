// Kernels of the Gaussian process: covariance, blocked Cholesky factor, inverse and gradient.
//
// Pointers and strides are in bytes. Matrices are row-major; their sizes are padded to a multiple of 4 by rows of the
// identity, so that no loop has a remainder. Points are feature-major: value f of point i is at points + f·stride + 8·i.
// The order of additions depends on the sizes alone.

const BLOCK: i32 = 32
const BLOCK_BYTES: usize = 256

// ---------------------------------------------------------------- exponential

/** e^x of two lanes of x <= 0 to an ulp; 0 below −708. Cody and Waite's reduction, Taylor's polynomial of degree 13. */
// @ts-ignore: decorator
@inline
function expLanes(x: v128): v128 {
  const magic = f64x2.splat(6755399441055744.0) // 1.5·2^52: adding it rounds to an integer, in the lowest bits
  const shifted = f64x2.add(f64x2.mul(x, f64x2.splat(1.4426950408889634)), magic)
  const power = f64x2.sub(shifted, magic)
  let r = f64x2.sub(x, f64x2.mul(power, f64x2.splat(0.693147180369123816490)))
  r = f64x2.sub(r, f64x2.mul(power, f64x2.splat(1.90821492927058770002e-10)))
  let p = f64x2.splat(1.0 / 6227020800.0)
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 479001600.0))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 39916800.0))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 3628800.0))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 362880.0))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 40320.0))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 5040.0))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 720.0))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 120.0))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 24.0))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0 / 6.0))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(0.5))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0))
  p = f64x2.add(f64x2.mul(p, r), f64x2.splat(1.0))
  const scaled = i64x2.add(p, i64x2.shl(shifted, 52))
  return v128.and(scaled, f64x2.ge(x, f64x2.splat(-708.0)))
}

/** Overwrites n values (n even) of x <= 0 by e^x. */
export function exponential(values: usize, n: i32): void {
  const end = values + ((<usize>n) << 3)
  for (let at = values; at < end; at += 16) v128.store(at, expLanes(v128.load(at)))
}

// ---------------------------------------------------------------- products of rows

/**
 * out = base + sign·A·Bᵀ over m × n values: A is m × k, B is n × k; m, n and k are multiples of 4. A base of 0 is none.
 * `out` may be `base`, and neither A nor B.
 */
function multiplyRows(
  out: usize, outStride: usize, base: usize, baseStride: usize, sign: f64,
  a: usize, aStride: usize, b: usize, bStride: usize, m: i32, n: i32, k: i32,
): void {
  const length = (<usize>k) << 3
  for (let i = 0; i < m; i += 4) {
    const a0 = a + <usize>i * aStride
    for (let j = 0; j < n; j += 2) {
      const b0 = b + <usize>j * bStride
      let s00 = f64x2.splat(0), s01 = f64x2.splat(0)
      let s10 = f64x2.splat(0), s11 = f64x2.splat(0)
      let s20 = f64x2.splat(0), s21 = f64x2.splat(0)
      let s30 = f64x2.splat(0), s31 = f64x2.splat(0)
      let p0 = a0
      let p1 = a0 + aStride
      let p2 = p1 + aStride
      let p3 = p2 + aStride
      let q0 = b0
      let q1 = b0 + bStride
      const end = p0 + length
      while (p0 < end) {
        let y0 = v128.load(q0), y1 = v128.load(q1)
        let x = v128.load(p0)
        s00 = f64x2.add(s00, f64x2.mul(x, y0))
        s01 = f64x2.add(s01, f64x2.mul(x, y1))
        x = v128.load(p1)
        s10 = f64x2.add(s10, f64x2.mul(x, y0))
        s11 = f64x2.add(s11, f64x2.mul(x, y1))
        x = v128.load(p2)
        s20 = f64x2.add(s20, f64x2.mul(x, y0))
        s21 = f64x2.add(s21, f64x2.mul(x, y1))
        x = v128.load(p3)
        s30 = f64x2.add(s30, f64x2.mul(x, y0))
        s31 = f64x2.add(s31, f64x2.mul(x, y1))
        y0 = v128.load(q0, 16)
        y1 = v128.load(q1, 16)
        x = v128.load(p0, 16)
        s00 = f64x2.add(s00, f64x2.mul(x, y0))
        s01 = f64x2.add(s01, f64x2.mul(x, y1))
        x = v128.load(p1, 16)
        s10 = f64x2.add(s10, f64x2.mul(x, y0))
        s11 = f64x2.add(s11, f64x2.mul(x, y1))
        x = v128.load(p2, 16)
        s20 = f64x2.add(s20, f64x2.mul(x, y0))
        s21 = f64x2.add(s21, f64x2.mul(x, y1))
        x = v128.load(p3, 16)
        s30 = f64x2.add(s30, f64x2.mul(x, y0))
        s31 = f64x2.add(s31, f64x2.mul(x, y1))
        p0 += 32
        p1 += 32
        p2 += 32
        p3 += 32
        q0 += 32
        q1 += 32
      }
      const column = (<usize>j) << 3
      const target = out + <usize>i * outStride + column
      const source = base === 0 ? 0 : base + <usize>i * baseStride + column
      putPair(target, source, sign, s00, s01)
      putPair(target + outStride, source === 0 ? 0 : source + baseStride, sign, s10, s11)
      putPair(target + 2 * outStride, source === 0 ? 0 : source + 2 * baseStride, sign, s20, s21)
      putPair(target + 3 * outStride, source === 0 ? 0 : source + 3 * baseStride, sign, s30, s31)
    }
  }
}

// @ts-ignore: decorator
@inline
function putPair(target: usize, source: usize, sign: f64, left: v128, right: v128): void {
  // (left₀, right₀) + (left₁, right₁): both sums at once
  const sums = f64x2.add(v128.shuffle<f64>(left, right, 0, 2), v128.shuffle<f64>(left, right, 1, 3))
  const signed = f64x2.mul(f64x2.splat(sign), sums)
  v128.store(target, source === 0 ? signed : f64x2.add(v128.load(source), signed))
}

// ---------------------------------------------------------------- factor and inverse

/**
 * Overwrites the lower triangle of a symmetric matrix by its Cholesky factor L, block column by block column.
 *
 * @param inverses  n × 32: row i gets its row of the inverse of the diagonal block that it lies in
 * @param panel     n × 32, working space
 * @returns 1, or 0 where a pivot is not positive
 */
export function factorise(matrix: usize, stride: usize, inverses: usize, panel: usize, n: i32): i32 {
  for (let start = 0; start < n; start += BLOCK) {
    const width = min(BLOCK, n - start)
    const offset = (<usize>start) << 3
    const rows = matrix + <usize>start * stride
    const block = rows + offset
    multiplyRows(panel, BLOCK_BYTES, block, stride, -1, rows, stride, rows, stride, n - start, width, start)
    const inverse = inverses + <usize>start * BLOCK_BYTES
    if (!factoriseBlock(panel, inverse, width)) return 0
    for (let i = 0; i < width; i++) {
      for (let j = 0; j <= i; j++) {
        const column = (<usize>j) << 3
        store<f64>(block + <usize>i * stride + column, load<f64>(panel + <usize>i * BLOCK_BYTES + column))
      }
    }
    const below = <usize>width
    multiplyRows(
      block + below * stride, stride, 0, 0, 1,
      panel + below * BLOCK_BYTES, BLOCK_BYTES, inverse, BLOCK_BYTES, n - start - width, width, width,
    )
  }
  return 1
}

/** Cholesky factor of a block in place, and the factor's inverse with zeros above its diagonal. */
function factoriseBlock(block: usize, inverse: usize, width: i32): bool {
  for (let i = 0; i < width; i++) {
    const row = block + <usize>i * BLOCK_BYTES
    for (let j = 0; j <= i; j++) {
      const other = block + <usize>j * BLOCK_BYTES
      let sum = load<f64>(row + ((<usize>j) << 3))
      for (let k = 0; k < j; k++) sum -= load<f64>(row + ((<usize>k) << 3)) * load<f64>(other + ((<usize>k) << 3))
      if (j < i) {
        store<f64>(row + ((<usize>j) << 3), sum / load<f64>(other + ((<usize>j) << 3)))
      } else {
        if (!(sum > 0)) return false
        store<f64>(row + ((<usize>i) << 3), sqrt(sum))
      }
    }
  }
  for (let i = 0; i < width; i++) {
    const target = inverse + <usize>i * BLOCK_BYTES
    memory.fill(target, 0, BLOCK_BYTES)
    const row = block + <usize>i * BLOCK_BYTES
    const pivot = load<f64>(row + ((<usize>i) << 3))
    store<f64>(target + ((<usize>i) << 3), 1 / pivot)
    for (let k = 0; k < i; k++) {
      const weight = load<f64>(row + ((<usize>k) << 3)) / pivot
      const source = inverse + <usize>k * BLOCK_BYTES
      for (let j = 0; j <= k; j++) {
        const at = (<usize>j) << 3
        store<f64>(target + at, load<f64>(target + at) - weight * load<f64>(source + at))
      }
    }
  }
  return true
}

/**
 * Overwrites the factor L by the lower triangle of (L·Lᵀ)⁻¹.
 *
 * L⁻ᵀ stands in rows of `upper` (n × n), so that each of the two steps is a product of contiguous rows.
 */
export function invert(matrix: usize, upper: usize, stride: usize, inverses: usize, panel: usize, n: i32): void {
  for (let start = 0; start < n; start += BLOCK) {
    const width = min(BLOCK, n - start)
    const offset = (<usize>start) << 3
    const rows = matrix + <usize>start * stride
    const inverse = inverses + <usize>start * BLOCK_BYTES
    for (let above = 0; above < start; above += BLOCK) {
      const at = (<usize>above) << 3
      const target = upper + <usize>above * stride
      multiplyRows(panel, BLOCK_BYTES, 0, 0, 1, target + at, stride, rows + at, stride, BLOCK, width, start - above)
      multiplyRows(target + offset, stride, 0, 0, -1, panel, BLOCK_BYTES, inverse, BLOCK_BYTES, BLOCK, width, width)
    }
    for (let i = 0; i < width; i++) {
      const target = upper + <usize>(start + i) * stride + offset
      for (let j = 0; j < width; j++) {
        store<f64>(target + ((<usize>j) << 3), load<f64>(inverse + <usize>j * BLOCK_BYTES + ((<usize>i) << 3)))
      }
    }
  }
  for (let start = 0; start < n; start += BLOCK) {
    const height = min(BLOCK, n - start)
    const offset = (<usize>start) << 3
    const rows = upper + <usize>start * stride + offset
    multiplyRows(
      matrix + <usize>start * stride, stride, 0, 0, 1,
      rows, stride, upper + offset, stride, height, start + height, n - start,
    )
  }
}

/** Overwrites b (of n) by the solution of L·x = b. */
export function solveLower(lower: usize, stride: usize, b: usize, n: i32): void {
  for (let i = 0; i < n; i++) {
    const row = lower + <usize>i * stride
    let lanes = f64x2.splat(0)
    const even = i & ~1
    for (let k = 0; k < even; k += 2) {
      const at = (<usize>k) << 3
      lanes = f64x2.add(lanes, f64x2.mul(v128.load(row + at), v128.load(b + at)))
    }
    let sum = f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1)
    if (even < i) sum += load<f64>(row + ((<usize>even) << 3)) * load<f64>(b + ((<usize>even) << 3))
    const at = b + ((<usize>i) << 3)
    store<f64>(at, (load<f64>(at) - sum) / load<f64>(row + ((<usize>i) << 3)))
  }
}

/** Overwrites b (of n) by the solution of Lᵀ·x = b. */
export function solveLowerTransposed(lower: usize, stride: usize, b: usize, n: i32): void {
  for (let i = n - 1; i >= 0; i--) {
    const row = lower + <usize>i * stride
    const at = b + ((<usize>i) << 3)
    const value = load<f64>(at) / load<f64>(row + ((<usize>i) << 3))
    store<f64>(at, value)
    const both = f64x2.splat(value)
    const even = i & ~1
    for (let k = 0; k < even; k += 2) {
      const to = b + ((<usize>k) << 3)
      v128.store(to, f64x2.sub(v128.load(to), f64x2.mul(both, v128.load(row + ((<usize>k) << 3)))))
    }
    if (even < i) {
      const to = b + ((<usize>even) << 3)
      store<f64>(to, load<f64>(to) - value * load<f64>(row + ((<usize>even) << 3)))
    }
  }
}

/** Overwrites m rows (m and n multiples of 4) of n values by the solutions x of L·x = row. */
export function solveRows(
  lower: usize, stride: usize, inverses: usize, panel: usize, n: i32, rows: usize, m: i32,
): void {
  for (let start = 0; start < n; start += BLOCK) {
    const width = min(BLOCK, n - start)
    const at = rows + ((<usize>start) << 3)
    const factor = lower + <usize>start * stride
    multiplyRows(panel, BLOCK_BYTES, at, stride, -1, rows, stride, factor, stride, m, width, start)
    const inverse = inverses + <usize>start * BLOCK_BYTES
    multiplyRows(at, stride, 0, 0, 1, panel, BLOCK_BYTES, inverse, BLOCK_BYTES, m, width, width)
  }
}

// ---------------------------------------------------------------- covariance

/** Σ of squared differences over p features, of one point to the first `count` (even) points. */
function squaredDistances(
  out: usize, point: usize, pointStride: usize, points: usize, stride: usize, p: i32, count: i32,
): void {
  const length = (<usize>count) << 3
  memory.fill(out, 0, length)
  for (let f = 0; f < p; f++) {
    const own = f64x2.splat(load<f64>(point + <usize>f * pointStride))
    const others = points + <usize>f * stride
    for (let at: usize = 0; at < length; at += 16) {
      const difference = f64x2.sub(v128.load(others + at), own)
      v128.store(out + at, f64x2.add(v128.load(out + at), f64x2.mul(difference, difference)))
    }
  }
}

/** Adds Σ over q categories of their weight where the levels differ. */
function addMismatches(
  out: usize, point: usize, pointStride: usize, points: usize, stride: usize, q: i32, weights: usize, count: i32,
): void {
  const length = (<usize>count) << 3
  for (let c = 0; c < q; c++) {
    const own = f64x2.splat(load<f64>(point + <usize>c * pointStride))
    const weight = f64x2.splat(load<f64>(weights + ((<usize>c) << 3)))
    const others = points + <usize>c * stride
    for (let at: usize = 0; at < length; at += 16) {
      const differs = f64x2.ne(v128.load(others + at), own)
      v128.store(out + at, f64x2.add(v128.load(out + at), v128.and(differs, weight)))
    }
  }
}

/**
 * Overwrites squared distances by correlations; a mismatch multiplies them by e^−mismatch.
 *
 * kind 0: squared exponential; 1: Matérn 3/2; 2: Matérn 5/2. The derivative of the correlation to the log of a length
 * scale is slope·(squared scaled difference of that feature).
 */
function correlate(kind: i32, distances: usize, mismatches: usize, slopes: usize, count: i32): void {
  const length = (<usize>count) << 3
  const one = f64x2.splat(1)
  for (let at: usize = 0; at < length; at += 16) {
    const squared = v128.load(distances + at)
    const mismatch = v128.load(mismatches + at)
    let value: v128, slope: v128
    if (kind === 0) {
      value = expLanes(f64x2.neg(f64x2.add(f64x2.mul(squared, f64x2.splat(0.5)), mismatch)))
      slope = value
    } else if (kind === 1) {
      const a = f64x2.sqrt(f64x2.mul(squared, f64x2.splat(3)))
      const decay = expLanes(f64x2.neg(f64x2.add(a, mismatch)))
      value = f64x2.mul(f64x2.add(one, a), decay)
      slope = f64x2.mul(f64x2.splat(3), decay)
    } else {
      const square = f64x2.mul(squared, f64x2.splat(5))
      const a = f64x2.sqrt(square)
      const decay = expLanes(f64x2.neg(f64x2.add(a, mismatch)))
      const linear = f64x2.add(one, a)
      value = f64x2.mul(f64x2.add(linear, f64x2.mul(square, f64x2.splat(1.0 / 3.0))), decay)
      slope = f64x2.mul(f64x2.splat(5.0 / 3.0), f64x2.mul(linear, decay))
    }
    v128.store(distances + at, value)
    v128.store(slopes + at, slope)
  }
}

/** Σ over p features of products, and over q categories of 1 where the levels are equal. */
function linearProducts(
  out: usize, point: usize, points: usize, p: i32,
  codes: usize, allCodes: usize, q: i32, pointStride: usize, stride: usize, count: i32,
): void {
  const length = (<usize>count) << 3
  memory.fill(out, 0, length)
  for (let f = 0; f < p; f++) {
    const own = f64x2.splat(load<f64>(point + <usize>f * pointStride))
    const others = points + <usize>f * stride
    for (let at: usize = 0; at < length; at += 16) {
      v128.store(out + at, f64x2.add(v128.load(out + at), f64x2.mul(v128.load(others + at), own)))
    }
  }
  const one = f64x2.splat(1)
  for (let c = 0; c < q; c++) {
    const own = f64x2.splat(load<f64>(codes + <usize>c * pointStride))
    const others = allCodes + <usize>c * stride
    for (let at: usize = 0; at < length; at += 16) {
      const equal = v128.and(f64x2.eq(v128.load(others + at), own), one)
      v128.store(out + at, f64x2.add(v128.load(out + at), equal))
    }
  }
}

/**
 * Correlations (into `out`) and slopes of one point with the first `count` points.
 *
 * @param buffers  3 rows of `stride` bytes: mismatches, slopes, linear products
 */
// @ts-ignore: decorator
@inline
function correlationRow(
  kind: i32, out: usize, buffers: usize, point: usize, codes: usize, pointStride: usize,
  points: usize, allCodes: usize, stride: usize, p: i32, q: i32, weights: usize, count: i32,
): void {
  squaredDistances(out, point, pointStride, points, stride, p, count)
  memory.fill(buffers, 0, (<usize>count) << 3)
  addMismatches(buffers, codes, pointStride, allCodes, stride, q, weights, count)
  correlate(kind, out, buffers, buffers + stride, count)
}

/**
 * Covariances of m points with n: signal·correlation + linear·(products of the unscaled points + equal categories).
 *
 * @param isTriangle  1: the points are the same, and row i needs its first i + 1 columns only
 * @param points   p features divided by their length scales; `plain` the same undivided, `codes` q categories
 */
export function covariances(
  kind: i32, out: usize, buffers: usize, isTriangle: i32,
  point: usize, plain: usize, codes: usize, pointStride: usize, m: i32,
  points: usize, allPlain: usize, allCodes: usize, stride: usize, n: i32,
  p: i32, q: i32, weights: usize, signal: f64, linear: f64,
): void {
  const products = buffers + 2 * stride
  for (let i = 0; i < m; i++) {
    const count = ((isTriangle ? i + 1 : n) + 1) & ~1
    const row = out + <usize>i * stride
    const at = (<usize>i) << 3
    correlationRow(
      kind, row, buffers, point + at, codes + at, pointStride, points, allCodes, stride, p, q, weights, count,
    )
    const length = (<usize>count) << 3
    const scale = f64x2.splat(signal)
    if (linear > 0) {
      linearProducts(
        products, plain + at, allPlain, p, codes + at, allCodes, q, pointStride, stride, count,
      )
      const slope = f64x2.splat(linear)
      for (let j: usize = 0; j < length; j += 16) {
        const sum = f64x2.add(f64x2.mul(scale, v128.load(row + j)), f64x2.mul(slope, v128.load(products + j)))
        v128.store(row + j, sum)
      }
    } else {
      for (let j: usize = 0; j < length; j += 16) v128.store(row + j, f64x2.mul(scale, v128.load(row + j)))
    }
  }
}

/** Adds a value to the diagonal of n rows, and makes the rows n … padded − 1 those of the identity. */
export function addDiagonal(matrix: usize, stride: usize, n: i32, padded: i32, value: f64): void {
  for (let i = 0; i < n; i++) add(matrix + <usize>i * stride + ((<usize>i) << 3), value)
  for (let i = n; i < padded; i++) {
    const row = matrix + <usize>i * stride
    memory.fill(row, 0, (<usize>i) << 3)
    store<f64>(row + ((<usize>i) << 3), 1)
  }
}

/**
 * The sums that the gradient of the log marginal likelihood is made of, over the pairs i > j with
 * W = ααᵀ − K⁻¹: per feature Σ W·slope·(squared scaled difference), per category Σ W·correlation·(levels differ),
 * then Σ W·correlation, Σ W·product, and over the diagonal ½·Σ W and ½·Σ W·product.
 *
 * @param inverse  lower triangle of K⁻¹
 * @param buffers  5 rows of `stride` bytes
 * @param sums     p + q + 4 values, overwritten
 */
export function gradientSums(
  kind: i32, inverse: usize, alpha: usize, buffers: usize, points: usize, plain: usize, codes: usize, stride: usize,
  n: i32, p: i32, q: i32, weights: usize, hasLinear: i32, sums: usize,
): void {
  memory.fill(sums, 0, (<usize>(p + q + 4)) << 3)
  const rest = sums + ((<usize>(p + q)) << 3)
  const slopes = buffers + stride
  const products = buffers + 2 * stride
  const values = buffers + 3 * stride
  const pairs = buffers + 4 * stride
  for (let i = 0; i < n; i++) {
    const at = (<usize>i) << 3
    const row = inverse + <usize>i * stride
    const own = load<f64>(alpha + at)
    const half = 0.5 * (own * own - load<f64>(row + at))
    add(rest + 16, half)
    if (hasLinear) add(rest + 24, half * ownProduct(plain + at, p, q, stride))
    if (i === 0) continue
    const count = (i + 1) & ~1
    const length = (<usize>count) << 3
    correlationRow(
      kind, values, buffers, points + at, codes + at, stride, points, codes, stride, p, q, weights, count,
    )
    const both = f64x2.splat(own)
    for (let j: usize = 0; j < length; j += 16) {
      v128.store(pairs + j, f64x2.sub(f64x2.mul(both, v128.load(alpha + j)), v128.load(row + j)))
    }
    if (i & 1) store<f64>(pairs + at, 0) // the pair of the point with itself
    add(rest, dotRows(pairs, values, length))
    if (hasLinear) {
      linearProducts(products, plain + at, plain, p, codes + at, codes, q, stride, stride, count)
      add(rest + 8, dotRows(pairs, products, length))
    }
    for (let j: usize = 0; j < length; j += 16) {
      const pair = v128.load(pairs + j)
      v128.store(slopes + j, f64x2.mul(pair, v128.load(slopes + j)))
      v128.store(values + j, f64x2.mul(pair, v128.load(values + j)))
    }
    for (let f = 0; f < p; f++) {
      add(sums + ((<usize>f) << 3), weightedSquares(slopes, points + <usize>f * stride, at, length))
    }
    for (let c = 0; c < q; c++) {
      add(sums + ((<usize>(p + c)) << 3), weightedMismatches(values, codes + <usize>c * stride, at, length))
    }
  }
}

// @ts-ignore: decorator
@inline
function add(target: usize, value: f64): void {
  store<f64>(target, load<f64>(target) + value)
}

function ownProduct(point: usize, p: i32, q: i32, stride: usize): f64 {
  let sum: f64 = q
  for (let f = 0; f < p; f++) {
    const value = load<f64>(point + <usize>f * stride)
    sum += value * value
  }
  return sum
}

function dotRows(a: usize, b: usize, length: usize): f64 {
  let lanes = f64x2.splat(0)
  for (let j: usize = 0; j < length; j += 16) {
    lanes = f64x2.add(lanes, f64x2.mul(v128.load(a + j), v128.load(b + j)))
  }
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1)
}

function weightedSquares(weights: usize, feature: usize, at: usize, length: usize): f64 {
  let lanes = f64x2.splat(0)
  const own = f64x2.splat(load<f64>(feature + at))
  for (let j: usize = 0; j < length; j += 16) {
    const difference = f64x2.sub(v128.load(feature + j), own)
    lanes = f64x2.add(lanes, f64x2.mul(v128.load(weights + j), f64x2.mul(difference, difference)))
  }
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1)
}

function weightedMismatches(weights: usize, codes: usize, at: usize, length: usize): f64 {
  let lanes = f64x2.splat(0)
  const own = f64x2.splat(load<f64>(codes + at))
  for (let j: usize = 0; j < length; j += 16) {
    lanes = f64x2.add(lanes, v128.and(f64x2.ne(v128.load(codes + j), own), v128.load(weights + j)))
  }
  return f64x2.extract_lane(lanes, 0) + f64x2.extract_lane(lanes, 1)
}

/** Σ a·b over n values (n even). */
export function dotProduct(a: usize, b: usize, n: i32): f64 {
  return dotRows(a, b, (<usize>n) << 3)
}
