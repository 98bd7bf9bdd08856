import type { FeatureMatrix } from '../../features/feature-matrix.ts'
import { binEdges } from './bin-edges.ts'
import { type BinnedFeatures, MISSING_BIN } from './binned-features.ts'
import { codeNumbers } from './code-numbers.ts'

export interface BinOptions {
  /** Bins of a feature at most: 2 … 255. */
  readonly maxBins?: number
  /** The rows that decide the edges; default: all. */
  readonly edgeRows?: ArrayLike<number>
}

/**
 * Codes every feature in bytes. A category's levels are bins of their own, in the order of their codes; where it has more than 255, the
 * 255 commonest are, and the others count as missing (`levelBin` −1).
 *
 * @returns on memory that threads share
 * @throws RangeError unless 2 ≤ maxBins ≤ 255
 *
 * Cost: a sort of each feature, and n · p · log(bins).
 */
export function binFeatures(matrix: FeatureMatrix, options: BinOptions = {}): BinnedFeatures {
  const codes = emptyCodes(matrix)
  return gatherBins(
    matrix,
    codes,
    matrix.columns.map((_, j) => binFeature(matrix, j, codes, options)),
  )
}

/** How one feature is coded: see `BinnedFeatures`. */
export interface FeatureBins {
  readonly bins: number
  readonly upper: Float64Array
  readonly levelBin: Int32Array
}

/** Room for the codes of all features, on memory that threads share. */
export function emptyCodes({ rows, columns }: FeatureMatrix): Uint8Array {
  const length = rows * columns.length
  return new Uint8Array(new SharedArrayBuffer(Math.max(1, length)), 0, length)
}

/**
 * Codes feature j into its part of `codes`. Features may be coded in any order, by any thread; `gatherBins` puts them together.
 *
 * @throws RangeError unless 2 ≤ maxBins ≤ 255
 */
export function binFeature(
  { rows, columns, levels }: FeatureMatrix,
  j: number,
  codes: Uint8Array,
  { maxBins = 255, edgeRows }: BinOptions = {},
): FeatureBins {
  if (!(maxBins >= 2 && maxBins <= 255)) throw new RangeError(`a feature has 2 to 255 bins, not ${maxBins}`)
  const column = columns[j]!
  const out = codes.subarray(j * rows, (j + 1) * rows)
  const seen = edgeRows ? Float64Array.from(edgeRows, (row) => column[row]!) : column
  if (levels[j]! > 0) {
    const levelBin = levelBins(seen, levels[j]!)
    codeLevels(column, levelBin, out)
    return { bins: Math.min(levels[j]!, 255), upper: new Float64Array(0), levelBin }
  }
  const upper = binEdges(seen, maxBins)
  codeNumbers(column, upper, out)
  return { bins: upper.length, upper, levelBin: new Int32Array(0) }
}

/** The table that features coded one by one make. */
export function gatherBins(
  { rows, columns, levels }: FeatureMatrix,
  codes: Uint8Array,
  features: readonly FeatureBins[],
): BinnedFeatures {
  return {
    rows,
    features: columns.length,
    levels,
    bins: Int32Array.from(features, ({ bins }) => bins),
    codes,
    upper: features.map(({ upper }) => upper),
    levelBin: features.map(({ levelBin }) => levelBin),
  }
}

/** The commonest levels keep bins, in the order of their codes; among equally common ones the lower code does. */
function levelBins(column: Float64Array, levels: number): Int32Array {
  const counts = new Float64Array(levels)
  for (const level of column) if (level >= 0 && level < levels) counts[level]!++
  const byCount = Array.from(counts, (_, level) => level).sort((a, b) => counts[b]! - counts[a]! || a - b)
  const kept = byCount.slice(0, 255).sort((a, b) => a - b)
  const bins = new Int32Array(levels).fill(-1)
  for (const [bin, level] of kept.entries()) bins[level] = bin
  return bins
}

function codeLevels(column: Float64Array, levelBin: Int32Array, out: Uint8Array): void {
  for (let i = 0; i < column.length; i++) {
    const bin = levelBin[column[i]!] ?? -1
    out[i] = bin < 0 ? MISSING_BIN : bin
  }
}
