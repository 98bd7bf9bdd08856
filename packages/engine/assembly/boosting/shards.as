// Boosting of large tables under squared loss, by several threads. A row's error is a whole number of small steps, packed with a count
// of one into 64 bits: (steps << countBits) + 1. Sums of such words are exact, so that they are the same in any order. A packed
// histogram is [feature][bin] of these words, PACKED bytes a feature.

const PACKED: usize = 2048

/** The largest |score − target| of rows from … to − 1. */
export function largestError(scores: usize, targets: usize, from: i32, to: i32): f64 {
  let most = f64x2.splat(0)
  let row = from
  for (; row + 1 < to; row += 2) {
    const at = (<usize>row) << 3
    most = f64x2.pmax(most, f64x2.abs(f64x2.sub(v128.load(scores + at), v128.load(targets + at))))
  }
  let largest = max(f64x2.extract_lane(most, 0), f64x2.extract_lane(most, 1))
  if (row < to) {
    const at = (<usize>row) << 3
    largest = max(largest, abs(load<f64>(scores + at) - load<f64>(targets + at)))
  }
  return largest
}

/** Packs the errors of the listed rows. @returns the sum of their steps */
export function packErrors(
  scores: usize, targets: usize, list: usize, count: i32, packed: usize, scale: f64, countBits: i32,
): f64 {
  let sum: i64 = 0
  for (let i = 0; i < count; i++) {
    const at = (<usize>load<u32>(list + ((<usize>i) << 2))) << 3
    const steps = <i64>nearest((load<f64>(scores + at) - load<f64>(targets + at)) * scale)
    sum += steps
    store<i64>(packed + at, (steps << <i64>countBits) + 1)
  }
  return <f64>sum
}

@inline function addWord(histogram: usize, codes: usize, own: i64): void {
  const a = histogram + ((codes & 255) << 3)
  store<i64>(a, load<i64>(a) + own)
  const b = histogram + ((codes >> 5) & 0x7f8)
  store<i64>(b, load<i64>(b, PACKED) + own, PACKED)
  const c = histogram + ((codes >> 13) & 0x7f8)
  store<i64>(c, load<i64>(c, 2 * PACKED) + own, 2 * PACKED)
  const d = histogram + ((codes >> 21) & 0x7f8)
  store<i64>(d, load<i64>(d, 3 * PACKED) + own, 3 * PACKED)
}

/**
 * Sums the packed errors of the listed rows into an empty histogram of `words` words of features, where few of the rows are listed: row by
 * row, two at a time, so that the second's sums don't wait for the first's. Cache lines of the next 16 rows are read together first, in
 * place of a prefetch: the answer of those reads means nothing.
 *
 * @param codes  [row][word]
 */
export function buildFromRows(codes: usize, words: i32, list: usize, count: i32, packed: usize, histogram: usize): u32 {
  const stride = (<usize>words) << 2
  memory.fill(histogram, 0, stride * PACKED)
  let touched: u32 = 0
  for (let from = 0; from < count; from += 16) {
    const to = min(count, from + 16)
    for (let i = from; i < to; i++) {
      const row: usize = load<u32>(list + ((<usize>i) << 2))
      touched ^= <u32>load<u8>(codes + row * stride) ^ <u32>load<u8>(packed + (row << 3))
    }
    let i = from
    for (; i + 1 < to; i += 2) {
      const first: usize = load<u32>(list + ((<usize>i) << 2))
      const second: usize = load<u32>(list + ((<usize>i) << 2), 4)
      const own = load<i64>(packed + (first << 3))
      const other = load<i64>(packed + (second << 3))
      let a = codes + first * stride
      let b = codes + second * stride
      let at = histogram
      for (const end = a + stride; a < end; a += 4, b += 4, at += 4 * PACKED) {
        addWord(at, load<u32>(a), own)
        addWord(at, load<u32>(b), other)
      }
    }
    if (i < to) {
      const row: usize = load<u32>(list + ((<usize>i) << 2))
      let at = histogram
      for (let w: usize = 0; w < stride; w += 4, at += 4 * PACKED) {
        addWord(at, load<u32>(codes + row * stride + w), load<i64>(packed + (row << 3)))
      }
    }
  }
  return touched
}

/**
 * The same where many rows are listed: two words of features at a time, whose histograms fit into the first cache; the errors are
 * brought into the order of the list first.
 *
 * @param codes    [word][row] of `rows` rows
 * @param ordered  room for `count` errors
 */
export function buildFromWords(
  codes: usize, rows: i32, words: i32, list: usize, count: i32, packed: usize, ordered: usize, histogram: usize,
): void {
  memory.fill(histogram, 0, (<usize>words) * 4 * PACKED)
  for (let i = 0; i < count; i++) {
    const own = load<i64>(packed + ((<usize>load<u32>(list + ((<usize>i) << 2))) << 3))
    store<i64>(ordered + ((<usize>i) << 3), own)
  }
  const next = (<usize>rows) << 2
  const end = list + ((<usize>count) << 2)
  let word = 0
  for (; word + 1 < words; word += 2, codes += 2 * next, histogram += 8 * PACKED) {
    let at = ordered
    for (let i = list; i < end; i += 4, at += 8) {
      const row = codes + ((<usize>load<u32>(i)) << 2)
      const own = load<i64>(at)
      addWord(histogram, load<u32>(row), own)
      addWord(histogram + 4 * PACKED, load<u32>(row + next), own)
    }
  }
  if (word === words) return
  for (let i = list, at = ordered; i < end; i += 4, at += 8) {
    addWord(histogram, load<u32>(codes + ((<usize>load<u32>(i)) << 2)), load<i64>(at))
  }
}

/** `partition` of codes that are `apart` bytes apart. */
export function partitionEvery(codes: usize, apart: usize, list: usize, count: i32, goesLeft: usize, spare: usize): i32 {
  let left = list
  let right = spare
  for (let i = 0; i < count; i++) {
    const row = load<u32>(list + ((<usize>i) << 2))
    const step = (<usize>load<u8>(goesLeft + <usize>load<u8>(codes + (<usize>row) * apart))) << 2
    store<u32>(left, row)
    store<u32>(right, row)
    left += step
    right += 4 - step
  }
  const lefts = <i32>((left - list) >> 2)
  memory.copy(left, spare, right - spare)
  return lefts
}

/**
 * Adds up the shards' packed histograms of one feature into pairs (Σ error, count) of f64, which are exact.
 *
 * @param packed      the feature in the first shard's histogram; the next shard's is `shardBytes` on
 * @param bins        how many to write
 * @param step        the error of one step, a power of two
 */
export function mergePacked(
  packed: usize, shardBytes: usize, shards: i32, bins: i32, out: usize, countBits: i32, step: f64,
): void {
  const counts: i64 = (<i64>1 << <i64>countBits) - 1
  for (let bin = 0; bin < bins; bin++) {
    let at = packed + ((<usize>bin) << 3)
    let sum: i64 = 0
    for (let shard = 0; shard < shards; shard++, at += shardBytes) sum += load<i64>(at)
    const to = out + ((<usize>bin) << 4)
    store<f64>(to, <f64>(sum >> <i64>countBits) * step)
    store<f64>(to, <f64>(sum & counts), 8)
  }
}
