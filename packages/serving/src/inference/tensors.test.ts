import type { InferRequest, ModelSignature } from '@zerosec/contract'
import { describe, expect, it } from 'vitest'
import { factsFor, treesModel } from '../../test/stored-models.ts'
import type { VersionFacts } from '../registry/version-facts.ts'
import type { FilledTensor } from './binary-tensors.ts'
import { rowsOfTensors, tensorsOfRows } from './tensors.ts'

const SIGNATURE: ModelSignature = {
  inputs: [
    { name: 'a', kind: 'number' },
    { name: 'b', kind: 'category', levels: ['x'] },
    { name: 'c', kind: 'boolean' },
  ],
  output: { name: 'y', kind: 'number' },
}
const NUMBERS: ModelSignature = {
  ...SIGNATURE,
  inputs: [
    { name: 'a', kind: 'number' },
    { name: 'b', kind: 'number' },
  ],
}
type Tensor = FilledTensor
const A: Tensor = { name: 'a', shape: [2], datatype: 'FP32', data: [1, null] }
const B: Tensor = { name: 'b', shape: [2, 1], datatype: 'BYTES', data: [['x'], ['y']] }
const C: Tensor = { name: 'c', shape: [2], datatype: 'BOOL', data: [true, false] }

describe('tensors become rows', () => {
  it('one for each input, by its name', () => {
    expect(rowsOfTensors({ inputs: [B, A, C] }, SIGNATURE)).toEqual([
      { a: 1, b: 'x', c: true },
      { a: null, b: 'y', c: false },
    ])
  })

  it('or one matrix for inputs that are all numbers', () => {
    const matrix = { name: 'input', shape: [2, 2], datatype: 'FP64', data: [1, 2, 3, 4] } as const
    const rows = [
      { a: 1, b: 2 },
      { a: 3, b: 4 },
    ]
    expect(rowsOfTensors({ inputs: [{ ...matrix, data: [...matrix.data], shape: [2, 2] }] }, NUMBERS)).toEqual(rows)
  })
})

it('leaves a tensor that is no input to the check of the columns, which says so by its name', () => {
  const other: Tensor = { name: 'stirrred', shape: [2], datatype: 'BYTES', data: ['x', 'y'] }
  expect(rowsOfTensors({ inputs: [A, B, C, other] }, SIGNATURE)[0]).toEqual({ a: 1, b: 'x', c: true, stirrred: 'x' })
})

it('names the shapes that would do', () => {
  const inputs: Tensor[] = [{ name: 'input', shape: [2, 3], datatype: 'FP32', data: [1, 2, 3, 4, 5, 6] }]
  expect(() => rowsOfTensors({ inputs }, NUMBERS)).toThrow('[2] or [2, 1], or [2, 2] of all inputs is expected')
  const narrow: Tensor[] = [{ ...inputs[0]!, shape: [3, 2] }]
  expect(() => rowsOfTensors({ inputs: narrow }, SIGNATURE)).toThrow('[3] or [3, 1] is expected')
})

describe('the answer', () => {
  const facts = { signature: { ...SIGNATURE, output: { name: 'y', kind: 'class', classes: ['no', 'yes'] } } }
  const domain = { domain: null, flags: [] } as const
  const prediction = { kind: 'class', value: 'yes', shares: { no: 0.25, yes: 0.75 }, ...domain } as const
  const answerTo = (asked: Partial<InferRequest>) =>
    tensorsOfRows({ ...factsFor(treesModel(1)), ...(facts as Pick<VersionFacts, 'signature'>) }, [{ prediction }], {
      inputs: [],
      ...asked,
    })

  it('has all outputs where none is named', () => {
    const names = ['y', 'share_no', 'share_yes']
    expect(answerTo({}).outputs.map(({ name }) => name)).toEqual(names)
    expect(answerTo({ outputs: [] }).outputs.map(({ name }) => name)).toEqual(names)
  })

  it('has those that are named, and the id', () => {
    expect(answerTo({ id: '42', outputs: [{ name: 'share_yes' }] })).toMatchObject({
      id: '42',
      outputs: [{ name: 'share_yes', datatype: 'FP64', shape: [1], data: [0.75] }],
    })
    expect(() => answerTo({ outputs: [{ name: 'z' }] })).toThrow('no such output')
  })
})

describe('a tensor is refused', () => {
  it.each<[string, Tensor[]]>([
    ['of another datatype', [{ ...A, datatype: 'BYTES', data: ['1', '2'] }, B, C]],
    ['with fewer cells than its shape', [{ ...A, data: [1] }, B, C]],
    ['of another length', [A, { ...B, shape: [1], data: ['x'] }, C]],
    ['with a cell of another type', [{ ...A, data: [1, '2'] }, B, C]],
    ['that comes twice', [A, A, B, C]],
    ['without rows', [{ ...A, shape: [0], data: [] }]],
  ])('%s', (_, inputs) => {
    expect(() => rowsOfTensors({ inputs }, SIGNATURE)).toThrow(/tensor "/)
  })
})
