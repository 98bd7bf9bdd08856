import type { InferenceTensor, InferenceType, InferResponse } from '@zerosec/contract'
import { describe, expect, it } from 'vitest'
import { binaryAnswer, withBinaryData } from './binary-tensors.ts'

const tensor = (datatype: InferenceType, shape: number[], size: number, name = 'a'): InferenceTensor => ({
  name,
  datatype,
  shape,
  parameters: { binary_data_size: size },
})
const read = (datatype: InferenceType, count: number, bytes: readonly number[]) =>
  withBinaryData({ inputs: [tensor(datatype, [count], bytes.length)] }, Uint8Array.from(bytes)).inputs[0]!.data

describe('cells of bytes', () => {
  it.each<[InferenceType, number[], unknown[]]>([
    ['BOOL', [0, 1, 2], [false, true, true]],
    ['INT8', [0x7f, 0x80], [127, -128]],
    ['INT16', [0xfe, 0xff], [-2]],
    ['INT32', [0, 0, 0, 0x80], [-(2 ** 31)]],
    ['INT64', [0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff], [-1]],
    ['UINT8', [0xff], [255]],
    ['UINT16', [0xfe, 0xff], [65_534]],
    ['UINT32', [1, 2, 0, 0x80], [2 ** 31 + 513]],
    ['UINT64', [0, 0, 0, 0, 1, 0, 0, 0], [2 ** 32]],
    ['FP16', [0x00, 0x3c, 0x00, 0xc0, 0xff, 0x7b, 0x01, 0x00, 0xff, 0x03], [1, -2, 65_504, 2 ** -24, 1023 * 2 ** -24]],
    ['FP16', [0x00, 0x7c, 0x00, 0x7e], [Number.POSITIVE_INFINITY, null]],
    ['BF16', [0x80, 0x3f, 0x49, 0xc0, 0xc0, 0x7f], [1, -3.140625, null]],
    ['FP32', [0, 0, 0x80, 0x3f, 0, 0, 0xc0, 0x7f], [1, null]],
    ['FP64', [0, 0, 0, 0, 0, 0, 0xf0, 0xbf], [-1]],
    ['BYTES', [0, 0, 0, 0, 3, 0, 0, 0, 0xe9, 0x8b, 0xbc], ['', '鋼']],
  ])('%s', (datatype, bytes, cells) => {
    expect(read(datatype, cells.length, bytes)).toEqual(cells)
  })

  it('follow one another as the tensors do, those in JSON between them', () => {
    const inputs = [
      tensor('UINT32', [2, 2], 16, 'a'),
      { name: 'b', datatype: 'FP32' as const, shape: [1], data: [7] },
      tensor('BOOL', [3], 3, 'c'),
    ]
    const bytes = new Uint8Array([...new Uint8Array(Uint32Array.of(1, 2, 3, 4).buffer), 1, 0, 1])
    // from another place of its buffer than the beginning
    const moved = new Uint8Array(5 + bytes.length).subarray(5)
    moved.set(bytes)
    expect(withBinaryData({ inputs }, moved).inputs.map(({ data }) => data)).toEqual([
      [1, 2, 3, 4],
      [7],
      [true, false, true],
    ])
  })

  it.each<[string, InferenceTensor, number[]]>([
    ['it has no data', { name: 'a', datatype: 'FP32', shape: [1] }, []],
    ['it has data in JSON, and as bytes too', { ...tensor('UINT8', [1], 1), data: [1] }, [1]],
    ['4 bytes of it are expected, and 3 are left', tensor('FP32', [1], 4), [1, 2, 3]],
    ['1 bytes behind it belong to no tensor', tensor('UINT8', [1], 1), [1, 2]],
    ['it has 4 bytes, and its shape 8', tensor('FP32', [2], 4), [1, 2, 3, 4]],
    ['it has 1 bytes, and its shape 1e\\+30', tensor('UINT8', [1e15, 1e15], 1), [1]],
    ['cell 0 is 9223372036854775807', tensor('INT64', [1], 8), [255, 255, 255, 255, 255, 255, 255, 127]],
    ['its 4 bytes are not 1 texts', tensor('BYTES', [1], 4), [9, 0, 0, 0]],
    ['its 5 bytes are not 2 texts', tensor('BYTES', [2], 5), [1, 0, 0, 0, 65]],
    ['its 6 bytes are not 1 texts', tensor('BYTES', [1], 6), [1, 0, 0, 0, 65, 66]],
    ['cell 0 is not UTF-8', tensor('BYTES', [1], 5), [1, 0, 0, 0, 0xff]],
  ])('are refused: %s', (problem, input, bytes) => {
    expect(() => withBinaryData({ inputs: [input] }, Uint8Array.from(bytes))).toThrow(
      expect.objectContaining({
        code: 'inference_tensor_invalid',
        details: { tensor: 'a', problem: expect.stringMatching(problem) },
      }),
    )
  })
})

describe('an answer', () => {
  const response: InferResponse = {
    model_name: 'grades',
    model_version: '2',
    outputs: [
      { name: 'grade', datatype: 'BYTES', shape: [2], data: ['良', null] },
      { name: 'share_良', datatype: 'FP64', shape: [2], data: [0.75, null] },
    ],
  }

  it('stays JSON where nobody wants bytes', () => {
    expect(binaryAnswer(response, {})).toBeUndefined()
    expect(binaryAnswer(response, { outputs: [{ name: 'grade' }] })).toBeUndefined()
  })

  it('has its outputs as bytes in their order, what is not known as NaN and empty', () => {
    const { json, bytes } = binaryAnswer(response, { parameters: { binary_data_output: true } })!
    expect(JSON.parse(json)).toMatchObject({
      model_name: 'grades',
      outputs: [{ parameters: { binary_data_size: 11 } }, { parameters: { binary_data_size: 16 } }],
    })
    expect(json).not.toContain('"data"')
    expect([...bytes[0]!]).toEqual([3, 0, 0, 0, ...Buffer.from('良'), 0, 0, 0, 0])
    expect([...new Float64Array(bytes[1]!.buffer)]).toEqual([0.75, Number.NaN])
  })

  it('has those as JSON that are wanted so', () => {
    const outputs = [{ name: 'grade', parameters: { binary_data: false } }]
    const { json, bytes } = binaryAnswer(response, { outputs, parameters: { binary_data_output: true } })!
    expect(JSON.parse(json).outputs[0].data).toEqual(['良', null])
    expect(bytes).toHaveLength(1)
  })
})
