import type { Slice } from './region-slices.ts'

/** The polytope of a slice as walks need it: without the equalities, also those that inequalities only imply. */
export interface SliceBody {
  /** Factors with an interval in the slice, d of them. */
  readonly moving: Uint32Array
  /** The length of each interval. */
  readonly width: Float64Array
  /** A run in the inside, in whole runs. */
  readonly centre: Float64Array
  /** Orthonormal, of d entries in units of the widths: moves must be orthogonal to them. */
  readonly normals: readonly Float64Array[]
  /** m × d row-major: coefficients of the inequalities that are left, of bounds `bounds`. */
  readonly coefficients: Float64Array
  readonly bounds: Float64Array
}

const ZERO = 1e-10
const DEPENDENT = 1e-9

/** Cost: two linear programs for each factor with an interval, one for each inequality. */
export function sliceBody({ polytope, program }: Slice): SliceBody {
  const { low, high, rows } = polytope
  const k = low.length
  const ranged = [...low.keys()].filter((j) => high[j]! > low[j]!)
  const widths = new Float64Array(k)
  const centre = ranged.length > 0 ? new Float64Array(k) : low.slice()
  for (const j of ranged) {
    for (const sign of [-1, 1]) {
      const { point } = program.maximise(new Float64Array(k).with(j, sign))
      widths[j]! += sign * point[j]!
      for (let f = 0; f < k; f++) centre[f]! += point[f]! / (2 * ranged.length)
    }
  }
  const moving = Uint32Array.from(ranged.filter((j) => widths[j]! > ZERO))
  const width = Float64Array.from(moving, (j) => widths[j]!)
  const isFixed = (row: Slice['polytope']['rows'][number]) =>
    row.relation === '=' || row.bound + program.maximise(row.coefficients.map((c) => -c)).value < ZERO
  const loose = rows.filter((row) => !isFixed(row))
  const coefficients = new Float64Array(loose.length * moving.length)
  const bounds = new Float64Array(loose.length)
  loose.forEach((row, r) => {
    // what doesn't move is part of the bound
    let bound = row.bound
    for (let j = 0; j < k; j++) if (!moving.includes(j)) bound -= row.coefficients[j]! * centre[j]!
    bounds[r] = bound
    moving.forEach((j, i) => {
      coefficients[r * moving.length + i] = row.coefficients[j]!
    })
  })
  const fixed = rows.filter((row) => !loose.includes(row))
  const normals = orthonormal(fixed.map((row) => Float64Array.from(moving, (j, i) => row.coefficients[j]! * width[i]!)))
  return { moving, width, centre, normals, coefficients, bounds }
}

/** Takes away what a vector has along orthonormal ones. */
export function removeParts(vector: Float64Array, normals: readonly Float64Array[]): void {
  for (const normal of normals) {
    let along = 0
    for (let i = 0; i < vector.length; i++) along += vector[i]! * normal[i]!
    for (let i = 0; i < vector.length; i++) vector[i]! -= along * normal[i]!
  }
}

/** Gram-Schmidt, twice against rounding; vectors that depend on earlier ones are left out. */
function orthonormal(vectors: readonly Float64Array[]): Float64Array[] {
  const found: Float64Array[] = []
  for (const vector of vectors) {
    const before = Math.sqrt(vector.reduce((sum, entry) => sum + entry * entry, 0))
    removeParts(vector, found)
    removeParts(vector, found)
    const length = Math.sqrt(vector.reduce((sum, entry) => sum + entry * entry, 0))
    if (length > DEPENDENT * before) found.push(vector.map((entry) => entry / length))
  }
  return found
}
