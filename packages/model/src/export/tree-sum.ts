import {
  type BlendPredictor,
  goesLeft,
  type Link,
  mergeEnsembles,
  outputsOf,
  type Predictor,
  type SelectedPredictor,
  type TreeEnsemble,
} from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'

/** A predictor as one sum of trees and what its raw scores go through. */
export interface TreeSum {
  readonly ensemble: TreeEnsemble
  readonly link: Link
}

/**
 * The same predictor as a single ensemble: blends become weighted leaves, filled cells the direction that the filling would take, means
 * the base score. Nothing is lost but the rounding of weight · leaf.
 *
 * @param levels  of the features: 0 for a number
 * @param format  what an error calls the format
 * @throws CodedError model_export_impossible with the part that is no sum of trees
 *
 * Cost: the number of nodes.
 */
export function treeSum(predictor: Predictor, levels: Int32Array, format: string): TreeSum {
  switch (predictor.kind) {
    case 'trees':
      return predictor
    case 'mean':
      return { ensemble: constantOf(Float64Array.of(predictor.value), levels), link: 'identity' }
    case 'selected':
      return selectedSum(predictor, levels, format)
    case 'filled': {
      const { ensemble, link } = treeSum(predictor.predictor, levels, format)
      return { ensemble: filledTrees(ensemble, predictor.fill), link }
    }
    case 'blend':
      return blendSum(predictor, levels, format)
    case 'transformed':
      if (predictor.transform.kind === 'none') return treeSum(predictor.predictor, levels, format)
      throw impossible(format, `it has no place for the transform ${predictor.transform.kind} of the target`)
    case 'linear':
      throw impossible(format, 'its linear model is no sum of trees')
    case 'logistic':
      throw impossible(format, 'its logistic regression is no sum of trees')
    case 'calibrated':
      throw impossible(format, 'it has no place for the calibration of shares')
    case 'gaussian_process':
      throw impossible(format, 'its Gaussian process is no sum of trees')
    case 'gaussian_classes':
      throw impossible(format, 'its Gaussian process of classes is no sum of trees')
    case 'neighbours':
      throw impossible(format, 'its model of nearest neighbours is no sum of trees')
  }
}

export function impossible(format: string, reason: string): CodedError {
  return new CodedError('model_export_impossible', { format, reason })
}

function selectedSum({ features, predictor }: SelectedPredictor, levels: Int32Array, format: string): TreeSum {
  const taken = features.map((feature) => levels[feature]!)
  const { ensemble, link } = treeSum(predictor, taken, format)
  const feature = ensemble.feature.map((asked) => (asked < 0 ? asked : features[asked]!))
  return { ensemble: { ...ensemble, features: levels.length, levels, feature }, link }
}

function blendSum({ intercept, members }: BlendPredictor, levels: Int32Array, format: string): TreeSum {
  const parts = members.map(({ weight, predictor }) => ({ weight, ...treeSum(predictor, levels, format) }))
  const [only] = parts
  if (parts.length === 1 && only!.weight === 1 && intercept === 0) return only!
  const bent = parts.find(({ link }) => link !== 'identity')
  if (bent !== undefined) {
    throw impossible(format, `it has no place for a member of a blend whose scores go through ${bent.link}`)
  }
  const outputs = members.length === 0 ? 1 : outputsOf(members[0]!.predictor)
  const start = constantOf(new Float64Array(outputs).fill(intercept), levels)
  const merged = mergeEnsembles([start, ...parts.map(({ ensemble, weight }) => weighted(ensemble, weight))])
  const baseScore = start.baseScore.map((score, k) =>
    parts.reduce((sum, { ensemble, weight }) => sum + weight * ensemble.baseScore[k]!, score),
  )
  return { ensemble: { ...merged, baseScore }, link: 'identity' }
}

function weighted(ensemble: TreeEnsemble, weight: number): TreeEnsemble {
  return { ...ensemble, value: ensemble.value.map((value) => value * weight) }
}

/** Every row scores the base. */
function constantOf(baseScore: Float64Array, levels: Int32Array): TreeEnsemble {
  return {
    features: levels.length,
    levels,
    outputs: baseScore.length,
    baseScore,
    treeStart: Int32Array.of(0),
    treeOutput: new Int32Array(0),
    feature: new Int32Array(0),
    threshold: new Float64Array(0),
    categoryStart: new Int32Array(0),
    categoryBits: new Uint32Array(0),
    missingLeft: new Uint8Array(0),
    left: new Int32Array(0),
    right: new Int32Array(0),
    value: new Float64Array(0),
    cover: new Float64Array(0),
    gain: new Float64Array(0),
  }
}

/** A missing value goes where fill[j] goes; of NaN nothing changes. */
function filledTrees(ensemble: TreeEnsemble, fill: Float64Array): TreeEnsemble {
  const missingLeft = ensemble.missingLeft.map((isLeft, node) => {
    const value = ensemble.feature[node]! < 0 ? Number.NaN : fill[ensemble.feature[node]!]!
    return Number.isNaN(value) ? isLeft : Number(goesLeft(ensemble, node, value))
  })
  return { ...ensemble, missingLeft }
}
