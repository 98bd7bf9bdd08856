import { lossFunction } from '../../../losses/loss-function.ts'
import { type Generator, seededGenerator } from '../../../random/generator.ts'
import type { BinnedFeatures } from '../../bins/binned-features.ts'
import type { GrownTree } from '../../grow/grown-tree.ts'
import { HistogramSlots } from '../../grow/histogram-slots.ts'
import type { TreeEnsemble } from '../../tree-ensemble.ts'
import { type BoostingOptions, checkBoostingOptions } from '../boosting-options.ts'
import { EnsembleBuilder } from '../ensemble-builder.ts'
import { drawFeatures, drawRows, MixedNumbers, STREAMS, shareOf } from '../row-sampling.ts'
import { ShardCrew } from './shard-crew.ts'
import { ShardMemory } from './shard-memory.ts'
import { type ShardShape, shardShape } from './shard-shape.ts'
import { NUMBER, ORDER, type SearchRules, ShardWork, STEPS } from './shard-work.ts'
import { ShardedGrowth } from './sharded-growth.ts'

const MOST_SHARDS = 64

/** A training that threads share. Plain data on shared memory: it can be sent to a thread. */
export interface ShardedTraining {
  readonly binned: BinnedFeatures
  readonly target: Float64Array
  readonly options: BoostingOptions
  readonly shape: ShardShape
  readonly rules: SearchRules
  readonly memory: WebAssembly.Memory
  readonly crew: SharedArrayBuffer
}

/**
 * Whether `shardTraining` takes it: numbers only, squared loss, neither monotone constraints nor sampling by gradient.
 */
export function canBeSharded({ levels }: BinnedFeatures, { loss, monotone, goss }: BoostingOptions): boolean {
  return (
    loss.kind === 'squared' && goss === null && !levels.some((count) => count > 0) && !monotone.some((d) => d !== 0)
  )
}

/**
 * Lays out the training of one ensemble for so many threads: one of them calls `trainShards`, the others `serveShards`. Errors are
 * rounded to a power of two of some 2^−22 of the largest (2^−28 for 100,000 rows), so that sums are exact and the result is the same,
 * byte for byte, for any number of threads.
 *
 * @param target  n of the binned table
 * @throws RangeError for options out of range, or where `canBeSharded` says no
 */
export function shardTraining(
  binned: BinnedFeatures,
  target: Float64Array,
  options: BoostingOptions,
  threads: number,
): ShardedTraining {
  checkBoostingOptions(options, binned.features)
  if (!canBeSharded(binned, options)) throw new RangeError('this training can not be divided among threads')
  if (binned.rows === 0) throw new RangeError('boosting needs rows')
  if (target.length !== binned.rows) throw new RangeError(`${target.length} targets of ${binned.rows} rows`)
  if (!target.every(Number.isFinite)) throw new RangeError('targets are finite')
  const shape = shardShape(binned, options, Math.min(MOST_SHARDS, threads))
  const { l1, l2, minChildWeight, minChildSamples } = options
  const rules = { l1, l2, leastHessian: Math.max(minChildWeight, minChildSamples, 1e-9) }
  const { memory } = new ShardMemory(shape)
  return { binned, target, options, shape, rules, memory, crew: new ShardCrew().shared }
}

/** Helps a training until it has ended. */
export function serveShards({ binned, shape, rules, memory, crew }: ShardedTraining): void {
  const helping = new ShardCrew(crew)
  if (helping.hasEnded) return
  const work = new ShardWork(new ShardMemory(shape, memory), binned, rules)
  helping.serve((part) => work.do(part))
}

/** Trains, with whoever serves: the result does not depend on them. */
export function trainShards(training: ShardedTraining): TreeEnsemble {
  const crew = new ShardCrew(training.crew)
  try {
    return new ShardedRun(training, crew).train()
  } finally {
    crew.end()
  }
}

class ShardedRun {
  readonly #training: ShardedTraining
  readonly #memory: ShardMemory
  readonly #run: (step: number, parts: number) => void
  readonly #slots = new HistogramSlots()
  readonly #rowGenerator: Generator
  readonly #featureGenerator: Generator
  readonly #allFeatures: Int32Array

  constructor(training: ShardedTraining, crew: ShardCrew) {
    const { binned, shape, rules, memory, options } = training
    this.#training = training
    this.#memory = new ShardMemory(shape, memory)
    const work = new ShardWork(this.#memory, binned, rules)
    this.#run = (step, parts) => {
      this.#memory.orders[0] = step
      crew.run(parts, (part) => work.do(part))
    }
    const generator = seededGenerator(options.seed)
    this.#rowGenerator = generator.stream(STREAMS.rows)
    this.#featureGenerator = generator.stream(STREAMS.features)
    this.#allFeatures = Int32Array.from({ length: shape.features }, (_, j) => j)
  }

  train(): TreeEnsemble {
    const { binned, target, options, shape } = this.#training
    const { scores, orders } = this.#memory
    const baseScore = lossFunction(options.loss).initialScores(target, null)
    this.#memory.target.set(target)
    scores.fill(baseScore[0]!)
    new Int32Array(this.#memory.memory.buffer, this.#memory.bins, shape.features).set(shape.bins)
    this.#run(STEPS.lay, shape.shards)
    const builder = new EnsembleBuilder(binned, baseScore)
    for (let round = 0; round < options.rounds; round++) {
      const count = this.#drawRows(round)
      const nodes = this.#grow(count)
      for (let node = 0; node < nodes; node++) this.#memory.value[node]! *= options.learningRate
      orders[ORDER.count] = nodes
      orders[ORDER.rest] = shape.rows - count
      this.#run(STEPS.score, shape.shards)
      builder.add(this.#tree(nodes), 0)
    }
    return builder.build()
  }

  /** @returns the number of nodes */
  #grow(count: number): number {
    const { options, rules, shape } = this.#training
    const { answers, orders, orderNumbers } = this.#memory
    this.#run(STEPS.largest, shape.shards)
    const scale = scaleOf(
      answers.reduce((a, b) => Math.max(a, b), 0),
      shape.countBits,
    )
    orders[ORDER.count] = count
    orderNumbers[NUMBER.scale] = scale
    this.#run(STEPS.root, shape.shards)
    const gradient = answers.reduce((a, b) => a + b, 0) / scale
    const all = this.#allFeatures
    const features = drawFeatures(all, shareOf(all.length, options.featureFraction), this.#featureGenerator)
    const wanted = shareOf(features.length, options.featureFractionByNode)
    const draws = new MixedNumbers(wanted < features.length ? this.#featureGenerator.uint32() : 0)
    const growth = new ShardedGrowth({
      memory: this.#memory,
      slots: this.#slots,
      run: this.#run,
      options,
      rules,
      candidates: () => drawFeatures(features, wanted, draws),
    })
    growth.grow(count, gradient)
    return growth.nodes
  }

  /** Rows that the next tree is grown on stand at the front of the list, the others in `rest`. */
  #drawRows(round: number): number {
    const { rows } = this.#training.shape
    const { rowFraction, rowFrequency } = this.#training.options
    const { list, rest } = this.#memory
    const wanted = Math.max(1, Math.round(rows * rowFraction))
    if (rowFraction === 1) {
      for (let i = 0; i < rows; i++) list[i] = i
      return rows
    }
    if (round % rowFrequency === 0) drawRows(rows, wanted, this.#rowGenerator.uint32(), list, rest)
    else list.subarray(0, wanted).sort()
    return wanted
  }

  #tree(nodes: number): GrownTree {
    const { feature, bin, missingLeft, left, right, value, cover, gain } = this.#memory
    return { nodes, feature, bin, missingLeft, left, right, value, cover, gain, tables: new Uint8Array(0) }
  }
}

/** The power of two that rounds the errors as finely as sums of all rows allow. */
function scaleOf(largest: number, countBits: number): number {
  if (!(largest > 0)) return 1
  const bits = Math.min(40, 62 - 2 * countBits)
  return 2 ** (bits - Math.ceil(Math.log2(largest)))
}
