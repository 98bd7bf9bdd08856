import type { OnnxModel, OnnxNode, Tensor } from './onnx-reader.ts'
import { evaluateTrees } from './onnx-tree-evaluator.ts'

/** Runs a model on `features` by the definitions of its operators; operands whose types ONNX would refuse are refused. */
export function evaluateOnnx(model: OnnxModel, features: Tensor): ReadonlyMap<string, Tensor> {
  const known = new Map<string, Tensor>([...model.constants, [model.inputs[0]!.name, features]])
  for (const node of model.nodes) {
    const inputs = node.inputs.map((name) => {
      const tensor = known.get(name)
      if (tensor === undefined) throw new Error(`${node.operator} reads ${name}, which is not there yet`)
      return tensor
    })
    // of TopK alone there are two, and the values are not read
    const output = node.outputs.at(-1)!
    if (known.has(output)) throw new Error(`${output} is there twice`)
    known.set(output, evaluate(node, inputs))
  }
  return new Map(
    model.outputs.map(({ name, element, dims }) => {
      const tensor = known.get(name)!
      const fits = dims.every((size, axis) => typeof size === 'string' || tensor.dims[axis] === size)
      if (!fits || tensor.dims.length !== dims.length || tensor.element !== element) throw new Error(`${name} is other`)
      return [name, tensor] as const
    }),
  )
}

const UNARY: Readonly<Record<string, (a: number) => number>> = {
  Neg: (a) => -a,
  Exp: Math.exp,
  Log: Math.log,
  Sqrt: Math.sqrt,
  Sigmoid: (a) => 1 / (1 + Math.exp(-a)),
}
const BINARY: Readonly<Record<string, (a: number, b: number) => number>> = {
  Add: (a, b) => a + b,
  Sub: (a, b) => a - b,
  Mul: (a, b) => a * b,
  Div: (a, b) => a / b,
  Pow: (a, b) => a ** b,
  Min: Math.min,
  Max: Math.max,
}
const COMPARISON: Readonly<Record<string, (a: number, b: number) => boolean>> = {
  Less: (a, b) => a < b,
  Greater: (a, b) => a > b,
  LessOrEqual: (a, b) => a <= b,
  GreaterOrEqual: (a, b) => a >= b,
}

function evaluate(node: OnnxNode, inputs: readonly Tensor[]): Tensor {
  const { operator, attributes, domain } = node
  const [a, b, c] = inputs as [Tensor, Tensor, Tensor]
  const axis = Number(attributes['axis'] ?? 0)
  if (domain === 'ai.onnx.ml' && operator === 'TreeEnsembleRegressor') return evaluateTrees(attributes, a)
  const unary = UNARY[operator]
  if (unary !== undefined) return { ...typed(a, 'double'), values: numbers(a).map(unary) }
  const binary = BINARY[operator]
  if (binary !== undefined) return broadcast([typed(a, 'double'), typed(b, 'double')], 'double', binary)
  const comparison = COMPARISON[operator]
  if (comparison !== undefined) {
    return broadcast([typed(a, 'double'), typed(b, 'double')], 'bool', (x, y) => Number(comparison(x, y)))
  }
  switch (operator) {
    case 'Identity':
      return a
    case 'And':
      return broadcast([typed(a, 'bool'), typed(b, 'bool')], 'bool', (x, y) => x * y)
    case 'Where':
      return broadcast([typed(a, 'bool'), b, typed(c, b.element)], b.element, (x, y, z) => (x === 1 ? y : z))
    case 'Cast':
      return cast(a, Number(attributes['to']))
    case 'Shape':
      return { element: 'int64', dims: [a.dims.length], values: a.dims }
    case 'Expand':
      return broadcast(
        [a, { element: a.element, dims: numbers(typed(b, 'int64')), values: ones(numbers(b)) }],
        a.element,
        (x) => x,
      )
    case 'Unsqueeze':
      return { ...a, dims: a.dims.toSpliced(Number(typed(b, 'int64').values[0]), 0, 1) }
    case 'Gather':
      return gather(a, typed(b, 'int64'), axis)
    case 'GatherElements':
      return { ...a, dims: b.dims, values: numbers(typed(b, 'int64')).map((at, i) => elementOf(a, b, at, i)) }
    case 'TopK':
      return smallest(typed(a, 'double'), Number(typed(b, 'int64').values[0]), attributes)
    case 'Concat':
      return inputs.reduce((joined, next) => concat(joined, typed(next, joined.element), axis))
    case 'MatMul':
      return multiply(typed(a, 'double'), typed(b, 'double'))
    default:
      return reduced(node, a, inputs.length > 1 ? Number(b.values[0]) : axis)
  }
}

function typed(tensor: Tensor, element: Tensor['element']): Tensor {
  if (tensor.element !== element) throw new Error(`expected ${element}, got ${tensor.element}`)
  return tensor
}

function numbers({ values }: Tensor): number[] {
  return values as number[]
}

function ones(dims: readonly number[]): number[] {
  return Array.from({ length: size(dims) }, () => 1)
}

function size(dims: readonly number[]): number {
  return dims.reduce((a, b) => a * b, 1)
}

function cast(a: Tensor, to: number): Tensor {
  if (to === 11) return { ...a, element: 'double' }
  if (to !== 7 || numbers(a).some((value) => !Number.isFinite(value))) throw new Error(`a cast to ${to}`)
  return { ...a, element: 'int64', values: numbers(a).map(Math.trunc) }
}

/** Dimensions are aligned at the last; those of 1 are repeated. */
function broadcast(inputs: readonly Tensor[], element: Tensor['element'], of: (...values: number[]) => number): Tensor {
  const rank = Math.max(...inputs.map(({ dims }) => dims.length))
  const padded = inputs.map(({ dims }) => [...Array.from({ length: rank - dims.length }, () => 1), ...dims])
  const dims = padded[0]!.map((_, axis) => Math.max(...padded.map((sizes) => sizes[axis]!)))
  if (padded.some((sizes) => sizes.some((length, axis) => length !== 1 && length !== dims[axis]))) {
    throw new Error(`${inputs.map((input) => `[${input.dims.join()}]`).join(' and ')} do not fit`)
  }
  const values = Array.from({ length: size(dims) }, (_, at) =>
    of(...inputs.map((input, i) => numbers(input)[place(at, dims, padded[i]!)]!)),
  )
  return { element, dims, values }
}

/** Where the element stands in a tensor that is repeated along its dimensions of 1. */
function place(at: number, dims: readonly number[], own: readonly number[]): number {
  let rest = at
  let index = 0
  let stride = 1
  for (let axis = dims.length - 1; axis >= 0; axis--) {
    if (own[axis] !== 1) index += (rest % dims[axis]!) * stride
    rest = Math.floor(rest / dims[axis]!)
    stride *= own[axis]!
  }
  return index
}

function gather(data: Tensor, indices: Tensor, axis: number): Tensor {
  const outer = size(data.dims.slice(0, axis))
  const inner = size(data.dims.slice(axis + 1))
  const length = data.dims[axis]!
  const picked = numbers(indices)
  if (picked.some((index) => !(index >= 0 && index < length))) throw new Error('an index is not there')
  const values: (number | string)[] = []
  for (let o = 0; o < outer; o++) {
    for (const index of picked) {
      values.push(...data.values.slice((o * length + index) * inner, (o * length + index + 1) * inner))
    }
  }
  return { element: data.element, dims: data.dims.toSpliced(axis, 1, ...indices.dims), values }
}

function elementOf(a: Tensor, { dims }: Tensor, at: number, i: number): number {
  return numbers(a)[Math.floor(i / dims[1]!) * a.dims[1]! + at]!
}

function smallest(a: Tensor, k: number, attributes: OnnxNode['attributes']): Tensor {
  const [rows, width] = a.dims as [number, number]
  if (attributes['largest'] !== 0 || k > width) throw new Error('a TopK that is not used here')
  const places = Array.from({ length: rows }, (_, i) => {
    const row = numbers(a).slice(i * width, (i + 1) * width)
    return [...row.keys()].sort((x, y) => row[x]! - row[y]! || x - y).slice(0, k)
  })
  return { element: 'int64', dims: [rows, k], values: places.flat() }
}

function concat(a: Tensor, b: Tensor, axis: number): Tensor {
  const outer = size(a.dims.slice(0, axis))
  if (size(b.dims.slice(0, axis)) !== outer || a.dims.length !== b.dims.length) throw new Error('rows do not fit')
  const [wide, other] = [size(a.dims.slice(axis)), size(b.dims.slice(axis))]
  const values = Array.from({ length: outer }, (_, o) => [
    ...a.values.slice(o * wide, (o + 1) * wide),
    ...b.values.slice(o * other, (o + 1) * other),
  ]).flat()
  return { element: a.element, dims: a.dims.with(axis, a.dims[axis]! + b.dims[axis]!), values }
}

function multiply(a: Tensor, b: Tensor): Tensor {
  const [n, inner] = a.dims as [number, number]
  const [rows, m] = b.dims as [number, number]
  if (inner !== rows) throw new Error('the matrices do not fit')
  const values = Array.from({ length: n * m }, (_, at) => {
    const [i, j] = [Math.floor(at / m), at % m]
    let sum = 0
    for (let k = 0; k < inner; k++) sum += numbers(a)[i * inner + k]! * numbers(b)[k * m + j]!
    return sum
  })
  return { element: 'double', dims: [n, m], values }
}

/** Operators over the last axis. */
function reduced({ operator, attributes }: OnnxNode, a: Tensor, axis: number): Tensor {
  const width = typed(a, 'double').dims[axis]!
  if (axis !== a.dims.length - 1) throw new Error(`${operator} over axis ${axis}`)
  const rows = Array.from({ length: a.values.length / width }, (_, i) => numbers(a).slice(i * width, (i + 1) * width))
  const dims = attributes['keepdims'] === 1 ? a.dims.with(axis, 1) : a.dims.slice(0, -1)
  if (operator === 'ReduceSum')
    return { element: 'double', dims, values: rows.map((row) => row.reduce((x, y) => x + y, 0)) }
  if (operator === 'ArgMax') return { element: 'int64', dims, values: rows.map((row) => row.indexOf(Math.max(...row))) }
  if (operator !== 'Softmax') throw new Error(`${operator} is not known here`)
  const shares = rows.map((row) => {
    const powers = row.map((score) => Math.exp(score - Math.max(...row)))
    return powers.map((power) => power / powers.reduce((x, y) => x + y))
  })
  return { ...a, values: shares.flat() }
}
