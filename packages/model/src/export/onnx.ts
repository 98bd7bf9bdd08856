import { type Link, outputsOf, type Predictor } from '@zerosec/engine'
import type { Model } from '../model.ts'
import { levelsOf } from '../model-input.ts'
import { checkExport } from './export-formats.ts'
import { calibratedShares } from './onnx-calibration.ts'
import { OnnxGraph, type OnnxTensor } from './onnx-graph.ts'
import { filledFeatures } from './onnx-inputs.ts'
import { linearScores } from './onnx-linear.ts'
import { neighbourMeans } from './onnx-neighbours.ts'
import { processMeans, processShares } from './onnx-process.ts'
import { invertedTransform } from './onnx-transform.ts'
import { treeScores } from './onnx-trees.ts'

/**
 * A model in ONNX (operators 17, ai.onnx.ml 3). It reads `features`, a double for each input in their order, categories as the codes of
 * their levels, NaN where a cell is missing or its level is not known; numbers are finite. It gives `prediction`, rows × 1, or
 * `shares`, rows × classes, and `class`. What the inputs are stands in the metadata `zerosec.inputs`, as JSON.
 *
 * All is computed in doubles but for the sum of each ensemble of trees, which ONNX gives in float32: predictions equal ours to 1e-6. A
 * Gaussian process needs rows × training rows × inputs doubles, one of classes training rows squared beside them, nearest neighbours
 * rows × training rows. Interval and domain stay behind.
 *
 * Source: onnx.proto, and the operators of onnx.ai.
 */
export function exportOnnx(model: Model): Uint8Array {
  checkExport(model, 'onnx')
  const { inputs, predictor, target, training } = model
  const levels = Int32Array.from(inputs, levelsOf)
  const graph = new OnnxGraph(levels.length)
  const outputs = outputsOf(predictor)
  const scores = everyRow(graph, scoresOf(graph, predictor, levels, graph.features), outputs)
  if (target.classes === undefined) graph.output(scores, { name: 'prediction', element: 'double', width: 1 })
  else addClasses(graph, scores, outputs, target.classes)
  return graph.encode('zerosec', training.version, {
    'zerosec.inputs': JSON.stringify(inputs),
    'zerosec.target': JSON.stringify(target),
  })
}

/** rows × outputs, or 1 × outputs where no row matters. */
function scoresOf(graph: OnnxGraph, predictor: Predictor, levels: Int32Array, features: OnnxTensor): OnnxTensor {
  switch (predictor.kind) {
    case 'mean':
      return graph.doubles([predictor.value], [1, 1])
    case 'linear':
      return linearScores(graph, predictor.linear, levels, features)
    case 'logistic': {
      const scores = predictor.scores.map((linear) => everyRow(graph, linearScores(graph, linear, levels, features), 1))
      const joined = scores.length === 1 ? scores[0]! : graph.node('Concat', scores, { axis: { integer: 1 } })
      return linked(graph, scores.length === 1 ? 'logistic' : 'softmax', joined)
    }
    case 'calibrated': {
      const shares = scoresOf(graph, predictor.predictor, levels, features)
      return calibratedShares(graph, predictor.calibration, shares, outputsOf(predictor.predictor))
    }
    case 'trees':
      return linked(graph, predictor.link, treeScores(graph, predictor.ensemble, features))
    case 'gaussian_process':
      return processMeans(graph, predictor.process, features)
    case 'gaussian_classes': {
      const shares = processShares(graph, predictor.processes, features)
      return calibratedShares(graph, { kind: 'none' }, shares, predictor.processes.length)
    }
    case 'neighbours':
      return neighbourMeans(graph, predictor.neighbours, features)
    case 'selected': {
      const places = graph.integers(predictor.features, [predictor.features.length])
      const taken = graph.node('Gather', [features, places], { axis: { integer: 1 } })
      const of = predictor.features.map((feature) => levels[feature]!)
      return scoresOf(graph, predictor.predictor, of, taken)
    }
    case 'filled':
      return scoresOf(graph, predictor.predictor, levels, filledFeatures(graph, features, levels, predictor.fill))
    case 'transformed':
      return invertedTransform(graph, predictor.transform, scoresOf(graph, predictor.predictor, levels, features))
    case 'blend':
      return predictor.members.reduce(
        (sum, member) => {
          const scores = scoresOf(graph, member.predictor, levels, features)
          return graph.node('Add', [sum, graph.node('Mul', [scores, graph.doubles([member.weight], [1, 1])])])
        },
        graph.doubles([predictor.intercept], [1, 1]),
      )
  }
}

function linked(graph: OnnxGraph, link: Link, scores: OnnxTensor): OnnxTensor {
  if (link === 'exp') return graph.node('Exp', [scores])
  if (link === 'logistic') return graph.node('Sigmoid', [scores])
  return link === 'softmax' ? graph.node('Softmax', [scores], { axis: { integer: 1 } }) : scores
}

/** Repeats scores that no row matters to. */
function everyRow(graph: OnnxGraph, scores: OnnxTensor, outputs: number): OnnxTensor {
  const shape = graph.node('Shape', [graph.features])
  const rows = graph.node('Gather', [shape, graph.integers([0], [1])])
  const wide = graph.node('Concat', [rows, graph.integers([outputs], [1])], { axis: { integer: 0 } })
  return graph.node('Expand', [scores, wide])
}

/** One output of two classes is the share of the second. */
function addClasses(graph: OnnxGraph, scores: OnnxTensor, outputs: number, classes: readonly string[]): void {
  const first = () => graph.node('Sub', [graph.doubles([1], [1, 1]), scores])
  const shares = outputs === 1 ? graph.node('Concat', [first(), scores], { axis: { integer: 1 } }) : scores
  const largest = graph.node('ArgMax', [shares], { axis: { integer: 1 }, keepdims: { integer: 0 } })
  graph.output(shares, { name: 'shares', element: 'double', width: classes.length })
  graph.output(graph.node('Gather', [graph.texts(classes), largest]), { name: 'class', element: 'string', width: null })
}
