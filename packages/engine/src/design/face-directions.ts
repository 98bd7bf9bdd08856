import { codedLinear } from './coded-linear.ts'
import type { Constraint } from './constraint.ts'
import type { Direction, Region } from './region.ts'

/** Directions along the faces of the region: two that both leave the face of an inequality make one that stays on it. */
export function faceDirections(region: Region, constraints: readonly Constraint[]): Direction[] {
  const faces = constraints.flatMap((constraint) =>
    constraint.kind === 'linear' && constraint.relation !== '=' ? [codedLinear(region.factors, constraint)] : [],
  )
  return faces.flatMap(({ coefficients }) => {
    const leaving = region.directions
      .map((direction) => ({ direction, slope: slopeOf(coefficients, direction) }))
      .filter(({ slope }) => Math.abs(slope) > 1e-9)
    return leaving.flatMap((first, i) => leaving.slice(i + 1).map((second) => alongFace(first, second)))
  })
}

function slopeOf(coefficients: ArrayLike<number>, { factors, steps }: Direction): number {
  return factors.reduce((sum, factor, s) => sum + coefficients[factor]! * steps[s]!, 0)
}

interface Leaving {
  readonly direction: Direction
  readonly slope: number
}

function alongFace(first: Leaving, second: Leaving): Direction {
  const moved = new Map<number, number>()
  const add = ({ factors, steps }: Direction, scale: number) =>
    factors.forEach((factor, s) => moved.set(factor, (moved.get(factor) ?? 0) + scale * steps[s]!))
  add(first.direction, second.slope)
  add(second.direction, -first.slope)
  const kept = [...moved].filter(([, step]) => Math.abs(step) > 1e-12)
  const largest = Math.max(...kept.map(([, step]) => Math.abs(step)))
  return {
    factors: Uint32Array.from(kept, ([factor]) => factor),
    steps: Float64Array.from(kept, ([, step]) => step / largest),
  }
}
