import { type ClassProcess, type GaussianProcess, varianceReduction } from '@zerosec/engine'
import type { OnnxGraph, OnnxTensor } from './onnx-graph.ts'
import { levelIndex } from './onnx-inputs.ts'

/**
 * The mean of a Gaussian process, in doubles: rows × 1, NaN where a number is missing. For each row and each of the n training rows it
 * holds p doubles while it computes.
 */
export function processMeans(graph: OnnxGraph, process: GaussianProcess, features: OnnxTensor): OnnxTensor {
  const { weights, signalVariance, linearVariance, targetMean, targetScale } = process
  const n = weights.length
  const { numbers, categories, codes, standard, close } = nearness(graph, process, features)
  const column = (value: number) => graph.doubles([value], [1, 1])
  let sum = graph.node('Mul', [
    graph.node('MatMul', [close, graph.doubles(weights, [n, 1])]),
    column(signalVariance * targetScale),
  ])
  if (linearVariance > 0) {
    const slopes = linearSlopes(graph, process, numbers, standard)
    const steps = categories.map((j, i) => graph.node('Gather', [agreements(graph, process, j), codes[i]!]))
    const line = [slopes, ...steps].reduce((a, b) => graph.node('Add', [a, b]))
    sum = graph.node('Add', [sum, graph.node('Mul', [line, column(linearVariance * targetScale)])])
  }
  return graph.node('Add', [sum, column(targetMean)])
}

/**
 * The shares of processes of classes, rows × processes, several of them not yet made to sum to 1; NaN where a number is missing. Each
 * brings a matrix of n × n doubles along: the share averages over how uncertain the latent score is.
 */
export function processShares(graph: OnnxGraph, processes: readonly ClassProcess[], features: OnnxTensor): OnnxTensor {
  const shares = processes.map((process) => processShare(graph, process, features))
  return shares.length === 1 ? shares[0]! : graph.node('Concat', shares, { axis: { integer: 1 } })
}

/** rows × 1. */
function processShare(graph: OnnxGraph, model: ClassProcess, features: OnnxTensor): OnnxTensor {
  const { weights, signalVariance } = model.process
  const n = weights.length
  const { close } = nearness(graph, model.process, features)
  const constant = (value: number) => graph.doubles([value], [1, 1])
  const mean = graph.node('MatMul', [
    close,
    graph.doubles(
      weights.map((weight) => signalVariance * weight),
      [n, 1],
    ),
  ])
  const reduction = varianceReduction(model)
  const turned = reduction.map((_, at) => signalVariance * reduction[(at % n) * n + Math.floor(at / n)]!)
  const taken = graph.node('MatMul', [close, graph.doubles(turned, [n, n])])
  const squares = graph.node('ReduceSum', [graph.node('Mul', [taken, taken]), graph.integers([1], [1])], {
    keepdims: { integer: 1 },
  })
  const variance = graph.node('Max', [graph.node('Sub', [constant(signalVariance), squares]), constant(0)])
  const widened = graph.node('Add', [graph.node('Mul', [variance, constant(Math.PI / 8)]), constant(1)])
  return graph.node('Sigmoid', [graph.node('Div', [mean, graph.node('Sqrt', [widened])])])
}

/** How near rows are to the training rows, and what that was found from. */
interface Nearness {
  /** Places of features. */
  readonly numbers: readonly number[]
  readonly categories: readonly number[]
  /** Of each category, by row. */
  readonly codes: readonly OnnxTensor[]
  /** rows × numbers. */
  readonly standard: OnnxTensor
  /** rows × n: covariances by a signal variance of 1, without a linear part. */
  readonly close: OnnxTensor
}

function nearness(graph: OnnxGraph, process: GaussianProcess, features: OnnxTensor): Nearness {
  const { levels } = process
  const numbers = [...levels.keys()].filter((j) => levels[j] === 0)
  const categories = [...levels.keys()].filter((j) => levels[j]! > 0)
  const codes = categories.map((j) => levelIndex(graph, features, j, levels[j]!))
  const standard = standardNumbers(graph, process, numbers, features)
  const logarithms = categories.map((j, i) => graph.node('Gather', [mismatches(graph, process, j), codes[i]!]))
  return { numbers, categories, codes, standard, close: correlations(graph, process, numbers, standard, logarithms) }
}

/** rows × numbers. */
function standardNumbers(
  graph: OnnxGraph,
  { centers, scales }: GaussianProcess,
  numbers: readonly number[],
  features: OnnxTensor,
): OnnxTensor {
  const of = (values: Float64Array) =>
    graph.doubles(
      numbers.map((j) => values[j]!),
      [1, numbers.length],
    )
  const taken = graph.node('Gather', [features, graph.integers(numbers, [numbers.length])], { axis: { integer: 1 } })
  return graph.node('Div', [graph.node('Sub', [taken, of(centers)]), of(scales)])
}

/** rows × n: c(r) times the exponential of what the categories take off. */
function correlations(
  graph: OnnxGraph,
  { kernel, lengthScales, inputs, weights }: GaussianProcess,
  numbers: readonly number[],
  standard: OnnxTensor,
  logarithms: readonly OnnxTensor[],
): OnnxTensor {
  const q = numbers.length
  const constant = (value: number) => graph.doubles([value], [])
  const inverse = numbers.map((j) => 1 / lengthScales[j]!)
  const reference = Float64Array.from({ length: weights.length * q }, (_, at) => {
    const place = at % q
    return inputs[numbers[place]!]![(at - place) / q]! * inverse[place]!
  })
  const scaled = graph.node('Mul', [standard, graph.doubles(inverse, [1, q])])
  const apart = graph.node('Sub', [
    graph.node('Unsqueeze', [scaled, graph.integers([1], [1])]),
    graph.doubles(reference, [1, weights.length, q]),
  ])
  const squares = graph.node('ReduceSum', [graph.node('Mul', [apart, apart]), graph.integers([2], [1])], {
    keepdims: { integer: 0 },
  })
  if (kernel === 'rbf') {
    const exponent = graph.node('Mul', [squares, constant(-0.5)])
    return graph.node('Exp', [[exponent, ...logarithms].reduce((a, b) => graph.node('Add', [a, b]))])
  }
  const distance = graph.node('Sqrt', [graph.node('Mul', [squares, constant(kernel === 'matern32' ? 3 : 5)])])
  const line = graph.node('Add', [distance, constant(1)])
  const square = graph.node('Div', [graph.node('Mul', [distance, distance]), constant(3)])
  const polynomial = kernel === 'matern32' ? line : graph.node('Add', [line, square])
  const exponent = [graph.node('Neg', [distance]), ...logarithms].reduce((a, b) => graph.node('Add', [a, b]))
  return graph.node('Mul', [polynomial, graph.node('Exp', [exponent])])
}

/** (levels + 1) × n: 0 where a training row has the level, else minus what the difference takes off. */
function mismatches(graph: OnnxGraph, { levels, inputs, lengthScales }: GaussianProcess, j: number): OnnxTensor {
  const codes = inputs[j]!
  const rows = levels[j]! + 1
  const table = Float64Array.from({ length: rows * codes.length }, (_, at) => {
    const row = at % codes.length
    return codes[row] === (at - row) / codes.length ? 0 : -1 / lengthScales[j]!
  })
  return graph.doubles(table, [rows, codes.length])
}

/** rows × 1: Σ weight · x·x′ over the training rows. */
function linearSlopes(
  graph: OnnxGraph,
  { inputs, weights }: GaussianProcess,
  numbers: readonly number[],
  standard: OnnxTensor,
): OnnxTensor {
  const slopes = numbers.map((j) => weights.reduce((sum, weight, i) => sum + weight * inputs[j]![i]!, 0))
  return graph.node('MatMul', [standard, graph.doubles(slopes, [slopes.length, 1])])
}

/** (levels + 1) × 1: the weights of the training rows that have the level. */
function agreements(graph: OnnxGraph, { levels, inputs, weights }: GaussianProcess, j: number): OnnxTensor {
  const sums = new Float64Array(levels[j]! + 1)
  weights.forEach((weight, i) => {
    sums[inputs[j]![i]!]! += weight
  })
  return graph.doubles(sums, [sums.length, 1])
}
