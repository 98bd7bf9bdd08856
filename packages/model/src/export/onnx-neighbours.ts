import type { Neighbours } from '@zerosec/engine'
import type { OnnxGraph, OnnxTensor } from './onnx-graph.ts'
import { columnOf, levelIndex, listAsColumn } from './onnx-inputs.ts'

/** What a category in which two rows differ adds to their squared distance: that of the engine. */
const MISMATCH = 2

/**
 * The weighted mean of the nearest training rows, in doubles: rows × 1, NaN where a number is missing. Squares are summed in the engine's
 * order, so that rows equally far away stay so and the same ones are taken. Holds rows × training rows doubles while it computes.
 */
export function neighbourMeans(graph: OnnxGraph, neighbours: Neighbours, features: OnnxTensor): OnnxTensor {
  const { levels, inputs, targets, k, weighting, centers, scales } = neighbours
  const n = targets.length
  const parts = Array.from(levels, (count, j) => {
    if (count > 0)
      return graph.node('Gather', [mismatches(graph, inputs[j]!, count), levelIndex(graph, features, j, count)])
    const centered = graph.node('Sub', [columnOf(graph, features, j), graph.doubles([centers[j]!], [])])
    const standard = listAsColumn(graph, graph.node('Div', [centered, graph.doubles([scales[j]!], [])]))
    const apart = graph.node('Sub', [graph.doubles(inputs[j]!, [1, n]), standard])
    return graph.node('Mul', [apart, apart])
  })
  const squares = parts.reduce((sum, part) => graph.node('Add', [sum, part]))
  const places = graph.smallest(squares, k)
  const found = graph.node('Gather', [graph.doubles(targets, [n]), places])
  const last = graph.integers([1], [1])
  const sum = (of: OnnxTensor) => graph.node('ReduceSum', [of, last], { keepdims: { integer: 1 } })
  const weights = weighting === 'uniform' ? null : inverseDistances(graph, squares, places)
  const mean =
    weights === null
      ? graph.node('Div', [sum(found), graph.doubles([k], [])])
      : graph.node('Div', [sum(graph.node('Mul', [found, weights])), sum(weights)])
  // a distance that is NaN is nobody's, and has to make the mean NaN
  return graph.node('Add', [mean, graph.node('Mul', [sum(squares), graph.doubles([0], [])])])
}

/** rows × k, 1 for the nearest; where that is at distance 0, 1 for those that are and 0 for others. */
function inverseDistances(graph: OnnxGraph, squares: OnnxTensor, places: OnnxTensor): OnnxTensor {
  const found = graph.node('GatherElements', [squares, places], { axis: { integer: 1 } })
  const distances = graph.node('Sqrt', [found])
  const nearest = graph.node('Gather', [distances, graph.integers([0], [1])], { axis: { integer: 1 } })
  const [zero, one] = [graph.doubles([0], []), graph.doubles([1], [])]
  const isAt = (of: OnnxTensor) => graph.node('LessOrEqual', [of, zero])
  const there = graph.node('Where', [isAt(distances), one, zero])
  return graph.node('Where', [isAt(nearest), there, graph.node('Div', [nearest, distances])])
}

/** (levels + 1) × n */
function mismatches(graph: OnnxGraph, codes: Float64Array, levels: number): OnnxTensor {
  const table = Float64Array.from({ length: (levels + 1) * codes.length }, (_, at) => {
    const row = at % codes.length
    return codes[row] === (at - row) / codes.length ? 0 : MISMATCH
  })
  return graph.doubles(table, [levels + 1, codes.length])
}
