import type { LossFunction } from '../../losses/loss.ts'
import { lossFunction } from '../../losses/loss-function.ts'
import { type Generator, seededGenerator } from '../../random/generator.ts'
import type { BinnedFeatures } from '../bins/binned-features.ts'
import { GeneralGrower } from '../grow/general-grower.ts'
import { KernelGrower } from '../grow/kernel-grower.ts'
import { TrainingMemory } from '../grow/training-memory.ts'
import type { TreeGrower } from '../grow/tree-grower.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'
import { type BoostingOptions, checkBoostingOptions } from './boosting-options.ts'
import { EnsembleBuilder } from './ensemble-builder.ts'
import { nodeRows, renewWithin, weighCovers } from './node-rows.ts'
import { drawFeatures, STREAMS, sampleRows, shareOf } from './row-sampling.ts'

/** Told the scores of the watched rows, outputs × rows, after each round; false: no further round. */
export type OnRound = (round: number, scores: Float64Array) => boolean

/** Trains on one choice of rows, as often as wanted: what depends on the rows alone is laid out once. */
export class BoostingTrainer {
  readonly #binned: BinnedFeatures
  readonly #rows: ArrayLike<number>
  readonly #memory: TrainingMemory
  readonly #hasMissing: Uint8Array

  /** @throws RangeError without rows, or for rows that the table does not have */
  constructor(binned: BinnedFeatures, rows: ArrayLike<number>, watchedRows: ArrayLike<number>, outputs: number) {
    if (rows.length === 0) throw new RangeError('boosting needs rows')
    for (let i = 0; i < rows.length; i++) {
      if (!(rows[i]! >= 0 && rows[i]! < binned.rows))
        throw new RangeError(`there is no row ${rows[i]} among ${binned.rows}`)
    }
    this.#binned = binned
    this.#rows = rows
    this.#memory = new TrainingMemory(binned, rows, watchedRows, outputs)
    this.#hasMissing = missingFeatures(this.#memory, binned)
    this.#memory.bytes(this.#memory.missing, this.#memory.features).set(this.#hasMissing)
  }

  /** @param target  of every row of the binned table */
  train(target: Float64Array, weights: Float64Array | null, options: BoostingOptions, onRound?: OnRound): TreeEnsemble {
    const run = this.#begin(target, weights, options)
    const builder = new EnsembleBuilder(this.#binned, run.baseScore)
    run.boost((output) => builder.add(run.tree, output), onRound)
    return builder.build()
  }

  /** Trains for what the watched rows tell; the trees are not kept. */
  watch(target: Float64Array, weights: Float64Array | null, options: BoostingOptions, onRound: OnRound): void {
    this.#begin(target, weights, options).boost(() => {}, onRound)
  }

  #begin(target: Float64Array, weights: Float64Array | null, options: BoostingOptions): BoostingRun {
    checkBoostingOptions(options, this.#binned.features)
    const own = { target: taken(target, this.#rows), weights: weights && taken(weights, this.#rows) }
    const loss = lossFunction(options.loss)
    return new BoostingRun(
      this.#memory,
      growerFor(this.#memory, this.#binned, options, this.#hasMissing),
      loss,
      options,
      own,
    )
  }
}

function growerFor(
  memory: TrainingMemory,
  { bins, levels }: BinnedFeatures,
  options: BoostingOptions,
  hasMissing: Uint8Array,
): TreeGrower {
  const hasCategories = levels.some((count) => count > 0)
  const isConstrained = options.monotone.some((direction) => direction !== 0)
  if (!hasCategories && !isConstrained) return new KernelGrower(memory, options)
  return new GeneralGrower(memory, options, {
    bins,
    isCategory: Uint8Array.from(levels, (count) => (count > 0 ? 1 : 0)),
    hasCategories,
    hasMissing,
    monotone: isConstrained ? options.monotone : new Int8Array(0),
    categories: options.categories,
  })
}

class BoostingRun {
  readonly baseScore: Float64Array
  readonly #memory: TrainingMemory
  readonly #grower: TreeGrower
  readonly #loss: LossFunction
  readonly #options: BoostingOptions
  readonly #own: { readonly target: Float64Array; readonly weights: Float64Array | null }
  readonly #scores: Float64Array
  readonly #watchedScores: Float64Array
  readonly #gradients: Float32Array
  readonly #rowGenerator: Generator
  readonly #featureGenerator: Generator
  readonly #allFeatures: Int32Array
  #count: number

  constructor(
    memory: TrainingMemory,
    grower: TreeGrower,
    loss: LossFunction,
    options: BoostingOptions,
    own: { target: Float64Array; weights: Float64Array | null },
  ) {
    const { rows, watchedRows, features } = memory
    this.#memory = memory
    this.#grower = grower
    this.#loss = loss
    this.#options = options
    this.#own = own
    this.baseScore = loss.initialScores(own.target, own.weights)
    this.#scores = memory.doubles(memory.scores, rows * loss.outputs)
    this.#watchedScores = memory.doubles(memory.watchedScores, watchedRows * loss.outputs)
    for (let k = 0; k < loss.outputs; k++) {
      this.#scores.fill(this.baseScore[k]!, k * rows, (k + 1) * rows)
      this.#watchedScores.fill(this.baseScore[k]!, k * watchedRows, (k + 1) * watchedRows)
    }
    this.#gradients = memory.floats(memory.gradients, 2 * rows)
    const generator = seededGenerator(options.seed)
    this.#rowGenerator = generator.stream(STREAMS.rows)
    this.#featureGenerator = generator.stream(STREAMS.features)
    this.#allFeatures = Int32Array.from({ length: features }, (_, j) => j)
    this.#count = rows
  }

  get tree(): TreeGrower['tree'] {
    return this.#grower.tree
  }

  /** @param onTree  told after each tree, whose values are final then */
  boost(onTree: (output: number) => void, onRound: OnRound | undefined): void {
    for (let round = 0; round < this.#options.rounds; round++) {
      for (let output = 0; output < this.#loss.outputs; output++) {
        this.#addTree(round, output)
        onTree(output)
      }
      if (onRound && !onRound(round, this.#watchedScores)) return
    }
  }

  #addTree(round: number, output: number): void {
    const options = this.#options
    this.#loss.gradients(output, this.#scores, this.#own.target, this.#gradients)
    if (this.#own.weights) weigh(this.#gradients, this.#own.weights)
    const isDrawn = options.goss !== null || (output === 0 && round % options.rowFrequency === 0)
    if (isDrawn || options.rowFraction === 1) this.#count = sampleRows(this.#memory, options, this.#rowGenerator)
    else this.#restoreList()
    this.#grow()
    if (this.#loss.renewLeaf) this.#renew(output)
    if (this.#own.weights) weighCovers(this.tree, this.#grower.leaves(), this.#list(), this.#own.weights)
    this.#grower.addToScores(output, options.learningRate, this.#count)
  }

  #grow(): void {
    const options = this.#options
    const sums = this.#sums()
    const perRow = sums.hessian / this.#count
    const counted = this.#loss.hasUnitHessian && !this.#own.weights && !options.goss
    // like LightGBM, the rows of a leaf are told from its hessian
    const samples = counted ? options.minChildSamples : (options.minChildSamples - 0.5) * perRow
    const all = this.#allFeatures
    const features = drawFeatures(all, shareOf(all.length, options.featureFraction), this.#featureGenerator)
    const wantedByNode = shareOf(features.length, options.featureFractionByNode)
    this.#grower.grow(this.#count, sums, {
      options,
      leastHessian: Math.max(options.minChildWeight, samples, 1e-9),
      features,
      wantedByNode,
      seed: wantedByNode < features.length ? this.#featureGenerator.uint32() : 0,
    })
  }

  #sums(): { gradient: number; hessian: number } {
    this.#memory.kernels.sumRows(this.#count)
    const [gradient, hessian] = this.#memory.answer
    return { gradient: gradient!, hessian: hessian! }
  }

  /** The rows of the tree before, in ascending order again. */
  #restoreList(): void {
    this.#list().sort()
  }

  /** Replaces Newton steps by the best constant of each leaf, where the loss has one. */
  #renew(output: number): void {
    const { rows } = this.#memory
    const { target, weights } = this.#own
    const { monotone } = this.#options
    const list = this.#list()
    const best = (start: number, count: number): number => {
      const own = list.subarray(start, start + count)
      const residuals = Float64Array.from(own, (row) => target[row]! - this.#scores[output * rows + row]!)
      const heavy = weights && Float64Array.from(own, (row) => weights[row]!)
      return this.#loss.renewLeaf!(residuals, heavy)
    }
    const leaves = this.#grower.leaves()
    if (monotone.some((direction) => direction !== 0))
      renewWithin(this.tree, nodeRows(this.tree, leaves), monotone, best)
    else for (const { node, start, count } of leaves) this.tree.value[node] = best(start, count)
  }

  #list(): Uint32Array {
    return this.#memory.words(this.#memory.list, this.#count)
  }
}

function missingFeatures(memory: TrainingMemory, { bins }: BinnedFeatures): Uint8Array {
  const { rows, features } = memory
  const codes = memory.bytes(memory.columnCodes, rows * features)
  return Uint8Array.from({ length: features }, (_, j) =>
    codes.subarray(j * rows, (j + 1) * rows).includes(bins[j]!) ? 1 : 0,
  )
}

function taken(values: Float64Array, rows: ArrayLike<number>): Float64Array {
  const own = new Float64Array(rows.length)
  for (let i = 0; i < own.length; i++) own[i] = values[rows[i]!]!
  return own
}

function weigh(gradients: Float32Array, weights: Float64Array): void {
  for (let i = 0; i < weights.length; i++) {
    gradients[2 * i]! *= weights[i]!
    gradients[2 * i + 1]! *= weights[i]!
  }
}
