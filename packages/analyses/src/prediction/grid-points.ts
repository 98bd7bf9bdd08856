import { evaluateQuantity, type FeatureMatrix, parseDerivedQuantity } from '@zerosec/engine'
import { type InputRecord, levelsOf } from '@zerosec/model'
import { codeReader, type PlainInput } from './feature-matrix.ts'
import type { GridFactor, GridPlan } from './grid-factors.ts'

/** The points of a grid by their number: the last factor changes first. None of them is stored. */
export class GridPoints {
  readonly count: number
  readonly #inputs: readonly PlainInput[]
  readonly #factors: readonly GridFactor[]
  /** Points between two settings of a factor. */
  readonly #strides: readonly number[]
  readonly #derived: readonly ReturnType<typeof parseDerivedQuantity>[]

  constructor(inputs: readonly PlainInput[], { factors, derived, points }: GridPlan) {
    this.count = points
    this.#inputs = inputs
    this.#factors = factors
    let stride = points
    this.#strides = factors.map(({ levels }) => (stride /= levels.length))
    const names = factors.map(({ name }) => ({ name }))
    this.#derived = derived.map((expression) => {
      const read = parseDerivedQuantity(expression, names)
      names.push({ name: read.name })
      return read
    })
  }

  /** The settings of a point, by the names of the factors. */
  settings(point: number): readonly (number | string | boolean)[] {
    return this.#factors.map(({ levels }, k) => levels[Math.floor(point / this.#strides[k]!) % levels.length]!)
  }

  /** The record of a point as `openModel` reads it. */
  record(point: number): InputRecord {
    const settings = this.settings(point)
    const values = new Map(this.#factors.map(({ name }, k) => [name, settings[k]!]))
    for (const { name, quantity } of this.#derived) {
      const columns = new Map(
        [...values].flatMap(([key, value]) =>
          typeof value === 'number' ? [[key, Float64Array.of(value)] as const] : [],
        ),
      )
      values.set(name, evaluateQuantity(quantity, columns, 1)[0]!)
    }
    return Object.fromEntries(this.#inputs.map(({ name }) => [name, values.get(name)!]))
  }

  /** The model's features of points from … to − 1. Cost: points × factors. */
  matrix(from: number, to: number): FeatureMatrix {
    const rows = to - from
    const columns = new Map<string, Float64Array>()
    for (const [k, { name, levels }] of this.#factors.entries()) {
      columns.set(name, this.#column(name, levels, this.#strides[k]!, from, rows))
    }
    for (const { name, quantity } of this.#derived) columns.set(name, evaluateQuantity(quantity, columns, rows))
    return {
      rows,
      columns: this.#inputs.map(({ name }) => columns.get(name)!),
      levels: Int32Array.from(this.#inputs, levelsOf),
    }
  }

  #column(name: string, levels: GridFactor['levels'], stride: number, from: number, rows: number): Float64Array {
    const input = this.#inputs.find((each) => each.name === name)
    const code = input ? codeReader(input) : Number
    const codes = Float64Array.from(levels, code)
    const column = new Float64Array(rows)
    for (let i = 0; i < rows; i++) column[i] = codes[Math.floor((from + i) / stride) % codes.length]!
    return column
  }
}
