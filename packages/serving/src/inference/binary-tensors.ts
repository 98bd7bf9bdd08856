import type { InferenceTensor, InferenceType, InferRequest, InferResponse } from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'

/** A tensor whose cells are there, however they came. */
export type FilledTensor = InferenceTensor & { readonly data: readonly unknown[] }
export type FilledRequest = Omit<InferRequest, 'inputs'> & { readonly inputs: readonly FilledTensor[] }

type Cell = number | boolean | bigint
type Reader = readonly [bytes: number, read: (view: DataView, at: number) => Cell]

/** Little-endian, without gaps. */
const READERS: Readonly<Record<Exclude<InferenceType, 'BYTES'>, Reader>> = {
  BOOL: [1, (view, at) => view.getUint8(at) !== 0],
  INT8: [1, (view, at) => view.getInt8(at)],
  INT16: [2, (view, at) => view.getInt16(at, true)],
  INT32: [4, (view, at) => view.getInt32(at, true)],
  INT64: [8, (view, at) => view.getBigInt64(at, true)],
  UINT8: [1, (view, at) => view.getUint8(at)],
  UINT16: [2, (view, at) => view.getUint16(at, true)],
  UINT32: [4, (view, at) => view.getUint32(at, true)],
  UINT64: [8, (view, at) => view.getBigUint64(at, true)],
  FP16: [2, (view, at) => halfOf(view.getUint16(at, true))],
  BF16: [2, (view, at) => bfloatOf(view.getUint16(at, true))],
  FP32: [4, (view, at) => view.getFloat32(at, true)],
  FP64: [8, (view, at) => view.getFloat64(at, true)],
}

/**
 * The binary tensor data extension: cells of tensors stand as bytes behind the JSON, in the order of the tensors. A number that is NaN is a
 * missing cell, as null is in JSON.
 *
 * @param bytes  behind the JSON; left out: there are none
 * @throws CodedError inference_tensor_invalid, also where bytes are left over
 *
 * Source: https://github.com/triton-inference-server/server/blob/main/docs/protocol/extension_binary_data.md
 */
export function withBinaryData(request: InferRequest, bytes: Uint8Array = new Uint8Array(0)): FilledRequest {
  let from = 0
  const inputs = request.inputs.map((tensor): FilledTensor => {
    const { data, parameters } = tensor
    const size = parameters?.binary_data_size
    if (size === undefined) {
      if (data === undefined) throw invalid(tensor, 'it has no data')
      return { ...tensor, data }
    }
    if (data !== undefined) throw invalid(tensor, 'it has data in JSON, and as bytes too')
    const end = from + size
    if (end > bytes.length) {
      const problem = `${size} bytes of it are expected, and ${bytes.length - from} are left behind the JSON, whose length the header Inference-Header-Content-Length tells`
      throw invalid(tensor, problem)
    }
    const cells = cellsOfBytes(tensor, bytes.subarray(from, end))
    from = end
    return { ...tensor, data: cells }
  })
  if (from < bytes.length)
    throw invalid(request.inputs.at(-1)!, `${bytes.length - from} bytes behind it belong to no tensor`)
  return { ...request, inputs }
}

function cellsOfBytes(tensor: InferenceTensor, bytes: Uint8Array): unknown[] {
  const { datatype, shape } = tensor
  const count = shape.reduce((product, length) => product * length, 1)
  if (datatype === 'BYTES') return textsOf(tensor, bytes, count)
  const [width, read] = READERS[datatype]
  if (bytes.length !== count * width)
    throw invalid(tensor, `it has ${bytes.length} bytes, and its shape ${count * width}`)
  const view = viewOf(bytes)
  return Array.from({ length: count }, (_, i) => {
    const cell = read(view, i * width)
    if (typeof cell !== 'bigint') return Number.isNaN(cell) ? null : cell
    const number = Number(cell)
    if (!Number.isSafeInteger(number)) throw invalid(tensor, `cell ${i} is ${cell}, which no number here can be`)
    return number
  })
}

/** Each with its length before it, four bytes. */
function textsOf(tensor: InferenceTensor, bytes: Uint8Array, count: number): string[] {
  const decoder = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true })
  const view = viewOf(bytes)
  const texts: string[] = []
  let at = 0
  while (at + 4 <= bytes.length && texts.length < count) {
    const end = at + 4 + view.getUint32(at, true)
    if (end > bytes.length) break
    try {
      texts.push(decoder.decode(bytes.subarray(at + 4, end)))
    } catch (cause) {
      throw invalid(tensor, `cell ${texts.length} is not UTF-8`, cause)
    }
    at = end
  }
  if (texts.length !== count || at !== bytes.length)
    throw invalid(tensor, `its ${bytes.length} bytes are not ${count} texts, each with its length before it`)
  return texts
}

/** The parts of an answer of which some outputs are wanted as bytes; undefined where none is. */
export function binaryAnswer(
  response: InferResponse,
  { outputs: wanted = [], parameters }: Pick<InferRequest, 'outputs' | 'parameters'>,
): { readonly json: string; readonly bytes: readonly Uint8Array[] } | undefined {
  const byDefault = parameters?.['binary_data_output'] === true
  const isBinary = (name: string) => wanted.find((each) => each.name === name)?.parameters?.binary_data ?? byDefault
  if (!response.outputs.some(({ name }) => isBinary(name))) return undefined
  const bytes: Uint8Array[] = []
  const outputs = response.outputs.map((output) => {
    if (!isBinary(output.name)) return output
    const { data, ...described } = output
    const own = output.datatype === 'BYTES' ? bytesOfTexts(data) : bytesOfNumbers(data)
    bytes.push(own)
    return { ...described, parameters: { binary_data_size: own.length } }
  })
  return { json: JSON.stringify({ ...response, outputs }), bytes }
}

type Data = InferResponse['outputs'][number]['data']

/** FP64; what is not known is NaN. */
function bytesOfNumbers(data: Data): Uint8Array {
  const view = new DataView(new ArrayBuffer(8 * data.length))
  data.forEach((cell, i) => view.setFloat64(8 * i, cell === null ? Number.NaN : Number(cell), true))
  return new Uint8Array(view.buffer)
}

/** What is not known is empty. */
function bytesOfTexts(data: Data): Uint8Array {
  const texts = data.map((cell) => new TextEncoder().encode(cell === null ? '' : String(cell)))
  const bytes = new Uint8Array(texts.reduce((sum, { length }) => sum + 4 + length, 0))
  const view = viewOf(bytes)
  let at = 0
  for (const text of texts) {
    view.setUint32(at, text.length, true)
    bytes.set(text, at + 4)
    at += 4 + text.length
  }
  return bytes
}

function viewOf({ buffer, byteOffset, byteLength }: Uint8Array): DataView {
  return new DataView(buffer, byteOffset, byteLength)
}

/** IEEE 754 binary16: five bits of exponent, ten of fraction. */
function halfOf(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 0x1f) return fraction === 0 ? sign * Number.POSITIVE_INFINITY : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** The upper half of a float32. */
function bfloatOf(bits: number): number {
  const view = new DataView(new ArrayBuffer(4))
  view.setUint32(0, bits * 0x10000)
  return view.getFloat32(0)
}

function invalid({ name: tensor }: InferenceTensor, problem: string, cause?: unknown): CodedError {
  return new CodedError('inference_tensor_invalid', { tensor, problem }, { cause })
}
