import { brierScore } from '../metrics/probability-scores.ts'
import type { InnerFold } from '../validation/nested-folds.ts'
import { calibrate } from './calibration.ts'
import { classShares } from './class-shares.ts'
import { CALIBRATION_KINDS, type CalibrationKind, fitCalibration, type HeldOutShares } from './fit-calibration.ts'

export interface ChosenCalibration {
  readonly kind: CalibrationKind
  /** outputs × n: each row corrected by what the other folds tell. */
  readonly shares: Float64Array
  /** Brier score of each kind that was tried, on rows that its curve did not see. */
  readonly scores: Readonly<Partial<Record<CalibrationKind, number>>>
}

/** A correction has to lower the Brier score by so many standard errors of the difference, or the shares stay as they are. */
const WORTH = 1

/**
 * The correction with the least Brier score on rows that it was not fitted to: fitted without each fold in turn.
 *
 * @param folds  whose validation rows together are all rows; a row in none stays as it is
 * @param kinds  what may be chosen; the first is kept unless another is better
 * @throws RangeError for no kinds, or shares that do not fit
 */
export function chooseCalibration(
  heldOut: HeldOutShares,
  folds: readonly Pick<InnerFold, 'validation'>[],
  kinds: readonly CalibrationKind[] = CALIBRATION_KINDS,
): ChosenCalibration {
  if (kinds.length === 0) throw new RangeError('there is no calibration to choose from')
  const rows = heldOut.target.length
  const scores: Partial<Record<CalibrationKind, number>> = {}
  let best: { kind: CalibrationKind; shares: Float64Array; distances: Float64Array } | null = null
  for (const kind of kinds) {
    const shares = crossCalibrated(kind, heldOut, folds)
    const distances = squaredDistances(shares, heldOut.target)
    scores[kind] = distances.reduce((sum, distance) => sum + distance, 0) / rows
    if (best === null || isWorthIt(best.distances, distances)) best = { kind, shares, distances }
  }
  return { kind: best!.kind, shares: best!.shares, scores }
}

/** Of each row what it adds to the Brier score. */
function squaredDistances(shares: Float64Array, target: Float64Array): Float64Array {
  const wide = classShares(shares, target.length)
  const k = wide.length / target.length
  return target.map((label, i) => brierScore([label], wide.subarray(i * k, (i + 1) * k), k))
}

function isWorthIt(before: Float64Array, after: Float64Array): boolean {
  const n = before.length
  const gains = before.map((distance, i) => distance - after[i]!)
  const mean = gains.reduce((sum, gain) => sum + gain, 0) / n
  const squares = gains.reduce((sum, gain) => sum + (gain - mean) ** 2, 0)
  return mean > WORTH * Math.sqrt(squares / (n * Math.max(1, n - 1)))
}

function crossCalibrated(
  kind: CalibrationKind,
  { shares, target }: HeldOutShares,
  folds: readonly Pick<InnerFold, 'validation'>[],
): Float64Array {
  const n = target.length
  const all = Int32Array.from(target.keys())
  const out = calibrate({ kind: 'none' }, shares, n)
  if (kind === 'none') return out
  for (const { validation } of folds) {
    const held = new Set(validation)
    const others = all.filter((row) => !held.has(row))
    if (others.length === 0) continue
    const curve = fitCalibration(kind, { shares: takeShares(shares, n, others), target: targetOf(target, others) })
    const own = calibrate(curve, takeShares(shares, n, validation), validation.length)
    const outputs = shares.length / n
    for (let k = 0; k < outputs; k++)
      for (let i = 0; i < validation.length; i++) out[k * n + validation[i]!] = own[k * validation.length + i]!
  }
  return out
}

function targetOf(target: Float64Array, rows: Int32Array): Float64Array {
  return Float64Array.from(rows, (row) => target[row]!)
}

/** Shares of some rows: outputs × rows.length of outputs × n. */
export function takeShares(shares: Float64Array, n: number, rows: ArrayLike<number>): Float64Array {
  const outputs = shares.length / n
  const count = rows.length
  const taken = new Float64Array(outputs * count)
  for (let k = 0; k < outputs; k++) for (let i = 0; i < count; i++) taken[k * count + i] = shares[k * n + rows[i]!]!
  return taken
}
