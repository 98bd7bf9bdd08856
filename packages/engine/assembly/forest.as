// Kernels of random forests: one call grows one tree. Pointers are byte offsets.
//
// A pair is (Σ w·y, Σ w) of f64, both integers by the choice of their units, so that sums are exact in any order. With S, W the pair of a
// node and l its left child, the squared error falls by d² / (W · Wl · Wr), d = Sl·W − S·Wl; W is left out where cuts of one node are
// compared. An empty side gives 0/0, which no comparison prefers.
//
// A tree starts with lists of rows and histograms of 256 pairs a feature (the larger child's by subtraction). A node of at most 256 rows
// becomes a block: a copy of its codes, and its rows in the order of every feature, kept in order as the node is divided. A node of at
// most 16 rows is a set of bits: tables of the pairs of all its subsets answer for any cut of any of its descendants.

const BLOCK = 256
const FEW = 16
const MISSING = 255
const CATEGORY = 1
const HAS_MISSING = 2
/** Less than the few roundings between a gain and what it is compared with. */
const ROUNDED_DOWN: f64 = 1.0 - 1.0e-14

let columnCodes: usize
let rowCodes: usize
let stride: usize
let n: i32
let p: i32
let bins: usize
let kinds: usize
let centres: usize
let edges: usize
let values: usize
let units: usize
let pairs: usize
let draws: usize
let list: usize
let spare: usize
/** No category among the features, and the best cuts are asked for, not random ones. */
let hasCutsOnly: bool

/** Codes by column (n bytes a feature) and by row (stride bytes); bins i32; kinds u8; centres and edges 256 f64 a feature; values f64 of
 * each row; units its pair, pairs the same times the draws (i32) of this tree; list and spare u32 of n. */
export function placeProblem(
  columnCodes_: usize, rowCodes_: usize, stride_: usize, n_: i32, p_: i32, bins_: usize, kinds_: usize, centres_: usize, edges_: usize,
  values_: usize, units_: usize, pairs_: usize, draws_: usize, list_: usize, spare_: usize,
): void {
  columnCodes = columnCodes_
  rowCodes = rowCodes_
  stride = stride_
  n = n_
  p = p_
  bins = bins_
  kinds = kinds_
  centres = centres_
  edges = edges_
  values = values_
  units = units_
  pairs = pairs_
  draws = draws_
  list = list_
  spare = spare_
}

let minLeaf: f64
let minSplit: f64
let maxDepth: i32
let tried: i32
let isExtra: bool
let subtracts: bool

/** Weights in the units of the pairs; features tried at a node; whether cuts are random; whether histograms are kept for subtraction. */
export function limit(minLeaf_: f64, minSplit_: f64, maxDepth_: i32, tried_: i32, isExtra_: bool, subtracts_: bool): void {
  minLeaf = minLeaf_
  minSplit = minSplit_
  maxDepth = maxDepth_
  tried = tried_
  isExtra = isExtra_
  subtracts = subtracts_
  hasCutsOnly = !isExtra
  for (let f = 0; f < p; f++) if (kindOf(f) & CATEGORY) hasCutsOnly = false
}

let nodeFeature: usize
let nodeCut: usize
let nodeLeft: usize
let nodeMissing: usize
let nodeSet: usize
let nodeSum: usize
let nodeWeight: usize
let nodeGain: usize
let sets: usize
let nodes: i32
let setCount: i32

/** Of each node: feature i32 (−1: leaf), cut i32 (codes up to it go left), left i32 (right is the next), missing u8 (1: left), set i32
 * (−1, or which 32 bytes of `sets` hold the codes that go left), and f64 sum, weight, gain. */
export function placeNodes(
  feature: usize, cut: usize, left: usize, missing: usize, set: usize, sum: usize, weight: usize, gain: usize, sets_: usize,
): void {
  nodeFeature = feature
  nodeCut = cut
  nodeLeft = left
  nodeMissing = missing
  nodeSet = set
  nodeSum = sum
  nodeWeight = weight
  nodeGain = gain
  sets = sets_
}

let slots: usize
let oneHistogram: usize
let identity: usize
let order: usize
let goesLeft: usize
let block: usize
let sorted: usize
let sortedSpare: usize
let blockPairs: usize
let blockValues: usize
let counts: usize
let fewCodes: usize
let fewPairs: usize
let fewValues: usize
let fewIndex: usize
let tables: usize
let levelCode: usize
let levelOrder: usize
let levelMean: usize
let levelPairs: usize
let bestSet: usize
let listStack: usize
let blockStack: usize
let fewStack: usize

/** @returns the first byte after it; `slots_` is the place of the histograms of pending nodes */
export function placeWorkspace(at: usize, slots_: usize): usize {
  slots = slots_
  const features: usize = p
  tables = at; at += 8192
  oneHistogram = at; at += 4096
  blockPairs = at; at += 4096
  levelPairs = at; at += 4096
  blockValues = at; at += 2048
  levelMean = at; at += 2048
  goesLeft = at; at += 256
  levelCode = at; at += 256
  levelOrder = at; at += 256
  fewPairs = at; at += 256
  fewValues = at; at += 128
  fewIndex = at; at += 32
  bestSet = at; at += 32
  counts = at; at += 1024
  listStack = at; at += 4096
  blockStack = at; at += 4096
  fewStack = at; at += 1024
  block = at; at += features << 8
  sorted = at; at += features << 8
  sortedSpare = at; at += features << 8
  fewCodes = at; at += features << 4
  identity = at; at += features << 2
  order = at; at += (features << 2) + 16
  for (let f = 0; f < p; f++) store<u32>(identity + ((<usize>f) << 2), f)
  return (at + 15) & ~15
}

// --- random numbers: mulberry32 from a key of the tree or node

let state: u32

@inline function mixed(x: u32): u32 {
  let t = (x ^ (x >>> 15)) * (x | 1)
  t ^= t + (t ^ (t >>> 7)) * (t | 61)
  return t ^ (t >>> 14)
}

@inline function draw(): u32 {
  state += 0x6d2b79f5
  return mixed(state)
}

/** Uniform over 0 … bound − 1, but for a bias of bound / 2³². */
@inline function below(bound: u32): u32 {
  return <u32>((<u64>draw() * <u64>bound) >> 32)
}

@inline function leftKey(key: u32): u32 {
  return mixed(key ^ 0x5bd1e995)
}

@inline function rightKey(key: u32): u32 {
  return mixed(key ^ 0x1b873593)
}

/** The i-th feature of a node in random order; to be asked in turn. */
@inline function featureAt(i: i32): i32 {
  const at = order + ((<usize>i) << 2)
  const other = order + ((<usize>(i + <i32>below(p - i))) << 2)
  const feature = load<i32>(other)
  store<i32>(other, load<i32>(at))
  store<i32>(at, feature)
  return feature
}

// --- the best split of a node so far

let bestGain: f64
let bestFeature: i32
let bestCut: i32
/** The next code that occurs in the node; −1: only missing values lie beyond the cut; −2: the cut is to stay as it is. */
let bestNext: i32
let bestMissingLeft: i32
let bestIsSet: bool
let bestSum: f64
let bestWeight: f64

function beginSearch(key: u32): void {
  state = key
  bestGain = -1
  bestFeature = -1
  let at: usize = 0
  const end = (<usize>p) << 2
  for (; at < end; at += 16) v128.store(order + at, v128.load(identity + at))
}

@inline function quality(leftSum: f64, leftWeight: f64, sum: f64, weight: f64): f64 {
  const d = leftSum * weight - sum * leftWeight
  return d * d / (leftWeight * (weight - leftWeight))
}

@inline function isAllowed(leftWeight: f64, weight: f64): bool {
  return leftWeight >= minLeaf && weight - leftWeight >= minLeaf
}

function take(gain: f64, feature: i32, cut: i32, next: i32, missingLeft: i32, leftSum: f64, leftWeight: f64): void {
  bestGain = gain
  bestFeature = feature
  bestCut = cut
  bestNext = next
  bestMissingLeft = missingLeft
  bestIsSet = false
  bestSum = leftSum
  bestWeight = leftWeight
}

@inline function kindOf(feature: i32): i32 {
  return <i32>load<u8>(kinds + feature)
}

@inline function binsOf(feature: i32): i32 {
  return load<i32>(bins + ((<usize>feature) << 2))
}

/** A cut drawn uniformly between the values of two codes: the last code that lies left of it. */
function randomCut(feature: i32, low: i32, high: i32): i32 {
  const centre = centres + ((<usize>feature) << 11)
  const first = load<f64>(centre + ((<usize>low) << 3))
  const value = first + <f64>draw() / 4294967296.0 * (load<f64>(centre + ((<usize>high) << 3)) - first)
  let from = low
  let to = high - 1
  while (from < to) {
    const middle = (from + to + 1) >> 1
    if (load<f64>(centre + ((<usize>middle) << 3)) <= value) from = middle
    else to = middle - 1
  }
  return from
}

/** The edge nearest to the middle between two codes that are neighbours in a node. */
function middleCut(feature: i32, low: i32, high: i32): i32 {
  if (high == low + 1) return low
  const centre = centres + ((<usize>feature) << 11)
  const edge = edges + ((<usize>feature) << 11)
  const middle = (load<f64>(centre + ((<usize>low) << 3)) + load<f64>(centre + ((<usize>high) << 3))) / 2
  let from = low
  let to = high - 1
  while (from < to) {
    const at = (from + to) >> 1
    if (load<f64>(edge + ((<usize>at) << 3)) >= middle) to = at
    else from = at + 1
  }
  if (from == low) return low
  const above = load<f64>(edge + ((<usize>from) << 3)) - middle
  return middle - load<f64>(edge + ((<usize>(from - 1)) << 3)) <= above ? from - 1 : from
}

@inline function cutOf(feature: i32): i32 {
  if (bestNext == -2) return bestCut
  return bestNext < 0 ? binsOf(feature) - 1 : middleCut(feature, bestCut, bestNext)
}

/** Levels by their mean, then by their code; those up to a cut go left. What does not occur in the node goes where more rows go. */
function scanLevels(count: i32, feature: i32, sum: f64, weight: f64): void {
  if (count < 2) return
  for (let i = 0; i < count; i++) {
    const pair = levelPairs + ((<usize>i) << 4)
    store<f64>(levelMean + ((<usize>i) << 3), load<f64>(pair) / load<f64>(pair, 8))
    store<u8>(levelOrder + i, <u8>i)
  }
  for (let gap = count >> 1; gap > 0; gap >>= 1) {
    for (let i = gap; i < count; i++) {
      const level = load<u8>(levelOrder + i)
      let at = i
      for (; at >= gap && comesBefore(level, load<u8>(levelOrder + at - gap)); at -= gap) {
        store<u8>(levelOrder + at, load<u8>(levelOrder + at - gap))
      }
      store<u8>(levelOrder + at, level)
    }
  }
  const only = isExtra ? <i32>below(count - 1) : -1
  let leftSum: f64 = 0
  let leftWeight: f64 = 0
  let found = -1
  for (let i = 0; i < count - 1; i++) {
    const pair = levelPairs + ((<usize>load<u8>(levelOrder + i)) << 4)
    leftSum += load<f64>(pair)
    leftWeight += load<f64>(pair, 8)
    if (only >= 0 && i != only) continue
    const gain = quality(leftSum, leftWeight, sum, weight)
    if (gain > bestGain && isAllowed(leftWeight, weight)) {
      take(gain, feature, 0, -2, 0, leftSum, leftWeight)
      found = i
    }
  }
  if (found >= 0) takeLevels(found, count, binsOf(feature), weight)
}

@inline function comesBefore(a: u8, b: u8): bool {
  const x = load<f64>(levelMean + ((<usize>a) << 3))
  const y = load<f64>(levelMean + ((<usize>b) << 3))
  return x < y || (x == y && load<u8>(levelCode + a) < load<u8>(levelCode + b))
}

function takeLevels(last: i32, count: i32, levels: i32, weight: f64): void {
  bestIsSet = true
  const fill = i8x16.splat(bestWeight * 2 >= weight ? -1 : 0)
  v128.store(bestSet, fill)
  v128.store(bestSet, fill, 16)
  for (let code = levels; code < MISSING; code++) setBit(code, false)
  for (let i = 0; i < count; i++) setBit(load<u8>(levelCode + load<u8>(levelOrder + i)), i <= last)
  bestMissingLeft = <i32>hasBit(bestSet, MISSING)
}

@inline function setBit(code: i32, on: bool): void {
  const at = bestSet + (code >> 3)
  const bit = <u8>((<u32>1) << (<u32>code & 7))
  store<u8>(at, on ? load<u8>(at) | bit : load<u8>(at) & ~bit)
}

@inline function hasBit(set: usize, code: i32): bool {
  return ((<i32>load<u8>(set + (code >> 3)) >> (code & 7)) & 1) != 0
}

@inline function addLevel(count: i32, code: i32, pair: v128): void {
  store<u8>(levelCode + count, <u8>code)
  v128.store(levelPairs + ((<usize>count) << 4), pair)
}

// --- histograms

function searchHistogram(histogram: usize, feature: i32, sum: f64, weight: f64): void {
  if (kindOf(feature) & CATEGORY) {
    let count = 0
    for (let code = 0; code <= MISSING; code++) {
      if (load<f64>(histogram + ((<usize>code) << 4), 8) > 0) addLevel(count++, code, v128.load(histogram + ((<usize>code) << 4)))
    }
    scanLevels(count, feature, sum, weight)
    return
  }
  const missing = histogram + (MISSING << 4)
  const hasMissing = (kindOf(feature) & HAS_MISSING) != 0 && load<f64>(missing, 8) > 0
  let from = 0
  let to = binsOf(feature)
  if (isExtra) {
    while (from < to && load<f64>(histogram + ((<usize>from) << 4), 8) == 0) from++
    while (from < to && load<f64>(histogram + ((<usize>(to - 1)) << 4), 8) == 0) to--
    if (to - from < 2 && !hasMissing) return
    const cut = to - from < 2 ? binsOf(feature) - 1 : randomCut(feature, from, to - 1)
    let left = f64x2.splat(0)
    for (let b = from; b <= cut; b++) left = f64x2.add(left, v128.load(histogram + ((<usize>b) << 4)))
    offerRandom(feature, cut, left, hasMissing ? v128.load(missing) : f64x2.splat(0), sum, weight)
    return
  }
  scanBins(histogram, feature, to, f64x2.splat(0), 0, sum, weight)
  if (hasMissing) scanBins(histogram, feature, to, v128.load(missing), 1, sum, weight)
}

function offerRandom(feature: i32, cut: i32, left: v128, missing: v128, sum: f64, weight: f64): void {
  offerOne(feature, cut, left, 0, sum, weight)
  if (f64x2.extract_lane(missing, 1) > 0) offerOne(feature, cut, f64x2.add(left, missing), 1, sum, weight)
}

function offerOne(feature: i32, cut: i32, left: v128, missingLeft: i32, sum: f64, weight: f64): void {
  const leftSum = f64x2.extract_lane(left, 0)
  const leftWeight = f64x2.extract_lane(left, 1)
  const gain = quality(leftSum, leftWeight, sum, weight)
  if (gain > bestGain && isAllowed(leftWeight, weight)) take(gain, feature, cut, -2, missingLeft, leftSum, leftWeight)
}

function scanBins(histogram: usize, feature: i32, to: i32, start: v128, missingLeft: i32, sum: f64, weight: f64): void {
  let left = start
  let top = bestGain
  let found = -1
  for (let b = 0; b < to; b++) {
    left = f64x2.add(left, v128.load(histogram + ((<usize>b) << 4)))
    const leftSum = f64x2.extract_lane(left, 0)
    const leftWeight = f64x2.extract_lane(left, 1)
    const gain = quality(leftSum, leftWeight, sum, weight)
    if (gain > top && isAllowed(leftWeight, weight)) {
      take(gain, feature, b, -1, missingLeft, leftSum, leftWeight)
      top = gain
      found = b
    }
  }
  if (found < 0) return
  for (let b = found + 1; b < to; b++) {
    if (load<f64>(histogram + ((<usize>b) << 4), 8) > 0) {
      bestNext = b
      return
    }
  }
}

@inline function add(at: usize, pair: v128): void {
  v128.store(at, f64x2.add(v128.load(at), pair))
}

/** Of all features. The cache lines of 16 rows are read together first, in place of a prefetch. */
function buildAll(histogram: usize, start: i32, count: i32): u32 {
  const words = <i32>(stride >> 2)
  memory.fill(histogram, 0, (<usize>words) << 14)
  const end = start + count
  let touched: u32 = 0
  for (let from = start; from < end; from += 16) {
    const to = min(end, from + 16)
    for (let i = from; i < to; i++) {
      const row: usize = load<u32>(list + ((<usize>i) << 2))
      touched ^= <u32>load<u8>(rowCodes + row * stride) ^ <u32>load<u8>(pairs + (row << 4))
    }
    for (let i = from; i < to; i++) {
      const row: usize = load<u32>(list + ((<usize>i) << 2))
      const pair = v128.load(pairs + (row << 4))
      let at = rowCodes + row * stride
      let into = histogram
      for (let w = 0; w < words; w++) {
        const codes: usize = load<u32>(at)
        add(into + ((codes & 255) << 4), pair)
        add(into + 4096 + ((codes >> 4) & 0xff0), pair)
        add(into + 8192 + ((codes >> 12) & 0xff0), pair)
        add(into + 12288 + ((codes >> 20) & 0xff0), pair)
        at += 4
        into += 16384
      }
    }
  }
  return touched
}

function buildOne(feature: i32, start: i32, count: i32): void {
  memory.fill(oneHistogram, 0, 4096)
  const codes = columnCodes + (<usize>feature) * (<usize>n)
  const end = start + count
  for (let i = start; i < end; i++) {
    const row: usize = load<u32>(list + ((<usize>i) << 2))
    add(oneHistogram + ((<usize>load<u8>(codes + row)) << 4), v128.load(pairs + (row << 4)))
  }
}

function subtract(a: usize, b: usize): void {
  const bytes = (stride >> 2) << 14
  for (let at: usize = 0; at < bytes; at += 16) v128.store(a + at, f64x2.sub(v128.load(a + at), v128.load(b + at)))
}

// --- growth

@inline function addNode(sum: f64, weight: f64): i32 {
  const node = nodes++
  store<i32>(nodeFeature + ((<usize>node) << 2), -1)
  store<i32>(nodeSet + ((<usize>node) << 2), -1)
  store<f64>(nodeSum + ((<usize>node) << 3), sum)
  store<f64>(nodeWeight + ((<usize>node) << 3), weight)
  return node
}

@inline function staysLeaf(weight: f64, depth: i32): bool {
  return depth >= maxDepth || weight < minSplit || weight < 2 * minLeaf
}

/** Makes the best split that of a node, and its two children. @returns the left one */
function divide(node: i32, sum: f64, weight: f64, cut: i32): i32 {
  const at = (<usize>node) << 2
  store<i32>(nodeFeature + at, bestFeature)
  store<i32>(nodeCut + at, cut)
  store<f64>(nodeGain + ((<usize>node) << 3), bestGain / weight)
  if (bestIsSet) {
    const into = sets + ((<usize>setCount) << 5)
    v128.store(into, v128.load(bestSet))
    v128.store(into, v128.load(bestSet, 16), 16)
    store<i32>(nodeSet + at, setCount++)
  }
  store<u8>(nodeMissing + node, <u8>bestMissingLeft)
  const left = addNode(bestSum, bestWeight)
  addNode(sum - bestSum, weight - bestWeight)
  store<i32>(nodeLeft + at, left)
  return left
}

/** Where no value of a feature was missing in a node, one goes where more rows go. */
@inline function settleMissing(missingOccurs: bool, weight: f64): void {
  if (!bestIsSet && !missingOccurs) bestMissingLeft = bestWeight * 2 >= weight ? 1 : 0
}

function fillGoesLeft(cut: i32): void {
  for (let code = 0; code < MISSING; code++) {
    store<u8>(goesLeft + code, bestIsSet ? <u8>hasBit(bestSet, code) : <u8>(code <= cut))
  }
  store<u8>(goesLeft + MISSING, <u8>bestMissingLeft)
}

/** The draws of a tree: `count` of the rows, with replacement or without. Rows of no weight are left out. @returns rows in the bag */
export function drawBag(key: u32, count: i32, replaces: bool): i32 {
  state = key
  memory.fill(draws, 0, (<usize>n) << 2)
  if (replaces) {
    for (let i = 0; i < count; i++) {
      const at = draws + ((<usize>below(n)) << 2)
      store<i32>(at, load<i32>(at) + 1)
    }
  } else {
    for (let i = 0; i < n; i++) store<u32>(spare + ((<usize>i) << 2), i)
    for (let i = 0; i < count; i++) {
      const at = spare + ((<usize>i) << 2)
      const other = spare + ((<usize>(i + (count < n ? <i32>below(n - i) : 0))) << 2)
      const row = load<u32>(other)
      store<u32>(other, load<u32>(at))
      store<u32>(at, row)
      store<i32>(draws + ((<usize>row) << 2), 1)
    }
  }
  let inBag = 0
  for (let row = 0; row < n; row++) {
    const times = load<i32>(draws + ((<usize>row) << 2))
    const unit = v128.load(units + ((<usize>row) << 4))
    if (times > 0 && f64x2.extract_lane(unit, 1) > 0) {
      v128.store(pairs + ((<usize>row) << 4), f64x2.mul(unit, f64x2.splat(<f64>times)))
      store<u32>(list + ((<usize>(inBag++)) << 2), row)
    }
  }
  return inBag
}

/** Grows a tree on the rows that are in the bag. @returns its nodes */
export function growTree(key: u32, inBag: i32): i32 {
  nodes = 0
  setCount = 0
  let total = f64x2.splat(0)
  for (let i = 0; i < inBag; i++) total = f64x2.add(total, v128.load(pairs + ((<usize>load<u32>(list + ((<usize>i) << 2))) << 4)))
  addNode(f64x2.extract_lane(total, 0), f64x2.extract_lane(total, 1))
  if (subtracts && inBag > BLOCK) buildAll(slots, 0, inBag)
  listTop = 0
  pushList(0, 0, inBag, 0, key, 0)
  while (listTop > 0) growTop()
  return nodes
}

let listTop: i32

@inline function pushList(node: i32, start: i32, count: i32, depth: i32, key: u32, slot: i32): void {
  const at = listStack + (<usize>(listTop++)) * 24
  store<i32>(at, node)
  store<i32>(at, start, 4)
  store<i32>(at, count, 8)
  store<i32>(at, depth, 12)
  store<u32>(at, key, 16)
  store<i32>(at, slot, 20)
}

/** The node on top of the stack. Of its children the smaller comes first, so the stack stays as short as log₂ of the rows. */
function growTop(): void {
  const at = listStack + (<usize>(--listTop)) * 24
  const node = load<i32>(at)
  const start = load<i32>(at, 4)
  const count = load<i32>(at, 8)
  const depth = load<i32>(at, 12)
  const key = load<u32>(at, 16)
  const slot = load<i32>(at, 20)
  const sum = load<f64>(nodeSum + ((<usize>node) << 3))
  const weight = load<f64>(nodeWeight + ((<usize>node) << 3))
  if (staysLeaf(weight, depth) || isListPure(start, count)) return
  if (count <= BLOCK) {
    growBlock(node, start, count, depth, key)
    return
  }
  const size = (stride >> 2) << 14
  const histogram = slots + (<usize>slot) * size
  beginSearch(key)
  for (let i = 0; i < p && (i < tried || bestFeature < 0); i++) {
    const feature = featureAt(i)
    if (!subtracts) buildOne(feature, start, count)
    searchHistogram(subtracts ? histogram + ((<usize>feature) << 12) : oneHistogram, feature, sum, weight)
  }
  if (bestFeature < 0) return
  settleMissing((kindOf(bestFeature) & HAS_MISSING) != 0 && listHasMissing(bestFeature, start, count), weight)
  const cut = cutOf(bestFeature)
  const left = divide(node, sum, weight, cut)
  fillGoesLeft(cut)
  const lefts = partitionList(columnCodes + (<usize>bestFeature) * (<usize>n), start, count)
  const rights = count - lefts
  const leftIsSmall = lefts <= rights
  const largerStart = leftIsSmall ? start + lefts : start
  const smallerStart = leftIsSmall ? start : start + lefts
  const larger = max(lefts, rights)
  const smaller = min(lefts, rights)
  if (subtracts && larger > BLOCK) {
    buildAll(histogram + size, smallerStart, smaller)
    subtract(histogram, histogram + size)
  }
  pushList(leftIsSmall ? left + 1 : left, largerStart, larger, depth + 1, leftIsSmall ? rightKey(key) : leftKey(key), slot)
  pushList(leftIsSmall ? left : left + 1, smallerStart, smaller, depth + 1, leftIsSmall ? leftKey(key) : rightKey(key), slot + 1)
}

function isListPure(start: i32, count: i32): bool {
  const first = load<f64>(values + ((<usize>load<u32>(list + ((<usize>start) << 2))) << 3))
  const end = start + count
  for (let i = start + 1; i < end; i++) {
    if (load<f64>(values + ((<usize>load<u32>(list + ((<usize>i) << 2))) << 3)) != first) return false
  }
  return true
}

function listHasMissing(feature: i32, start: i32, count: i32): bool {
  const codes = columnCodes + (<usize>feature) * (<usize>n)
  const end = start + count
  for (let i = start; i < end; i++) {
    if (load<u8>(codes + load<u32>(list + ((<usize>i) << 2))) == MISSING) return true
  }
  return false
}

/** Stable. @returns how many went left */
function partitionList(codes: usize, start: i32, count: i32): i32 {
  const from = list + ((<usize>start) << 2)
  let left = from
  let right = spare
  for (let i = 0; i < count; i++) {
    const row = load<u32>(from + ((<usize>i) << 2))
    const step = (<usize>load<u8>(goesLeft + <usize>load<u8>(codes + row))) << 2
    store<u32>(left, row)
    store<u32>(right, row)
    left += step
    right += 4 - step
  }
  memory.copy(left, spare, right - spare)
  return <i32>((left - from) >> 2)
}

// --- blocks

let blockTop: i32

@inline function pushBlock(node: i32, start: i32, count: i32, depth: i32, key: u32, buffer: usize): void {
  const at = blockStack + (<usize>(blockTop++)) * 24
  store<i32>(at, node)
  store<i32>(at, start, 4)
  store<i32>(at, count, 8)
  store<i32>(at, depth, 12)
  store<u32>(at, key, 16)
  store<u32>(at, <u32>buffer, 20)
}

function growBlock(node: i32, start: i32, count: i32, depth: i32, key: u32): void {
  for (let i = 0; i < count; i++) {
    const row: usize = load<u32>(list + ((<usize>(start + i)) << 2))
    v128.store(blockPairs + ((<usize>i) << 4), v128.load(pairs + (row << 4)))
    store<f64>(blockValues + ((<usize>i) << 3), load<f64>(values + (row << 3)))
    const from = rowCodes + row * stride
    for (let f = 0; f < p; f++) store<u8>(block + ((<usize>f) << 8) + i, load<u8>(from + f))
  }
  if (count <= FEW) {
    for (let i = 0; i < count; i++) store<u8>(sorted + i, <u8>i)
    growFew(node, sorted, count, depth, key)
    return
  }
  for (let f = 0; f < p; f++) sortBlock(f, count)
  blockTop = 0
  pushBlock(node, 0, count, depth, key, sorted)
  while (blockTop > 0) growBlockTop()
}

function sortBlock(feature: i32, count: i32): void {
  const codes = block + ((<usize>feature) << 8)
  const into = sorted + ((<usize>feature) << 8)
  for (let at: usize = 0; at < 1024; at += 16) v128.store(counts + at, i32x4.splat(0))
  for (let i = 0; i < count; i++) {
    const at = counts + ((<usize>load<u8>(codes + i)) << 2)
    store<i32>(at, load<i32>(at) + 1)
  }
  let before = 0
  const to = binsOf(feature)
  for (let code = 0; code < to; code++) {
    const at = counts + ((<usize>code) << 2)
    const here = load<i32>(at)
    store<i32>(at, before)
    before += here
  }
  store<i32>(counts + (MISSING << 2), before)
  for (let i = 0; i < count; i++) {
    const at = counts + ((<usize>load<u8>(codes + i)) << 2)
    const place = load<i32>(at)
    store<u8>(into + place, <u8>i)
    store<i32>(at, place + 1)
  }
}

function growBlockTop(): void {
  const at = blockStack + (<usize>(--blockTop)) * 24
  const node = load<i32>(at)
  const start = load<i32>(at, 4)
  const count = load<i32>(at, 8)
  const depth = load<i32>(at, 12)
  const key = load<u32>(at, 16)
  const buffer: usize = load<u32>(at, 20)
  if (count <= FEW) {
    growFew(node, buffer + start, count, depth, key)
    return
  }
  const sum = load<f64>(nodeSum + ((<usize>node) << 3))
  const weight = load<f64>(nodeWeight + ((<usize>node) << 3))
  if (staysLeaf(weight, depth) || isBlockPure(buffer + start, count)) return
  beginSearch(key)
  for (let i = 0; i < p && (i < tried || bestFeature < 0); i++) searchBlock(featureAt(i), buffer, start, count, sum, weight)
  if (bestFeature < 0) return
  const positions = buffer + ((<usize>bestFeature) << 8) + start
  const codes = block + ((<usize>bestFeature) << 8)
  settleMissing(load<u8>(codes + load<u8>(positions + count - 1)) == MISSING, weight)
  const cut = cutOf(bestFeature)
  const left = divide(node, sum, weight, cut)
  let lefts = 0
  for (let i = 0; i < count; i++) {
    const position: usize = load<u8>(positions + i)
    const code = <i32>load<u8>(codes + position)
    const goes = bestIsSet ? <i32>hasBit(bestSet, code) : code == MISSING ? bestMissingLeft : <i32>(code <= cut)
    store<u8>(goesLeft + position, <u8>goes)
    lefts += goes
  }
  const rights = count - lefts
  const other = buffer == sorted ? sortedSpare : sorted
  // sets of few rows need no order, only the rows
  const sortedFeatures = max(lefts, rights) > FEW ? p : 1
  for (let f = 0; f < sortedFeatures; f++) {
    const offset = ((<usize>f) << 8) + start
    let leftAt = other + offset
    let rightAt = leftAt + lefts
    const end = buffer + offset + count
    for (let from = buffer + offset; from < end; from++) {
      const position = load<u8>(from)
      const step: usize = load<u8>(goesLeft + position)
      store<u8>(step ? leftAt : rightAt, position)
      leftAt += step
      rightAt += 1 - step
    }
  }
  if (lefts <= rights) {
    pushBlock(left + 1, start + lefts, rights, depth + 1, rightKey(key), other)
    pushBlock(left, start, lefts, depth + 1, leftKey(key), other)
  } else {
    pushBlock(left, start, lefts, depth + 1, leftKey(key), other)
    pushBlock(left + 1, start + lefts, rights, depth + 1, rightKey(key), other)
  }
}

function isBlockPure(positions: usize, count: i32): bool {
  const first = load<f64>(blockValues + ((<usize>load<u8>(positions)) << 3))
  for (let i = 1; i < count; i++) {
    if (load<f64>(blockValues + ((<usize>load<u8>(positions + i)) << 3)) != first) return false
  }
  return true
}

function searchBlock(feature: i32, buffer: usize, start: i32, count: i32, sum: f64, weight: f64): void {
  const codes = block + ((<usize>feature) << 8)
  const positions = buffer + ((<usize>feature) << 8) + start
  const low = <i32>load<u8>(codes + load<u8>(positions))
  if (low == <i32>load<u8>(codes + load<u8>(positions + count - 1))) return
  if (kindOf(feature) & CATEGORY) {
    scanLevels(blockLevels(codes, positions, count), feature, sum, weight)
    return
  }
  let present = count
  let missing = f64x2.splat(0)
  while (load<u8>(codes + load<u8>(positions + present - 1)) == MISSING) {
    present--
    missing = f64x2.add(missing, v128.load(blockPairs + ((<usize>load<u8>(positions + present)) << 4)))
  }
  if (isExtra) {
    const high = <i32>load<u8>(codes + load<u8>(positions + present - 1))
    const cut = low == high ? binsOf(feature) - 1 : randomCut(feature, low, high)
    let left = f64x2.splat(0)
    for (let i = 0; i < present; i++) {
      const position: usize = load<u8>(positions + i)
      if (<i32>load<u8>(codes + position) > cut) break
      left = f64x2.add(left, v128.load(blockPairs + (position << 4)))
    }
    offerRandom(feature, cut, left, missing, sum, weight)
    return
  }
  scanSorted(feature, codes, positions, present < count ? present : count - 1, f64x2.splat(0), 0, sum, weight)
  if (present < count) scanSorted(feature, codes, positions, present - 1, missing, 1, sum, weight)
}

/**
 * Cuts after each of the first `to` rows where the next row has another code, two at a time. Whether a cut could be the best is told
 * without a division, by d² beside the best gain times both weights, less what roundings could come to.
 */
function scanSorted(feature: i32, codes: usize, positions: usize, to: i32, start: v128, missingLeft: i32, sum: f64, weight: f64): void {
  const sums = f64x2.splat(sum)
  const weights = f64x2.splat(weight)
  let left = start
  let bar = f64x2.splat(bestGain * ROUNDED_DOWN)
  for (let i = 0; i < to; i += 2) {
    const x = f64x2.add(left, v128.load(blockPairs + ((<usize>load<u8>(positions + i)) << 4)))
    left = f64x2.add(x, v128.load(blockPairs + ((<usize>load<u8>(positions + i, 1)) << 4)))
    const leftSum = v128.shuffle<f64>(x, left, 0, 2)
    const leftWeight = v128.shuffle<f64>(x, left, 1, 3)
    const d = f64x2.sub(f64x2.mul(leftSum, weights), f64x2.mul(sums, leftWeight))
    const both = f64x2.mul(leftWeight, f64x2.sub(weights, leftWeight))
    if (v128.any_true(f64x2.ge(f64x2.mul(d, d), f64x2.mul(bar, both)))) {
      offerSorted(feature, codes, positions + i, missingLeft, x, sum, weight)
      if (i + 1 < to) offerSorted(feature, codes, positions + i + 1, missingLeft, left, sum, weight)
      bar = f64x2.splat(bestGain * ROUNDED_DOWN)
    }
  }
}

/** A cut after the row at a place of the order. */
function offerSorted(feature: i32, codes: usize, place: usize, missingLeft: i32, left: v128, sum: f64, weight: f64): void {
  const code = <i32>load<u8>(codes + load<u8>(place))
  const next = <i32>load<u8>(codes + load<u8>(place, 1))
  if (code == next) return
  const leftSum = f64x2.extract_lane(left, 0)
  const leftWeight = f64x2.extract_lane(left, 1)
  const gain = quality(leftSum, leftWeight, sum, weight)
  if (gain > bestGain && isAllowed(leftWeight, weight)) {
    take(gain, feature, code, next == MISSING ? -1 : next, missingLeft, leftSum, leftWeight)
  }
}

function blockLevels(codes: usize, positions: usize, count: i32): i32 {
  let levels = 0
  let i = 0
  while (i < count) {
    const code = load<u8>(codes + load<u8>(positions + i))
    let pair = f64x2.splat(0)
    for (; i < count && load<u8>(codes + load<u8>(positions + i)) == code; i++) {
      pair = f64x2.add(pair, v128.load(blockPairs + ((<usize>load<u8>(positions + i)) << 4)))
    }
    addLevel(levels++, code, pair)
  }
  return levels
}

// --- sets of few rows

let fewTop: i32

@inline function pushFew(node: i32, set: u32, depth: i32, key: u32): void {
  const at = fewStack + ((<usize>(fewTop++)) << 4)
  store<i32>(at, node)
  store<u32>(at, set, 4)
  store<i32>(at, depth, 8)
  store<u32>(at, key, 12)
}

function growFew(node: i32, positions: usize, count: i32, depth: i32, key: u32): void {
  const nodeAt = (<usize>node) << 3
  if (count == 1 || staysLeaf(load<f64>(nodeWeight + nodeAt), depth)) return
  for (let i = 0; i < count; i++) {
    const position: usize = load<u8>(positions + i)
    v128.store(fewPairs + ((<usize>i) << 4), v128.load(blockPairs + (position << 4)))
    store<f64>(fewValues + ((<usize>i) << 3), load<f64>(blockValues + (position << 3)))
  }
  for (let f = 0; f < p; f++) {
    const from = block + ((<usize>f) << 8)
    const into = fewCodes + ((<usize>f) << 4)
    for (let i = 0; i < count; i++) store<u8>(into + i, load<u8>(from + load<u8>(positions + i)))
  }
  fillTable(tables, fewPairs, min(count, 8))
  fillTable(tables + 4096, fewPairs + 128, max(0, count - 8))
  fewTop = 0
  pushFew(node, (1 << count) - 1, depth, key)
  while (fewTop > 0) growFewTop()
}

function fillTable(table: usize, from: usize, count: i32): void {
  v128.store(table, f64x2.splat(0))
  let size: usize = 16
  for (let i = 0; i < count; i++) {
    const pair = v128.load(from + ((<usize>i) << 4))
    for (let at: usize = 0; at < size; at += 16) v128.store(table + size + at, f64x2.add(v128.load(table + at), pair))
    size <<= 1
  }
}

@inline function pairOf(set: u32): v128 {
  return f64x2.add(v128.load(tables + ((<usize>(set & 255)) << 4)), v128.load(tables + 4096 + ((<usize>(set >> 8)) << 4)))
}

@inline function upTo(codes: v128, at: usize, set: u32): u32 {
  return <u32>i8x16.bitmask(i8x16.le_u(codes, v128.load8_splat(at))) & set
}

function growFewTop(): void {
  const at = fewStack + ((<usize>(--fewTop)) << 4)
  const node = load<i32>(at)
  const set = load<u32>(at, 4)
  const depth = load<i32>(at, 8)
  const key = load<u32>(at, 12)
  const count = popcnt(set)
  const sum = load<f64>(nodeSum + ((<usize>node) << 3))
  const weight = load<f64>(nodeWeight + ((<usize>node) << 3))
  if (count == 1 || staysLeaf(weight, depth)) return
  let rest = set
  let isPure = true
  const first = load<f64>(fewValues + ((<usize>ctz(set)) << 3))
  for (let i = 0; i < <i32>count; i++) {
    const row = ctz(rest)
    rest &= rest - 1
    store<u8>(fewIndex + i, <u8>row)
    if (load<f64>(fewValues + ((<usize>row) << 3)) != first) isPure = false
  }
  if (isPure) return
  store<u8>(fewIndex + count, load<u8>(fewIndex + count - 1))
  beginSearch(key)
  if (hasCutsOnly) {
    const feature = count == 2 ? firstOfTwo(sum, weight) : bestOfFew(set, count, sum, weight)
    if (feature >= 0 && count > 2) searchFew(feature, set, count, sum, weight)
  } else {
    for (let i = 0; i < p && (i < tried || bestFeature < 0); i++) {
      searchFew(featureAt(i), set, count, sum, weight)
      if (count == 2 && bestFeature >= 0) break
    }
  }
  if (bestFeature < 0) return
  const codesAt = fewCodes + ((<usize>bestFeature) << 4)
  const missing = <u32>i8x16.bitmask(i8x16.eq(v128.load(codesAt), i8x16.splat(<i8>MISSING))) & set
  settleMissing(missing != 0, weight)
  const cut = cutOf(bestFeature)
  let lefts: u32 = 0
  if (bestIsSet) {
    for (let rest = set; rest; rest &= rest - 1) {
      const row = ctz(rest)
      lefts |= <u32>hasBit(bestSet, load<u8>(codesAt + row)) << row
    }
  } else {
    lefts = <u32>i8x16.bitmask(i8x16.le_u(v128.load(codesAt), i8x16.splat(<i8>cut))) & set & ~missing
    if (bestMissingLeft) lefts |= missing
  }
  const left = divide(node, sum, weight, cut)
  pushFew(left + 1, set & ~lefts, depth + 1, rightKey(key))
  pushFew(left, lefts, depth + 1, leftKey(key))
}

function searchFew(feature: i32, set: u32, count: i32, sum: f64, weight: f64): void {
  const codesAt = fewCodes + ((<usize>feature) << 4)
  const kind = kindOf(feature)
  if (kind & CATEGORY) {
    scanLevels(fewLevels(codesAt, count), feature, sum, weight)
    return
  }
  const codes = v128.load(codesAt)
  const missing: u32 = kind & HAS_MISSING ? <u32>i8x16.bitmask(i8x16.eq(codes, i8x16.splat(<i8>MISSING))) & set : 0
  if (isExtra) {
    randomFew(feature, codesAt, set, missing, count, sum, weight)
    return
  }
  scanFew(feature, codesAt, codes, set, 0, count, sum, weight)
  if (missing) scanFew(feature, codesAt, codes, set, missing, count, sum, weight)
}

/** Of two rows any feature that parts them is as good as any other. */
function firstOfTwo(sum: f64, weight: f64): i32 {
  const one: usize = load<u8>(fewIndex)
  const two: usize = load<u8>(fewIndex, 1)
  if (!isAllowed(load<f64>(fewPairs + (one << 4), 8), weight)) return -1
  for (let i = 0; i < p; i++) {
    const feature = featureAt(i)
    const codesAt = fewCodes + ((<usize>feature) << 4)
    const a = <i32>load<u8>(codesAt + one)
    const b = <i32>load<u8>(codesAt + two)
    if (a == b) continue
    const low = fewPairs + ((a < b ? one : two) << 4)
    const next = max(a, b)
    const gain = quality(load<f64>(low), load<f64>(low, 8), sum, weight)
    take(gain, feature, min(a, b), next == MISSING ? -1 : next, 0, load<f64>(low), load<f64>(low, 8))
    return feature
  }
  return -1
}

let top: v128
let topFeature: v128

/** The first feature of those with the best cut; what that is, is found by searching it once more. −1: none has one. */
function bestOfFew(set: u32, count: i32, sum: f64, weight: f64): i32 {
  let i = 0
  top = f64x2.splat(-1)
  topFeature = i64x2.splat(-1)
  for (; i < p && (i < tried || f64x2.extract_lane(f64x2.max(top, v128.shuffle<f64>(top, top, 1, 0)), 0) < 0); i++) {
    const feature = featureAt(i)
    const codesAt = fewCodes + ((<usize>feature) << 4)
    const codes = v128.load(codesAt)
    const place = i64x2.splat(((<i64>i) << 32) | feature)
    rankFew(place, codesAt, codes, set, 0, count, sum, weight)
    if (kindOf(feature) & HAS_MISSING) {
      const missing = <u32>i8x16.bitmask(i8x16.eq(codes, i8x16.splat(<i8>MISSING))) & set
      if (missing) rankFew(place, codesAt, codes, set, missing, count, sum, weight)
    }
  }
  const one = i64x2.extract_lane(topFeature, 0)
  const two = i64x2.extract_lane(topFeature, 1)
  const gainOne = f64x2.extract_lane(top, 0)
  const gainTwo = f64x2.extract_lane(top, 1)
  return <i32>(gainOne > gainTwo || (gainOne == gainTwo && one < two) ? one : two)
}

/** As `scanFew`, but tells the best gain only, and its feature. */
@inline function rankFew(place: v128, codesAt: usize, codes: v128, set: u32, missing: u32, count: i32, sum: f64, weight: f64): void {
  const sums = f64x2.splat(sum)
  const weights = f64x2.splat(weight)
  const least = f64x2.splat(minLeaf)
  let best = top
  let feature = topFeature
  for (let i = 0; i < count; i += 2) {
    const x = pairOf(upTo(codes, codesAt + <usize>load<u8>(fewIndex + i), set) | missing)
    const y = pairOf(upTo(codes, codesAt + <usize>load<u8>(fewIndex + i, 1), set) | missing)
    const leftSum = v128.shuffle<f64>(x, y, 0, 2)
    const leftWeight = v128.shuffle<f64>(x, y, 1, 3)
    const rightWeight = f64x2.sub(weights, leftWeight)
    const d = f64x2.sub(f64x2.mul(leftSum, weights), f64x2.mul(sums, leftWeight))
    const gain = f64x2.div(f64x2.mul(d, d), f64x2.mul(leftWeight, rightWeight))
    const isAllowed = v128.and(f64x2.ge(leftWeight, least), f64x2.ge(rightWeight, least))
    const isBetter = v128.and(f64x2.gt(gain, best), isAllowed)
    best = v128.bitselect(gain, best, isBetter)
    feature = v128.bitselect(place, feature, isBetter)
  }
  top = best
  topFeature = feature
}

/** A cut after the code of each row, two at a time; `missing` are rows that go left in any case. */
function scanFew(feature: i32, codesAt: usize, codes: v128, set: u32, missing: u32, count: i32, sum: f64, weight: f64): void {
  const sums = f64x2.splat(sum)
  const weights = f64x2.splat(weight)
  let top = f64x2.splat(bestGain)
  for (let i = 0; i < count; i += 2) {
    const one: usize = load<u8>(fewIndex + i)
    const two: usize = load<u8>(fewIndex + i, 1)
    const x = pairOf(upTo(codes, codesAt + one, set) | missing)
    const y = pairOf(upTo(codes, codesAt + two, set) | missing)
    const leftSum = v128.shuffle<f64>(x, y, 0, 2)
    const leftWeight = v128.shuffle<f64>(x, y, 1, 3)
    const d = f64x2.sub(f64x2.mul(leftSum, weights), f64x2.mul(sums, leftWeight))
    const gain = f64x2.div(f64x2.mul(d, d), f64x2.mul(leftWeight, f64x2.sub(weights, leftWeight)))
    if (v128.any_true(f64x2.ge(gain, top))) {
      offerFew(f64x2.extract_lane(gain, 0), feature, codesAt, one, set, missing, x, weight)
      offerFew(f64x2.extract_lane(gain, 1), feature, codesAt, two, set, missing, y, weight)
      top = f64x2.splat(bestGain)
    }
  }
}

/** Of equal cuts the lower one, of equal features the one that was tried first. */
function offerFew(gain: f64, feature: i32, codesAt: usize, row: usize, set: u32, missing: u32, left: v128, weight: f64): void {
  const code = <i32>load<u8>(codesAt + row)
  const missingLeft = missing != 0 ? 1 : 0
  const isLower = gain == bestGain && feature == bestFeature && missingLeft == bestMissingLeft && code < bestCut
  if (!(gain > bestGain || isLower)) return
  const leftWeight = f64x2.extract_lane(left, 1)
  if (code == MISSING || !isAllowed(leftWeight, weight)) return
  let next = MISSING
  for (let rest = set; rest; rest &= rest - 1) {
    const other = <i32>load<u8>(codesAt + ctz(rest))
    if (other > code && other < next) next = other
  }
  take(gain, feature, code, next == MISSING ? -1 : next, missingLeft, f64x2.extract_lane(left, 0), leftWeight)
}

function randomFew(feature: i32, codesAt: usize, set: u32, missing: u32, count: i32, sum: f64, weight: f64): void {
  let low = MISSING
  let high = -1
  for (let rest = set & ~missing; rest; rest &= rest - 1) {
    const code = <i32>load<u8>(codesAt + ctz(rest))
    low = min(low, code)
    high = max(high, code)
  }
  if (high < 0 || (low == high && !missing)) return
  const cut = low == high ? binsOf(feature) - 1 : randomCut(feature, low, high)
  const lefts = <u32>i8x16.bitmask(i8x16.le_u(v128.load(codesAt), i8x16.splat(<i8>cut))) & set
  offerRandom(feature, cut, pairOf(lefts), pairOf(missing), sum, weight)
}

function fewLevels(codesAt: usize, count: i32): i32 {
  let levels = 0
  for (let i = 0; i < count; i++) {
    const row: usize = load<u8>(fewIndex + i)
    const code = load<u8>(codesAt + row)
    const pair = v128.load(fewPairs + (row << 4))
    let at = 0
    while (at < levels && load<u8>(levelCode + at) != code) at++
    if (at == levels) addLevel(levels++, code, pair)
    else add(levelPairs + ((<usize>at) << 4), pair)
  }
  return levels
}

// --- out of bag

/** Adds the value of each row that was not drawn, rounded to the grid of `perUnit`, and counts it. */
export function addOutOfBag(sums: usize, times: usize, leafValues: usize, perUnit: f64): void {
  for (let row = 0; row < n; row++) {
    if (load<i32>(draws + ((<usize>row) << 2)) > 0) continue
    const node = leafOf(rowCodes + (<usize>row) * stride)
    const at = sums + ((<usize>row) << 3)
    store<f64>(at, load<f64>(at) + nearest<f64>(load<f64>(leafValues + ((<usize>node) << 3)) * perUnit))
    const time = times + ((<usize>row) << 2)
    store<i32>(time, load<i32>(time) + 1)
  }
}

@inline function leafOf(codes: usize): i32 {
  let node: usize = 0
  let feature = load<i32>(nodeFeature)
  while (feature >= 0) {
    const code = <i32>load<u8>(codes + feature)
    const set = load<i32>(nodeSet + (node << 2))
    const goes: usize =
      set >= 0 ? <usize>hasBit(sets + ((<usize>set) << 5), code)
      : code == MISSING ? <usize>load<u8>(nodeMissing + node)
      : <usize>(code <= load<i32>(nodeCut + (node << 2)))
    node = <usize>load<i32>(nodeLeft + (node << 2)) + 1 - goes
    feature = load<i32>(nodeFeature + (node << 2))
  }
  return <i32>node
}
