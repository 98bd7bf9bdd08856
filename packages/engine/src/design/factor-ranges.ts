import { allowedCells, type Cell, maximumIn } from './allowed-cells.ts'
import { codedLevels } from './coded-range.ts'
import type { Constraint } from './constraint.ts'
import { type Factor, naturalLevel } from './factor.ts'
import { regionRequirements } from './region-conflict.ts'
import { regionParts } from './region-parts.ts'

/** What the constraints leave of a factor. */
export interface FactorRange {
  readonly name: string
  /** Natural; null for a category. */
  readonly low: number | null
  readonly high: number | null
  /** The levels that are left, as the factor has them; null for a factor without levels. */
  readonly levels: readonly (string | number)[] | null
  /** No other setting is left. */
  readonly isFixed: boolean
}

const ZERO = 1e-9

/**
 * The range that constraints leave of each chosen factor, exact for linear constraints and alternatives of them; curved conditions
 * are left aside, so that with them a range may be narrower than told.
 *
 * @returns in the order of the chosen factors; null where the constraints leave no run
 *
 * Cost: two linear programs for each factor and cell.
 */
export function factorRanges(factors: readonly Factor[], constraints: readonly Constraint[]): FactorRange[] | null {
  const ranges = new Map<number, FactorRange>()
  for (const { factors: members, requirements } of regionParts(factors, regionRequirements(factors, constraints))) {
    const cells = allowedCells(factors, requirements)
    if (cells.length === 0) return null
    for (const index of members) ranges.set(index, rangeOf(factors, index, cells))
  }
  return [...ranges.keys()].sort((a, b) => a - b).map((index) => ranges.get(index)!)
}

function rangeOf(factors: readonly Factor[], index: number, cells: readonly Cell[]): FactorRange {
  const factor = factors[index]!
  const { name } = factor
  if (factor.kind === 'categorical') {
    const levels = factor.levels.filter((_, level) =>
      cells.some((cell) => cell.levels.get(index)?.includes(level) ?? true),
    )
    return { name, low: null, high: null, levels, isFixed: levels.length === 1 }
  }
  const settings = codedLevels(factor)
  if (factor.kind === 'discrete' && settings) {
    const levels = factor.levels.filter((_, i) => cells.some((cell) => canBe(factors, cell, index, settings[i]!)))
    return { name, low: levels[0]!, high: levels.at(-1)!, levels, isFixed: levels.length === 1 }
  }
  const [least, most] = [-1, 1].map((sign) => sign * largest(factors, index, cells, sign))
  const [low, high] = [least!, most!].map((end) => withoutRounding(naturalLevel(factor, end)))
  return { name, low: low!, high: high!, levels: null, isFixed: most! - least! <= ZERO }
}

function canBe(factors: readonly Factor[], cell: Cell, index: number, setting: number): boolean {
  if (cell.levels.get(index)?.includes(setting) === false) return false
  if (!cell.rows.some(({ coefficients }) => coefficients[index] !== 0)) return true
  const coefficients = new Float64Array(factors.length).with(index, 1)
  const row = { text: '', coefficients, relation: '=', bound: setting, tolerance: ZERO } as const
  return maximumIn(factors, { ...cell, rows: [...cell.rows, row] }, new Float64Array(factors.length)) !== null
}

function largest(factors: readonly Factor[], index: number, cells: readonly Cell[], sign: number): number {
  const objective = new Float64Array(factors.length).with(index, sign)
  return Math.max(...cells.map((cell) => maximumIn(factors, cell, objective)?.value ?? Number.NEGATIVE_INFINITY))
}

/** A number without the last digits, in which rounding shows. */
function withoutRounding(value: number): number {
  return Number(value.toPrecision(12))
}
