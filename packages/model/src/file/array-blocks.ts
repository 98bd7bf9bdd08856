import { CodedError } from '@zerosec/errors'

/** The typed arrays of a model file, by the name of their type. */
const ARRAY_TYPES = {
  f64: Float64Array,
  i32: Int32Array,
  u32: Uint32Array,
  i8: Int8Array,
  u8: Uint8Array,
} as const
export type ArrayType = keyof typeof ARRAY_TYPES
export type NumberArray = InstanceType<(typeof ARRAY_TYPES)[ArrayType]>

/** Where an array stands in the file. */
export interface ArrayBlock {
  /** The place in the model that it fills: predictor.ensemble.left. */
  readonly name: string
  readonly type: ArrayType
  /** In values. */
  readonly length: number
  /** In bytes from the beginning of the blocks, a multiple of 8. */
  readonly offset: number
}

export interface PackedData {
  /** Plain JSON with `{$array: i}` in place of the i-th array. */
  readonly data: unknown
  readonly blocks: readonly ArrayBlock[]
  readonly arrays: readonly NumberArray[]
  /** Bytes of all blocks. */
  readonly size: number
}

const DEEPEST = 64
/** Numbers that JSON lacks, as `{$number: 'NaN'}`. */
const SPECIAL_NUMBERS: ReadonlyMap<string, number> = new Map([
  ['NaN', Number.NaN],
  ['Infinity', Number.POSITIVE_INFINITY],
  ['-Infinity', Number.NEGATIVE_INFINITY],
  ['-0', -0],
])

/**
 * Takes the typed arrays out of plain data. Keys are sorted, so that equal data give equal bytes in whatever order they were made.
 *
 * @throws RangeError for what is no plain data: functions, class instances, keys that begin with $ or are __proto__
 */
export function packArrays(data: unknown): PackedData {
  const blocks: ArrayBlock[] = []
  const arrays: NumberArray[] = []
  let size = 0

  const pack = (value: unknown, path: string, depth: number): unknown => {
    if (depth > DEEPEST) throw new RangeError(`${path} is nested deeper than ${DEEPEST}`)
    if (value === null || typeof value === 'string' || typeof value === 'boolean') return value
    if (typeof value === 'number')
      return isJsonNumber(value) ? value : { $number: Object.is(value, -0) ? '-0' : `${value}` }
    if (Array.isArray(value)) return value.map((item, i) => pack(item, `${path}[${i}]`, depth + 1))
    const type = typeOf(value)
    if (type !== undefined) {
      const array = value as NumberArray
      blocks.push({ name: path, type, length: array.length, offset: size })
      size += alignedSize(array.byteLength)
      return { $array: arrays.push(array) - 1 }
    }
    return packObject(value, path, depth)
  }

  const packObject = (value: unknown, path: string, depth: number): unknown => {
    if (typeof value !== 'object' || value === null || !isPlain(value)) throw new RangeError(`${path} is no plain data`)
    const packed: Record<string, unknown> = {}
    for (const key of Object.keys(value).sort()) {
      if (key.startsWith('$') || key === '__proto__') throw new RangeError(`${path} has the key ${key}`)
      const item = (value as Record<string, unknown>)[key]
      if (item !== undefined) packed[key] = pack(item, path === '' ? key : `${path}.${key}`, depth + 1)
    }
    return packed
  }

  return { data: pack(data, '', 0), blocks, arrays, size }
}

/**
 * Puts the arrays back. Each is a copy of its own, so no more memory is taken than the file has bytes.
 *
 * @param blocks  as `readBlocks` gives them for the bytes
 * @throws CodedError model_file_invalid for data that `packArrays` does not give
 */
export function unpackArrays(data: unknown, blocks: readonly ArrayBlock[], bytes: Uint8Array): unknown {
  const arrays = blocks.map((block) => arrayOf(block, bytes))
  const isTaken = new Uint8Array(arrays.length)

  const unpack = (value: unknown, path: string, depth: number): unknown => {
    if (depth > DEEPEST) throw invalid(path, `is nested deeper than ${DEEPEST}`)
    if (!isNested(value)) return value
    // of tens of thousands of words no path is made
    if (Array.isArray(value))
      return value.map((item: unknown, i) => (isNested(item) ? unpack(item, `${path}[${i}]`, depth + 1) : item))
    if (Object.hasOwn(value, '$number')) {
      const special = SPECIAL_NUMBERS.get(String((value as { $number: unknown }).$number))
      if (special === undefined) throw invalid(path, 'is no number')
      return special
    }
    if (Object.hasOwn(value, '$array')) {
      const index = (value as { $array: unknown }).$array
      if (typeof index !== 'number' || isTaken[index] !== 0) throw invalid(path, 'names an array that is not there')
      isTaken[index] = 1
      return arrays[index]
    }
    return unpackObject(value, path, depth)
  }

  const unpackObject = (value: object, path: string, depth: number): unknown => {
    const unpacked: Record<string, unknown> = {}
    for (const [key, item] of Object.entries(value)) {
      if (key === '__proto__') throw invalid(path, 'has the key __proto__')
      unpacked[key] = unpack(item, path === '' ? key : `${path}.${key}`, depth + 1)
    }
    return unpacked
  }

  const unpacked = unpack(data, '', 0)
  const spare = isTaken.indexOf(0)
  if (spare >= 0) throw invalid(blocks[spare]!.name, 'is an array that no place of the model names')
  return unpacked
}

/**
 * The list of blocks in a header: one after another, so that no byte is used twice, and together all bytes.
 *
 * @throws CodedError model_file_invalid
 */
export function readBlocks(value: unknown, size: number): readonly ArrayBlock[] {
  if (!Array.isArray(value)) throw invalid('arrays', 'is no list')
  let end = 0
  const blocks = value.map((block: unknown, i): ArrayBlock => {
    const { name, type, length, offset } = (typeof block === 'object' && block !== null ? block : {}) as Record<
      keyof ArrayBlock,
      unknown
    >
    const isBlock =
      typeof name === 'string' &&
      typeof type === 'string' &&
      Object.hasOwn(ARRAY_TYPES, type) &&
      Number.isSafeInteger(length) &&
      (length as number) >= 0 &&
      offset === end
    if (!isBlock) throw invalid(`arrays[${i}]`, 'does not describe the next array')
    const found = { name, type: type as ArrayType, length: length as number, offset: end }
    end += alignedSize(found.length * ARRAY_TYPES[found.type].BYTES_PER_ELEMENT)
    if (end > size) throw invalid(name, 'lies beyond the end of the file')
    return found
  })
  if (end !== size) throw invalid('arrays', `describe ${end} of ${size} bytes`)
  return blocks
}

/** Bytes of a block: the next one begins at a multiple of 8. */
export function alignedSize(bytes: number): number {
  return Math.ceil(bytes / 8) * 8
}

function arrayOf({ type, length, offset }: ArrayBlock, bytes: Uint8Array): NumberArray {
  const Type = ARRAY_TYPES[type]
  return new Type(bytes.slice(offset, offset + length * Type.BYTES_PER_ELEMENT).buffer)
}

function isNested(value: unknown): value is object {
  return typeof value === 'object' && value !== null
}

function typeOf(value: unknown): ArrayType | undefined {
  for (const [name, Type] of Object.entries(ARRAY_TYPES)) if (value instanceof Type) return name as ArrayType
  return undefined
}

function isJsonNumber(value: number): boolean {
  return Number.isFinite(value) && !Object.is(value, -0)
}

function isPlain(value: object): boolean {
  const prototype: unknown = Object.getPrototypeOf(value)
  return prototype === Object.prototype || prototype === null
}

function invalid(place: string, problem: string): CodedError {
  return new CodedError('model_file_invalid', { place: place === '' ? 'the model' : place, problem })
}
