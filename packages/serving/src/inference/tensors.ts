import {
  INFERENCE_TYPES,
  type InferenceModel,
  type InferenceTensor,
  type InferRequest,
  type InferResponse,
  MOST_ROWS,
  type ModelSignature,
} from '@zerosec/contract'
import { CodedError } from '@zerosec/errors'
import type { InputCell, InputRecord } from '@zerosec/model'
import type { RowOutcome } from '../predict/predict-rows.ts'
import type { VersionFacts } from '../registry/version-facts.ts'
import type { FilledRequest, FilledTensor } from './binary-tensors.ts'

type InputView = ModelSignature['inputs'][number]

/** What a tensor of each input has for a type; numbers of any width are taken. */
const DATATYPES = { number: 'FP64', category: 'BYTES', boolean: 'BOOL', text: 'BYTES' } as const
const NUMBERS: ReadonlySet<string> = new Set(INFERENCE_TYPES.filter((type) => type !== 'BOOL' && type !== 'BYTES'))

/**
 * How the protocol describes a version: one tensor of n cells for each input.
 *
 * @param versions  of the model, all that may be named
 */
export function inferenceModel({ name, signature }: VersionFacts, versions: readonly number[]): InferenceModel {
  const { output } = signature
  const kindOfOutput = output.kind === 'class' ? 'BYTES' : 'FP64'
  const outputs = [{ name: output.name, datatype: kindOfOutput, shape: [-1] }]
  for (const label of output.classes ?? []) outputs.push({ name: `share_${label}`, datatype: 'FP64', shape: [-1] })
  return {
    name,
    versions: versions.map(String),
    platform: 'zerosec',
    inputs: signature.inputs.map((input) => ({ name: input.name, datatype: DATATYPES[input.kind], shape: [-1] })),
    outputs,
  }
}

/**
 * The rows that tensors give: one tensor for each input by its name, of shape [n] or [n, 1]; or for inputs that are all numbers a single
 * one of shape [n, p], in the order of the signature.
 *
 * @throws CodedError inference_tensor_invalid, predict_rows_too_many, model_inputs_missing
 */
export function rowsOfTensors(
  { inputs: tensors }: Pick<FilledRequest, 'inputs'>,
  { inputs }: ModelSignature,
): InputRecord[] {
  const [only] = tensors
  const isMatrix =
    tensors.length === 1 && only!.shape.length === 2 && only!.shape[1] === inputs.length && inputs.length > 1
  if (isMatrix) return matrixRows(only!, inputs)
  const known = new Map(inputs.map((input) => [input.name, input]))
  const n = tensors[0]!.shape[0]!
  checkRows(n)
  const rows = Array.from({ length: n }, (): Record<string, InputCell> => Object.create(null))
  const given = new Set<string>()
  for (const tensor of tensors) {
    const input = known.get(tensor.name)
    if (given.has(tensor.name)) throw invalid(tensor, 'it comes twice')
    given.add(tensor.name)
    const [length, width = 1] = tensor.shape
    if (length !== n || width !== 1 || tensor.shape.length > 2) {
      const matrix = tensors.length === 1 && inputs.every(({ kind }) => kind === 'number')
      const expected = `[${n}] or [${n}, 1]${matrix ? `, or [${n}, ${inputs.length}] of all inputs` : ''}`
      throw invalid(tensor, `its shape is [${tensor.shape.join(', ')}], and ${expected} is expected`)
    }
    const cells = cellsOf(tensor, input?.kind ?? kindOf(tensor))
    cells.forEach((cell, i) => (rows[i]![tensor.name] = cell))
  }
  return rows
}

function matrixRows(tensor: FilledTensor, inputs: readonly InputView[]): InputRecord[] {
  const other = inputs.find(({ kind }) => kind !== 'number')
  if (other) throw invalid(tensor, `"${other.name}" is a ${other.kind}: send one tensor for each input, by its name`)
  const [n, p] = tensor.shape as [number, number]
  checkRows(n)
  const cells = cellsOf(tensor, 'number')
  return Array.from({ length: n }, (_, i) =>
    Object.fromEntries(inputs.map(({ name }, j): [string, InputCell] => [name, cells[i * p + j]!])),
  )
}

function checkRows(rows: number): void {
  if (rows > MOST_ROWS) throw new CodedError('predict_rows_too_many', { rows, limit: MOST_ROWS })
  if (rows === 0) throw new CodedError('inference_tensor_invalid', { tensor: 'inputs', problem: 'they have no rows' })
}

/** Of a tensor that is no input: it may be what one is calculated from, or refused by its name once the rows are looked at. */
function kindOf({ datatype }: InferenceTensor): InputView['kind'] {
  return datatype === 'BOOL' ? 'boolean' : datatype === 'BYTES' ? 'text' : 'number'
}

function cellsOf(tensor: FilledTensor, kind: InputView['kind']): InputCell[] {
  const { datatype, shape, data } = tensor
  const fits =
    kind === 'number' ? NUMBERS.has(datatype) : kind === 'boolean' ? datatype === 'BOOL' : datatype === 'BYTES'
  if (!fits) throw invalid(tensor, `it holds ${datatype}, and the model reads a ${kind}, which is ${DATATYPES[kind]}`)
  const flat = data.flat(4)
  const size = shape.reduce((product, length) => product * length, 1)
  if (flat.length !== size) throw invalid(tensor, `it has ${flat.length} cells, and its shape ${size}`)
  const type = kind === 'number' ? 'number' : kind === 'boolean' ? 'boolean' : 'string'
  return flat.map((cell, i) => {
    if (cell === null || typeof cell === type) return cell as InputCell
    throw invalid(tensor, `cell ${i} is no ${type}`)
  })
}

/**
 * The tensors of the answer: the values, and of classes the share of each.
 *
 * @throws CodedError of the first row that was refused: a tensor has no place for it
 */
export function tensorsOfRows(
  { signature: { output }, name, version }: VersionFacts,
  outcomes: readonly RowOutcome[],
  { id, outputs: wanted }: InferRequest,
): InferResponse {
  const predictions = outcomes.map((outcome) => {
    if ('error' in outcome) throw outcome.error
    return outcome.prediction
  })
  const answer = { ...(id === undefined ? {} : { id }), model_name: name, model_version: String(version) }
  const shape = [predictions.length]
  const outputs: InferResponse['outputs'] = [
    {
      name: output.name,
      shape,
      datatype: output.kind === 'class' ? 'BYTES' : 'FP64',
      data: predictions.map(({ value }) => value),
    },
  ]
  for (const label of output.classes ?? []) {
    const data = predictions.map((each) => (each.kind === 'class' ? (each.shares?.[label] ?? null) : null))
    outputs.push({ name: `share_${label}`, shape, datatype: 'FP64', data })
  }
  if (!wanted || wanted.length === 0) return { ...answer, outputs }
  const unknown = wanted.find((each) => !outputs.some((known) => known.name === each.name))
  if (unknown)
    throw new CodedError('inference_tensor_invalid', {
      tensor: unknown.name,
      problem: 'the model gives no such output',
    })
  return { ...answer, outputs: outputs.filter((each) => wanted.some((named) => named.name === each.name)) }
}

function invalid({ name: tensor }: InferenceTensor, problem: string): CodedError {
  return new CodedError('inference_tensor_invalid', { tensor, problem })
}
