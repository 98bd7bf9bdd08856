import { type BinnedFeatures, MISSING_BIN } from '../bins/binned-features.ts'
import { checkForestOptions, type ForestOptions, featuresTried } from './forest-options.ts'

export interface ForestData {
  /** n of the binned table: numbers, or classes 0 … classes − 1. Targets of the rows that are not used are ignored. */
  readonly target: Float64Array
  /** Number of classes; left out: the target is a number. */
  readonly classes?: number
  /** n, or left out: every row counts once. */
  readonly weights?: Float64Array
  /** The rows to train on; left out: all. */
  readonly rows?: ArrayLike<number>
}

/**
 * What every tree of a forest is grown on: the rows in the order given, and their targets and weights as integers, so that sums are
 * exact. One row alone has its target to 2⁻⁵¹ of the largest, divided by the number of rows.
 */
export interface ForestProblem {
  readonly rows: number
  readonly features: number
  /** n × p column-major. */
  readonly codes: Uint8Array
  /** p */
  readonly bins: Int32Array
  readonly isCategory: Uint8Array
  readonly hasMissing: Uint8Array
  /** p × 256: upper edges of the bins of numbers, and a value within each. */
  readonly edges: Float64Array
  readonly centres: Float64Array
  /** n: targets as given. */
  readonly target: Float64Array
  /** n × 2: (w · (target − offset), w) as integers, in units of 1 / sumUnit and 1 / weightUnit. */
  readonly units: Float64Array
  readonly offset: number
  readonly sumUnit: number
  readonly weightUnit: number
  /** 0: the target is a number. */
  readonly classes: number
  readonly draws: number
  readonly tried: number
  /** In the units of weights. */
  readonly minLeaf: number
  readonly minSplit: number
  /** Values of leaves are rounded to 1 / leafUnit before they are summed over trees. */
  readonly leafUnit: number
}

/** @throws RangeError for options out of range, and rows, targets or weights that do not fit */
export function forestProblem(binned: BinnedFeatures, data: ForestData, options: ForestOptions): ForestProblem {
  checkForestOptions(options)
  const chosen = data.rows ?? Int32Array.from({ length: binned.rows }, (_, i) => i)
  const rows = chosen.length
  if (rows < 1 || binned.features < 1) throw new RangeError(`a forest of ${rows} rows of ${binned.features} features`)
  const target = Float64Array.from(chosen, (row) => data.target[row]!)
  checkTarget(target, data.classes, options)
  const codes = takeCodes(binned, chosen)
  const offset = data.classes ? 0 : target.reduce((sum, value) => sum + value, 0) / rows
  const draws = Math.max(1, Math.round(options.rowFraction * rows))
  const { units, sumUnit, weightUnit, largest } = integerUnits(target, offset, weightsOf(chosen, data.weights), draws)
  return {
    rows,
    features: binned.features,
    codes,
    bins: binned.bins,
    isCategory: Uint8Array.from(binned.levels, (levels) => (levels > 0 ? 1 : 0)),
    hasMissing: Uint8Array.from(binned.bins, (_, j) =>
      codes.subarray(j * rows, (j + 1) * rows).includes(MISSING_BIN) ? 1 : 0,
    ),
    ...binValues(binned),
    target,
    units,
    offset,
    sumUnit,
    weightUnit,
    classes: data.classes ?? 0,
    draws,
    tried: featuresTried(options.featureFraction, binned.features),
    minLeaf: options.minSamplesLeaf * weightUnit,
    minSplit: options.minSamplesSplit * weightUnit,
    leafUnit: powerOfTwo(2 ** 51 / options.trees / largest),
  }
}

function checkTarget(target: Float64Array, classes: number | undefined, { criterion }: ForestOptions): void {
  if ((criterion === 'squared_error') !== (classes === undefined)) {
    throw new RangeError(`the criterion ${criterion} of ${classes === undefined ? 'numbers' : 'classes'}`)
  }
  const isFit = (value: number) =>
    classes === undefined ? Number.isFinite(value) : Number.isInteger(value) && value >= 0 && value < classes
  const unfit = target.find((value) => !isFit(value))
  if (unfit !== undefined) throw new RangeError(`${unfit} is no target of a forest`)
}

function takeCodes({ rows: all, features, codes }: BinnedFeatures, rows: ArrayLike<number>): Uint8Array {
  const n = rows.length
  const taken = new Uint8Array(n * features)
  for (let j = 0; j < features; j++) {
    for (let i = 0; i < n; i++) taken[j * n + i] = codes[j * all + rows[i]!]!
  }
  return taken
}

function weightsOf(rows: ArrayLike<number>, weights: Float64Array | undefined): Float64Array | null {
  if (!weights) return null
  const taken = Float64Array.from(rows, (row) => weights[row]!)
  const sum = taken.reduce((total, weight) => total + weight, 0)
  if (!(sum > 0 && sum < Number.POSITIVE_INFINITY && taken.every((weight) => weight >= 0))) {
    throw new RangeError('weights are 0 or more, and not all 0')
  }
  return taken.map((weight) => (weight * taken.length) / sum)
}

function integerUnits(target: Float64Array, offset: number, weights: Float64Array | null, draws: number) {
  let largest = 0
  let largestSum = 0
  let largestWeight = 1
  for (let i = 0; i < target.length; i++) {
    const weight = weights ? weights[i]! : 1
    largest = Math.max(largest, Math.abs(target[i]! - offset))
    largestSum = Math.max(largestSum, weight * Math.abs(target[i]! - offset))
    largestWeight = Math.max(largestWeight, weight)
  }
  const sumUnit = powerOfTwo(2 ** 51 / draws / (largestSum || 1))
  const weightUnit = weights ? powerOfTwo(2 ** 51 / draws / largestWeight) : 1
  const units = new Float64Array(2 * target.length)
  for (let i = 0; i < target.length; i++) {
    const weight = weights ? weights[i]! : 1
    units[2 * i] = Math.round(weight * (target[i]! - offset) * sumUnit)
    units[2 * i + 1] = Math.round(weight * weightUnit)
  }
  return { units, sumUnit, weightUnit, largest: largest || 1 }
}

/** The largest power of two up to a positive number, within what doubles can scale by. */
function powerOfTwo(most: number): number {
  return 2 ** Math.max(-1000, Math.min(1000, Math.floor(Math.log2(most))))
}

/** Edges lie midway between values, so the first and the last bin's values mirror those beside them. */
function binValues({ features, upper }: BinnedFeatures): { edges: Float64Array; centres: Float64Array } {
  const edges = new Float64Array(256 * features)
  const centres = new Float64Array(256 * features)
  for (let j = 0; j < features; j++) {
    const edge = upper[j]!
    const centre = centres.subarray(256 * j, 256 * (j + 1))
    edges.set(edge, 256 * j)
    const last = edge.length - 1
    for (let b = 1; b < last; b++) centre[b] = edge[b - 1]! / 2 + edge[b]! / 2
    if (last === 1) {
      centre[0] = edge[0]! - 1
      centre[1] = edge[0]! + 1
    } else if (last > 1) {
      centre[0] = 2 * edge[0]! - centre[1]!
      centre[last] = 2 * edge[last - 1]! - centre[last - 1]!
    }
  }
  return { edges, centres }
}
