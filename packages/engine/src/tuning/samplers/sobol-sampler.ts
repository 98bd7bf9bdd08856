import { SOBOL_DIMENSIONS, sobolSequence } from '../../design/catalogue/sobol.ts'
import type { Generator } from '../../random/generator.ts'
import type { SpaceCoding } from '../space-coding.ts'
import { codeAtShare } from '../uniform-codes.ts'
import type { Sampler } from './sampler.ts'

/**
 * Trial n is point n of a scrambled Sobol sequence over the scale that is searched: even cover, best for powers of two.
 *
 * @param generator  scrambles; the same one for all trials
 * @throws RangeError for more dimensions than the sequence has
 */
export function sobolSampler({ dimensions }: SpaceCoding, generator: Generator): Sampler {
  const d = dimensions.length
  if (d > SOBOL_DIMENSIONS) throw new RangeError(`a Sobol sampler has up to ${SOBOL_DIMENSIONS} dimensions, got ${d}`)
  let points: Float64Array = new Float64Array(0)
  return {
    suggest({ number }) {
      if ((number + 1) * d > points.length) {
        // a stream of its own each time, so that a longer sequence begins with the shorter one
        points = sobolSequence(2 ** Math.ceil(Math.log2(number + 64)), d, generator.stream(0))
      }
      return Float64Array.from(dimensions, (coded, j) => codeAtShare(coded, points[number * d + j]!))
    },
  }
}
