import type { Link, TreeEnsemble } from '@zerosec/engine'
import type { Model } from '../model.ts'
import { levelsOf, type ModelInput } from '../model-input.ts'
import { checkExport } from './export-formats.ts'
import { exportedNames, levelsOnSide, nodesOf, treesByOutput } from './tree-nodes.ts'
import { treeSum } from './tree-sum.ts'

const CATEGORY = 1
const DEFAULT_LEFT = 2
/** NaN is missing, and nothing else. */
const MISSING_IS_NAN = 8

/** What ends a name, a line or the value of a key in a LightGBM file. */
const UNFIT = /[\s=:,"[\]{}]/gu

/**
 * A model of trees in LightGBM's text format, version 4. Rows are given as numbers in the order of the inputs, categories as the codes
 * of their levels, and what is missing or not known as NaN. Predictions equal ours to the rounding of sums, raw scores to the bit.
 *
 * The base score of each output is a first tree with one leaf. LightGBM sends a missing category right: where ours goes left, the two
 * children change places and the set names the other levels. Shares that are sums of leaves (a forest's) have no objective.
 *
 * @throws CodedError model_export_impossible with the part that has no place there
 *
 * Source: src/io/tree.cpp and src/boosting/gbdt_model_text.cpp of LightGBM.
 */
export function exportLightGbm(model: Model): string {
  checkExport(model, 'lightgbm')
  const levels = Int32Array.from(model.inputs, levelsOf)
  const { ensemble, link } = treeSum(model.predictor, levels)
  const names = exportedNames(
    model.inputs.map(({ name }) => name),
    UNFIT,
  )
  const trees = treeTexts(ensemble)
  const lines = [
    'tree',
    'version=v4',
    `num_class=${ensemble.outputs}`,
    `num_tree_per_iteration=${ensemble.outputs}`,
    'label_index=0',
    `max_feature_idx=${levels.length - 1}`,
    ...objectiveOf(link, ensemble.outputs),
    `feature_names=${names.join(' ')}`,
    `feature_infos=${model.inputs.map(featureInfo).join(' ')}`,
    // in bytes: names stand in the header alone, so that trees are ASCII
    `tree_sizes=${trees.map(({ length }) => length).join(' ')}`,
    '',
    `${trees.join('')}end of trees`,
    '',
    'feature_importances:',
    ...importances(ensemble, names),
    '',
    'parameters:',
    'end of parameters',
    '',
    'pandas_categorical:null',
    '',
  ]
  return lines.join('\n')
}

function objectiveOf(link: Link, outputs: number): string[] {
  if (link === 'softmax') return [`objective=multiclass num_class:${outputs}`]
  if (link === 'logistic') return ['objective=binary sigmoid:1']
  if (link === 'exp') return ['objective=poisson']
  return outputs === 1 ? ['objective=regression'] : []
}

function featureInfo(input: ModelInput): string {
  if (input.kind !== 'number') return Array.from({ length: levelsOf(input) }, (_, code) => code).join(':')
  return Number.isFinite(input.low) && Number.isFinite(input.high) ? `[${input.low}:${input.high}]` : 'none'
}

/** How many nodes ask for each feature, the most first. */
function importances({ feature }: TreeEnsemble, names: readonly string[]): string[] {
  const counts = names.map(() => 0)
  for (const asked of feature) if (asked >= 0) counts[asked]!++
  return counts
    .map((count, j) => ({ count, name: names[j]! }))
    .filter(({ count }) => count > 0)
    .sort((a, b) => b.count - a.count)
    .map(({ count, name }) => `${name}=${count}`)
}

/** Iteration by iteration one tree of each output; an output with fewer trees than another gets empty ones. */
function treeTexts(ensemble: TreeEnsemble): string[] {
  const byOutput = treesByOutput(ensemble)
  const texts = Array.from(ensemble.baseScore, (score) => leafText(score))
  const iterations = byOutput.reduce((most, trees) => Math.max(most, trees.length), 0)
  for (let i = 0; i < iterations; i++) {
    for (const trees of byOutput) texts.push(trees[i] === undefined ? leafText(0) : treeText(ensemble, trees[i]!))
  }
  return texts.map((text, i) => `Tree=${i}\n${text}\n\n\n`)
}

function leafText(value: number): string {
  return ['num_leaves=1', 'num_cat=0', `leaf_value=${value}`, 'is_linear=0', 'shrinkage=1'].join('\n')
}

/** Inner nodes and leaves are numbered apart; a child that is leaf i is −1 − i. */
function treeText(ensemble: TreeEnsemble, tree: number): string {
  const { first, count } = nodesOf(ensemble, tree)
  if (count === 1) return leafText(ensemble.value[first]!)
  const nodes = Array.from({ length: count }, (_, i) => first + i)
  const inner = nodes.filter((node) => ensemble.feature[node]! >= 0)
  const leaves = nodes.filter((node) => ensemble.feature[node]! < 0)
  const numbers = new Int32Array(count)
  inner.forEach((node, i) => {
    numbers[node - first] = i
  })
  leaves.forEach((node, i) => {
    numbers[node - first] = -1 - i
  })
  const { decisions, thresholds, boundaries, words, lefts, rights } = splitColumns(ensemble, inner)
  const number = (node: number) => numbers[node - first]!
  const of = (from: ArrayLike<number>, which: readonly number[]) => which.map((node) => from[node]!).join(' ')
  const counts = (which: readonly number[]) => which.map((node) => Math.round(ensemble.cover[node]!)).join(' ')
  const isSplitByCategory = boundaries.length > 1
  return [
    `num_leaves=${leaves.length}`,
    `num_cat=${boundaries.length - 1}`,
    `split_feature=${of(ensemble.feature, inner)}`,
    `split_gain=${of(ensemble.gain, inner)}`,
    `threshold=${thresholds.join(' ')}`,
    `decision_type=${decisions.join(' ')}`,
    `left_child=${lefts.map(number).join(' ')}`,
    `right_child=${rights.map(number).join(' ')}`,
    `leaf_value=${of(ensemble.value, leaves)}`,
    `leaf_weight=${of(ensemble.cover, leaves)}`,
    `leaf_count=${counts(leaves)}`,
    `internal_value=${of(ensemble.value, inner)}`,
    `internal_weight=${of(ensemble.cover, inner)}`,
    `internal_count=${counts(inner)}`,
    ...(isSplitByCategory ? [`cat_boundaries=${boundaries.join(' ')}`, `cat_threshold=${words.join(' ')}`] : []),
    'is_linear=0',
    'shrinkage=1',
  ].join('\n')
}

interface SplitColumns {
  readonly decisions: number[]
  /** Of a category: the number of its set. */
  readonly thresholds: number[]
  /** Sets + 1: where each set starts in `words`. */
  readonly boundaries: number[]
  readonly words: number[]
  readonly lefts: number[]
  readonly rights: number[]
}

function splitColumns(ensemble: TreeEnsemble, inner: readonly number[]): SplitColumns {
  const columns: SplitColumns = { decisions: [], thresholds: [], boundaries: [0], words: [], lefts: [], rights: [] }
  for (const node of inner) {
    const isLeft = ensemble.missingLeft[node] === 1
    const isCategory = ensemble.categoryStart[node]! >= 0
    const isTurned = isCategory && isLeft
    columns.lefts.push(isTurned ? ensemble.right[node]! : ensemble.left[node]!)
    columns.rights.push(isTurned ? ensemble.left[node]! : ensemble.right[node]!)
    if (isCategory) {
      columns.decisions.push(CATEGORY | MISSING_IS_NAN)
      columns.thresholds.push(columns.boundaries.length - 1)
      columns.words.push(...bitset(levelsOnSide(ensemble, node, !isTurned)))
      columns.boundaries.push(columns.words.length)
    } else {
      columns.decisions.push(MISSING_IS_NAN | (isLeft ? DEFAULT_LEFT : 0))
      const threshold = ensemble.threshold[node]!
      columns.thresholds.push(Math.max(-Number.MAX_VALUE, Math.min(threshold, Number.MAX_VALUE)))
    }
  }
  return columns
}

/** One word at least, as a set without words has no address in LightGBM. */
function bitset(levels: readonly number[]): Uint32Array {
  const words = new Uint32Array(Math.floor((levels.at(-1) ?? 0) / 32) + 1)
  for (const level of levels) words[level >>> 5]! |= 1 << (level & 31)
  return words
}
