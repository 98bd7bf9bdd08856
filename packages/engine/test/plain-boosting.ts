import type { LossFunction } from '../src/losses/loss.ts'
import { lossFunction } from '../src/losses/loss-function.ts'
import { type BinnedFeatures, MISSING_BIN } from '../src/trees/bins/binned-features.ts'
import type { BoostingOptions } from '../src/trees/boost/boosting-options.ts'
import { derivatives } from './plain-derivatives.ts'

/** A node of a tree as the textbook grows it; `left` and `right` stand where it is split. */
export interface PlainNode {
  readonly rows: readonly number[]
  readonly depth: number
  readonly gradient: number
  readonly hessian: number
  value: number
  split?: PlainSplit
  left?: PlainNode
  right?: PlainNode
}

export interface PlainSplit {
  readonly gain: number
  readonly feature: number
  readonly bin: number
  missingLeft: boolean
  /** Another feature gains as much, but for rounding: which of them is taken means nothing. */
  isTied: boolean
}

export interface PlainBoosting {
  readonly trees: readonly { readonly output: number; readonly root: PlainNode }[]
  /** outputs × rows of the binned table. */
  readonly scores: Float64Array
}

interface Training {
  readonly binned: BinnedFeatures
  readonly options: BoostingOptions
  readonly gradient: Float64Array
  readonly hessian: Float64Array
  readonly leastHessian: number
  readonly leastCount: number
  readonly hasMissing: readonly boolean[]
}

/** Gains that differ by less than this share of themselves are equal. */
const ROUNDING = 1e-7

/**
 * Boosting over number features without sampling and constraints, with f64 throughout and sums made anew for every node: what
 * `trainBoosting` has to agree with. Rows that are not trained on are predicted too.
 */
export function plainBoosting(
  binned: BinnedFeatures,
  { target, weights, rows }: { target: Float64Array; weights?: Float64Array; rows: readonly number[] },
  options: BoostingOptions,
): PlainBoosting {
  const n = binned.rows
  const loss = lossFunction(options.loss)
  const own = (values: Float64Array) => Float64Array.from(rows, (row) => values[row]!)
  const base = loss.initialScores(own(target), weights ? own(weights) : null)
  const scores = Float64Array.from({ length: loss.outputs * n }, (_, at) => base[Math.floor(at / n)]!)
  const hasMissing = binned.upper.map((_, j) => rows.some((row) => binned.codes[j * n + row] === MISSING_BIN))
  const trees: { output: number; root: PlainNode }[] = []
  for (let round = 0; round < options.rounds; round++) {
    for (let output = 0; output < loss.outputs; output++) {
      const gradient = new Float64Array(n)
      const hessian = new Float64Array(n)
      for (const row of rows) {
        const ofRow = Array.from({ length: loss.outputs }, (_, k) => scores[k * n + row]!)
        const [g, h] = derivatives(options.loss, ofRow, output, target[row]!)
        gradient[row] = g * (weights?.[row] ?? 1)
        hessian[row] = h * (weights?.[row] ?? 1)
      }
      const limits = limitsOf(loss, options, hessian, rows, weights !== undefined)
      const root = growPlain({ binned, options, gradient, hessian, hasMissing, ...limits }, rows)
      const ofOutput = scores.subarray(output * n, (output + 1) * n)
      finish(root, loss, target, weights, ofOutput, options.learningRate)
      for (let row = 0; row < n; row++) ofOutput[row]! += plainLeaf(root, binned, row).value
      trees.push({ output, root })
    }
  }
  return { trees, scores }
}

/** As in LightGBM, rows are counted by their hessians where these are not all 1. */
function limitsOf(
  loss: LossFunction,
  { minChildSamples, minChildWeight }: BoostingOptions,
  hessian: Float64Array,
  rows: readonly number[],
  isWeighted: boolean,
): { leastHessian: number; leastCount: number } {
  if (loss.hasUnitHessian && !isWeighted) return { leastHessian: minChildWeight, leastCount: minChildSamples }
  const mean = sumOver(hessian, rows) / rows.length
  return { leastHessian: Math.max(minChildWeight, (minChildSamples - 0.5) * mean), leastCount: 1 }
}

function growPlain(training: Training, rows: readonly number[]): PlainNode {
  const { growth, maxLeaves } = training.options
  const root = plainNode(training, rows, 0)
  const open = [root]
  let leaves = 1
  while (leaves < maxLeaves) {
    const able = open.filter(({ split }) => split)
    const next =
      growth === 'depth_wise'
        ? able[0]
        : able.reduce<PlainNode | undefined>((a, b) => (a && a.split!.gain >= b.split!.gain ? a : b), undefined)
    if (!next) break
    const goesLeft = (row: number) => plainlyLeft(training.binned, next.split!, row)
    next.left = plainNode(
      training,
      next.rows.filter((row) => goesLeft(row)),
      next.depth + 1,
    )
    next.right = plainNode(
      training,
      next.rows.filter((row) => !goesLeft(row)),
      next.depth + 1,
    )
    // without missing rows nothing was learnt: they go where most rows go
    if (!training.hasMissing[next.split!.feature])
      next.split!.missingLeft = 2 * next.left.rows.length >= next.rows.length
    open.splice(open.indexOf(next), 1)
    open.push(next.left, next.right)
    leaves++
  }
  for (const leaf of open) delete leaf.split
  return root
}

function plainNode(training: Training, rows: readonly number[], depth: number): PlainNode {
  const gradient = sumOver(training.gradient, rows)
  const hessian = sumOver(training.hessian, rows)
  const { l1, l2, maxDepth, minChildSamples } = training.options
  const excess = Math.max(Math.abs(gradient) - l1, 0)
  const value = excess === 0 ? 0 : (-Math.sign(gradient) * excess) / (hessian + l2)
  const node = { rows, depth, gradient, hessian, value }
  const split = depth < maxDepth && rows.length >= 2 * minChildSamples ? bestSplit(training, node) : undefined
  return split ? { ...node, split } : node
}

/** Of equal gains the first feature, then missing rows to the right, then the lowest bin. */
function bestSplit(training: Training, node: PlainNode): PlainSplit | undefined {
  const { binned, options, hasMissing } = training
  const score = ({ gradient, hessian }: Pick<Sums, 'gradient' | 'hessian'>) =>
    Math.max(Math.abs(gradient) - options.l1, 0) ** 2 / (hessian + options.l2)
  let best: PlainSplit | undefined
  for (let feature = 0; feature < binned.features; feature++) {
    const sums = histogramOf(training, node.rows, feature)
    for (const missingLeft of hasMissing[feature] ? [false, true] : [false]) {
      const left: Sums = missingLeft ? { ...sums[MISSING_BIN]! } : { gradient: 0, hessian: 0, count: 0 }
      for (let bin = 0; bin < binned.bins[feature]!; bin++) {
        addTo(left, sums[bin]!)
        const right = {
          gradient: node.gradient - left.gradient,
          hessian: node.hessian - left.hessian,
          count: node.rows.length - left.count,
        }
        if (!isAllowed(left, training) || !isAllowed(right, training)) continue
        const gain = score(left) + score(right) - score(node)
        if (gain <= Math.max(options.minSplitGain, 1e-12 * score(node))) continue
        const isEqual = best && Math.abs(gain - best.gain) <= ROUNDING * (best.gain + score(node))
        const isOther = best?.feature !== feature || (best.missingLeft !== missingLeft && sums[MISSING_BIN]!.count > 0)
        if (best && isEqual && isOther) best.isTied = true
        if (!best || (!isEqual && gain > best.gain)) best = { gain, feature, bin, missingLeft, isTied: false }
      }
    }
  }
  return best
}

interface Sums {
  gradient: number
  hessian: number
  count: number
}

function histogramOf({ binned, gradient, hessian }: Training, rows: readonly number[], feature: number): Sums[] {
  const sums = Array.from({ length: MISSING_BIN + 1 }, () => ({ gradient: 0, hessian: 0, count: 0 }))
  for (const row of rows) {
    const code = binned.codes[feature * binned.rows + row]!
    addTo(sums[code]!, { gradient: gradient[row]!, hessian: hessian[row]!, count: 1 })
  }
  return sums
}

function addTo(sums: Sums, more: Sums): void {
  sums.gradient += more.gradient
  sums.hessian += more.hessian
  sums.count += more.count
}

function isAllowed({ hessian, count }: Sums, { leastHessian, leastCount }: Training): boolean {
  return count >= leastCount && hessian >= Math.max(leastHessian, 1e-9)
}

/** Puts the best constants of the loss into the leaves, and shrinks all values. */
function finish(
  node: PlainNode,
  loss: LossFunction,
  target: Float64Array,
  weights: Float64Array | undefined,
  scores: Float64Array,
  rate: number,
): void {
  if (node.left && node.right) {
    finish(node.left, loss, target, weights, scores, rate)
    finish(node.right, loss, target, weights, scores, rate)
  } else if (loss.renewLeaf) {
    const residuals = Float64Array.from(node.rows, (row) => target[row]! - scores[row]!)
    node.value = loss.renewLeaf(residuals, weights ? Float64Array.from(node.rows, (row) => weights[row]!) : null)
  }
  node.value *= rate
}

function plainLeaf(root: PlainNode, binned: BinnedFeatures, row: number): PlainNode {
  let node = root
  while (node.left && node.right) node = plainlyLeft(binned, node.split!, row) ? node.left : node.right
  return node
}

function plainlyLeft(binned: BinnedFeatures, { feature, bin, missingLeft }: PlainSplit, row: number): boolean {
  const code = binned.codes[feature * binned.rows + row]!
  return code === MISSING_BIN ? missingLeft : code <= bin
}

function sumOver(values: Float64Array, rows: readonly number[]): number {
  return rows.reduce((sum, row) => sum + values[row]!, 0)
}
