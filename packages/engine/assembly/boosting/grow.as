// Grows whole trees on number features without monotone constraints. The problem is described once by `describeRows`, `describeTree` and
// `describeRules`; nodes, slots and the list of open leaves live in the memory they name.

import { build, buildAll, pairOf, subtract } from './histogram'
import { scanFeatures, scanFew, SEARCH_BYTES } from './scan'

let rowCodes: usize = 0
let columnCodes: usize = 0
let list: usize = 0
let spare: usize = 0
let gradients: usize = 0
let rows: i32 = 0
let stride: i32 = 0
let featureBytes: i32 = 0
let bins: usize = 0
let missing: usize = 0
let scratch: usize = 0
let sums: usize = 0

export function describeRows(
  aRowCodes: usize, aColumnCodes: usize, aList: usize, aSpare: usize, aGradients: usize, aRows: i32, aStride: i32,
  aFeatureBytes: i32, aBins: usize, aMissing: usize, aScratch: usize, aSums: usize,
): void {
  rowCodes = aRowCodes
  columnCodes = aColumnCodes
  list = aList
  spare = aSpare
  gradients = aGradients
  rows = aRows
  stride = aStride
  featureBytes = aFeatureBytes
  bins = aBins
  missing = aMissing
  scratch = aScratch
  sums = aSums
}

// the tree, by node
let feature: usize = 0
let bin: usize = 0
let left: usize = 0
let right: usize = 0
let missingLeft: usize = 0
let value: usize = 0
let cover: usize = 0
let gain: usize = 0
// what is known of a node while the tree grows
let leaves: usize = 0
let open: usize = 0
let freeSlots: usize = 0
let histograms: usize = 0

export function describeTree(
  aFeature: usize, aBin: usize, aLeft: usize, aRight: usize, aMissingLeft: usize, aValue: usize, aCover: usize, aGain: usize,
  aLeaves: usize, anOpen: usize, aFreeSlots: usize, aHistograms: usize,
): void {
  feature = aFeature
  bin = aBin
  left = aLeft
  right = aRight
  missingLeft = aMissingLeft
  value = aValue
  cover = aCover
  gain = aGain
  leaves = aLeaves
  open = anOpen
  freeSlots = aFreeSlots
  histograms = aHistograms
}

const NO_LIMIT: i32 = 1 << 30
let isDepthWise = false
let maxLeaves: i32 = 0
let maxDepth: i32 = 0
let minChildSamples: i32 = 0
let leastHessian: f64 = 0
let alpha: f64 = 0
let lambda: f64 = 0
let minGain: f64 = 0
let fewRows: i32 = 0

export function describeRules(
  depthWise: bool, mostLeaves: i32, mostDepth: i32, leastSamples: i32, l1: f64, l2: f64, leastGain: f64, few: i32,
): void {
  isDepthWise = depthWise
  maxLeaves = mostLeaves
  maxDepth = mostDepth
  minChildSamples = leastSamples
  alpha = l1
  lambda = l2
  minGain = leastGain
  fewRows = few
}

/** Rows list[start … start + count − 1]. Offsets of a leaf's fields; slot −1: it has no histogram. */
const LEAF_BYTES: usize = 80
const START: usize = 0
const COUNT: usize = 4
const DEPTH: usize = 8
const SLOT: usize = 12
const GRADIENT: usize = 16
const HESSIAN: usize = 24
const SPLIT_GAIN: usize = 32
const SPLIT_FEATURE: usize = 40
const SPLIT_BIN: usize = 44
const SPLIT_SIDE: usize = 48
const LEFT_GRADIENT: usize = 56
const LEFT_HESSIAN: usize = 64

let nodes: i32 = 0
let openCount: i32 = 0
let freeCount: i32 = 0
let usedSlots: i32 = 0
let candidates: usize = 0
let candidateCount: i32 = 0
let wantedByNode: i32 = 0
let drawn: usize = 0
let drawState: u32 = 0

/**
 * @param someCandidates  features that the tree may use, a word each, ascending
 * @param wanted          how many of them each node may use
 * @param someDrawn       room for them
 * @returns the number of nodes; the leaves' rows stand together in the list
 */
export function growTree(
  count: i32, gradient: f64, hessian: f64, leastHessianOfLeaf: f64,
  someCandidates: usize, aCount: i32, wanted: i32, someDrawn: usize, seed: u32,
): i32 {
  nodes = 0
  openCount = 0
  freeCount = 0
  usedSlots = 0
  leastHessian = leastHessianOfLeaf
  candidates = someCandidates
  candidateCount = aCount
  wantedByNode = wanted
  drawn = someDrawn
  drawState = seed
  const root = addNode(0, count, 0, gradient, hessian)
  if (mayBeSplit(root)) {
    if (count > fewRows) buildFor(root, takeSlot())
    offer(root)
  }
  let leafCount = 1
  while (leafCount < maxLeaves && openCount > 0) {
    splitLeaf(nextLeaf())
    leafCount++
  }
  return nodes
}

@inline function leafAt(node: i32): usize {
  return leaves + (<usize>node) * LEAF_BYTES
}

@inline function word(array: usize, node: i32): usize {
  return array + ((<usize>node) << 2)
}

@inline function double(array: usize, node: i32): usize {
  return array + ((<usize>node) << 3)
}

function addNode(start: i32, count: i32, depth: i32, gradient: f64, hessian: f64): i32 {
  const node = nodes++
  store<i32>(word(feature, node), -1)
  store<i32>(word(bin, node), -1)
  store<i32>(word(left, node), -1)
  store<i32>(word(right, node), -1)
  store<u8>(missingLeft + node, 0)
  store<f64>(double(gain, node), 0)
  store<f64>(double(cover, node), count)
  const excess = max(abs(gradient) - alpha, 0)
  store<f64>(double(value, node), excess == 0 ? 0 : -copysign(excess, gradient) / (hessian + lambda))
  const leaf = leafAt(node)
  store<i32>(leaf, start, START)
  store<i32>(leaf, count, COUNT)
  store<i32>(leaf, depth, DEPTH)
  store<i32>(leaf, -1, SLOT)
  store<f64>(leaf, gradient, GRADIENT)
  store<f64>(leaf, hessian, HESSIAN)
  return node
}

function mayBeSplit(node: i32): bool {
  const leaf = leafAt(node)
  const count = load<i32>(leaf, COUNT)
  return (
    load<i32>(leaf, DEPTH) < maxDepth && count >= 2 * minChildSamples && count > 1 && load<f64>(leaf, HESSIAN) >= 2 * leastHessian
  )
}

/**
 * Depth-wise the leaf that was opened last, or first where leaves are limited: level by level. Else the one with the largest gain, of
 * equal ones that which was opened first.
 */
function nextLeaf(): i32 {
  let best = maxLeaves < NO_LIMIT ? 0 : openCount - 1
  if (!isDepthWise) {
    let most: f64 = -1
    for (let k = 0; k < openCount; k++) {
      const own = load<f64>(leafAt(load<i32>(word(open, k))), SPLIT_GAIN)
      if (own > most) {
        most = own
        best = k
      }
    }
  }
  const node = load<i32>(word(open, best))
  openCount--
  memory.copy(word(open, best), word(open, best + 1), (<usize>(openCount - best)) << 2)
  return node
}

function splitLeaf(node: i32): void {
  const leaf = leafAt(node)
  const start = load<i32>(leaf, START)
  const count = load<i32>(leaf, COUNT)
  const depth = load<i32>(leaf, DEPTH) + 1
  const slot = load<i32>(leaf, SLOT)
  const leftCount = divide(node)
  const gl = load<f64>(leaf, LEFT_GRADIENT)
  const hl = load<f64>(leaf, LEFT_HESSIAN)
  const first = addNode(start, leftCount, depth, gl, hl)
  const second = addNode(start + leftCount, count - leftCount, depth, load<f64>(leaf, GRADIENT) - gl, load<f64>(leaf, HESSIAN) - hl)
  store<i32>(word(feature, node), load<i32>(leaf, SPLIT_FEATURE))
  store<i32>(word(bin, node), load<i32>(leaf, SPLIT_BIN))
  store<f64>(double(gain, node), load<f64>(leaf, SPLIT_GAIN))
  store<i32>(word(left, node), first)
  store<i32>(word(right, node), second)
  openChildren(first, second, slot)
}

/** The histogram of the larger child is that of the node less that of the smaller one. */
function openChildren(first: i32, second: i32, slot: i32): void {
  const isFirstOpen = mayBeSplit(first)
  const isSecondOpen = mayBeSplit(second)
  const isFirstSmaller = load<i32>(leafAt(first), COUNT) <= load<i32>(leafAt(second), COUNT)
  const smaller = isFirstSmaller ? first : second
  const larger = isFirstSmaller ? second : first
  const smallerNeeds = (isFirstSmaller ? isFirstOpen : isSecondOpen) && load<i32>(leafAt(smaller), COUNT) > fewRows
  const largerNeeds = (isFirstSmaller ? isSecondOpen : isFirstOpen) && load<i32>(leafAt(larger), COUNT) > fewRows
  if (largerNeeds) {
    const other = takeSlot()
    buildFor(smaller, other)
    subtract(histogramAt(slot), histogramAt(other), <usize>stride * featureBytes)
    store<i32>(leafAt(larger), slot, SLOT)
    if (!smallerNeeds) {
      store<i32>(leafAt(smaller), -1, SLOT)
      giveSlot(other)
    }
  } else if (smallerNeeds) buildFor(smaller, slot)
  else giveSlot(slot)
  if (isFirstOpen) offer(first)
  if (isSecondOpen) offer(second)
}

@inline function histogramAt(slot: i32): usize {
  return histograms + (<usize>slot) * (<usize>stride * featureBytes)
}

function takeSlot(): i32 {
  if (freeCount > 0) return load<i32>(word(freeSlots, --freeCount))
  return usedSlots++
}

function giveSlot(slot: i32): void {
  if (slot >= 0) store<i32>(word(freeSlots, freeCount++), slot)
}

function buildFor(node: i32, slot: i32): void {
  const leaf = leafAt(node)
  const count = load<i32>(leaf, COUNT)
  store<i32>(leaf, slot, SLOT)
  if (count == rows) buildAll(rowCodes, stride >> 2, stride, count, gradients, histogramAt(slot), featureBytes)
  else build(rowCodes, stride >> 2, stride, word(list, load<i32>(leaf, START)), count, gradients, histogramAt(slot), featureBytes)
}

/** Searches the node's best split and opens it where there is one. */
function offer(node: i32): void {
  const leaf = leafAt(node)
  const slot = load<i32>(leaf, SLOT)
  const gradient = load<f64>(leaf, GRADIENT)
  const hessian = load<f64>(leaf, HESSIAN)
  const out = scratch + SEARCH_BYTES
  drawCandidates()
  const from = wantedByNode < candidateCount ? drawn : candidates
  if (slot >= 0) {
    scanFeatures(
      histogramAt(slot), featureBytes, from, wantedByNode, bins, missing, gradient, hessian, alpha, lambda, leastHessian, scratch, out,
    )
  } else {
    const rowsAt = word(list, load<i32>(leaf, START))
    const count = load<i32>(leaf, COUNT)
    store<f64>(out, -1)
    for (let k = 0; k < wantedByNode; k++) {
      const each = load<i32>(word(from, k))
      scanFew(
        each, columnCodes + (<usize>each) * rows, rowsAt, count, gradients, load<u32>(word(bins, each)), load<u8>(missing + each),
        gradient, hessian, alpha, lambda, leastHessian, sums, out,
      )
    }
  }
  const excess = max(abs(gradient) - alpha, 0)
  const whole = (excess * excess) / (hessian + lambda)
  const won = load<f64>(out) - whole
  if (load<f64>(out) < 0 || !(won > max(minGain, 1e-12 * whole))) {
    giveSlot(slot)
    return
  }
  store<f64>(leaf, won, SPLIT_GAIN)
  store<i32>(leaf, <i32>load<f64>(out, 8), SPLIT_FEATURE)
  store<i32>(leaf, <i32>load<f64>(out, 16), SPLIT_BIN)
  store<i32>(leaf, <i32>load<f64>(out, 24), SPLIT_SIDE)
  store<f64>(leaf, load<f64>(out, 32), LEFT_GRADIENT)
  store<f64>(leaf, load<f64>(out, 40), LEFT_HESSIAN)
  store<i32>(word(open, openCount++), node)
}

/** A node's own features by selection sampling; the numbers are those of `MixedNumbers`. */
function drawCandidates(): void {
  if (wantedByNode >= candidateCount) return
  let taken = 0
  for (let k = 0; k < candidateCount && taken < wantedByNode; k++) {
    const number: u64 = nextDraw()
    if (number * <u64>(candidateCount - k) < (<u64>(wantedByNode - taken)) << 32) {
      store<u32>(word(drawn, taken++), load<u32>(word(candidates, k)))
    }
  }
}

function nextDraw(): u32 {
  drawState += 0x9e3779b9
  let z = drawState
  z = (z ^ (z >> 16)) * 0x21f0aaad
  z = (z ^ (z >> 15)) * 0x735a2d97
  return z ^ (z >> 15)
}

/** Divides a node's rows; where none lacks a value, missing ones will go where most rows go. */
function divide(node: i32): i32 {
  const leaf = leafAt(node)
  const count = load<i32>(leaf, COUNT)
  const by = load<i32>(leaf, SPLIT_FEATURE)
  const hasMissing = load<u8>(missing + by)
  const missingCode: u32 = hasMissing && load<i32>(leaf, SPLIT_SIDE) ? load<u32>(word(bins, by)) : 256
  const rowsAt = word(list, load<i32>(leaf, START))
  const lefts = partitionAt(columnCodes + (<usize>by) * rows, rowsAt, count, load<u32>(leaf, SPLIT_BIN), missingCode)
  const goesLeft = hasMissing ? load<i32>(leaf, SPLIT_SIDE) : i32(2 * lefts >= count)
  store<u8>(missingLeft + node, <u8>goesLeft)
  return lefts
}

function partitionAt(codes: usize, from: usize, count: i32, last: u32, missingCode: u32): i32 {
  let lefts = from
  let rights = spare
  for (let i = 0; i < count; i++) {
    const row = load<u32>(from + ((<usize>i) << 2))
    const code: u32 = load<u8>(codes + row)
    const step: usize = (<usize>(u32(code <= last) | u32(code == missingCode))) << 2
    store<u32>(lefts, row)
    store<u32>(rights, row)
    lefts += step
    rights += 4 - step
  }
  memory.copy(lefts, spare, rights - spare)
  return <i32>((lefts - from) >> 2)
}

/** Σ gradient, Σ hessian of the first `count` rows of the list, into the answer of a search. */
export function sumRows(count: i32): void {
  let sum = f64x2.splat(0)
  for (let i = 0; i < count; i++) {
    sum = f64x2.add(sum, pairOf(gradients, <usize>load<u32>(word(list, i))))
  }
  v128.store(scratch + SEARCH_BYTES, sum)
}

/** values[node] · rate, then scores[row] += the value of the leaf of each row that the tree was grown on. */
export function addTree(scores: usize, rate: f64): void {
  for (let node = 0; node < nodes; node++) {
    const own = load<f64>(double(value, node)) * rate
    store<f64>(double(value, node), own)
    if (load<i32>(word(feature, node)) >= 0) {
      writeStep(node)
      continue
    }
    const leaf = leafAt(node)
    const from = word(list, load<i32>(leaf, START))
    const count = load<i32>(leaf, COUNT)
    for (let i = 0; i < count; i++) {
      const at = double(scores, load<i32>(from + ((<usize>i) << 2)))
      store<f64>(at, load<f64>(at) + own)
    }
  }
}

// a node as rows step over it, in the place of its leaf: feature, last bin on the left, code of missing rows that go left too, children
const STEP_FEATURE: usize = 0
const STEP_BIN: usize = 4
const STEP_MISSING: usize = 8
const STEP_RIGHT: usize = 12
const STEP_LEFT: usize = 16

function writeStep(node: i32): void {
  const step = leafAt(node)
  const by = load<i32>(word(feature, node))
  store<i32>(step, by, STEP_FEATURE)
  store<i32>(step, load<i32>(word(bin, node)), STEP_BIN)
  store<i32>(step, load<u8>(missingLeft + node) ? load<i32>(word(bins, by)) : 256, STEP_MISSING)
  store<i32>(step, load<i32>(word(right, node)), STEP_RIGHT)
  store<i32>(step, load<i32>(word(left, node)), STEP_LEFT)
}

/**
 * scores[row] += the value of the leaf that the row falls into, for listed rows (of 0 … count − 1 without a list) of row-major codes.
 * After addTree.
 */
export function addByDescent(codes: usize, chosen: usize, count: i32, scores: usize): void {
  for (let i = 0; i < count; i++) {
    const row = chosen ? load<i32>(word(chosen, i)) : i
    const own = codes + (<usize>row) * stride
    let node = 0
    while (load<i32>(word(feature, node)) >= 0) {
      const step = leafAt(node)
      const code: u32 = load<u8>(own + load<u32>(step, STEP_FEATURE))
      const isLeft: usize = usize(code <= load<u32>(step, STEP_BIN)) | usize(code == load<u32>(step, STEP_MISSING))
      node = load<i32>(step + (isLeft << 2), STEP_RIGHT)
    }
    const at = double(scores, row)
    store<f64>(at, load<f64>(at) + load<f64>(double(value, node)))
  }
}

/**
 * Draws rows by selection sampling (Knuth, algorithm S): those that are wanted to the list, the others to `rest`, both ascending.
 * Every choice is equally likely; the numbers are those of `MixedNumbers`.
 */
export function drawRows(wanted: i32, rest: usize, seed: u32): void {
  drawState = seed
  let taken = list
  let left = rest
  let needed: u64 = wanted
  for (let row = 0; row < rows; row++) {
    const number: u64 = nextDraw()
    const isTaken = usize(number * <u64>(rows - row) < needed << 32)
    store<u32>(taken, row)
    store<u32>(left, row)
    taken += isTaken << 2
    left += 4 - (isTaken << 2)
    needed -= isTaken
  }
}
