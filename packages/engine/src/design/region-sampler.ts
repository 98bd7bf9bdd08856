import type { CodedError } from '@zerosec/errors'
import { type Generator, seededGenerator } from '../random/generator.ts'
import type { Cell } from './allowed-cells.ts'
import { isLinearMet } from './coded-linear.ts'
import { isOneOf, isRequirementMet, type RunTest } from './coded-requirement.ts'
import { settingsDraw } from './draw-settings.ts'
import type { Factor } from './factor.ts'
import type { RegionPart } from './region-parts.ts'
import type { Slice } from './region-slices.ts'
import { type SliceDraw, sliceDraw } from './slice-walk.ts'

/** Writes settings of one part's factors that its requirements allow; the other entries stay. */
export type PartSampler = (generator: Generator, runs: Float64Array, at: number) => void

const SEED = 3
/** Draws from the factors' ranges that are tried out, and how many must be allowed for drawing and dropping to do. */
const PILOT = 300
const PILOT_ALLOWED = 6
/** More than a hundred times what the pilot lets expect. */
const MAX_DRAWS = 100_000
const MAX_WALKS = 10_000

/**
 * How runs of one part are drawn. Where at least about one in 50 draws from the ranges is allowed, by drawing and dropping, which
 * is exactly uniform; otherwise by walks within the slices of its cells, which are about uniform within each slice.
 *
 * @param cells  of the part; not empty
 * @param slices  asked for only where walks are needed
 * @param notFound  the error to throw where curved conditions leave no run that could be found
 */
export function partSampler(
  factors: readonly Factor[],
  part: RegionPart,
  cells: readonly Cell[],
  slices: () => readonly Slice[],
  notFound: (tries: number) => CodedError,
): PartSampler {
  const draw = settingsDraw(factors, part.factors)
  const isAllowed: RunTest = (runs, at) =>
    part.requirements.every((requirement) => isRequirementMet(requirement, runs, at))
  if (part.requirements.length === 0 || isOftenAllowed(factors.length, draw, isAllowed)) {
    return (generator, runs, at) => {
      for (let attempt = 0; attempt < MAX_DRAWS; attempt++) {
        if (draw(generator, runs, at) && isAllowed(runs, at)) return
      }
      throw new RangeError('a region that was found to be wide is not')
    }
  }
  return walkSampler(cells, slices(), isAllowed, notFound)
}

function isOftenAllowed(factorCount: number, draw: ReturnType<typeof settingsDraw>, isAllowed: RunTest): boolean {
  const generator = seededGenerator(SEED)
  const run = new Float64Array(factorCount)
  let allowed = 0
  for (let attempt = 0; attempt < PILOT && allowed < PILOT_ALLOWED; attempt++) {
    if (draw(generator, run, 0) && isAllowed(run, 0)) allowed++
  }
  return allowed === PILOT_ALLOWED
}

function walkSampler(
  cells: readonly Cell[],
  slices: readonly Slice[],
  isAllowed: RunTest,
  notFound: (tries: number) => CodedError,
): PartSampler {
  const walks: SliceDraw[] = []
  let tries = PILOT
  for (const slice of slices) {
    const { draw, tried } = sliceDraw(slice, slices.length)
    if (draw) walks.push(draw)
    tries += tried
  }
  if (walks.length === 0) throw notFound(tries)
  return (generator, runs, at) => {
    for (let attempt = 0; attempt < MAX_WALKS; attempt++) {
      walks[generator.integer(walks.length)]!(generator, runs, at)
      if (!isAllowed(runs, at)) continue
      // a run of several cells is drawn for each of them
      const holding = cells.length === 1 ? 1 : cells.filter((cell) => isInCell(cell, runs, at)).length
      if (holding <= 1 || generator.uniform() * holding < 1) return
    }
    throw notFound(MAX_WALKS)
  }
}

function isInCell(cell: Cell, runs: Float64Array, at: number): boolean {
  for (const [factor, settings] of cell.levels) if (!isOneOf(settings, runs[at + factor]!)) return false
  return cell.rows.every((row) => isLinearMet(row, runs, at)) && cell.curved.every(({ test }) => test(runs, at))
}
