import type { ColumnPiece, ModelColumn } from '../../linear/model-columns.ts'
import { codedLevels } from '../coded-range.ts'
import type { DesignProblem } from '../design-problem.ts'
import { type Factor, isChosen } from '../factor.ts'
import type { Region } from '../region.ts'
import { factorsOf } from './constraint-factors.ts'
import { type BlockStructure, blockStructure } from './moment-blocks.ts'

/**
 * A design problem brought to what its symmetries leave. As criteria are concave and symmetric, averaging a design over its mirror
 * images never makes it worse; the average has a block-diagonal information matrix, and one candidate stands for all
 * its images.
 *
 * - A number's sign may be turned where its region is symmetric and its columns are powers: columns of different parity
 *   are then uncorrelated, and settings of 0 or more are enough.
 * - The levels of a category with orthonormal contrasts may be permuted: its contrasts are then uncorrelated, and all its
 *   levels are alike.
 *
 * Along a symmetric factor the sensitivity is a convex polynomial in its square u where no power is above 2, as the coefficient
 * of u² is a positive form; so its maximum is at u = 0 or 1. Along a factor of power 1 it is convex: the ends are enough.
 */
export interface ReducedModel {
  readonly structure: BlockStructure
  /** The columns of a candidate's row. */
  readonly columns: readonly ModelColumn[]
  /** The model's column that each of them stands for. */
  readonly representatives: readonly number[]
  /** Of each factor the settings among which the best approximate design lies; null: any in its range may be needed. */
  readonly settings: readonly (readonly number[] | null)[]
  /** Names of the factors whose sign, or levels, occur in equal shares with every support point. */
  readonly symmetric: readonly string[]
}

/**
 * @param given  p × p matrices that the criterion depends on; a symmetry that one of them lacks is not used
 * @param permute  whether levels may be permuted too
 */
export function reducedModel(
  problem: DesignProblem,
  region: Region,
  given: readonly Float64Array[],
  permute: boolean,
): ReducedModel {
  const { factors, model, candidates } = problem
  const bound = constrainedFactors(problem, region)
  const free = candidates ? [] : factors.filter(({ name }) => !bound.has(name))
  const mirrored = new Set(free.filter((factor) => isMirrored(factor, model.columns, given)).map(({ name }) => name))
  const balanced = new Set(
    free.filter((factor) => permute && isBalanced(factor, model.columns)).map(({ name }) => name),
  )
  const settings = factors.map((factor) => {
    if (!free.includes(factor) || !isChosen(factor)) return null
    return balanced.has(factor.name) ? [0] : enoughSettings(factor, model.columns, mirrored.has(factor.name))
  })
  return { ...blocksOf(model.columns, mirrored, balanced), settings, symmetric: [...mirrored, ...balanced] }
}

/** Names of the factors that some constraint or mixture ties to others; the rest keep to their own ranges only. */
function constrainedFactors({ factors, constraints }: DesignProblem, region: Region): ReadonlySet<string> {
  if (region.isProduct) return new Set()
  const mixture = factors.filter(({ kind }) => kind === 'mixture').map(({ name }) => name)
  return new Set([...mixture, ...constraints.flatMap(factorsOf)])
}

/** The highest power of a factor in any column; Infinity where it is no polynomial of the coded number. */
function degreeIn(name: string, columns: readonly ModelColumn[]): number {
  return Math.max(0, ...columns.map((column) => powerIn(name, column)))
}

function powerIn(name: string, { pieces }: ModelColumn): number {
  return pieces.reduce((sum, piece) => sum + (piece.input === name ? powerOf(piece) : 0), 0)
}

function powerOf(piece: ColumnPiece): number {
  const isPower =
    piece.kind === 'power' &&
    piece.center === 0 &&
    piece.scale === 1 &&
    Number.isInteger(piece.power) &&
    piece.power > 0
  return isPower ? piece.power : Number.POSITIVE_INFINITY
}

function isMirrored(factor: Factor, columns: readonly ModelColumn[], given: readonly Float64Array[]): boolean {
  if (factor.kind !== 'continuous' && factor.kind !== 'discrete') return false
  const degree = degreeIn(factor.name, columns)
  if (degree === Number.POSITIVE_INFINITY) return false
  if (factor.kind === 'discrete' && degree > 1 && !isSymmetric(codedLevels(factor)!)) return false
  const p = columns.length
  const parity = columns.map((column) => powerIn(factor.name, column) % 2)
  return given.every((matrix) =>
    matrix.every((value, at) => {
      const i = Math.floor(at / p)
      const j = at % p
      return parity[i] === parity[j] || value * value <= 1e-20 * matrix[i * p + i]! * matrix[j * p + j]!
    }),
  )
}

function isSymmetric(levels: Float64Array): boolean {
  return levels.every((level, i) => Math.abs(level + levels[levels.length - 1 - i]!) < 1e-12)
}

/** Whether a category is coded by orthogonal contrasts of unit mean square in every column. */
function isBalanced(factor: Factor, columns: readonly ModelColumn[]): boolean {
  if (factor.kind !== 'categorical') return false
  const codes = new Map<string, readonly number[]>()
  for (const { pieces } of columns) {
    for (const piece of pieces) {
      if (piece.kind === 'level' && piece.input === factor.name) codes.set(JSON.stringify(piece.codes), piece.codes)
    }
  }
  const contrasts = [...codes.values()]
  const levels = factor.levels.length
  const inner = (a: readonly number[], b: readonly number[]) => a.reduce((sum, value, i) => sum + value * b[i]!, 0)
  return contrasts.every(
    (first, i) =>
      Math.abs(first.reduce((sum, value) => sum + value, 0)) < 1e-12 &&
      contrasts.every((second, j) => Math.abs(inner(first, second) - (i === j ? levels : 0)) < 1e-9),
  )
}

function enoughSettings(
  factor: Factor,
  columns: readonly ModelColumn[],
  isMirrored: boolean,
): readonly number[] | null {
  if (factor.kind === 'categorical') return factor.levels.map((_, level) => level)
  if (factor.kind !== 'continuous' && factor.kind !== 'discrete') return null
  const degree = degreeIn(factor.name, columns)
  if (degree === 0) return [0]
  if (degree === 1) return isMirrored ? [1] : [-1, 1]
  if (factor.kind === 'discrete') {
    return [...codedLevels(factor)!].filter((level) => !isMirrored || level > -1e-12)
  }
  return degree === 2 && isMirrored ? [0, 1] : null
}

/** Columns that symmetry leaves correlated stand together; of a balanced category's contrasts one stands for all. */
function blocksOf(
  columns: readonly ModelColumn[],
  mirrored: ReadonlySet<string>,
  balanced: ReadonlySet<string>,
): Pick<ReducedModel, 'structure' | 'columns' | 'representatives'> {
  const blocks = new Map<string, { multiplicity: number; members: Map<string, number> }>()
  columns.forEach((column, j) => {
    const odd = [...mirrored].filter((name) => powerIn(name, column) % 2 === 1)
    const contrasts = column.pieces.flatMap((one) => (one.kind === 'level' && balanced.has(one.input) ? [one] : []))
    const names = contrasts.map(({ input }) => input).sort()
    const key = JSON.stringify([odd, names])
    const multiplicity = contrasts.reduce((product, { codes }) => product * (codes.length - 1), 1)
    const block = blocks.get(key) ?? { multiplicity, members: new Map<string, number>() }
    blocks.set(key, block)
    const rest = JSON.stringify([column.term, withoutContrasts(column, balanced)])
    if (!block.members.has(rest)) block.members.set(rest, j)
  })
  const parts = [...blocks.values()]
  const representatives = parts.flatMap(({ members }) => [...members.values()])
  return {
    structure: blockStructure(parts.map(({ multiplicity, members }) => ({ width: members.size, multiplicity }))),
    columns: representatives.map((j) => ({ ...columns[j]!, pieces: withoutContrasts(columns[j]!, balanced) })),
    representatives,
  }
}

function withoutContrasts({ pieces }: ModelColumn, balanced: ReadonlySet<string>): readonly ColumnPiece[] {
  return pieces.filter((piece) => piece.kind !== 'level' || !balanced.has(piece.input))
}

/** The blocks of a symmetric p × p matrix that the reduction keeps. */
export function blocksFrom(full: Float64Array, p: number, { structure, representatives }: ReducedModel): Float64Array {
  const packed = new Float64Array(structure.size)
  for (const { start, width, offset } of structure.blocks) {
    for (let i = 0; i < width; i++) {
      for (let j = 0; j < width; j++) {
        packed[offset + i * width + j] = full[representatives[start + i]! * p + representatives[start + j]!]!
      }
    }
  }
  return packed
}
