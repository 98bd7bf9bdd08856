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
export function binFeatures(matrix: FeatureMatrix, { maxBins = 255, edgeRows }: BinOptions = {}): BinnedFeatures {
  if (!(maxBins >= 2 && maxBins <= 255)) throw new RangeError(`a feature has 2 to 255 bins, not ${maxBins}`)
  const { rows, columns, levels } = matrix
  const features = columns.length
  const codes = new Uint8Array(new SharedArrayBuffer(Math.max(1, rows * features)), 0, rows * features)
  const bins = new Int32Array(features)
  const upper: Float64Array[] = []
  const levelBin: Int32Array[] = []
  for (let j = 0; j < features; j++) {
    const column = columns[j]!
    const out = codes.subarray(j * rows, (j + 1) * rows)
    const seen = edgeRows ? Float64Array.from(edgeRows, (row) => column[row]!) : column
    if (levels[j]! > 0) {
      upper.push(new Float64Array(0))
      levelBin.push(levelBins(seen, levels[j]!))
      bins[j] = Math.min(levels[j]!, 255)
      codeLevels(column, levelBin[j]!, out)
    } else {
      upper.push(binEdges(seen, maxBins))
      levelBin.push(new Int32Array(0))
      bins[j] = upper[j]!.length
      codeNumbers(column, upper[j]!, out)
    }
  }
  return { rows, features, levels, bins, codes, upper, levelBin }
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
