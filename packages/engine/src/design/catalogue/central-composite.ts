import type { BlockedRuns } from './blocked-runs.ts'
import { findFraction } from './find-fraction.ts'
import { minimumAberration } from './minimum-aberration.ts'
import { fractionRuns, type RegularFraction } from './regular-fraction.ts'

export interface CentralCompositeOptions {
  /**
   * circumscribed: the cube at ±1, axial points beyond it at ±α. inscribed: all of it scaled by 1/α, so that axial points are at
   * ±1. faced: α = 1.
   */
  readonly kind: 'circumscribed' | 'inscribed' | 'faced'
  /**
   * Distance of the axial points (not for faced). rotatable: the prediction variance depends on the distance from the centre alone.
   * orthogonal: estimates of squares are uncorrelated. spherical: all points at the cube's radius. blocks: the cube and the
   * axial points are orthogonal blocks.
   */
  readonly alpha: 'rotatable' | 'orthogonal' | 'spherical' | 'blocks' | number
  /** full: 2^k. fraction: the smallest of resolution V. small: Hartley's, in which main effects may meet interactions. */
  readonly cube: 'full' | 'fraction' | 'small'
  /** Centre points made with the cube, and with the axial points. */
  readonly centerPoints: readonly [cube: number, axial: number]
}

/** Block 0: the cube and its centre points; block 1: the axial points and theirs. */
export interface CentralComposite extends BlockedRuns {
  readonly alpha: number
}

/**
 * A central composite design of 2 to 12 factors: cube, centre, axial points, centre again.
 *
 * @throws RangeError for another number of factors, or a distance that is not positive
 * Sources: Box & Wilson, J. Roy. Statist. Soc. B 13 (1951) 1–45; Box & Hunter, Ann. Math. Statist. 28 (1957) 195–241; Hartley,
 * Biometrics 15 (1959) 611–624.
 */
export function centralComposite(factorCount: number, options: CentralCompositeOptions): CentralComposite {
  if (!Number.isInteger(factorCount) || factorCount < 2 || factorCount > 12) {
    throw new RangeError(`a central composite design has 2 to 12 factors here, got ${factorCount}`)
  }
  const cube = fractionRuns(cubeFraction(factorCount, options.cube))
  const corners = cube.length / factorCount
  const alpha = axialDistance(factorCount, corners, options)
  if (!(alpha > 0)) throw new RangeError(`the axial distance is positive, got ${alpha}`)
  const scale = options.kind === 'inscribed' ? 1 / alpha : 1
  const reach = options.kind === 'inscribed' ? 1 : alpha
  const [cubeCenters, axialCenters] = options.centerPoints
  const rows = corners + cubeCenters + 2 * factorCount + axialCenters
  const runs = new Float64Array(rows * factorCount)
  cube.forEach((entry, at) => {
    runs[at] = entry * scale
  })
  for (let j = 0; j < factorCount; j++) {
    const at = (corners + cubeCenters + 2 * j) * factorCount + j
    runs[at] = -reach
    runs[at + factorCount] = reach
  }
  const blocks = Uint8Array.from({ length: rows }, (_, i) => (i < corners + cubeCenters ? 0 : 1))
  return { runs, blocks, alpha }
}

function cubeFraction(k: number, cube: CentralCompositeOptions['cube']): RegularFraction {
  const full = minimumAberration(k, k)!
  if (cube === 'full') return full
  const mains = Array.from({ length: k }, (_, i) => 1 << i)
  const effects = cube === 'small' ? pairs(k) : [...mains, ...pairs(k)]
  for (let m = 2; m < k; m++) {
    const fraction = findFraction(k, effects, m)
    if (fraction) return fraction
  }
  return full
}

function pairs(k: number): number[] {
  return Array.from({ length: k }, (_, i) => Array.from({ length: i }, (_none, j) => (1 << i) | (1 << j))).flat()
}

function axialDistance(k: number, corners: number, { kind, alpha, centerPoints }: CentralCompositeOptions): number {
  if (kind === 'faced') return 1
  const [cubeCenters, axialCenters] = centerPoints
  switch (alpha) {
    case 'rotatable':
      return Math.sqrt(Math.sqrt(corners))
    case 'spherical':
      return Math.sqrt(k)
    case 'orthogonal': {
      const difference = Math.sqrt(corners + 2 * k + cubeCenters + axialCenters) - Math.sqrt(corners)
      return Math.sqrt((difference * Math.sqrt(corners)) / 2)
    }
    case 'blocks':
      return Math.sqrt((corners * (2 * k + axialCenters)) / (2 * (corners + cubeCenters)))
    default:
      return alpha
  }
}
