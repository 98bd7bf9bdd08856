import type { FeaturePiece, LinearColumns } from '@zerosec/engine'
import type { OnnxGraph, OnnxTensor } from './onnx-graph.ts'
import { columnOf, levelIndex, listAsColumn } from './onnx-inputs.ts'

/**
 * A linear model on products of pieces, in doubles (LinearRegressor of ai.onnx.ml has float32 alone): rows × 1, NaN where a feature that
 * is asked for is missing.
 */
export function linearScores(
  graph: OnnxGraph,
  linear: LinearColumns,
  levels: Int32Array,
  features: OnnxTensor,
): OnnxTensor {
  const intercept = graph.doubles([linear.intercept], [1, 1])
  if (linear.columns.length === 0) return intercept
  const pieces = differentPieces(linear)
  const computed = [...pieces.values()].map(({ piece }) => pieceColumn(graph, piece, levels, features))
  // the last column is what a product has in place of a piece too few
  const ones = graph.node('Pow', [
    computed[0] ?? listAsColumn(graph, columnOf(graph, features, 0)),
    graph.doubles([0], []),
  ])
  const wide = graph.node('Concat', [...computed, ones], { axis: { integer: 1 } })
  const longest = linear.columns.reduce((most, { length }) => Math.max(most, length), 1)
  let product: OnnxTensor | null = null
  for (let place = 0; place < longest; place++) {
    const places = linear.columns.map((column) => {
      const piece = column[place]
      return piece === undefined ? computed.length : pieces.get(JSON.stringify(piece))!.place
    })
    const factor = graph.node('Gather', [wide, graph.integers(places, [places.length])], { axis: { integer: 1 } })
    product = product === null ? factor : graph.node('Mul', [product, factor])
  }
  const coefficients = graph.doubles(linear.coefficients, [linear.coefficients.length, 1])
  return graph.node('Add', [graph.node('MatMul', [product!, coefficients]), intercept])
}

/** Each piece once, by what it is. */
function differentPieces({
  columns,
}: LinearColumns): Map<string, { readonly piece: FeaturePiece; readonly place: number }> {
  const pieces = new Map<string, { readonly piece: FeaturePiece; readonly place: number }>()
  for (const piece of columns.flat()) {
    const key = JSON.stringify(piece)
    if (!pieces.has(key)) pieces.set(key, { piece, place: pieces.size })
  }
  return pieces
}

/** rows × 1 */
function pieceColumn(graph: OnnxGraph, piece: FeaturePiece, levels: Int32Array, features: OnnxTensor): OnnxTensor {
  if (piece.kind === 'level') {
    const count = levels[piece.feature]!
    const codes = graph.doubles([...piece.codes, Number.NaN], [count + 1])
    return listAsColumn(graph, graph.node('Gather', [codes, levelIndex(graph, features, piece.feature, count)]))
  }
  const values = columnOf(graph, features, piece.feature)
  if (piece.kind === 'function')
    return listAsColumn(graph, graph.node(piece.function === 'log' ? 'Log' : 'Exp', [values]))
  const centered = graph.node('Sub', [values, graph.doubles([piece.center], [])])
  const scaled = graph.node('Div', [centered, graph.doubles([piece.scale], [])])
  return listAsColumn(graph, piece.power === 1 ? scaled : graph.node('Pow', [scaled, graph.doubles([piece.power], [])]))
}
