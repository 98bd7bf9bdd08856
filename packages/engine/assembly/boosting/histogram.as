// A histogram is [feature][bin] pairs (Σ gradient, Σ hessian) of f64: `featureBytes` a feature, the same for all. Rows are stored as
// bytes, four features to a word, padded to a multiple of four. Gradients are pairs of f32 by row.

@inline function add(at: usize, pair: v128): void {
  v128.store(at, f64x2.add(v128.load(at), pair))
}

@inline function addRow(row: usize, words: i32, pair: v128, histogram: usize, featureBytes: usize): void {
  for (let w = 0; w < words; w++) {
    const codes: usize = load<u32>(row)
    add(histogram + ((codes & 255) << 4), pair)
    histogram += featureBytes
    add(histogram + ((codes >> 4) & 0xff0), pair)
    histogram += featureBytes
    add(histogram + ((codes >> 12) & 0xff0), pair)
    histogram += featureBytes
    add(histogram + ((codes >> 20) & 0xff0), pair)
    histogram += featureBytes
    row += 4
  }
}

@inline export function pairOf(gradients: usize, row: usize): v128 {
  return f64x2.promote_low_f32x4(v128.load64_zero(gradients + (row << 3)))
}

/**
 * Sums gradients and hessians of the listed rows into an empty histogram of the features of `words` words from `rows` on.
 * Cache lines of the next 16 rows are read together first, in place of a prefetch; the answer of those reads means nothing.
 */
export function build(
  rows: usize, words: i32, stride: i32, list: usize, count: i32, gradients: usize, histogram: usize, featureBytes: i32,
): u32 {
  memory.fill(histogram, 0, (<usize>words) * 4 * featureBytes)
  let touched: u32 = 0
  for (let from = 0; from < count; from += 16) {
    const to = min(count, from + 16)
    for (let i = from; i < to; i++) {
      const row: usize = load<u32>(list + ((<usize>i) << 2))
      touched ^= <u32>load<u8>(rows + row * stride) ^ <u32>load<u8>(gradients + (row << 3))
    }
    for (let i = from; i < to; i++) {
      const row: usize = load<u32>(list + ((<usize>i) << 2))
      addRow(rows + row * stride, words, pairOf(gradients, row), histogram, featureBytes)
    }
  }
  return touched
}

/** The same for rows 0 … count − 1. */
export function buildAll(
  rows: usize, words: i32, stride: i32, count: i32, gradients: usize, histogram: usize, featureBytes: i32,
): void {
  memory.fill(histogram, 0, (<usize>words) * 4 * featureBytes)
  for (let row = 0; row < count; row++) {
    addRow(rows + (<usize>row) * stride, words, pairOf(gradients, row), histogram, featureBytes)
  }
}

/** a := a − b over `bytes` bytes. */
export function subtract(a: usize, b: usize, bytes: usize): void {
  for (let at: usize = 0; at < bytes; at += 16) v128.store(a + at, f64x2.sub(v128.load(a + at), v128.load(b + at)))
}
