import type { ModelColumn } from '../linear/model-columns.ts'
import { codedLevels } from './coded-range.ts'
import type { Constraint } from './constraint.ts'
import { faceDirections } from './face-directions.ts'
import type { Direction, Region } from './region.ts'

/**
 * A way to change one run: a factor over its levels, or factors along a direction that keeps every equality. A point of the
 * line is told by the coded number of its first factor.
 */
export interface SettingLine {
  readonly direction: Direction
  /** The coded numbers its only factor can take; left out: an interval. */
  readonly levels?: Float64Array
}

/**
 * Every line in which all factors that move are free; blocks that are free move over their levels.
 *
 * @param constraints  where given, lines along the faces of the inequalities too
 */
export function settingLines(
  region: Region,
  isFree: (factor: number) => boolean,
  constraints: readonly Constraint[] = [],
): SettingLine[] {
  const levelled = region.factors.flatMap((factor, j): SettingLine[] => {
    const levels = isFree(j) ? codedLevels(factor) : null
    return levels ? [{ direction: { factors: Uint32Array.of(j), steps: Float64Array.of(1) }, levels }] : []
  })
  const directions = [...region.directions, ...faceDirections(region, constraints)]
  const free = directions.filter(({ factors }) => factors.every((j) => isFree(j)))
  return [...levelled, ...free.map((direction) => ({ direction }))]
}

/** Moves the run at `runs[at …]` to the point `value` of the line. */
export function moveOnLine({ direction }: SettingLine, runs: Float64Array, at: number, value: number): void {
  const { factors, steps } = direction
  const first = at + factors[0]!
  const distance = (value - runs[first]!) / steps[0]!
  for (let i = 1; i < factors.length; i++) runs[at + factors[i]!] = runs[at + factors[i]!]! + steps[i]! * distance
  runs[first] = value
}

/**
 * The interval of a line without levels through an allowed run, by bounds and linear constraints, written to `out`; false
 * where it is empty. Logical constraints may exclude points within it.
 */
export function spanOfLine(
  region: Region,
  { direction }: SettingLine,
  runs: Float64Array,
  at: number,
  out: Float64Array,
): boolean {
  const { factors, steps } = direction
  if (factors.length === 1) return region.span(runs, at, factors[0]!, out) && out[1]! > out[0]!
  if (!region.directionSpan(runs, at, direction, out)) return false
  const here = runs[at + factors[0]!]!
  const first = here + steps[0]! * out[0]!
  const last = here + steps[0]! * out[1]!
  out[0] = Math.min(first, last)
  out[1] = Math.max(first, last)
  return first !== last
}

/** The highest power of the line's moving factors in any of the columns; Infinity where one is no polynomial. */
export function degreeOnLine(region: Region, columns: readonly ModelColumn[], { direction }: SettingLine): number {
  const names = new Set(Array.from(direction.factors, (j) => region.factors[j]!.name))
  let degree = 0
  for (const { pieces } of columns) {
    let own = 0
    for (const piece of pieces) {
      if (!names.has(piece.input)) continue
      const isPolynomial = piece.kind === 'power' && Number.isInteger(piece.power) && piece.power > 0
      own += isPolynomial ? piece.power : Number.POSITIVE_INFINITY
    }
    degree = Math.max(degree, own)
  }
  return degree
}
