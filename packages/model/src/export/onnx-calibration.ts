import type { Calibration, IsotonicCurve } from '@zerosec/engine'
import type { OnnxGraph, OnnxTensor } from './onnx-graph.ts'

/** Where logarithms are taken, as the engine does. */
const LEAST_SHARE = 1e-6

/** Corrected shares, rows × outputs. An isotonic curve holds rows × points doubles while it computes. */
export function calibratedShares(
  graph: OnnxGraph,
  calibration: Calibration,
  shares: OnnxTensor,
  outputs: number,
): OnnxTensor {
  const corrected = correctedShares(graph, calibration, shares, outputs)
  if (outputs === 1) return corrected
  const sum = graph.node('ReduceSum', [corrected, graph.integers([1], [1])], { keepdims: { integer: 1 } })
  return graph.node('Div', [corrected, sum])
}

function correctedShares(graph: OnnxGraph, calibration: Calibration, shares: OnnxTensor, outputs: number): OnnxTensor {
  const row = (values: ArrayLike<number>) => graph.doubles(values, [1, values.length])
  switch (calibration.kind) {
    case 'none':
      return shares
    case 'platt': {
      const scores = graph.node('Mul', [logits(graph, shares), row(calibration.slopes)])
      return graph.node('Sigmoid', [graph.node('Add', [scores, row(calibration.intercepts)])])
    }
    case 'temperature': {
      const inverse = row([1 / calibration.temperature])
      if (outputs === 1) return graph.node('Sigmoid', [graph.node('Mul', [logits(graph, shares), inverse])])
      return graph.node('Pow', [graph.node('Max', [shares, row([LEAST_SHARE])]), inverse])
    }
    case 'isotonic': {
      const columns = calibration.curves.map((curve, k) => {
        const own = graph.node('Gather', [shares, graph.integers([k], [1])], { axis: { integer: 1 } })
        return onCurve(graph, curve, own)
      })
      return columns.length === 1 ? columns[0]! : graph.node('Concat', columns, { axis: { integer: 1 } })
    }
  }
}

function logits(graph: OnnxGraph, shares: OnnxTensor): OnnxTensor {
  const [least, most] = [graph.doubles([LEAST_SHARE], [1, 1]), graph.doubles([1 - LEAST_SHARE], [1, 1])]
  const kept = graph.node('Min', [graph.node('Max', [shares, least]), most])
  return graph.node('Log', [graph.node('Div', [kept, graph.node('Sub', [graph.doubles([1], [1, 1]), kept])])])
}

/** The first value, and of each piece its slope times how far into it a share reaches. */
function onCurve(graph: OnnxGraph, { at, value }: IsotonicCurve, share: OnnxTensor): OnnxTensor {
  const pieces = at.length - 1
  const start = graph.node('Add', [
    graph.node('Mul', [share, graph.doubles([0], [1, 1])]),
    graph.doubles([value[0]!], [1, 1]),
  ])
  if (pieces === 0) return start
  const low = graph.doubles(at.subarray(0, pieces), [1, pieces])
  const high = graph.doubles(at.subarray(1), [1, pieces])
  const slopes = Float64Array.from({ length: pieces }, (_, i) => (value[i + 1]! - value[i]!) / (at[i + 1]! - at[i]!))
  const reached = graph.node('Sub', [graph.node('Min', [graph.node('Max', [share, low]), high]), low])
  return graph.node('Add', [start, graph.node('MatMul', [reached, graph.doubles(slopes, [pieces, 1])])])
}
