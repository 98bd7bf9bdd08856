import type { LossFunction } from '../../losses/loss.ts'
import { lossFunction } from '../../losses/loss-function.ts'
import { type Generator, seededGenerator } from '../../random/generator.ts'
import { type BinnedFeatures, MISSING_BIN } from '../bins/binned-features.ts'
import { type ClosedLeaf, type GrowthRules, growTree } from '../grow/grow-tree.ts'
import { emptyTree, type GrownTree, grownLeaf } from '../grow/grown-tree.ts'
import { mostNodes, slotsNeeded } from '../grow/histogram-slots.ts'
import { TrainingMemory } from '../grow/training-memory.ts'
import type { SplitFeatures } from '../split/find-split.ts'
import type { TreeEnsemble } from '../tree-ensemble.ts'
import { type BoostingOptions, checkBoostingOptions } from './boosting-options.ts'
import { EnsembleBuilder } from './ensemble-builder.ts'
import { drawFeatures, sampleRows } from './row-sampling.ts'

const STREAMS = { rows: 0, features: 1 }

/** Trains on one choice of rows, as often as wanted: what depends on the rows alone is laid out once. */
export class BoostingTrainer {
  readonly #binned: BinnedFeatures
  readonly #rows: ArrayLike<number>
  readonly #watched: WatchedRows
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
    this.#watched = new WatchedRows(binned, watchedRows)
    this.#memory = new TrainingMemory(binned, rows, outputs)
    this.#hasMissing = missingFeatures(this.#memory)
    this.#memory.bytes(this.#memory.missing, this.#memory.features).set(this.#hasMissing)
  }

  /**
   * @param target   of every row of the binned table
   * @param onRound  told the scores of the watched rows after each round; false: no further round
   */
  train(
    target: Float64Array,
    weights: Float64Array | null,
    options: BoostingOptions,
    onRound?: (round: number, scores: Float64Array) => boolean,
  ): TreeEnsemble {
    checkBoostingOptions(options, this.#binned.features)
    const loss = lossFunction(options.loss)
    const own = { target: taken(target, this.#rows), weights: weights && taken(weights, this.#rows) }
    const run = new BoostingRun(this.#memory, this.#binned, loss, options, own, this.#hasMissing)
    this.#watched.begin(run.baseScore)
    for (let round = 0; round < options.rounds; round++) {
      run.startRound(round)
      for (let output = 0; output < loss.outputs; output++) {
        const tree = run.addTree(output)
        if (onRound) this.#watched.add(tree, output)
      }
      if (onRound && !onRound(round, this.#watched.scores)) break
    }
    return run.ensemble()
  }
}

class BoostingRun {
  readonly baseScore: Float64Array
  readonly #memory: TrainingMemory
  readonly #loss: LossFunction
  readonly #options: BoostingOptions
  readonly #own: { readonly target: Float64Array; readonly weights: Float64Array | null }
  readonly #builder: EnsembleBuilder
  readonly #tree: GrownTree
  readonly #features: SplitFeatures
  readonly #scores: Float64Array
  readonly #gradients: Float32Array
  readonly #rowGenerator: Generator
  readonly #featureGenerator: Generator
  readonly #allFeatures: Int32Array
  #count: number
  #round = 0

  constructor(
    memory: TrainingMemory,
    binned: BinnedFeatures,
    loss: LossFunction,
    options: BoostingOptions,
    own: { target: Float64Array; weights: Float64Array | null },
    hasMissing: Uint8Array,
  ) {
    const { rows, features } = memory
    const nodes = mostNodes(rows, options.maxLeaves, options.maxDepth)
    memory.reserve(nodes, slotsNeeded(rows, options.maxLeaves, options.maxDepth, options.growth === 'depth_wise'))
    this.#memory = memory
    this.#loss = loss
    this.#options = options
    this.#own = own
    this.baseScore = loss.initialScores(own.target, own.weights)
    this.#builder = new EnsembleBuilder(binned, this.baseScore)
    this.#tree = emptyTree(nodes, memory.bytes(memory.table(0), 256 * nodes))
    this.#features = {
      bins: binned.bins,
      isCategory: Uint8Array.from(binned.levels, (levels) => (levels > 0 ? 1 : 0)),
      hasCategories: binned.levels.some((levels) => levels > 0),
      hasMissing,
      monotone: options.monotone.some((direction) => direction !== 0) ? options.monotone : new Int8Array(0),
      categories: options.categories,
    }
    this.#scores = memory.doubles(memory.scores, rows * loss.outputs)
    for (let k = 0; k < loss.outputs; k++) this.#scores.fill(this.baseScore[k]!, k * rows, (k + 1) * rows)
    this.#gradients = memory.floats(memory.gradients, 2 * rows)
    const generator = seededGenerator(options.seed)
    this.#rowGenerator = generator.stream(STREAMS.rows)
    this.#featureGenerator = generator.stream(STREAMS.features)
    this.#allFeatures = Int32Array.from({ length: features }, (_, j) => j)
    this.#count = rows
  }

  startRound(round: number): void {
    this.#round = round
  }

  /** Grows the round's tree for one output and adds it to the scores. */
  addTree(output: number): GrownTree {
    const { rows } = this.#memory
    const options = this.#options
    this.#loss.gradients(output, this.#scores, this.#own.target, this.#gradients)
    if (this.#own.weights) weigh(this.#gradients, this.#own.weights)
    const isDrawn = options.goss !== null || (output === 0 && this.#round % options.rowFrequency === 0)
    if (isDrawn || options.rowFraction === 1) this.#count = sampleRows(this.#memory, options, this.#rowGenerator)
    else this.#restoreList()
    const leaves = this.#grow()
    if (this.#loss.renewLeaf) this.#renew(leaves, output)
    for (let node = 0; node < this.#tree.nodes; node++) this.#tree.value[node]! *= options.learningRate
    this.#addToScores(leaves, output, rows)
    this.#builder.add(this.#tree, output)
    return this.#tree
  }

  ensemble(): TreeEnsemble {
    return this.#builder.build()
  }

  #grow(): ClosedLeaf[] {
    const options = this.#options
    const sums = this.#sums()
    const perRow = sums.hessian / this.#count
    const counted = this.#loss.hasUnitHessian && !this.#own.weights && !options.goss
    // like LightGBM, the rows of a leaf are told from its hessian
    const samples = counted ? options.minChildSamples : (options.minChildSamples - 0.5) * perRow
    const treeFeatures = drawFeatures(this.#allFeatures, options.featureFraction, this.#featureGenerator)
    const rules: GrowthRules = {
      l1: options.l1,
      l2: options.l2,
      leastHessian: Math.max(options.minChildWeight, samples, 1e-9),
      options,
      features: this.#features,
      candidates: () => drawFeatures(treeFeatures, options.featureFractionByNode, this.#featureGenerator),
    }
    const node = { ...sums, low: Number.NEGATIVE_INFINITY, high: Number.POSITIVE_INFINITY }
    return growTree(this.#memory, this.#tree, this.#count, node, rules)
  }

  #sums(): { gradient: number; hessian: number } {
    const list = this.#memory.words(this.#memory.list, this.#count)
    const gradients = this.#gradients
    let gradient = 0
    let hessian = 0
    for (let k = 0; k < list.length; k++) {
      gradient += gradients[2 * list[k]!]!
      hessian += gradients[2 * list[k]! + 1]!
    }
    return { gradient, hessian }
  }

  /** The rows of the tree before, in ascending order again. */
  #restoreList(): void {
    this.#memory.words(this.#memory.list, this.#count).sort()
  }

  /** Replaces Newton steps by the best constant of each leaf, where the loss has one. */
  #renew(leaves: readonly ClosedLeaf[], output: number): void {
    const { rows } = this.#memory
    const list = this.#memory.words(this.#memory.list, this.#count)
    for (const { node, start, count } of leaves) {
      const own = list.subarray(start, start + count)
      const residuals = Float64Array.from(own, (row) => this.#own.target[row]! - this.#scores[output * rows + row]!)
      const weights = this.#own.weights && Float64Array.from(own, (row) => this.#own.weights![row]!)
      this.#tree.value[node] = this.#loss.renewLeaf!(residuals, weights)
    }
  }

  #addToScores(leaves: readonly ClosedLeaf[], output: number, rows: number): void {
    const memory = this.#memory
    const scores = memory.scores + 8 * output * rows
    for (const { node, start, count } of leaves) {
      memory.kernels.addValue(scores, memory.list + 4 * start, count, this.#tree.value[node]!)
    }
    if (this.#count === rows) return
    const inTree = new Uint8Array(rows)
    for (const row of memory.words(memory.list, this.#count)) inTree[row] = 1
    const codes = memory.bytes(memory.columnCodes, rows * memory.features)
    for (let row = 0; row < rows; row++) {
      if (inTree[row] === 0)
        this.#scores[output * rows + row]! += this.#tree.value[grownLeaf(this.#tree, codes, rows, row)]!
    }
  }
}

/** Rows beside the training rows, with their scores. */
class WatchedRows {
  scores = new Float64Array(0)
  readonly #codes: Uint8Array
  readonly #count: number

  constructor(binned: BinnedFeatures, rows: ArrayLike<number>) {
    this.#count = rows.length
    this.#codes = new Uint8Array(rows.length * binned.features)
    for (let j = 0; j < binned.features; j++) {
      for (let i = 0; i < rows.length; i++) this.#codes[j * rows.length + i] = binned.codes[j * binned.rows + rows[i]!]!
    }
  }

  begin(baseScore: Float64Array): void {
    this.scores = new Float64Array(baseScore.length * this.#count)
    for (let k = 0; k < baseScore.length; k++) this.scores.fill(baseScore[k]!, k * this.#count, (k + 1) * this.#count)
  }

  add(tree: GrownTree, output: number): void {
    const from = output * this.#count
    for (let i = 0; i < this.#count; i++) {
      this.scores[from + i]! += tree.value[grownLeaf(tree, this.#codes, this.#count, i)]!
    }
  }
}

function missingFeatures(memory: TrainingMemory): Uint8Array {
  const { rows, features } = memory
  const codes = memory.bytes(memory.columnCodes, rows * features)
  return Uint8Array.from({ length: features }, (_, j) =>
    codes.subarray(j * rows, (j + 1) * rows).includes(MISSING_BIN) ? 1 : 0,
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
