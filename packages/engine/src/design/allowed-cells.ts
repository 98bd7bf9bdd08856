import type { CodedLinear } from './coded-linear.ts'
import { codedLevels, codedRange } from './coded-range.ts'
import { askedCondition, type CurvedCondition, type Requirement } from './coded-requirement.ts'
import { type Factor, isChosen } from './factor.ts'
import { linearProgram, type Polytope } from './linear-program.ts'
import { mixedMaximum } from './mixed-program.ts'

/**
 * A piece of the region without alternatives: levels, linear rows and curved conditions that hold together. The region is the union
 * of its cells, which may overlap.
 */
export interface Cell {
  readonly rows: readonly CodedLinear[]
  /** Of each factor with conditions on its levels, the coded settings that may be, ascending. */
  readonly levels: ReadonlyMap<number, Float64Array>
  readonly curved: readonly CurvedCondition[]
}

const MAX_CELLS = 128
/** From so many on, empty ones are dropped while alternatives are still being multiplied. */
const PRUNED = 16

/**
 * The cells of the runs that meet the requirements, without those that hold no run; cells with curved conditions may hold none
 * nevertheless. Where alternatives multiply beyond 128 cells, those that do so are left as conditions to be asked of each run.
 */
export function allowedCells(factors: readonly Factor[], requirements: readonly Requirement[]): Cell[] {
  let cells: readonly Cell[] = [{ rows: [], levels: new Map(), curved: [] }]
  for (const requirement of alternativesLast(requirements)) {
    const next = restrictAll(factors, cells, requirement)
    cells = next ?? cells.map((cell) => ({ ...cell, curved: [...cell.curved, askedCondition(requirement)] }))
  }
  return cells.filter((cell) => maximumIn(factors, cell, new Float64Array(factors.length)) !== null)
}

function alternativesLast(requirements: readonly Requirement[]): Requirement[] {
  const isAlternative = ({ kind }: Requirement) => kind === 'or'
  return [...requirements.filter((each) => !isAlternative(each)), ...requirements.filter(isAlternative)]
}

/** Null where there would be too many. */
function restrictAll(factors: readonly Factor[], cells: readonly Cell[], requirement: Requirement): Cell[] | null {
  let restricted: Cell[] = []
  for (const cell of cells) {
    const own = restrict(cell, requirement)
    if (!own) return null
    restricted.push(...own)
    if (restricted.length > MAX_CELLS * PRUNED) return null
  }
  if (restricted.length > PRUNED) {
    restricted = restricted.filter((cell) => linearProgram(cellPolytope(factors, cell)) !== null)
  }
  return restricted.length > MAX_CELLS ? null : restricted
}

/** The largest Σ objective · x over the cell's runs, curved conditions left aside; discrete factors keep to their levels. */
export function maximumIn(
  factors: readonly Factor[],
  cell: Cell,
  objective: Float64Array,
): { value: number; point: Float64Array } | null {
  return mixedMaximum(cellPolytope(factors, cell), discreteLevels(factors, cell), objective)
}

/** The numeric factors' ranges and the cell's rows, coded; entries of the others are 0. */
export function cellPolytope(factors: readonly Factor[], cell: Cell): Polytope {
  const ends = factors.map((factor, index): readonly [number, number] => {
    if (!isChosen(factor) || factor.kind === 'categorical') return [0, 0]
    const settings = cell.levels.get(index)
    return settings ? [settings[0]!, settings.at(-1)!] : codedRange(factor)
  })
  return {
    low: Float64Array.from(ends, ([low]) => low),
    high: Float64Array.from(ends, ([, high]) => high),
    rows: cell.rows,
  }
}

function discreteLevels(factors: readonly Factor[], cell: Cell): Map<number, Float64Array> {
  const discrete = factors.flatMap((factor, index) => (factor.kind === 'discrete' ? [index] : []))
  return new Map(discrete.map((index) => [index, cell.levels.get(index) ?? codedLevels(factors[index]!)!]))
}

/** Null where there would be too many. */
function restrict(cell: Cell, requirement: Requirement): Cell[] | null {
  switch (requirement.kind) {
    case 'linear':
      return [{ ...cell, rows: [...cell.rows, requirement.row] }]
    case 'curved':
      return [{ ...cell, curved: [...cell.curved, requirement] }]
    case 'levels': {
      const before = cell.levels.get(requirement.factor)
      const settings = before ? before.filter((each) => requirement.settings.includes(each)) : requirement.settings
      return settings.length > 0 ? [{ ...cell, levels: new Map(cell.levels).set(requirement.factor, settings) }] : []
    }
    case 'and': {
      let cells: Cell[] = [cell]
      for (const part of requirement.parts) {
        const next = cells.map((each) => restrict(each, part))
        if (next.includes(null)) return null
        cells = next.flatMap((each) => each!)
        if (cells.length > MAX_CELLS) return null
      }
      return cells
    }
    case 'or': {
      const cells = requirement.parts.map((part) => restrict(cell, part))
      return cells.includes(null) ? null : cells.flatMap((each) => each!)
    }
  }
}
