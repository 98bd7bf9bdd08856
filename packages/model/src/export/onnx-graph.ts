import { ProtobufMessage } from './protobuf.ts'

/** Element types of tensors, by their numbers in ONNX. */
const ELEMENTS = { uint8: 2, int64: 7, string: 8, double: 11 } as const
export type OnnxElement = keyof typeof ELEMENTS

/** Attributes by what they are given as: whole numbers, texts or a tensor of doubles. */
export type OnnxAttribute =
  | { readonly integer: number }
  | { readonly text: string }
  | { readonly integers: Iterable<number> }
  | { readonly texts: Iterable<string> }
  | { readonly doubles: Float64Array }

/** The name of a tensor in the graph. */
export type OnnxTensor = string

export interface OnnxOutput {
  readonly name: string
  readonly element: OnnxElement
  /** Columns; null: a list of one value a row. */
  readonly width: number | null
}

const ATTRIBUTE_TYPES = { integer: 2, text: 3, doubles: 4, integers: 7, texts: 8 } as const
const IR_VERSION = 8
const OPERATORS = 17
const ML_OPERATORS = 3
const ML_DOMAIN = 'ai.onnx.ml'

/**
 * Collects the nodes of a graph that reads one tensor of doubles, `features`, a row for each prediction. Field numbers are those of
 * onnx.proto.
 */
export class OnnxGraph {
  readonly features: OnnxTensor = 'features'
  readonly #width: number
  readonly #nodes: ProtobufMessage[] = []
  readonly #initializers: ProtobufMessage[] = []
  readonly #outputs: OnnxOutput[] = []

  constructor(width: number) {
    this.#width = width
  }

  /** A node with one output. */
  node(
    operator: string,
    inputs: readonly OnnxTensor[],
    attributes: Readonly<Record<string, OnnxAttribute>> = {},
    domain = '',
  ): OnnxTensor {
    const output = `t${this.#nodes.length}`
    this.#add(operator, inputs, [output], attributes, domain)
    return output
  }

  /** The places of the k smallest values of each row, ascending; of equal values the earlier. */
  smallest(values: OnnxTensor, k: number): OnnxTensor {
    const outputs = [`t${this.#nodes.length}_values`, `t${this.#nodes.length}`] as const
    this.#add('TopK', [values, this.integers([k], [1])], outputs, { largest: { integer: 0 } }, '')
    return outputs[1]
  }

  /** A node of ai.onnx.ml. */
  mlNode(operator: string, inputs: readonly OnnxTensor[], attributes: Readonly<Record<string, OnnxAttribute>>) {
    return this.node(operator, inputs, attributes, ML_DOMAIN)
  }

  /** A constant of doubles. */
  doubles(values: ArrayLike<number>, dimensions: readonly number[]): OnnxTensor {
    return this.#constant(doubleTensor(Float64Array.from(values), dimensions))
  }

  integers(values: ArrayLike<number>, dimensions: readonly number[]): OnnxTensor {
    const wide = BigInt64Array.from(Array.from(values, BigInt))
    return this.#constant(tensor('int64', dimensions).bytes(9, bytesOf(wide)))
  }

  bytes(values: Uint8Array, dimensions: readonly number[]): OnnxTensor {
    return this.#constant(tensor('uint8', dimensions).bytes(9, values))
  }

  texts(values: readonly string[]): OnnxTensor {
    const message = tensor('string', [values.length])
    return this.#constant(message.texts(6, values))
  }

  cast(from: OnnxTensor, to: OnnxElement): OnnxTensor {
    return this.node('Cast', [from], { to: { integer: ELEMENTS[to] } })
  }

  output(from: OnnxTensor, output: OnnxOutput): void {
    this.#add('Identity', [from], [output.name], {}, '')
    this.#outputs.push(output)
  }

  /** @param metadata  by name: what the model says of itself */
  encode(name: string, version: string, metadata: Readonly<Record<string, string>>): Uint8Array {
    const graph = new ProtobufMessage()
    for (const node of this.#nodes) graph.message(1, node)
    graph.text(2, name)
    for (const initializer of this.#initializers) graph.message(5, initializer)
    graph.message(11, valueInfo({ name: this.features, element: 'double', width: this.#width }))
    for (const output of this.#outputs) graph.message(12, valueInfo(output))
    const model = new ProtobufMessage().integer(1, IR_VERSION).text(2, 'zerosec').text(3, version).message(7, graph)
    for (const [domain, operators] of [
      ['', OPERATORS],
      [ML_DOMAIN, ML_OPERATORS],
    ] as const) {
      model.message(8, new ProtobufMessage().text(1, domain).integer(2, operators))
    }
    for (const [key, value] of Object.entries(metadata))
      model.message(14, new ProtobufMessage().text(1, key).text(2, value))
    return model.encode()
  }

  #add(
    operator: string,
    inputs: readonly OnnxTensor[],
    outputs: readonly string[],
    attributes: Readonly<Record<string, OnnxAttribute>>,
    domain: string,
  ): void {
    const node = new ProtobufMessage()
    for (const input of inputs) node.text(1, input)
    for (const output of outputs) node.text(2, output)
    node.text(3, `n${this.#nodes.length}`).text(4, operator)
    for (const [name, value] of Object.entries(attributes)) node.message(5, attribute(name, value))
    this.#nodes.push(node.text(7, domain))
  }

  #constant(message: ProtobufMessage): OnnxTensor {
    const name = `c${this.#initializers.length}`
    this.#initializers.push(message.text(8, name))
    return name
  }
}

function attribute(name: string, value: OnnxAttribute): ProtobufMessage {
  const message = new ProtobufMessage().text(1, name)
  const typed = (kind: keyof typeof ATTRIBUTE_TYPES) => message.integer(20, ATTRIBUTE_TYPES[kind])
  if ('integer' in value) return typed('integer').integer(3, value.integer)
  if ('text' in value) return typed('text').text(4, value.text)
  if ('integers' in value) return typed('integers').integers(8, value.integers)
  if ('doubles' in value) return typed('doubles').message(5, doubleTensor(value.doubles, [value.doubles.length]))
  message.texts(9, value.texts)
  return typed('texts')
}

function tensor(element: OnnxElement, dimensions: readonly number[]): ProtobufMessage {
  return new ProtobufMessage().integers(1, dimensions).integer(2, ELEMENTS[element])
}

function doubleTensor(values: Float64Array, dimensions: readonly number[]): ProtobufMessage {
  return tensor('double', dimensions).bytes(9, bytesOf(values))
}

/** Little-endian, as every platform that runs this is. */
function bytesOf(values: Float64Array | BigInt64Array): Uint8Array {
  return new Uint8Array(values.buffer, values.byteOffset, values.byteLength)
}

function valueInfo({ name, element, width }: OnnxOutput): ProtobufMessage {
  const shape = new ProtobufMessage().message(1, new ProtobufMessage().text(2, 'rows'))
  if (width !== null) shape.message(1, new ProtobufMessage().integer(1, width))
  const tensorType = new ProtobufMessage().integer(1, ELEMENTS[element]).message(2, shape)
  return new ProtobufMessage().text(1, name).message(2, new ProtobufMessage().message(1, tensorType))
}
