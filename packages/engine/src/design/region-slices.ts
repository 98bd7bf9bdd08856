import { type Generator, seededGenerator } from '../random/generator.ts'
import { type Cell, cellPolytope } from './allowed-cells.ts'
import { codedLevels } from './coded-range.ts'
import type { CurvedCondition } from './coded-requirement.ts'
import type { Factor } from './factor.ts'
import { type LinearProgram, linearProgram, type Polytope } from './linear-program.ts'

/** A cell with every discrete factor of its rows on a level: a polytope of continuous factors, and factors that are free on levels. */
export interface Slice {
  readonly cell: Cell
  /** Over all factors; those that don't move have low = high. */
  readonly polytope: Polytope
  readonly program: LinearProgram
  readonly levelled: readonly { readonly factor: number; readonly settings: Float64Array }[]
  readonly curved: readonly CurvedCondition[]
}

/** Of more slices a spread is taken. */
const MAX_SLICES = 256
const SEED = 1

/** The slices of one part of the region that hold runs, curved conditions left aside. */
export function regionSlices(factors: readonly Factor[], part: readonly number[], cells: readonly Cell[]): Slice[] {
  const most = Math.max(1, Math.floor(MAX_SLICES / cells.length))
  return cells.flatMap((cell) => {
    const inRows = (index: number) => cell.rows.some(({ coefficients }) => coefficients[index] !== 0)
    const fixed = part.filter((index) => factors[index]!.kind === 'discrete' && inRows(index))
    const levelled = part.flatMap((index) => {
      const settings = allowedSettings(factors[index]!, index, cell)
      return settings && !fixed.includes(index) ? [{ factor: index, settings }] : []
    })
    const moving = part.filter((index) => codedLevels(factors[index]!) === null)
    const whole = restricted(cellPolytope(factors, cell), [...moving, ...fixed])
    const levels = fixed.map((index) => allowedSettings(factors[index]!, index, cell)!)
    return fixings(whole, fixed, levels, most).flatMap((polytope) => {
      const program = linearProgram(polytope)
      return program ? [{ cell, polytope, program, levelled, curved: cell.curved }] : []
    })
  })
}

function allowedSettings(factor: Factor, index: number, cell: Cell): Float64Array | null {
  return cell.levels.get(index) ?? codedLevels(factor)
}

/** The polytope with all other factors held at 0. */
function restricted({ low, high, rows }: Polytope, moving: readonly number[]): Polytope {
  const isMoving = new Set(moving)
  return {
    low: low.map((end, index) => (isMoving.has(index) ? end : 0)),
    high: high.map((end, index) => (isMoving.has(index) ? end : 0)),
    rows,
  }
}

/** The polytope with variables fixed on levels, in every way that leaves it any point; a spread of `most` where there are more. */
function fixings(
  polytope: Polytope,
  variables: readonly number[],
  levels: readonly Float64Array[],
  most: number,
): Polytope[] {
  const found: Polytope[] = []
  const descend = (node: Polytope, depth: number): void => {
    if (found.length > most || linearProgram(node) === null) return
    if (depth === variables.length) found.push(node)
    else for (const level of levels[depth]!) descend(fixedAt(node, variables[depth]!, level), depth + 1)
  }
  descend(polytope, 0)
  if (found.length <= most) return found
  const generator = seededGenerator(SEED)
  const spread = new Map<string, Polytope>()
  for (let draw = 0; draw < 2 * most && spread.size < most; draw++) {
    const leaf = randomFixing(polytope, variables, levels, generator)
    if (leaf) spread.set(variables.map((variable) => leaf.low[variable]!).join(), leaf)
  }
  return [...spread.values()]
}

/** One way down, each variable on a random one of the levels that leave any point. */
function randomFixing(
  polytope: Polytope,
  variables: readonly number[],
  levels: readonly Float64Array[],
  generator: Generator,
): Polytope | null {
  let node = polytope
  for (const [depth, variable] of variables.entries()) {
    const order = levels[depth]!.slice()
    generator.shuffle(order)
    const next = Array.from(order, (level) => fixedAt(node, variable, level)).find(
      (fixed) => linearProgram(fixed) !== null,
    )
    // only a level further down can be to blame: this way leads nowhere
    if (!next) return null
    node = next
  }
  return node
}

function fixedAt(polytope: Polytope, variable: number, level: number): Polytope {
  return { ...polytope, low: polytope.low.with(variable, level), high: polytope.high.with(variable, level) }
}
