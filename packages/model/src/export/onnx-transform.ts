import type { TargetTransform } from '@zerosec/engine'
import type { OnnxGraph, OnnxTensor } from './onnx-graph.ts'

/** Powers nearer to 0 than this are taken as 0: log(1 + λ·z) / λ would lose more digits than that. */
const SMALLEST_POWER = 1e-9

/** The inverse of a transform of the target, as `invertTransform` gives it. */
export function invertedTransform(graph: OnnxGraph, transform: TargetTransform, values: OnnxTensor): OnnxTensor {
  if (transform.kind === 'none') return values
  return limited(graph, unlimited(graph, transform, values), transform)
}

function unlimited(graph: OnnxGraph, { kind, lambda, scale }: TargetTransform, z: OnnxTensor): OnnxTensor {
  const constant = (value: number) => graph.doubles([value], [])
  if (kind === 'log') return graph.node('Exp', [z])
  if (kind === 'sqrt') {
    return graph.node('Where', [graph.node('Less', [z, constant(0)]), constant(0), graph.node('Mul', [z, z])])
  }
  const unit = graph.node('Div', [z, constant(scale)])
  if (kind === 'box_cox') return graph.node('Mul', [invertedPower(graph, unit, lambda), constant(scale)])
  const shifted = (of: OnnxTensor, power: number) => graph.node('Sub', [invertedPower(graph, of, power), constant(1)])
  const below = graph.node('Neg', [shifted(graph.node('Neg', [unit]), 2 - lambda)])
  const isAbove = graph.node('GreaterOrEqual', [unit, constant(0)])
  return graph.node('Mul', [graph.node('Where', [isAbove, shifted(unit, lambda), below]), constant(scale)])
}

/** (1 + λ·z)^(1/λ); where 1 + λ·z is not above 0, the end of the image: 0, or ∞ where λ < 0. */
function invertedPower(graph: OnnxGraph, z: OnnxTensor, lambda: number): OnnxTensor {
  if (Math.abs(lambda) < SMALLEST_POWER) return graph.node('Exp', [z])
  const constant = (value: number) => graph.doubles([value], [])
  const base = graph.node('Add', [graph.node('Mul', [z, constant(lambda)]), constant(1)])
  const power = graph.node('Exp', [graph.node('Div', [graph.node('Log', [base]), constant(lambda)])])
  const isBeyond = graph.node('LessOrEqual', [base, constant(0)])
  return graph.node('Where', [isBeyond, constant(lambda > 0 ? 0 : Number.POSITIVE_INFINITY), power])
}

function limited(graph: OnnxGraph, values: OnnxTensor, { low, high }: TargetTransform): OnnxTensor {
  const [lowest, highest] = [graph.doubles([low], []), graph.doubles([high], [])]
  const raised = graph.node('Where', [graph.node('Less', [values, lowest]), lowest, values])
  return graph.node('Where', [graph.node('Greater', [raised, highest]), highest, raised])
}
