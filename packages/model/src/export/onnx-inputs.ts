import type { OnnxGraph, OnnxTensor } from './onnx-graph.ts'

/** One column: a list of a value a row. */
export function columnOf(graph: OnnxGraph, features: OnnxTensor, feature: number): OnnxTensor {
  return graph.node('Gather', [features, graph.integers([feature], [])], { axis: { integer: 1 } })
}

/** A list of a value a row as rows × 1. */
export function listAsColumn(graph: OnnxGraph, list: OnnxTensor): OnnxTensor {
  return graph.node('Unsqueeze', [list, graph.integers([1], [1])])
}

/** The code of a category as an index, a value a row; `count` where it is missing or not known. */
export function levelIndex(graph: OnnxGraph, features: OnnxTensor, feature: number, count: number): OnnxTensor {
  const code = columnOf(graph, features, feature)
  const known = isWithin(graph, code, graph.doubles([0], []), graph.doubles([count - 1], []))
  return graph.cast(graph.node('Where', [known, code, graph.doubles([count], [])]), 'int64')
}

/** Missing values, and codes that are not known, replaced by those of a row. */
export function filledFeatures(
  graph: OnnxGraph,
  features: OnnxTensor,
  levels: Int32Array,
  fill: Float64Array,
): OnnxTensor {
  const wide = [1, levels.length]
  const low = graph.doubles(
    Array.from(levels, (count) => (count > 0 ? 0 : -Number.MAX_VALUE)),
    wide,
  )
  const high = graph.doubles(
    Array.from(levels, (count) => (count > 0 ? count - 1 : Number.MAX_VALUE)),
    wide,
  )
  return graph.node('Where', [isWithin(graph, features, low, high), features, graph.doubles(fill, wide)])
}

/** False for NaN. */
function isWithin(graph: OnnxGraph, values: OnnxTensor, low: OnnxTensor, high: OnnxTensor): OnnxTensor {
  return graph.node('And', [graph.node('GreaterOrEqual', [values, low]), graph.node('LessOrEqual', [values, high])])
}
