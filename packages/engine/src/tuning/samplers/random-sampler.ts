import type { SpaceCoding } from '../space-coding.ts'
import { uniformCode } from '../uniform-codes.ts'
import type { Sampler } from './sampler.ts'

/** Draws each dimension uniformly from the scale that is searched. */
export function randomSampler({ dimensions }: SpaceCoding): Sampler {
  return {
    suggest: ({ generator }) => Float64Array.from(dimensions, (coded) => uniformCode(coded, generator)),
  }
}
