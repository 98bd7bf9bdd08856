import type { InferRequest, ModelSignature } from '@zerosec/contract'
import { describe, expect, it } from 'vitest'
import { rowsOfTensors } from './tensors.ts'

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
type Tensor = InferRequest['inputs'][number]
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
