import type { Link, TreeEnsemble } from '@zerosec/engine'
import type { Model } from '../model.ts'
import { levelsOf } from '../model-input.ts'
import { checkExport } from './export-formats.ts'
import { exclusiveThreshold, float32Text } from './float32.ts'
import { exportedNames, levelsOnSide, nodesOf } from './tree-nodes.ts'
import { treeSum } from './tree-sum.ts'

/** Of a root. */
const NO_PARENT = 2147483647
/** What xgboost refuses in the name of a feature. */
const UNFIT = /[[\]<]/gu

/**
 * A model of trees in XGBoost's JSON format, as version 1.7 writes and later ones read it. Rows are given as numbers in the order of the
 * inputs, categories as the codes of their levels (feature type c), and what is missing or not known as NaN.
 *
 * XGBoost asks whether a float32 value is below a float32 threshold: `exclusiveThreshold` says which values keep their side. Leaves and
 * sums are float32 too: trees stand from the smallest leaves to the largest and base scores last, as trees of one leaf, so that
 * predictions differ from ours by less than 1e-6 of the largest one. XGBoost has one base score for all classes. Sets of levels go
 * right there. Shares that are sums of leaves (a forest's) become targets of a regression.
 *
 * @throws CodedError model_export_impossible with the part that has no place there
 *
 * Source: doc/model.schema, src/tree/tree_model.cc and src/common/categorical.h of XGBoost 1.7.
 */
export function exportXgboost(model: Model): string {
  checkExport(model, 'xgboost')
  const levels = Int32Array.from(model.inputs, levelsOf)
  const { ensemble, link } = treeSum(model.predictor, levels)
  const spans = Array.from(ensemble.treeOutput, (_, tree) => leafSpan(ensemble, tree))
  const bases = ensemble.baseScore.slice()
  spans.forEach(({ shift }, tree) => {
    bases[ensemble.treeOutput[tree]!]! += shift
  })
  const order = [...spans.keys()].sort((a, b) => spans[a]!.largest - spans[b]!.largest || a - b)
  const trees = [
    ...order.map((tree) => treeJson(ensemble, tree, spans[tree]!.shift)),
    ...Array.from(bases, (base) => leafTree(base, levels.length)),
  ]
  const outputs = [...order.map((tree) => ensemble.treeOutput[tree]!), ...ensemble.baseScore.keys()]
  const names = exportedNames(
    model.inputs.map(({ name }) => name),
    UNFIT,
  )
  const { objective, baseScore, classes } = objectiveOf(link, ensemble.outputs)
  const learner = {
    attributes: {},
    feature_names: names,
    feature_types: Array.from(levels, (count) => (count > 0 ? 'c' : 'float')),
    gradient_booster: {
      model: {
        gbtree_model_param: { num_parallel_tree: '1', num_trees: `${trees.length}`, size_leaf_vector: '0' },
        tree_info: outputs,
        trees: '$trees',
      },
      name: 'gbtree',
    },
    learner_model_param: {
      base_score: baseScore,
      boost_from_average: '0',
      num_class: `${classes}`,
      num_feature: `${levels.length}`,
      num_target: `${classes === 0 ? ensemble.outputs : 1}`,
    },
    objective,
  }
  const numbered = trees.map((tree, id) => `{"id":${id},${tree}}`)
  return JSON.stringify({ learner, version: [1, 7, 4] }).replace('"$trees"', () => `[${numbered.join(',\n')}]`)
}

/** base_score is given as a prediction; these are the predictions of a raw score of 0. */
function objectiveOf(link: Link, outputs: number) {
  if (link === 'softmax') {
    const parameters = { softmax_multiclass_param: { num_class: `${outputs}` } }
    return { objective: { name: 'multi:softprob', ...parameters }, baseScore: '0E0', classes: outputs }
  }
  const loss = { reg_loss_param: { scale_pos_weight: '1' } }
  if (link === 'logistic') return { objective: { name: 'binary:logistic', ...loss }, baseScore: '5E-1', classes: 0 }
  if (link === 'exp') {
    const parameters = { poisson_regression_param: { max_delta_step: '0.699999988' } }
    return { objective: { name: 'count:poisson', ...parameters }, baseScore: '1E0', classes: 0 }
  }
  return { objective: { name: 'reg:squarederror', ...loss }, baseScore: '0E0', classes: 0 }
}

function leafTree(value: number, features: number): string {
  return treeText(
    {
      base_weights: [float32Text(value)],
      categories: [],
      categories_nodes: [],
      categories_segments: [],
      categories_sizes: [],
      default_left: [0],
      left_children: [-1],
      loss_changes: ['0e+0'],
      parents: [NO_PARENT],
      right_children: [-1],
      split_conditions: [float32Text(value)],
      split_indices: [0],
      split_type: [0],
      sum_hessian: ['0e+0'],
    },
    features,
  )
}

/**
 * What is taken off a tree's leaves and put into the base: the middle of leaves that lie on one side of 0, as a forest's do. And the
 * largest size of a leaf then. Sums in float32 stay small by both: 800 trees with a mean of 40 were 1.5e-6 off without the first, 638
 * boosted ones 7e-7 of the largest prediction without the second.
 */
function leafSpan(ensemble: TreeEnsemble, tree: number): { readonly shift: number; readonly largest: number } {
  const { first, count } = nodesOf(ensemble, tree)
  const leaves = ensemble.value.subarray(first, first + count).filter((_, i) => ensemble.feature[first + i]! < 0)
  const low = leaves.reduce((a, b) => Math.min(a, b))
  const high = leaves.reduce((a, b) => Math.max(a, b))
  const shift = low > 0 || high < 0 ? low / 2 + high / 2 : 0
  return { shift, largest: Math.max(high - shift, shift - low) }
}

function treeJson(ensemble: TreeEnsemble, tree: number, shift: number): string {
  const { first, count } = nodesOf(ensemble, tree)
  const nodes = Array.from({ length: count }, (_, i) => first + i)
  const isSplit = (node: number) => ensemble.feature[node]! >= 0
  const isCategory = (node: number) => isSplit(node) && ensemble.categoryStart[node]! >= 0
  const parents = Array.from({ length: count }, () => NO_PARENT)
  for (const node of nodes.filter(isSplit)) {
    parents[ensemble.left[node]! - first] = node - first
    parents[ensemble.right[node]! - first] = node - first
  }
  const sets = nodes.filter(isCategory).map((node) => rightLevels(ensemble, node))
  const condition = (node: number) => {
    if (!isSplit(node)) return ensemble.value[node]! - shift
    return isCategory(node) ? 0 : exclusiveThreshold(ensemble.threshold[node]!)
  }
  return treeText(
    {
      base_weights: nodes.map((node) => float32Text(ensemble.value[node]! - shift)),
      categories: sets.flat(),
      categories_nodes: nodes.filter(isCategory).map((node) => node - first),
      categories_segments: startsOf(sets),
      categories_sizes: sets.map(({ length }) => length),
      default_left: nodes.map((node) => ensemble.missingLeft[node]!),
      left_children: nodes.map((node) => (isSplit(node) ? ensemble.left[node]! - first : -1)),
      loss_changes: nodes.map((node) => float32Text(ensemble.gain[node]!)),
      parents,
      right_children: nodes.map((node) => (isSplit(node) ? ensemble.right[node]! - first : -1)),
      split_conditions: nodes.map((node) => float32Text(condition(node))),
      split_indices: nodes.map((node) => Math.max(0, ensemble.feature[node]!)),
      split_type: nodes.map((node) => Number(isCategory(node))),
      sum_hessian: nodes.map((node) => float32Text(ensemble.cover[node]!)),
    },
    ensemble.features,
  )
}

function startsOf(lists: readonly (readonly number[])[]): number[] {
  let start = 0
  return lists.map(({ length }) => {
    start += length
    return start - length
  })
}

/** XGBoost refuses an empty set: it gets the code after the last level, which no row has. */
function rightLevels(ensemble: TreeEnsemble, node: number): number[] {
  const levels = levelsOnSide(ensemble, node, false)
  return levels.length > 0 ? levels : [ensemble.levels[ensemble.feature[node]!]!]
}

/** Fields of an object without its braces; texts are numbers already. */
function treeText(arrays: Readonly<Record<string, readonly (number | string)[]>>, features: number): string {
  const nodes = arrays['parents']!.length
  const param = { num_deleted: '0', num_feature: `${features}`, num_nodes: `${nodes}`, size_leaf_vector: '0' }
  const fields = Object.entries(arrays).map(([name, values]) => `"${name}":[${values.join(',')}]`)
  return [...fields, `"tree_param":${JSON.stringify(param)}`].join(',')
}
