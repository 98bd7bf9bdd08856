// Kernels of prediction by trees. Pointers are byte offsets.
//
// A value is first coded by its rank among the thresholds that its feature is asked for: the number of them below it. It is at most
// threshold k exactly where its rank is at most k. A feature has two columns of codes that differ where the value is missing: one goes
// left at every node, the other right. Rows come in groups; a group has its codes column by column.

// --- codes

/** Codes of one byte, less 128, in groups of 64 rows. `width` thresholds, a power of two, of which those beyond the `known` ones are
 * Infinity and the last is unused. */
export function codeBytes(values: usize, rows: i32, thresholds: usize, width: u32, known: u32, into: usize, groupBytes: usize): void {
  for (let row = 0; row < rows; row += 64) {
    for (let i: usize = 0; i < 64; i += 4) codeFour(values + (i << 3), thresholds, width, known, into + i, false)
    values += 512
    into += groupBytes
  }
}

/** Codes of two bytes in groups of 8 rows; the rest as of `codeBytes`. */
export function codeWords(values: usize, rows: i32, thresholds: usize, width: u32, known: u32, into: usize, groupBytes: usize): void {
  for (let row = 0; row < rows; row += 8) {
    codeFour(values, thresholds, width, known, into, true)
    codeFour(values + 32, thresholds, width, known, into + 8, true)
    values += 64
    into += groupBytes
  }
}

/** Ranks by bisection; four at once hide each other's latency. */
@inline function codeFour(values: usize, thresholds: usize, width: u32, known: u32, into: usize, isWide: bool): void {
  const x = load<f64>(values)
  const y = load<f64>(values, 8)
  const z = load<f64>(values, 16)
  const w = load<f64>(values, 24)
  let a: usize = 0
  let b: usize = 0
  let c: usize = 0
  let d: usize = 0
  for (let shift: usize = ctz(width) + 2; shift > 2; shift--) {
    const from = thresholds + ((<usize>1) << shift) - 8
    a += (<usize>(load<f64>(from + a) < x)) << shift
    b += (<usize>(load<f64>(from + b) < y)) << shift
    c += (<usize>(load<f64>(from + c) < z)) << shift
    d += (<usize>(load<f64>(from + d) < w)) << shift
  }
  putCode(into, 0, a, x, known, isWide)
  putCode(into, 1, b, y, known, isWide)
  putCode(into, 2, c, z, known, isWide)
  putCode(into, 3, d, w, known, isWide)
}

@inline function putCode(into: usize, i: usize, rank: usize, value: f64, known: u32, isWide: bool): void {
  const code = <u32>rank >> 3
  const right = value == value ? code : known
  if (isWide) {
    store<u16>(into + 2 * i, code)
    store<u16>(into + 2 * i, right, 16)
  } else {
    store<u8>(into + i, code ^ 128)
    store<u8>(into + i, right ^ 128, 64)
  }
}

// --- trees of up to 64 leaves, by what the nodes rule out (Lucchese et al., QuickScorer, SIGIR 2015)
//
// A node that sends a row right rules out the leaves on its left; of those that remain in the end, the first is the row's. Leaves are bits,
// eight to a plane. An entry is a node in a plane: its threshold's rank less 128, the leaves that it rules out, and its column (u16).

const PLANES = 8

/** Adds the trees' values to the scores of groups of 64 rows. A tree has u32 entries, values, output, planes, and u8 entries of each plane;
 * the scratch has 1024 bytes. */
export function addByMasks(
  codes: usize, groups: i32, groupBytes: usize, trees: usize, treeCount: i32, scores: usize, outputBytes: usize, scratch: usize,
): void {
  for (let group = 0; group < groups; group++) {
    for (let t = 0; t < treeCount; t++) {
      const tree = trees + ((<usize>t) * 24)
      const planes = load<i32>(tree, 12)
      let entry: usize = load<u32>(tree)
      for (let plane = 0; plane < planes; plane++) {
        entry = ruleOut(codes, entry, <i32>load<u8>(tree + plane, 16), scratch + ((<usize>plane) << 6))
      }
      const into = scores + load<u32>(tree, 8) * outputBytes
      if (planes <= 4) addNarrow(scratch, load<u32>(tree, 4), into)
      else addWide(scratch, load<u32>(tree, 4), into)
    }
    codes += groupBytes
    scores += 512
  }
}

@inline function ruleOut(codes: usize, entry: usize, count: i32, into: usize): usize {
  let r0 = i8x16.splat(0)
  let r1 = r0
  let r2 = r0
  let r3 = r0
  for (const end = entry + ((<usize>count) << 2); entry < end; entry += 4) {
    const at = codes + ((<usize>load<u16>(entry, 2)) << 6)
    const rank = v128.load8_splat(entry)
    const leaves = v128.load8_splat(entry, 1)
    r0 = v128.or(r0, v128.and(i8x16.gt_s(v128.load(at), rank), leaves))
    r1 = v128.or(r1, v128.and(i8x16.gt_s(v128.load(at, 16), rank), leaves))
    r2 = v128.or(r2, v128.and(i8x16.gt_s(v128.load(at, 32), rank), leaves))
    r3 = v128.or(r3, v128.and(i8x16.gt_s(v128.load(at, 48), rank), leaves))
  }
  v128.store(into, r0)
  v128.store(into, r1, 16)
  v128.store(into, r2, 32)
  v128.store(into, r3, 48)
  return entry
}

@inline function zipLow(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 0, 16, 1, 17, 2, 18, 3, 19, 4, 20, 5, 21, 6, 22, 7, 23)
}

@inline function zipHigh(a: v128, b: v128): v128 {
  return v128.shuffle<u8>(a, b, 8, 24, 9, 25, 10, 26, 11, 27, 12, 28, 13, 29, 14, 30, 15, 31)
}

@inline function zipLow16(a: v128, b: v128): v128 {
  return v128.shuffle<u16>(a, b, 0, 8, 1, 9, 2, 10, 3, 11)
}

@inline function zipHigh16(a: v128, b: v128): v128 {
  return v128.shuffle<u16>(a, b, 4, 12, 5, 13, 6, 14, 7, 15)
}

/** The planes of 16 rows become 32 bits a row. */
@inline function joinPlanes(planes: usize, into: usize, step: usize): void {
  const one = v128.load(planes)
  const two = v128.load(planes, 64)
  const three = v128.load(planes, 128)
  const four = v128.load(planes, 192)
  const low = zipLow(one, two)
  const high = zipHigh(one, two)
  const lowRest = zipLow(three, four)
  const highRest = zipHigh(three, four)
  v128.store(into, zipLow16(low, lowRest))
  v128.store(into + step, zipHigh16(low, lowRest))
  v128.store(into + 2 * step, zipLow16(high, highRest))
  v128.store(into + 3 * step, zipHigh16(high, highRest))
}

@inline function addLeaf(score: usize, values: usize, ruledOut: u32): void {
  store<f64>(score, load<f64>(score) + load<f64>(values + ((<usize>ctz(~ruledOut)) << 3)))
}

function addNarrow(scratch: usize, values: usize, scores: usize): void {
  const joined = scratch + (PLANES << 6)
  for (let from: usize = 0; from < 64; from += 16) joinPlanes(scratch + from, joined + (from << 2), 16)
  for (let row: usize = 0; row < 64; row += 4) {
    const at = joined + (row << 2)
    const score = scores + (row << 3)
    addLeaf(score, values, load<u32>(at))
    addLeaf(score + 8, values, load<u32>(at, 4))
    addLeaf(score + 16, values, load<u32>(at, 8))
    addLeaf(score + 24, values, load<u32>(at, 12))
  }
}

function addWide(scratch: usize, values: usize, scores: usize): void {
  const joined = scratch + (PLANES << 6)
  for (let from: usize = 0; from < 64; from += 16) {
    joinPlanes(scratch + from, joined, 16)
    joinPlanes(scratch + 256 + from, joined + 64, 16)
    for (let row: usize = 0; row < 16; row++) {
      const ruledOut = <u64>load<u32>(joined + (row << 2)) | (<u64>load<u32>(joined + (row << 2), 64) << 32)
      const score = scores + ((from + row) << 3)
      store<f64>(score, load<f64>(score) + load<f64>(values + ((<usize>ctz(~ruledOut)) << 3)))
    }
  }
}

// --- trees of any size, by descent
//
// A node has 8 bytes: u16 rank of its threshold, u16 column, u32 the place of its left child; the right one follows that. A leaf is its own
// left child, and every row goes left there, so that eight rows descend in step.

const SET: u32 = 65534

/** Adds the trees' values to the scores of groups of 8 rows. A tree has u32 root and output; the value of the node at a place is `toValues`
 * bytes on. Where `hasSets`, a node of rank SET has the bits of the codes that go right at the u32 that is `toSets` bytes on from half its place. */
export function addByDescent(
  codes: usize, groups: i32, groupBytes: usize, trees: usize, treeCount: i32, scores: usize, outputBytes: usize, toValues: usize, hasSets: bool,
  toSets: usize,
): void {
  for (let t = 0; t < treeCount; t++) {
    const root: usize = load<u32>(trees + ((<usize>t) << 3))
    const into = scores + load<u32>(trees + ((<usize>t) << 3), 4) * outputBytes
    if (hasSets) descendAll(codes, groups, groupBytes, root, into, toValues, true, toSets)
    else descendAll(codes, groups, groupBytes, root, into, toValues, false, 0)
  }
}

@inline function descendAll(
  codes: usize, groups: i32, groupBytes: usize, root: usize, into: usize, toValues: usize, hasSets: bool, toSets: usize,
): void {
  for (let group = 0; group < groups; group++) {
    let n0 = root, n1 = root, n2 = root, n3 = root, n4 = root, n5 = root, n6 = root, n7 = root
    for (;;) {
      for (let i = 0; i < 3; i++) {
        n0 = child(n0, codes, hasSets, toSets)
        n1 = child(n1, codes + 2, hasSets, toSets)
        n2 = child(n2, codes + 4, hasSets, toSets)
        n3 = child(n3, codes + 6, hasSets, toSets)
        n4 = child(n4, codes + 8, hasSets, toSets)
        n5 = child(n5, codes + 10, hasSets, toSets)
        n6 = child(n6, codes + 12, hasSets, toSets)
        n7 = child(n7, codes + 14, hasSets, toSets)
      }
      let moved = load<u32>(n0, 4) ^ <u32>n0
      moved |= load<u32>(n1, 4) ^ <u32>n1
      moved |= load<u32>(n2, 4) ^ <u32>n2
      moved |= load<u32>(n3, 4) ^ <u32>n3
      moved |= load<u32>(n4, 4) ^ <u32>n4
      moved |= load<u32>(n5, 4) ^ <u32>n5
      moved |= load<u32>(n6, 4) ^ <u32>n6
      moved |= load<u32>(n7, 4) ^ <u32>n7
      if (!moved) break
    }
    addValue(into, n0 + toValues)
    addValue(into + 8, n1 + toValues)
    addValue(into + 16, n2 + toValues)
    addValue(into + 24, n3 + toValues)
    addValue(into + 32, n4 + toValues)
    addValue(into + 40, n5 + toValues)
    addValue(into + 48, n6 + toValues)
    addValue(into + 56, n7 + toValues)
    codes += groupBytes
    into += 64
  }
}

@inline function child(node: usize, codes: usize, hasSets: bool, toSets: usize): usize {
  const rank = <u32>load<u16>(node)
  const code = <u32>load<u16>(codes + ((<usize>load<u16>(node, 2)) << 4))
  let right: usize
  if (hasSets && rank == SET) {
    const words: usize = load<u32>((node >> 1) + toSets)
    right = (load<u32>(words + ((code >> 5) << 2)) >> (code & 31)) & 1
  } else right = <usize>(code > rank)
  return <usize>load<u32>(node, 4) + (right << 3)
}

@inline function addValue(score: usize, value: usize): void {
  store<f64>(score, load<f64>(score) + load<f64>(value))
}
