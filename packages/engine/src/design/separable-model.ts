import type { ColumnPiece, ModelColumn } from '../linear/model-columns.ts'
import { modelExpansion } from './design-model.ts'
import type { Factor } from './factor.ts'

/**
 * A design model taken apart by factor: every column is a product of functions of one factor each, so that along the axis of a
 * factor the row is Σ f_g(t)·v_g, with vectors v_g that don't depend on t. That makes the search along an axis cheap.
 *
 * The functions of all factors are numbered through; factor j has `firstFunction[j]` up to `firstFunction[j + 1]`.
 */
export interface SeparableModel {
  /** p, the number of columns. */
  readonly width: number
  readonly functionCount: number
  readonly firstFunction: Uint32Array
  readonly axes: readonly ModelAxis[]
  /** Writes the functions of one factor at a coded level to `values[at + firstFunction[factor] …]`. */
  evaluate(factor: number, level: number, values: Float64Array, at: number): void
  /** Writes the model row of the function values at `values[at …]`. */
  row(values: Float64Array, at: number, row: Float64Array, rowAt: number): void
}

/** What of the model depends on one factor. */
export interface ModelAxis {
  /** The columns that depend on the factor, ascending. */
  readonly columns: Uint32Array
  /** For each of them, which of the factor's functions it has. */
  readonly slots: Uint32Array
  /** The other functions of column s: `others[otherStart[s]] … others[otherStart[s + 1] − 1]`. */
  readonly otherStart: Uint32Array
  readonly others: Uint32Array
  /** Number of the factor's functions. */
  readonly functions: number
  /** The exponent of each function where all are powers of the coded level; null otherwise. */
  readonly powers: Uint32Array | null
}

export function separableModel(factors: readonly Factor[], columns: readonly ModelColumn[]): SeparableModel {
  const functions = factors.map(() => new Map<string, readonly ColumnPiece[]>())
  const parts = columns.map((column) => partsByFactor(factors, column))
  for (const part of parts) for (const [factor, pieces] of part) functions[factor]!.set(JSON.stringify(pieces), pieces)
  const firstFunction = new Uint32Array(factors.length + 1)
  functions.forEach((own, j) => {
    firstFunction[j + 1] = firstFunction[j]! + own.size
  })
  const slotOf = functions.map((own) => new Map([...own.keys()].map((key, slot) => [key, slot])))
  const columnFunctions = parts.map((part) =>
    [...part].map(([factor, pieces]) => firstFunction[factor]! + slotOf[factor]!.get(JSON.stringify(pieces))!),
  )
  const evaluators = factors.map((factor, j) =>
    modelExpansion(
      [factor],
      [...functions[j]!.values()].map((pieces) => ({ name: '', term: 0, pieces })),
    ),
  )
  const level = new Float64Array(1)
  const [starts, flat] = flatten(columnFunctions)
  return {
    width: columns.length,
    functionCount: firstFunction[factors.length]!,
    firstFunction,
    axes: factors.map((_, j) => modelAxis(columnFunctions, firstFunction, j, [...functions[j]!.values()])),
    evaluate(factor, coded, values, at) {
      level[0] = coded
      evaluators[factor]!.expand(level, 0, values, at + firstFunction[factor]!)
    },
    row(values, at, row, rowAt) {
      for (let c = 0; c < columns.length; c++) {
        let product = 1
        for (let f = starts[c]!; f < starts[c + 1]!; f++) product *= values[at + flat[f]!]!
        row[rowAt + c] = product
      }
    },
  }
}

/** The pieces of a column, together by factor. */
function partsByFactor(factors: readonly Factor[], column: ModelColumn): Map<number, readonly ColumnPiece[]> {
  const parts = new Map<number, ColumnPiece[]>()
  for (const piece of column.pieces) {
    const factor = factors.findIndex(({ name }) => name === piece.input)
    if (factor < 0) throw new RangeError(`the model has the factor ${piece.input}, which the design lacks`)
    parts.set(factor, [...(parts.get(factor) ?? []), piece])
  }
  return parts
}

function modelAxis(
  columnFunctions: readonly (readonly number[])[],
  firstFunction: Uint32Array,
  factor: number,
  functions: readonly (readonly ColumnPiece[])[],
): ModelAxis {
  const first = firstFunction[factor]!
  const isOwn = (f: number) => f >= first && f < firstFunction[factor + 1]!
  const columns = columnFunctions.flatMap((own, c) => (own.some(isOwn) ? [c] : []))
  const [otherStart, others] = flatten(columns.map((c) => columnFunctions[c]!.filter((f) => !isOwn(f))))
  const powers = functions.map(totalPower)
  return {
    columns: Uint32Array.from(columns),
    slots: Uint32Array.from(columns, (c) => columnFunctions[c]!.find(isOwn)! - first),
    otherStart,
    others,
    functions: functions.length,
    powers: powers.includes(0) ? null : Uint32Array.from(powers),
  }
}

/** The exponent of a product of powers of the coded level; 0 for any other function. */
function totalPower(pieces: readonly ColumnPiece[]): number {
  let total = 0
  for (const piece of pieces) {
    if (piece.kind !== 'power' || piece.center !== 0 || piece.scale !== 1) return 0
    if (!Number.isInteger(piece.power) || piece.power < 1) return 0
    total += piece.power
  }
  return total
}

function flatten(lists: readonly (readonly number[])[]): [starts: Uint32Array, flat: Uint32Array] {
  const starts = new Uint32Array(lists.length + 1)
  lists.forEach((list, i) => {
    starts[i + 1] = starts[i]! + list.length
  })
  return [starts, Uint32Array.from(lists.flat())]
}
