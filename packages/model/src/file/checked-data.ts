import { CodedError } from '@zerosec/errors'

/**
 * Takes an unknown value for what it should be, or refuses it. A reader of a type names every field of it: a field that is added to
 * the type and not to its reader does not compile.
 *
 * @throws CodedError model_file_invalid with the place and what is wrong there
 */
export type Reader<T> = (value: unknown, place: string) => T

export function refused(place: string, problem: string): CodedError {
  return new CodedError('model_file_invalid', { place: place === '' ? 'the model' : place, problem })
}

export const text: Reader<string> = (value, place) => {
  if (typeof value !== 'string') throw refused(place, 'is no text')
  return value
}

export const truth: Reader<boolean> = (value, place) => {
  if (typeof value !== 'boolean') throw refused(place, 'is neither true nor false')
  return value
}

/** Any number, NaN and infinities included. */
export const number: Reader<number> = (value, place) => {
  if (typeof value !== 'number') throw refused(place, 'is no number')
  return value
}

export const finite: Reader<number> = (value, place) => {
  if (!Number.isFinite(value)) throw refused(place, 'is no finite number')
  return value as number
}

export const positive: Reader<number> = (value, place) => {
  if (!(finite(value, place) > 0)) throw refused(place, 'is not above 0')
  return value as number
}

export function integer(lowest: number, highest: number = Number.MAX_SAFE_INTEGER): Reader<number> {
  return (value, place) => {
    if (!(Number.isSafeInteger(value) && (value as number) >= lowest && (value as number) <= highest)) {
      throw refused(place, `is no whole number from ${lowest} to ${highest}`)
    }
    return value as number
  }
}

export function choice<const T extends string>(...values: readonly T[]): Reader<T> {
  return (value, place) => {
    if (!values.includes(value as T)) throw refused(place, `is none of ${values.join(', ')}`)
    return value as T
  }
}

/** Left out, or what `reader` reads. */
export function optional<T>(reader: Reader<T>): Reader<T | undefined> {
  return (value, place) => (value === undefined ? undefined : reader(value, place))
}

export function nullable<T>(reader: Reader<T>): Reader<T | null> {
  return (value, place) => (value === null ? null : reader(value, place))
}

export function list<T>(reader: Reader<T>): Reader<T[]> {
  return (value, place) => {
    if (!Array.isArray(value)) throw refused(place, 'is no list')
    return value.map((item, i) => reader(item, `${place}[${i}]`))
  }
}

/** A list of texts. `list(text)` makes a place for each of what may be tens of thousands. */
export const texts: Reader<string[]> = (value, place) => {
  if (!Array.isArray(value)) throw refused(place, 'is no list')
  const wrong = value.findIndex((item) => typeof item !== 'string')
  if (wrong >= 0) throw refused(`${place}[${wrong}]`, 'is no text')
  return value as string[]
}

export function record<T>(reader: Reader<T>): Reader<Record<string, T>> {
  return (value, place) => {
    const fields = Object.entries(plainObject(value, place))
    return Object.fromEntries(fields.map(([key, item]) => [key, reader(item, `${place}.${key}`)]))
  }
}

/** An object of exactly these fields. */
export function object<T extends object>(fields: { readonly [K in keyof T]-?: Reader<T[K]> }): Reader<T> {
  const names = Object.keys(fields) as (keyof T & string)[]
  return (value, place) => {
    const given = plainObject(value, place)
    for (const key of Object.keys(given))
      if (!Object.hasOwn(fields, key)) throw refused(place, `has an unknown field "${key}"`)
    const read: Partial<T> = {}
    for (const name of names) {
      const item = fields[name](given[name], place === '' ? name : `${place}.${name}`)
      if (item !== undefined) read[name] = item
    }
    return read as T
  }
}

/** One of several objects, told apart by a field. */
export function tagged<T extends object>(
  tag: keyof T & string,
  readers: Readonly<Record<string, Reader<T>>>,
): Reader<T> {
  return (value, place) => {
    const kind = plainObject(value, place)[tag]
    const reader = typeof kind === 'string' && Object.hasOwn(readers, kind) ? readers[kind] : undefined
    if (reader === undefined) {
      throw refused(`${place}.${tag}`, `is none of ${Object.keys(readers).join(', ')}`)
    }
    return reader(value, place)
  }
}

/** A typed array, of the given length where one is given. */
export function array<T extends ArrayLike<number>>(Type: new (length: number) => T, length?: number): Reader<T> {
  return (value, place) => {
    if (!(value instanceof Type)) throw refused(place, `is no ${Type.name}`)
    if (length !== undefined) hasLength(value, length, place)
    return value
  }
}

export function hasLength(value: ArrayLike<unknown>, length: number, place: string): void {
  if (value.length !== length) throw refused(place, `has ${value.length} values instead of ${length}`)
}

/** Every value is a finite number. */
export function isFiniteEverywhere(values: ArrayLike<number>, place: string): void {
  for (let i = 0; i < values.length; i++)
    if (!Number.isFinite(values[i])) throw refused(`${place}[${i}]`, 'is no finite number')
}

/** Every value is a whole number in lowest … below − 1. */
export function isIndexEverywhere(values: ArrayLike<number>, lowest: number, below: number, place: string): void {
  for (let i = 0; i < values.length; i++) {
    const value = values[i]!
    if (!(value >= lowest && value < below && Number.isInteger(value))) {
      throw refused(`${place}[${i}]`, `is no whole number from ${lowest} to ${below - 1}`)
    }
  }
}

function plainObject(value: unknown, place: string): Record<string, unknown> {
  if (typeof value !== 'object' || value === null || Array.isArray(value) || ArrayBuffer.isView(value)) {
    throw refused(place, 'is no object')
  }
  return value as Record<string, unknown>
}
