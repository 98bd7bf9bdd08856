/** A tensor as numbers (truths as 0 and 1) or texts, row-major. */
export interface Tensor {
  readonly element: 'uint8' | 'int64' | 'string' | 'double' | 'float' | 'bool'
  readonly dims: readonly number[]
  readonly values: readonly (number | string)[]
}

export type Attribute = number | string | Tensor | readonly number[] | readonly string[]

export interface OnnxNode {
  readonly operator: string
  readonly domain: string
  readonly inputs: readonly string[]
  readonly outputs: readonly string[]
  readonly attributes: Readonly<Record<string, Attribute>>
}

export interface OnnxModel {
  readonly irVersion: number
  readonly operators: Readonly<Record<string, number>>
  readonly metadata: Readonly<Record<string, string>>
  readonly nodes: readonly OnnxNode[]
  readonly constants: ReadonlyMap<string, Tensor>
  readonly inputs: readonly TensorInfo[]
  readonly outputs: readonly TensorInfo[]
}

export interface TensorInfo {
  readonly name: string
  readonly element: Tensor['element']
  /** A text: the name of a size that is not fixed. */
  readonly dims: readonly (number | string)[]
}

const ELEMENTS: Readonly<Record<number, Tensor['element']>> = {
  1: 'float',
  2: 'uint8',
  7: 'int64',
  8: 'string',
  9: 'bool',
  11: 'double',
}

/** Reads a model by the field numbers of onnx.proto. */
export function readOnnx(bytes: Uint8Array): OnnxModel {
  const model = fieldsOf(bytes)
  const graph = fieldsOf(one(model, 7))
  const pairs = (field: number, read: (pair: Fields) => readonly [string, string]) =>
    Object.fromEntries(all(model, field).map((pair) => read(fieldsOf(pair))))
  return {
    irVersion: whole(model, 1),
    operators: Object.fromEntries(
      all(model, 8).map((set) => {
        const fields = fieldsOf(set)
        return [text(fields, 1), whole(fields, 2)]
      }),
    ),
    metadata: pairs(14, (pair) => [text(pair, 1), text(pair, 2)]),
    nodes: all(graph, 1).map(nodeOf),
    constants: new Map(
      all(graph, 5).map((initializer) => [text(fieldsOf(initializer), 8), tensorOf(initializer)] as const),
    ),
    inputs: all(graph, 11).map(infoOf),
    outputs: all(graph, 12).map(infoOf),
  }
}

type Fields = ReadonlyMap<number, readonly (Uint8Array | bigint)[]>

function fieldsOf(bytes: Uint8Array): Fields {
  const fields = new Map<number, (Uint8Array | bigint)[]>()
  for (let at = 0; at < bytes.length; ) {
    const [key, afterKey] = varint(bytes, at)
    const [value, afterValue] = varint(bytes, afterKey)
    const [field, wire] = [Number(key >> 3n), Number(key & 7n)]
    if (wire !== 0 && wire !== 2) throw new Error(`wire type ${wire} is not used here`)
    at = wire === 0 ? afterValue : afterValue + Number(value)
    if (at > bytes.length) throw new Error('a field is longer than its message')
    fields.set(field, [...(fields.get(field) ?? []), wire === 0 ? value : bytes.subarray(afterValue, at)])
  }
  return fields
}

function varint(bytes: Uint8Array, start: number): [value: bigint, after: number] {
  let value = 0n
  for (let at = start; at < bytes.length; at++) {
    value |= BigInt(bytes[at]! & 127) << BigInt(7 * (at - start))
    if (bytes[at]! < 128) return [value, at + 1]
  }
  throw new Error('a number has no end')
}

function all(fields: Fields, field: number): Uint8Array[] {
  return (fields.get(field) ?? []).map((value) => {
    if (typeof value === 'bigint') throw new Error(`field ${field} is a number`)
    return value
  })
}

function one(fields: Fields, field: number): Uint8Array {
  const values = all(fields, field)
  if (values.length !== 1) throw new Error(`field ${field} is there ${values.length} times`)
  return values[0]!
}

function text(fields: Fields, field: number): string {
  return textOf(one(fields, field))
}

function textOf(bytes: Uint8Array): string {
  return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
}

function whole(fields: Fields, field: number): number {
  const value = fields.get(field)?.[0]
  if (typeof value !== 'bigint') throw new Error(`field ${field} is no number`)
  return Number(BigInt.asIntN(64, value))
}

function packed(bytes: Uint8Array): number[] {
  const values: number[] = []
  for (let at = 0; at < bytes.length; ) {
    const [value, after] = varint(bytes, at)
    values.push(Number(BigInt.asIntN(64, value)))
    at = after
  }
  return values
}

function nodeOf(bytes: Uint8Array): OnnxNode {
  const fields = fieldsOf(bytes)
  return {
    operator: text(fields, 4),
    domain: text(fields, 7),
    inputs: all(fields, 1).map(textOf),
    outputs: all(fields, 2).map(textOf),
    attributes: Object.fromEntries(all(fields, 5).map((attribute) => attributeOf(fieldsOf(attribute)))),
  }
}

function attributeOf(fields: Fields): [name: string, value: Attribute] {
  const name = text(fields, 1)
  switch (whole(fields, 20)) {
    case 2:
      return [name, whole(fields, 3)]
    case 3:
      return [name, text(fields, 4)]
    case 4:
      return [name, tensorOf(one(fields, 5))]
    case 7:
      return [name, packed(one(fields, 8))]
    case 8:
      return [name, all(fields, 9).map(textOf)]
    default:
      throw new Error(`the attribute ${name} has a type that is not used here`)
  }
}

function tensorOf(bytes: Uint8Array): Tensor {
  const fields = fieldsOf(bytes)
  const element = ELEMENTS[whole(fields, 2)]!
  const dims = all(fields, 1).flatMap(packed)
  const values = element === 'string' ? all(fields, 6).map(textOf) : rawValues(element, one(fields, 9).slice().buffer)
  if (values.length !== dims.reduce((a, b) => a * b, 1))
    throw new Error(`${values.length} values are not ${dims.join(' × ')}`)
  return { element, dims, values }
}

function rawValues(element: Tensor['element'], raw: ArrayBuffer): number[] {
  if (element === 'uint8') return [...new Uint8Array(raw)]
  return element === 'int64' ? [...new BigInt64Array(raw)].map(Number) : [...new Float64Array(raw)]
}

function infoOf(bytes: Uint8Array): TensorInfo {
  const fields = fieldsOf(bytes)
  const type = fieldsOf(one(fieldsOf(one(fields, 2)), 1))
  const dims = all(fieldsOf(one(type, 2)), 1).map((dimension) => {
    const of = fieldsOf(dimension)
    return of.has(2) ? text(of, 2) : whole(of, 1)
  })
  return { name: text(fields, 1), element: ELEMENTS[whole(type, 1)]!, dims }
}
