import { predictWith } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { LINKS, sampleData, sampleModel, sampleTrees } from '../../test/sample-models.ts'
import type { MetadataValue, Model } from '../model.ts'
import { crc32 } from './crc32.ts'
import { decodeModel, encodeModel } from './model-file.ts'

const model = sampleModel()
const bytes = encodeModel(model)
const small = encodeModel(sampleModel({ kind: 'mean', value: 2 }, { interval: null, domain: null }))

describe('encodeModel and decodeModel', () => {
  it('bring every kind of predictor back as it was', () => {
    const decoded = decodeModel(bytes)
    expect(decoded).toEqual(model)
    const { matrix } = sampleData(20, 9, 0)
    expect(predictWith(decoded.predictor, matrix)).toEqual(predictWith(model.predictor, matrix))
    expect(encodeModel(decoded)).toEqual(bytes)
  })

  it.each(['squared', 'logistic', 'softmax', 'poisson'] as const)('bring trees of the loss %s back', (loss) => {
    const classes = { softmax: ['a', 'b', 'c'], logistic: ['no', 'yes'] }[loss as string]
    const target = classes ? { name: 'class', classes } : { name: 'yield' }
    const trees = sampleModel(
      { kind: 'trees', ensemble: sampleTrees(loss), link: LINKS[loss] },
      { target, interval: null },
    )
    expect(decodeModel(encodeModel(trees))).toEqual(trees)
  })

  it('give the same bytes whatever the order of the keys, and for arrays on shared memory', () => {
    const turned = Object.fromEntries(Object.entries(model).toReversed()) as unknown as Model
    expect(encodeModel(turned)).toEqual(bytes)
    const shared = new Float64Array(new SharedArrayBuffer(32))
    shared.set([5, 0.5, 3, 1])
    const filled = (fill: Float64Array) =>
      encodeModel(sampleModel({ kind: 'filled', fill, predictor: { kind: 'mean', value: 1 } }))
    expect(filled(shared)).toEqual(filled(shared.slice()))
  })

  it('read a file that stands in the middle of other bytes', () => {
    const around = new Uint8Array(bytes.length + 10)
    around.set(bytes, 3)
    expect(decodeModel(around.subarray(3, 3 + bytes.length))).toEqual(model)
  })

  it('read a Buffer of Node, of which a slice is no copy', () => {
    expect(decodeModel(Buffer.from(bytes))).toEqual(model)
    expect(decodeModel(Buffer.concat([Buffer.alloc(3), bytes]).subarray(3))).toEqual(model)
  })

  it('keep any metadata', () => {
    const key = fc.string().filter((name) => !name.startsWith('$') && name !== '__proto__')
    const { value } = fc.letrec<{ value: MetadataValue }>((tie) => ({
      value: fc.oneof(
        { maxDepth: 3 },
        fc.string({ unit: 'grapheme' }),
        fc.double(),
        fc.boolean(),
        fc.constant(null),
        fc.array(tie('value'), { maxLength: 3 }),
        fc.dictionary(key, tie('value'), { maxKeys: 3, noNullPrototype: true }),
      ),
    }))
    fc.assert(
      fc.property(fc.dictionary(key, value, { maxKeys: 4, noNullPrototype: true }), (metadata) => {
        expect(
          decodeModel(encodeModel({ ...model, predictor: { kind: 'mean', value: 0 }, metadata })).metadata,
        ).toEqual(metadata)
      }),
      { numRuns: 60 },
    )
  })

  it.each([[{ $array: 0 }], [JSON.parse('{"__proto__": 1}')], [() => 1], [new Date(0)], [1n]])(
    'refuse to write %s as metadata',
    (value) => {
      expect(() => encodeModel({ ...model, metadata: { value: value as MetadataValue } })).toThrow(RangeError)
    },
  )
})

describe('decodeModel refuses', () => {
  it.each([
    ['an empty file', new Uint8Array(0)],
    ['a text', new TextEncoder().encode('temperature,yield\n1,2\n')],
    ['a zip', Uint8Array.of(0x50, 0x4b, 3, 4, 0, 0, 0, 0, 0, 0)],
    ['a PNG', Uint8Array.of(0x89, 0x50, 0x4e, 0x47, 13, 10, 26, 10)],
  ])('%s as foreign', (_, foreign) => {
    expect(codeOf(foreign)).toBe('model_file_foreign')
  })

  it('a newer format, and names it', () => {
    const newer = bytes.slice()
    newer[8] = 7
    expect(() => decodeModel(resealed(newer))).toThrow(
      expect.objectContaining({ code: 'model_file_newer', details: { version: 7, newest: 1 } }),
    )
  })

  it('every truncation', () => {
    for (let length = 1; length < small.length; length++) {
      expect(codeOf(small.subarray(0, length)), `${length} bytes`).toBe('model_file_damaged')
    }
  })

  it('a file with bytes too many', () => {
    expect(codeOf(Uint8Array.of(...small, 0))).toBe('model_file_damaged')
  })

  it('every single changed byte', () => {
    for (let at = 0; at < small.length; at++) {
      for (const flip of [1, 0x80, 0xff]) {
        const changed = small.slice()
        changed[at]! ^= flip
        expect(codeOf(changed), `byte ${at}`).toBe(at < 8 ? 'model_file_foreign' : 'model_file_damaged')
      }
    }
  })

  it('whatever has a right checksum and wrong contents, or else gives a model that can be used', () => {
    const { matrix } = sampleData(5, 4, 0)
    let accepted = 0
    fc.assert(
      fc.property(fc.nat(bytes.length - 25), fc.integer({ min: 1, max: 255 }), (at, flip) => {
        const changed = bytes.slice()
        changed[24 + at]! ^= flip
        const code = codeOf(resealed(changed), (found) => predictWith(found.predictor, matrix))
        if (code === undefined) accepted++
        else expect(code).toBe('model_file_invalid')
      }),
      { numRuns: 400, seed: 1 },
    )
    expect(accepted).toBeGreaterThan(0)
  })

  const trees = sampleTrees('squared', 2)
  const filled = (values: Int32Array, at: number, value: number) => {
    const changed = values.slice()
    changed[at] = value
    return changed
  }
  it.each([
    [
      'a child in another tree',
      { left: filled(trees.left, 0, trees.treeStart[1]!) },
      /left or right leads out of tree 0/,
    ],
    ['a circle', { right: filled(trees.right, 0, 0) }, /leads out of tree 0 or back/],
    ['a negative child', { left: filled(trees.left, 0, -1) }, /leads out of tree 0/],
    ['a feature that is not there', { feature: filled(trees.feature, 0, 4) }, /feature\[0\]/],
    ['a tree without nodes', { treeStart: filled(trees.treeStart, 1, 0) }, /treeStart\[1\]/],
    ['an output that is not there', { treeOutput: filled(trees.treeOutput, 0, 1) }, /treeOutput\[0\]/],
    ['an array of another length', { gain: new Float64Array(3) }, /gain has 3 values instead of/],
    [
      'an array of another type',
      { gain: new Int32Array(trees.gain.length) as unknown as Float64Array },
      /no Float64Array/,
    ],
    ['a category set beyond the bits', { categoryBits: new Uint32Array(0) }, /categoryStart|levels/],
    ['levels that are not those of the inputs', { levels: Int32Array.of(0, 0, 41, 2) }, /levels\[2\] is 41/],
    ['a field that nobody knows', { colour: 1 }, /has an unknown field "colour"/],
  ])('%s', (_, change, message) => {
    const ensemble = { ...trees, ...change }
    const file = encodeModel(sampleModel({ kind: 'trees', ensemble, link: 'identity' }))
    expect(() => decodeModel(file)).toThrow(message)
    expect(codeOf(file)).toBe('model_file_invalid')
  })

  it.each([
    ['two inputs of one name', { inputs: [model.inputs[0]!, model.inputs[0]!] }, /names one thing twice/],
    ['no inputs', { inputs: [] }, /inputs is empty/],
    ['a class without output', { target: { name: 'y', classes: ['a', 'b', 'c'] } }, /do not fit the 1 outputs/],
    ['an interval without its scale', { interval: { ...model.interval!, difficulty: null } }, /difficulty is missing/],
    ['a table without its hash', { training: { ...model.training, tableSha256: 'x' } }, /is no SHA-256/],
  ] as const)('%s', (_, change, message) => {
    expect(() => decodeModel(encodeModel({ ...model, ...(change as Partial<Model>) }))).toThrow(message)
  })

  it('arrays that share bytes, so that a small file can not ask for much memory', () => {
    const text = new TextDecoder().decode(small)
    const header = text.slice(text.indexOf('{'), text.lastIndexOf('}') + 1)
    const block = (length: number) => ({ name: 'a', type: 'f64', length, offset: 0 })
    for (const arrays of [[block(1), block(1)], [block(1e15)], [block(-1)], [block(0.5)]]) {
      expect(codeOf(sealed(JSON.stringify({ ...JSON.parse(header), arrays }), 8))).toBe('model_file_invalid')
    }
  })

  it('keys that would change a prototype, and nesting without end', () => {
    for (const data of ['{"__proto__":{"polluted":1}}', '['.repeat(5000) + ']'.repeat(5000)]) {
      expect(codeOf(sealed(`{"arrays":[],"model":{"metadata":${data}}}`, 0))).toBe('model_file_invalid')
    }
    expect(({} as { polluted?: unknown }).polluted).toBeUndefined()
  })
})

/** The code of the refusal; undefined where the file is read and `use` runs. Any other error is thrown on. */
function codeOf(file: Uint8Array, check: (model: Model) => unknown = () => undefined): string | undefined {
  let found: Model
  try {
    found = decodeModel(file)
  } catch (error) {
    if (error instanceof CodedError) return error.code
    throw error
  }
  check(found)
  return undefined
}

/** The file with the checksum that fits its bytes. */
function resealed(file: Uint8Array): Uint8Array {
  new DataView(file.buffer).setUint32(20, crc32(file.subarray(24), crc32(file.subarray(0, 20))), true)
  return file
}

/** A file with this header and so many bytes of blocks. */
function sealed(header: string, size: number): Uint8Array {
  const text = new TextEncoder().encode(header.padEnd(Math.ceil(header.length / 8) * 8))
  const file = new Uint8Array(24 + text.length + size)
  file.set(small.subarray(0, 12))
  file.set(text, 24)
  const view = new DataView(file.buffer)
  view.setUint32(12, file.length, true)
  view.setUint32(16, text.length, true)
  return resealed(file)
}
