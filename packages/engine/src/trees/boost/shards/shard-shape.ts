import type { BinnedFeatures } from '../../bins/binned-features.ts'
import { mostNodes, slotsNeeded } from '../../grow/histogram-slots.ts'
import type { BoostingOptions } from '../boosting-options.ts'

/**
 * A table's features are searched in so many ranges at most, of so many words of four at least, whatever the number of threads: ties
 * depend on which features are looked at together.
 */
export const MOST_RANGES = 8
export const LEAST_RANGE_WORDS = 1

/** The sizes that the memory of a training follows from. */
export interface ShardShape {
  readonly rows: number
  readonly features: number
  readonly bins: Int32Array
  /** The rows of every node are divided among so many. */
  readonly shards: number
  /** Nodes of a tree, and histograms, at most. */
  readonly nodes: number
  readonly slots: number
  /** Of a packed word, the bits that count rows: 2^countBits > rows. */
  readonly countBits: number
}

export function shardShape(
  { rows, features, bins }: BinnedFeatures,
  { maxLeaves, maxDepth, growth }: BoostingOptions,
  shards: number,
): ShardShape {
  return {
    rows,
    features,
    bins,
    shards,
    nodes: mostNodes(rows, maxLeaves, maxDepth),
    slots: slotsNeeded(rows, maxLeaves, maxDepth, growth === 'depth_wise'),
    countBits: Math.ceil(Math.log2(rows + 1)),
  }
}

/** part k of `parts` equal parts of 0 … count: [first, end). */
export function partOf(count: number, parts: number, k: number): readonly [number, number] {
  return [Math.floor((count * k) / parts), Math.floor((count * (k + 1)) / parts)]
}
