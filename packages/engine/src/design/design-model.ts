import type { Coding } from '../linear/coding.ts'
import { type ColumnPiece, type ModelColumn, modelColumns } from '../linear/model-columns.ts'
import { type ModelTerms, mainEffects } from '../linear/terms.ts'
import { type Factor, naturalLevel } from './factor.ts'

/**
 * The model that a design is made for. Plain data.
 *
 * A factor stands for its coded number where a column multiplies it by itself or by others (`x`, `x^2`, `x:z`), so that
 * efficiencies don't depend on units; `log`, `exp`, `sqrt` and shifts such as `I((x-85)^2)` are of the natural number.
 */
export interface DesignModel {
  readonly terms: ModelTerms
  readonly columns: readonly ModelColumn[]
}

/**
 * The columns of `terms` over `factors`. Blocks are added as main effects where the terms leave them out.
 *
 * @param coding  orthonormal contrasts have unit mean square over the levels, so that a balanced orthogonal design has
 *   D-efficiency 1 whatever the number of levels; efficiencies of other codings are on another scale
 */
export function designModel(
  factors: readonly Factor[],
  given: ModelTerms,
  coding: Coding = 'orthonormal',
): DesignModel {
  const terms = withBlocks(factors, given)
  const categories = new Map(
    factors.flatMap((factor) =>
      factor.kind === 'categorical' || factor.kind === 'block' ? [[factor.name, factor.levels] as const] : [],
    ),
  )
  return { terms, columns: modelColumns(terms, categories, coding) }
}

function withBlocks(factors: readonly Factor[], given: ModelTerms): ModelTerms {
  const present = new Set(given.terms.map(({ label }) => label))
  const blocks = factors.filter(({ kind, name }) => kind === 'block' && !present.has(name)).map(({ name }) => name)
  return blocks.length === 0 ? given : { intercept: given.intercept, terms: [...mainEffects(blocks), ...given.terms] }
}

/** Writes the model's row of one run. */
export interface ModelExpansion {
  /** p, the number of columns. */
  readonly width: number
  /** The row of the run whose coded numbers stand at `runs[at …]`, written to `row[rowAt … rowAt + p − 1]`. */
  expand(runs: Float64Array, at: number, row: Float64Array, rowAt: number): void
  /** The columns that depend on factor number `factor`, ascending. */
  columnsOf(factor: number): Uint32Array
}

/** @throws RangeError for a column of a factor that is not there */
export function modelExpansion(factors: readonly Factor[], columns: readonly ModelColumn[]): ModelExpansion {
  const evaluators = columns.map((column) => column.pieces.map((piece) => pieceEvaluator(factors, piece)))
  const width = columns.length
  const dependents = factors.map(({ name }) =>
    Uint32Array.from(columns.flatMap((column, j) => (column.pieces.some((piece) => piece.input === name) ? [j] : []))),
  )
  return {
    width,
    expand(runs, at, row, rowAt) {
      for (let j = 0; j < width; j++) {
        let product = 1
        for (const evaluate of evaluators[j]!) product *= evaluate(runs, at)
        row[rowAt + j] = product
      }
    },
    columnsOf: (factor) => dependents[factor]!,
  }
}

/** The n × p row-major model matrix of n coded runs. */
export function designMatrix(expansion: ModelExpansion, runs: Float64Array, factorCount: number): Float64Array {
  const n = runs.length / factorCount
  const matrix = new Float64Array(n * expansion.width)
  for (let i = 0; i < n; i++) expansion.expand(runs, i * factorCount, matrix, i * expansion.width)
  return matrix
}

type PieceEvaluator = (runs: Float64Array, at: number) => number

function pieceEvaluator(factors: readonly Factor[], piece: ColumnPiece): PieceEvaluator {
  const index = factors.findIndex(({ name }) => name === piece.input)
  const factor = factors[index]
  if (!factor) throw new RangeError(`the model has the factor ${piece.input}, which the design lacks`)
  if (piece.kind === 'level') {
    const { codes } = piece
    return (runs, at) => codes[runs[at + index]!]!
  }
  if (piece.kind === 'function') {
    const apply = piece.function === 'log' ? Math.log : Math.exp
    return (runs, at) => apply(naturalLevel(factor, runs[at + index]!))
  }
  const { power, center, scale } = piece
  if (center === 0 && scale === 1 && Number.isInteger(power) && power > 0) return codedPower(index, power)
  return (runs, at) => ((naturalLevel(factor, runs[at + index]!) - center) / scale) ** power
}

/** Products, not `**`: rounding then doesn't depend on the machine's power function. */
function codedPower(index: number, power: number): PieceEvaluator {
  if (power === 1) return (runs, at) => runs[at + index]!
  if (power === 2) return (runs, at) => runs[at + index]! * runs[at + index]!
  return (runs, at) => {
    const base = runs[at + index]!
    let value = base
    for (let k = 1; k < power; k++) value *= base
    return value
  }
}
