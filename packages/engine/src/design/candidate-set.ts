import { codedLevels, codedRange } from './coded-range.ts'
import { type Factor, isChosen } from './factor.ts'

/** The allowed runs of a grid of levels: ends and middle of continuous factors. */
export function gridCandidates(
  factors: readonly Factor[],
  contains: (runs: Float64Array, at: number) => boolean,
  limit: number,
): Float64Array {
  const k = factors.length
  const levels = factors.map((factor) => {
    if (!isChosen(factor)) return [0]
    const levels = codedLevels(factor)
    if (levels) return levels
    const [low, high] = codedRange(factor)
    return [low, (low + high) / 2, high]
  })
  const found: number[] = []
  const run = new Float64Array(k)
  const place = new Uint32Array(k)
  for (let done = false; !done && found.length < limit * k; ) {
    for (let f = 0; f < k; f++) run[f] = levels[f]![place[f]!]!
    if (contains(run, 0)) found.push(...run)
    done = true
    for (let f = 0; f < k && done; f++) {
      place[f]!++
      if (place[f]! < levels[f]!.length) done = false
      else place[f] = 0
    }
  }
  return Float64Array.from(found)
}
