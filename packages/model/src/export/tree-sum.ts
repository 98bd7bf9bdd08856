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
import { onlyMember } from './export-formats.ts'

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
 * @throws RangeError where it is none: `checkExport` says so of a model before
 *
 * Cost: the number of nodes.
 */
export function treeSum(predictor: Predictor, levels: Int32Array): TreeSum {
  switch (predictor.kind) {
    case 'trees':
      return predictor
    case 'mean':
      return { ensemble: constantOf(Float64Array.of(predictor.value), levels), link: 'identity' }
    case 'selected':
      return selectedSum(predictor, levels)
    case 'filled': {
      const { ensemble, link } = treeSum(predictor.predictor, levels)
      return { ensemble: filledTrees(ensemble, predictor.fill), link }
    }
    case 'blend':
      return blendSum(predictor, levels)
    case 'transformed':
      return treeSum(predictor.predictor, levels)
    default:
      throw new RangeError(`${predictor.kind} is no sum of trees`)
  }
}

function selectedSum({ features, predictor }: SelectedPredictor, levels: Int32Array): TreeSum {
  const taken = features.map((feature) => levels[feature]!)
  const { ensemble, link } = treeSum(predictor, taken)
  const feature = ensemble.feature.map((asked) => (asked < 0 ? asked : features[asked]!))
  return { ensemble: { ...ensemble, features: levels.length, levels, feature }, link }
}

function blendSum(blend: BlendPredictor, levels: Int32Array): TreeSum {
  const { intercept, members } = blend
  const only = onlyMember(blend)
  if (only) return treeSum(only, levels)
  const parts = members.map(({ weight, predictor }) => ({ weight, ...treeSum(predictor, levels) }))
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
