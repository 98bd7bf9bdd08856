import { derivedName, evaluateQuantity, parseDerivedQuantity } from '@zerosec/engine'
import { CodedError } from '@zerosec/errors'
import type { InputCell, InputRecord, ModelInput } from '@zerosec/model'

export interface Derive {
  /** The record with the columns that the model's table had calculated, where it does not give them itself. */
  (record: InputRecord): InputRecord
  /** Whether a column is used by a calculation, given those that a record has. */
  uses(name: string, names: readonly string[]): boolean
}

/** A calculation, or why there is none with these columns. */
type Parsed = ReturnType<typeof parseDerivedQuantity> | undefined

/** Record by record what `deriveForModel` does to tables. Units are those of the training table: a cell of JSON has none. */
export function derivation(expressions: readonly string[], inputs: readonly ModelInput[]): Derive {
  if (expressions.length === 0) return Object.assign((record: InputRecord) => record, { uses: () => false })
  const wanted = new Set(inputs.map(({ name }) => name))
  let of: string | undefined
  let parsed: readonly Parsed[] = []
  /** Rows of one request have mostly the same columns: the last way of reading the expressions is remembered. */
  const readWith = (names: readonly string[]): readonly Parsed[] => {
    const key = JSON.stringify(names)
    if (key === of) return parsed
    const known = [...names]
    parsed = expressions.map((expression) => {
      const name = derivedName(expression)
      if (names.includes(name)) return undefined
      const quantity = parse(expression, known)
      if (quantity) known.push(name)
      return quantity
    })
    of = key
    return parsed
  }
  const derive = (record: InputRecord): InputRecord => {
    const names = Object.keys(record)
    const quantities = readWith(names)
    if (quantities.every((quantity) => quantity === undefined)) return record
    const cells = new Map<string, Float64Array>(names.map((name) => [name, Float64Array.of(numberOf(record[name]))]))
    const result: Record<string, InputCell> = Object.assign(Object.create(null), record)
    for (const quantity of quantities) {
      if (!quantity) continue
      const value = evaluateQuantity(quantity.quantity, cells, 1)
      cells.set(quantity.name, value)
      if (wanted.has(quantity.name)) result[quantity.name] = value[0]!
    }
    return result
  }
  const uses = (name: string, names: readonly string[]): boolean =>
    readWith(names).some((quantity) => quantity?.inputs.includes(name))
  return Object.assign(derive, { uses })
}

/** A row that lacks a column lacks what is calculated from it: the model says so by that name. */
function parse(expression: string, names: readonly string[]): Parsed {
  try {
    return parseDerivedQuantity(
      expression,
      names.map((name) => ({ name })),
    )
  } catch (error) {
    if (error instanceof CodedError) return undefined
    throw error
  }
}

function numberOf(cell: InputCell): number {
  if (typeof cell === 'boolean') return Number(cell)
  return typeof cell === 'number' ? cell : Number.NaN
}
