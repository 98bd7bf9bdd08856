import { type Generator, seededGenerator } from '../random/generator.ts'
import type { Slice } from './region-slices.ts'
import { removeParts, type SliceBody, sliceBody } from './slice-body.ts'

/** Draws runs of one slice, about uniformly; the entries of factors outside the slice stay. */
export type SliceDraw = (generator: Generator, runs: Float64Array, at: number) => void

const SEED = 2
/** Steps from one kept run of the long walks to the next, and before the first, in multiples of dimension and a bit. */
const SPACING = 3
const BURN_IN = 10
/** Walks for runs that meet curved conditions, and how many such runs are enough, over all slices. */
const START_WALKS = 400
const STARTS = 128
/** Kept runs over all slices. */
const POOL = 1024
/** Parts of a move that curved conditions forbid are cut off so often before the run stays. */
const MAX_SHRINKS = 60

/**
 * Hit-and-run over a slice: along random directions that keep the equalities, each to a uniform place of the interval that is
 * allowed. Its limit is the uniform distribution. Long walks leave a pool of spread runs once; a draw is a few steps from one of them.
 *
 * @param count  of slices in all, which share the effort
 * @returns null where no run was found that meets the curved conditions; `tried` counts the runs looked at
 *
 * Cost: the pool about 1,000·SPACING·d steps over all slices, a draw about d steps of d·(rows + equalities).
 * Source: Smith, Oper. Res. 32 (1984) 1296–1308; cutting off: Neal, Ann. Statist. 31 (2003) 705–767.
 */
export function sliceDraw(slice: Slice, count: number): { draw: SliceDraw | null; tried: number } {
  const body = sliceBody(slice)
  const walker = new SliceWalker(slice, body)
  const { starts, tried } = slice.curved.length === 0 ? { starts: [], tried: 0 } : allowedStarts(slice, walker, count)
  if (slice.curved.length > 0 && starts.length === 0) return { draw: null, tried }
  const size = body.moving.length + slice.levelled.length
  const written = [...new Set([...writtenFactors(slice), ...slice.levelled.map(({ factor }) => factor)])]
  let pool: readonly Float64Array[] | null = null
  const draw: SliceDraw = (generator, runs, at) => {
    pool ??= spreadPool(walker, starts, Math.ceil(POOL / count), size + 4)
    walker.placeAt(pool[generator.integer(pool.length)]!)
    for (let step = 0; step < 6 + size; step++) walker.step(generator)
    for (const factor of written) runs[at + factor] = walker.run[factor]!
  }
  return { draw, tried }
}

/** The numeric factors that the slice sets, pinned ones too. */
function writtenFactors({ polytope: { low, high, rows } }: Slice): number[] {
  return [...low.keys()].filter((j) => high[j]! > low[j]! || rows.some(({ coefficients }) => coefficients[j] !== 0))
}

/** Runs of long walks from every start, or from the centre where there is none. */
function spreadPool(walker: SliceWalker, starts: readonly Float64Array[], size: number, scale: number): Float64Array[] {
  const generator = seededGenerator(SEED)
  const pool: Float64Array[] = []
  for (let walk = 0; walk < Math.max(1, starts.length); walk++) {
    const start = starts[walk]
    if (start) walker.placeAt(start)
    else walker.placeAtCentre(generator)
    for (let step = 0; step < BURN_IN * scale; step++) walker.step(generator)
    for (let kept = 0; kept < size / Math.max(1, starts.length); kept++) {
      for (let step = 0; step < SPACING * scale; step++) walker.step(generator)
      pool.push(walker.run.slice())
    }
  }
  return pool
}

/** Runs that meet the curved conditions, from walks that never go further away from them. */
function allowedStarts(slice: Slice, walker: SliceWalker, count: number): { starts: Float64Array[]; tried: number } {
  const generator = seededGenerator(SEED)
  const gapOf = (run: Float64Array) => slice.curved.reduce((sum, { gap }) => sum + Math.max(0, gap(run, 0)), 0)
  const isAllowed = (run: Float64Array) => slice.curved.every(({ test }) => test(run, 0))
  const starts: Float64Array[] = []
  let tried = 0
  for (let walk = 0; walk < Math.max(10, START_WALKS / count) && starts.length < Math.max(4, STARTS / count); walk++) {
    walker.placeAtCentre(generator)
    // the first steps go anywhere, so that starts are spread and hollows are left
    for (let step = 0; step < 15; step++) walker.step(generator, () => true)
    for (let step = 0; step < 30 && !isAllowed(walker.run); step++) {
      const here = gapOf(walker.run)
      walker.step(generator, (moved) => gapOf(moved) <= here)
      tried++
    }
    if (isAllowed(walker.run)) starts.push(walker.run.slice())
  }
  return { starts, tried }
}

class SliceWalker {
  /** The whole run where the walk is; entries outside the slice are 0. */
  readonly run: Float64Array
  readonly #slice: Slice
  readonly #body: SliceBody
  readonly #isAllowed: ((run: Float64Array) => boolean) | null
  readonly #steps: Float64Array
  readonly #before: Float64Array

  constructor(slice: Slice, body: SliceBody) {
    this.run = new Float64Array(body.centre.length)
    this.#slice = slice
    this.#body = body
    this.#isAllowed = slice.curved.length === 0 ? null : (run) => slice.curved.every(({ test }) => test(run, 0))
    this.#steps = new Float64Array(body.moving.length)
    this.#before = new Float64Array(body.moving.length)
  }

  placeAt(run: Float64Array): void {
    this.run.set(run)
  }

  placeAtCentre(generator: Generator): void {
    this.run.set(this.#body.centre)
    for (const { factor, settings } of this.#slice.levelled)
      this.run[factor] = settings[generator.integer(settings.length)]!
  }

  /** Puts a random factor on a random level, or moves along a random direction; stays where that is not allowed. */
  step(generator: Generator, isAllowed = this.#isAllowed): void {
    const { levelled } = this.#slice
    const d = this.#body.moving.length
    const chosen = levelled.length === 0 ? 0 : generator.integer(levelled.length + d)
    if (chosen < levelled.length) this.#changeLevel(generator, levelled[chosen]!, isAllowed)
    else if (d > this.#body.normals.length) this.#move(generator, isAllowed)
  }

  #changeLevel(
    generator: Generator,
    { factor, settings }: Slice['levelled'][number],
    isAllowed: ((run: Float64Array) => boolean) | null,
  ): void {
    const before = this.run[factor]!
    this.run[factor] = settings[generator.integer(settings.length)]!
    if (isAllowed && !isAllowed(this.run)) this.run[factor] = before
  }

  #move(generator: Generator, isAllowed: ((run: Float64Array) => boolean) | null): void {
    const { moving, width, normals } = this.#body
    const { low, high } = this.#slice.polytope
    const run = this.run
    const steps = this.#steps
    const before = this.#before
    const d = moving.length
    for (let i = 0; i < d; i++) steps[i] = generator.uint32() - 0x7fffffff
    removeParts(steps, normals)
    for (let i = 0; i < d; i++) {
      steps[i]! *= width[i]! / 0x80000000
      before[i] = run[moving[i]!]!
    }
    let [from, to] = this.#chord()
    for (let shrink = 0; shrink < MAX_SHRINKS; shrink++) {
      const distance = from + (to - from) * generator.uniform()
      for (let i = 0; i < d; i++) {
        const j = moving[i]!
        const place = before[i]! + distance * steps[i]!
        run[j] = place < low[j]! ? low[j]! : place > high[j]! ? high[j]! : place
      }
      if (!isAllowed || isAllowed(run)) return
      if (distance < 0) from = distance
      else to = distance
    }
    for (let i = 0; i < d; i++) run[moving[i]!] = before[i]!
  }

  /** The interval of the distance in which the line stays within bounds and inequalities; it holds 0. */
  #chord(): [number, number] {
    const { moving, coefficients, bounds } = this.#body
    const { low, high } = this.#slice.polytope
    const run = this.run
    const steps = this.#steps
    const d = moving.length
    let from = Number.NEGATIVE_INFINITY
    let to = Infinity
    for (let i = 0; i < d; i++) {
      const step = steps[i]!
      if (Math.abs(step) < 1e-14) continue
      const here = run[moving[i]!]!
      const toLow = (low[moving[i]!]! - here) / step
      const toHigh = (high[moving[i]!]! - here) / step
      from = Math.max(from, Math.min(toLow, toHigh))
      to = Math.min(to, Math.max(toLow, toHigh))
    }
    for (let r = 0; r < bounds.length; r++) {
      let left = bounds[r]!
      let slope = 0
      for (let i = 0; i < d; i++) {
        const coefficient = coefficients[r * d + i]!
        left -= coefficient * run[moving[i]!]!
        slope += coefficient * steps[i]!
      }
      if (slope > 1e-14) to = Math.min(to, left / slope)
      else if (slope < -1e-14) from = Math.max(from, left / slope)
    }
    return from > Number.NEGATIVE_INFINITY && to < Infinity ? [Math.min(0, from), Math.max(0, to)] : [0, 0]
  }
}
