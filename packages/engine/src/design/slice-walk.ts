import { type Generator, seededGenerator } from '../random/generator.ts'
import type { Slice } from './region-slices.ts'

/** Walks to allowed runs of one slice. */
export interface SliceWalk {
  /** Writes a run of the slice. */
  draw(generator: Generator, runs: Float64Array, at: number): void
}

const ZERO = 1e-10
const SEED = 2
/** Starting runs that are kept where conditions are curved, and walks that are tried for them. */
const STARTS = 32
const START_WALKS = 200
/** Halvings, on average, of a move that curved conditions forbid, before the run stays. */
const MAX_SHRINKS = 60

/**
 * Hit-and-run over a slice: from its centre, or an allowed run where conditions are curved, along random directions that keep
 * the equalities, each to a uniform place of the interval that is allowed. Its limit is the uniform distribution.
 *
 * @returns null where no run was found that meets the curved conditions; `tried` counts the runs looked at
 *
 * Source: Smith, Oper. Res. 32 (1984) 1296–1308; shrinking: Neal, Ann. Statist. 31 (2003) 705–767.
 */
export function sliceWalk(slice: Slice): { walk: SliceWalk | null; tried: number } {
  const body = sliceBody(slice)
  const steps = 20 + 5 * (body.moving.length + slice.levelled.length)
  const k = body.centre.length
  const isAllowed = (run: Float64Array) => slice.curved.every(({ test }) => test(run, 0))
  const begin = (generator: Generator, run: Float64Array) => {
    run.set(body.centre)
    for (const { factor, settings } of slice.levelled) run[factor] = settings[generator.integer(settings.length)]!
  }
  const always = () => true
  const written = [...body.written, ...slice.levelled.map(({ factor }) => factor)]
  const finish = (run: Float64Array, runs: Float64Array, at: number) => {
    for (const factor of written) runs[at + factor] = run[factor]!
  }
  const run = new Float64Array(k)
  if (slice.curved.length === 0) {
    const draw: SliceWalk['draw'] = (generator, runs, at) => {
      begin(generator, run)
      for (let step = 0; step < steps; step++) move(body, slice, generator, run, always)
      finish(run, runs, at)
    }
    return { walk: { draw }, tried: 0 }
  }
  const { starts, tried } = allowedStarts(slice, body, steps, begin, isAllowed)
  if (starts.length === 0) return { walk: null, tried }
  const draw: SliceWalk['draw'] = (generator, runs, at) => {
    run.set(starts[generator.integer(starts.length)]!)
    for (let step = 0; step < steps; step++) move(body, slice, generator, run, isAllowed)
    finish(run, runs, at)
  }
  return { walk: { draw }, tried }
}

/** The polytope as the walk needs it. */
interface Body {
  /** Factors with an interval in the slice. */
  readonly moving: readonly number[]
  /** Every numeric factor of the slice. */
  readonly written: readonly number[]
  readonly width: Float64Array
  readonly centre: Float64Array
  /** Orthonormal over the moving factors, in units of their widths: what a direction must be orthogonal to. */
  readonly normals: readonly Float64Array[]
  readonly inequalities: readonly { readonly coefficients: Float64Array; readonly bound: number }[]
}

function sliceBody({ polytope, program }: Slice): Body {
  const { low, high, rows } = polytope
  const k = low.length
  const width = new Float64Array(k)
  const centre = low.slice()
  const ranged = [...low.keys()].filter((j) => high[j]! > low[j]!)
  if (ranged.length > 0) centre.fill(0)
  for (const j of ranged) {
    for (const sign of [-1, 1]) {
      const { point } = program.maximise(new Float64Array(k).with(j, sign))
      width[j]! += sign * point[j]!
      for (let f = 0; f < k; f++) centre[f]! += point[f]! / (2 * ranged.length)
    }
  }
  const moving = ranged.filter((j) => width[j]! > ZERO)
  const isFixed = (row: Slice['polytope']['rows'][number]) =>
    row.relation === '=' || row.bound + program.maximise(row.coefficients.map((c) => -c)).value < ZERO
  const inequalities = rows.filter((row) => !isFixed(row))
  const normals: Float64Array[] = []
  for (const row of rows) {
    if (inequalities.includes(row)) continue
    const normal = Float64Array.from(moving, (j) => row.coefficients[j]! * width[j]!)
    const before = Math.hypot(...normal)
    removeParts(normal, normals)
    const left = Math.hypot(...normal)
    if (left > 1e-9 * before) normals.push(normal.map((entry) => entry / left))
  }
  const written = [
    ...new Set([
      ...ranged,
      ...rows.flatMap(({ coefficients }) => [...coefficients.keys()].filter((j) => coefficients[j] !== 0)),
    ]),
  ]
  return { moving, written, width, centre, normals, inequalities }
}

/** Takes away what a vector has along orthonormal ones; twice, as rounding leaves some. */
function removeParts(vector: Float64Array, orthonormal: readonly Float64Array[]): void {
  for (let pass = 0; pass < 2; pass++) {
    for (const other of orthonormal) {
      let along = 0
      for (let i = 0; i < vector.length; i++) along += vector[i]! * other[i]!
      for (let i = 0; i < vector.length; i++) vector[i]! -= along * other[i]!
    }
  }
}

/** One step of the walk: a factor to another level, or a move along a direction. */
function move(
  body: Body,
  { levelled, polytope }: Slice,
  generator: Generator,
  run: Float64Array,
  isAllowed: (run: Float64Array) => boolean,
): void {
  const { moving } = body
  const chosen = generator.integer(Math.max(1, levelled.length + moving.length))
  if (chosen < levelled.length) {
    const { factor, settings } = levelled[chosen]!
    const before = run[factor]!
    run[factor] = settings[generator.integer(settings.length)]!
    if (!isAllowed(run)) run[factor] = before
    return
  }
  if (moving.length <= body.normals.length) return
  const steps = Float64Array.from(moving, () => generator.normal())
  removeParts(steps, body.normals)
  moving.forEach((j, i) => {
    steps[i]! *= body.width[j]!
  })
  let [from, to] = chord(body, polytope, run, steps)
  const before = run.slice()
  for (let shrink = 0; shrink < MAX_SHRINKS; shrink++) {
    const distance = from + (to - from) * generator.uniform()
    moving.forEach((j, i) => {
      run[j] = Math.min(polytope.high[j]!, Math.max(polytope.low[j]!, before[j]! + distance * steps[i]!))
    })
    if (isAllowed(run)) return
    if (distance < 0) from = distance
    else to = distance
  }
  run.set(before)
}

/** The interval of the distance in which a line stays within bounds and inequalities; it holds 0. */
function chord(body: Body, polytope: Slice['polytope'], run: Float64Array, steps: Float64Array): [number, number] {
  let from = Number.NEGATIVE_INFINITY
  let to = Infinity
  const limit = (left: number, slope: number) => {
    if (slope > 1e-12) to = Math.min(to, left / slope)
    else if (slope < -1e-12) from = Math.max(from, left / slope)
  }
  body.moving.forEach((j, i) => {
    limit(polytope.high[j]! - run[j]!, steps[i]!)
    limit(run[j]! - polytope.low[j]!, -steps[i]!)
  })
  for (const { coefficients, bound } of body.inequalities) {
    let left = bound
    for (let f = 0; f < coefficients.length; f++) left -= coefficients[f]! * run[f]!
    let slope = 0
    body.moving.forEach((j, i) => {
      slope += coefficients[j]! * steps[i]!
    })
    limit(left, slope)
  }
  if (!(from > Number.NEGATIVE_INFINITY && to < Infinity)) return [0, 0]
  return [Math.min(0, from), Math.max(0, to)]
}

/** Runs that meet the curved conditions, from walks that never go further away from them. */
function allowedStarts(
  slice: Slice,
  body: Body,
  steps: number,
  begin: (generator: Generator, run: Float64Array) => void,
  isAllowed: (run: Float64Array) => boolean,
): { starts: Float64Array[]; tried: number } {
  const generator = seededGenerator(SEED)
  const gapOf = (run: Float64Array) => slice.curved.reduce((sum, { gap }) => sum + Math.max(0, gap(run, 0)), 0)
  const starts: Float64Array[] = []
  const run = new Float64Array(body.centre.length)
  let tried = 0
  for (let walk = 0; walk < START_WALKS && starts.length < STARTS; walk++) {
    begin(generator, run)
    // the first half of the walk goes anywhere, so that starts are spread and hollows are left
    for (let step = 0; step < steps / 2; step++) move(body, slice, generator, run, () => true)
    for (let step = 0; step < steps && !isAllowed(run); step++) {
      const here = gapOf(run)
      move(body, slice, generator, run, (moved) => gapOf(moved) <= here)
      tried++
    }
    if (isAllowed(run)) starts.push(run.slice())
  }
  return { starts, tried }
}
